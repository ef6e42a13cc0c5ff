"""Train a network of your own, watch it learn, and take it to the other pages."""

from __future__ import annotations

import streamlit as st

from pages._ui.runs import charts
from pages._ui.runs import settings as run_settings
from pages._ui.shared import digits, frame, own_network, session, source_code
from pages._ui.training import live, run_list, watched_pair
from siamese.config import TrainingConfig
from siamese.jobs import Job, State
from siamese.manifest import Manifest, NetworkError

frame.enter()


def shipped() -> None:
    """The curves of the network that comes with the app."""
    try:
        papers = Manifest.load()
    except NetworkError as error:
        st.error(str(error), icon=":material/error:")
        return
    charts.show_curves({"shipped": papers.history})
    images = papers.data["training_images"] + papers.data["training_drawings"]
    images += papers.data["training_handwriting"]
    st.caption(
        f"How the shipped network learned: {papers.config['epochs']} epochs of {images:,} images "
        f"in {papers.seconds / 60:.0f} minutes. Most is learned at once; the rest is polish."
    )


def form() -> None:
    """The settings, the pair to watch, and the button."""
    executor = session.executor()
    executor.warm()
    settings, pair = st.columns([2, 1], gap="large")
    with settings:
        config = run_settings.ask(executor.limits, len(digits.shown().train_labels))
    with pair:
        watched = watched_pair.choose()
    going = [run for run in session.runs() if not run.done()]
    words = "Train another: it waits in line" if going else "Train"
    if st.button(words, icon=":material/model_training:", type="primary", key="train"):
        start(config, watched)


def start(config: TrainingConfig, watched: watched_pair.WatchedPair) -> None:
    """Sets the run going, or says why not."""
    try:
        session.submit(Job(config, digits.shown().file, watched.images))
    except ValueError as error:
        st.warning(str(error), icon=":material/error:")
    else:
        st.rerun()


st.title("Training")
st.markdown(
    "How does a network learn which digits are alike? Watch one learn, or teach one yourself: it "
    "takes less than a minute, and you can take it to the other pages."
)
st.subheader("A run of your own", divider="gray")
try:
    form()
except ValueError as error:  # the server's own limits cannot be read
    st.error(str(error), icon=":material/error:")
    st.stop()
mine = session.runs()
kept = [run for run in mine if own_network.usable(run)]
going = [run for run in mine if not run.done()]
for run in [run for run in mine if run.state is State.FAILED] + (going or kept[-1:]):
    live.show(run)
st.subheader("Your runs", divider="gray")
run_list.show(mine)
st.subheader("The shipped network", divider="gray")
shipped()
digits.show_source()
source_code.show_code(
    "A run: the digits are split, a network is built, and Keras fits it while we look on.",
    ("siamese/training/trainer.py", "train"),
    ("siamese/training/trainer.py", "_fit_all_pairs"),
    ("siamese/losses.py", "AllPairsContrastiveLoss"),
    ("siamese/network.py", "build_siamese_model"),
)
