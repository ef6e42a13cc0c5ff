"""What a twin network is for: thresholds, a map, symbols it never saw, pictures of your own."""

from __future__ import annotations

import streamlit as st

from pages._ui.shared import frame, own_network
from pages._ui.verification.embedding_map import part as embedding_map
from pages._ui.verification.one_shot import part as one_shot
from pages._ui.verification.own_pictures import part as own_pictures
from pages._ui.verification.threshold import part as threshold
from pages._ui.verification.threshold import slider

frame.enter()

PARTS = {
    "Threshold": threshold.show,
    "Map": embedding_map.show,
    "One-shot": one_shot.show,
    "Your own pictures": own_pictures.show,
}

st.title("Verification")
st.markdown(
    "Are these two the same? A distance alone does not answer: someone has to say how near is near "
    "enough. And a network that can compare may compare what it was never trained on."
)
own_network.show_choice()
slider.keep_address()
part = st.segmented_control(
    "What to look at",
    list(PARTS),
    default="Threshold",
    required=True,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)
PARTS[part or "Threshold"]()  # none where the address names an empty one
