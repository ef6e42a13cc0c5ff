"""Uses of a twin network: thresholds, a map, one-shot recognition, your own pictures."""

from __future__ import annotations

from pages._ui.course.prediction import heading
from pages._ui.shared import own_network
from pages._ui.shared.query_params.widgets import choose_part
from pages._ui.verification.embedding_map import part as embedding_map
from pages._ui.verification.one_shot import part as one_shot
from pages._ui.verification.own_pictures import part as own_pictures
from pages._ui.verification.threshold import part as threshold
from pages._ui.verification.threshold import slider

PARTS = {
    "Threshold": threshold.show,
    "Map": embedding_map.show,
    "One-shot": one_shot.show,
    "Your own pictures": own_pictures.show,
}

heading("Verification", "verification")
own_network.show_choice()
slider.keep_address()
part = choose_part("verification")
PARTS[part]()
