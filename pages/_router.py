"""Siamese Lab: the list of pages and the navigation.

A new page needs one more entry in ``PAGES``, and one in ``pages._ui.course.lessons``.

It lies here because of Streamlit, which takes a script with a folder ``pages`` beside it for an app
of its older kind: a cold server would run the page that is asked for first without this script.
"""

import streamlit as st

from pages._ui.shared import digits, frame, session

PAGES = [
    st.Page("home.py", title="Home", icon=":material/home:", default=True),
    st.Page(
        "draw.py",
        title="Draw & compare",
        icon=":material/draw:",
        url_path="draw",
        help="Draw two digits and see how far apart the network puts them.",
    ),
    st.Page(
        "pairs.py",
        title="Pairs",
        icon=":material/compare:",
        url_path="pairs",
        help="See pairs of digits with their distances, and which ones the network gets wrong.",
    ),
    st.Page(
        "loss.py",
        title="Loss",
        icon=":material/show_chart:",
        url_path="loss",
        help="See how each loss depends on the distance, and how it moves points on a plane.",
    ),
    st.Page(
        "network.py",
        title="Network",
        icon=":material/schema:",
        url_path="network",
        help="Look inside the twin network: what each layer computes from your digits.",
    ),
    st.Page(
        "training.py",
        title="Training",
        icon=":material/model_training:",
        url_path="training",
        help="Train your own network in seconds, follow its curves, and use it on the other pages.",
    ),
    st.Page(
        "layers.py",
        title="Layers",
        icon=":material/layers:",
        url_path="layers",
        help="Look inside a dense layer, and train it on a line and on handwritten digits.",
    ),
    st.Page(
        "pooling.py",
        title="Pooling",
        icon=":material/grid_view:",
        url_path="pooling",
        help="Type numbers into a grid and see what max and average pooling compute from them.",
    ),
    st.Page(
        "verification.py",
        title="Verification",
        icon=":material/rule:",
        url_path="verification",
        help="Set the threshold, explore the map of embeddings, and draw new symbols to recognise.",
    ),
    st.Page(
        "limits.py",
        title="Limits",
        icon=":material/info:",
        url_path="limits",
        visibility="hidden",  # each verdict leads there
    ),
    st.Page(
        "sheet.py",
        title="Teacher’s sheet",
        icon=":material/print:",
        url_path="sheet",
        visibility="hidden",  # the contents lead there
    ),
]

st.set_page_config(page_icon=frame.ICON, layout="wide")
session.keep_alive()
frame.open_page(PAGES)
digits.start_download()
