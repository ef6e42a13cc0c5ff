"""Siamese Lab: the list of pages and the navigation.

A new page needs one more entry in ``PAGES`` and a picture in ``assets/cards``, which Home shows.
"""

import streamlit as st

from pages._ui.shared import digits, frame, network, session

PAGES = [
    st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
    st.Page(
        "pages/draw.py",
        title="Draw & compare",
        icon=":material/draw:",
        url_path="draw",
        help="Draw two digits and see how far apart the network puts them.",
    ),
    st.Page(
        "pages/pairs.py",
        title="Pairs",
        icon=":material/compare:",
        url_path="pairs",
        help="See pairs of digits with their distances, and which ones the network gets wrong.",
    ),
    st.Page(
        "pages/verification.py",
        title="Verification",
        icon=":material/rule:",
        url_path="verification",
        help="Set the threshold, explore the map of embeddings, and draw new symbols to recognize.",
    ),
    st.Page(
        "pages/loss.py",
        title="Loss",
        icon=":material/show_chart:",
        url_path="loss",
        help="See how each loss depends on the distance, and how it moves points on a plane.",
    ),
    st.Page(
        "pages/training.py",
        title="Training",
        icon=":material/model_training:",
        url_path="training",
        help="Train your own network in seconds, follow its curves, and use it on the other pages.",
    ),
    st.Page(
        "pages/network.py",
        title="Network",
        icon=":material/schema:",
        url_path="network",
        help="Look inside the twin network: what each layer computes from your digits.",
    ),
    st.Page(
        "pages/layers.py",
        title="Layers",
        icon=":material/layers:",
        url_path="layers",
        help="Look inside a dense layer, and train it on a line and on handwritten digits.",
    ),
    st.Page(
        "pages/pooling.py",
        title="Pooling",
        icon=":material/grid_view:",
        url_path="pooling",
        help="Type numbers into a grid and see what max and average pooling compute from them.",
    ),
]

st.set_page_config(page_icon=frame.ICON, layout="wide")
session.keep_alive()
frame.open_page(PAGES)
network.start_preparing()
digits.start_download()
