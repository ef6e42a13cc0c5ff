"""The losses by the names that the literature and the slides have for them."""

# By the names of `siamese.lessons.loss_curves.PAIR_LOSSES`.
LOSS_NAMES = {
    "contrastive": "Contrastive, Hadsell 2006 (margin m)",
    "contrastive-margin": "Contrastive, slide’s margin form",
    "contrastive-simple": "Contrastive, slide’s simple form (margin 1 on D²)",
    "cross-entropy": "Binary cross-entropy on a sigmoid",
    "supervised-contrastive": "Supervised contrastive, Khosla 2020",
    "after-sigmoid": "Contrastive after a sigmoid (a common mistake)",
}
