"""Answers from the shipped networks: their manifests, their weights, their errors."""

from __future__ import annotations

import math

from pages._ui.course.answers import LOOK_ALIKE, Answer
from pages._ui.shared import formatting

PAIRS, SEED = 1000, 1  # of which errors are counted


def two_losses() -> Answer:
    """Two losses at the same distances of the same pairs."""
    import numpy as np

    from siamese.lessons.loss_curves import PAIR_LOSSES
    from siamese.manifest import Manifest

    found = Manifest.load().distances
    middles = (np.array(found.edges[1:]) + np.array(found.edges[:-1])) / 2
    kinds = np.concatenate([found.positive, found.negative])
    same = np.repeat([True, False], len(middles))
    one, other = (
        float(np.average(PAIR_LOSSES[name].loss(np.tile(middles, 2), 1.0, same), weights=kinds))
        for name in ("contrastive", "cross-entropy")
    )
    return Answer(
        2 if abs(one / other - 1) > LOOK_ALIKE else 0,
        f"For the same distances of the same {kinds.sum():,} pairs, max(m − D, 0)² gives a mean "
        f"loss of {one:.3f} and cross-entropy {other:.3f} (m = 1). Different losses are different "
        "scales: compare networks by their equal error rates.",
    )


def parameters() -> Answer:
    """The weights of the slides' encoder and of the shipped one."""
    from pages._ui.network import inspection
    from siamese.manifest import Manifest

    slides, shipped = inspection.slides().result().parameters, Manifest.load().parameters
    alike = abs(slides / shipped - 1) <= LOOK_ALIKE
    return Answer(
        1 if alike else 0 if slides < shipped else 2,
        f"The encoder on the slides has {slides:,} weights, the shipped one has {shipped:,}. Twin "
        "network is the name of a way to use an encoder, not of one encoder.",
    )


def last_epoch() -> Answer:
    """The equal error rates after the first and after the last epoch."""
    from siamese.manifest import Manifest

    manifest = Manifest.load()
    early, late = manifest.first_epoch, manifest.history[-1]
    first, last = (row["equal_error_rate"] for row in (early, late))
    alike = abs(last / first - 1) <= LOOK_ALIKE
    return Answer(
        1 if alike else 2 if last < first else 0,
        f"The equal error rate was {formatting.percent(first, 2)} after epoch "
        f"{early['epoch']} and {formatting.percent(last, 2)} after epoch "
        f"{late['epoch']}, on images that it was not trained on.",
    )


def two_thresholds() -> Answer:
    """The thresholds of the two shipped networks."""
    from siamese.manifest import SYMBOLS, Manifest

    digits, symbols = Manifest.load().threshold, Manifest.load(SYMBOLS).threshold
    alike = math.isclose(digits, symbols, abs_tol=0.005)
    return Answer(
        2 if not alike else 0 if math.isclose(digits, 0.5, abs_tol=0.005) else 1,
        f"The network for digits has the threshold {digits:.2f}, the network for symbols "
        f"{symbols:.2f}. Each was chosen on pairs that the network was not trained on.",
    )


def diagonal() -> Answer:
    """What happens to the diagonal, and to the accuracy, at a threshold that is too strict."""
    import numpy as np

    from pages._ui.shared import digits, measured_pairs
    from siamese.comparator import shipped
    from siamese.evaluation.threshold_sweep import SortedPairs
    from siamese.pairs import sample_pairs

    network, shown = shipped(), digits.shown()
    pairs = sample_pairs(shown.labels, PAIRS, np.random.default_rng(SEED))
    distances = measured_pairs.measure(network, shown).distances(pairs)
    tested = SortedPairs.of(pairs, distances, shown.labels)
    own, strict = network.threshold, float(np.median(tested.positive))
    (one, before), (other, after) = (
        (int(tested.confusion(at)[0].trace()), tested.outcome(at).accuracy) for at in (own, strict)
    )
    return Answer(
        2 if one == other else int((other > one) == (after < before)),
        f"The diagonal counts the pairs of the same digit that are rejected: of {PAIRS:,} pairs "
        f"{one:,} at the network’s threshold of {own:.2f}, where {formatting.percent(before, 1)} "
        f"of the verdicts are right. At {formatting.distance(strict)} it counts {other:,}, and "
        f"only {formatting.percent(after, 1)} are right.",
    )


def one_example() -> Answer:
    """How often the network for digits recognises a symbol from one example."""
    from siamese.manifest import SYMBOLS, Manifest

    digits, symbols = Manifest.load().one_shot, Manifest.load(SYMBOLS).one_shot
    guess = 1 / digits.ways
    right = 0 if digits.accuracy < guess + LOOK_ALIKE else 2 if digits.accuracy > 0.95 else 1
    return Answer(
        right,
        f"It was right in {formatting.percent(digits.accuracy)} of {digits.episodes:,} trials; "
        f"guessing would reach {formatting.percent(guess)}. The network for symbols, which was "
        f"trained on many alphabets, was right in {formatting.percent(symbols.accuracy)}.",
    )
