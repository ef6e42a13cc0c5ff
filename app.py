"""Siamese Lab: the frame around every page.

A new page is one more line in ``PAGES`` and a picture of it in ``assets/cards``, which
Home shows.
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
        help="Set the threshold, roam the map of embeddings, teach it new symbols.",
    ),
    st.Page(
        "pages/loss.py",
        title="Loss",
        icon=":material/show_chart:",
        url_path="loss",
        help="See what each loss makes of a distance, and watch points pull and push each other.",
    ),
    st.Page(
        "pages/training.py",
        title="Training",
        icon=":material/model_training:",
        url_path="training",
        help="Train a network of your own in seconds, and watch it learn to tell digits apart.",
    ),
    st.Page(
        "pages/network.py",
        title="Network",
        icon=":material/schema:",
        url_path="network",
        help="Take the twin network apart, and see what each layer makes of your digits.",
    ),
    st.Page(
        "pages/layers.py",
        title="Layers",
        icon=":material/layers:",
        url_path="layers",
        help="Take a dense layer apart, and see what it learns: a line, and handwritten digits.",
    ),
    st.Page(
        "pages/pooling.py",
        title="Pooling",
        icon=":material/grid_view:",
        url_path="pooling",
        help="Type numbers into a grid and see what max and average pooling keep of them.",
    ),
]

st.set_page_config(page_icon=frame.ICON, layout="wide", initial_sidebar_state=240)
session.keep_alive()
frame.open_page(PAGES)
network.wake()
digits.wake()
