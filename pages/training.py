"""Train your own network, follow its curves, and use it on the other pages."""

from __future__ import annotations

import streamlit as st

from pages._ui.course.prediction import heading
from pages._ui.runs import charts
from pages._ui.runs import settings as run_settings
from pages._ui.runs.words import in_words
from pages._ui.shared import digits, manifest_words, own_network, session, source_code
from pages._ui.training import live, run_list, tracked_pair
from siamese.config import TrainingConfig
from siamese.jobs import Job, Limits, State
from siamese.manifest import Manifest, NetworkError

ICON = ":material/model_training:"


def shipped() -> None:
    """The training curves of the shipped network."""
    try:
        manifest = Manifest.load()
    except NetworkError as error:
        st.error(str(error), icon=":material/error:")
        return
    charts.show_curves("shipped", {"shipped": manifest.history})
    images = manifest.data["training_images"] + manifest.data["training_drawings"]
    images += manifest.data["training_handwriting"]
    st.caption(
        f"The shipped network was trained on {images:,} images for {manifest.config['epochs']} "
        f"epochs in {manifest.seconds / 60:.0f} minutes. The first epochs improve it most; "
        "epoch 0 is the untrained network. The loss on training digits is the higher one because "
        "half of them are distorted anew each time. "
        f"{manifest_words.last_curve(manifest)}"
    )


def form(limits: Limits) -> None:
    """The recipe and the button; the other settings and the pair to track are folded."""
    available = len(digits.shown().train_labels)
    recipe = run_settings.ask_recipe(limits, available)
    button = st.container()
    with st.expander("Settings", icon=":material/tune:"):
        config = run_settings.ask(recipe, limits, available)
    with st.expander("Pair to track", icon=":material/timeline:"):
        tracked = tracked_pair.choose()
    going = [run for run in session.runs() if not run.done()]
    words = "Train another (it waits in the queue)" if going else "Train"
    with button:
        pressed = st.button(words, icon=ICON, type="primary", key="train")
        st.caption(in_words(config))
    if pressed:
        start(config, tracked)


def start(config: TrainingConfig, tracked: tracked_pair.TrackedPair) -> None:
    """Starts the run, or says why it cannot be started."""
    try:
        session.submit(Job(config, digits.shown().file, tracked.images))
    except ValueError as error:
        st.warning(str(error), icon=":material/error:")
    else:
        st.rerun()


heading("Training", "training")
st.markdown(
    "How does a network learn which digits are the same? Train one: it takes less than a minute, "
    "and you can use it on the other pages."
)
try:
    executor = session.executor()
except ValueError as error:  # one of the server's limits is invalid
    st.error(str(error), icon=":material/error:")
    st.stop()
executor.warm()
form(executor.limits)
mine = session.runs()
kept = [run for run in mine if own_network.usable(run)]
going = [run for run in mine if not run.done()]
for run in [run for run in mine if run.state is State.FAILED] + (going or kept[-1:]):
    live.show(run, folded=run.done() and len(kept) > 1)
st.subheader("Your runs", divider="gray")
run_list.show(mine)
with st.expander("Curves of the shipped network", icon=live.ICON):
    shipped()
digits.show_source()
source_code.show_code(
    "A run: the digits are split, a network is built, and Keras fits it.",
    ("siamese/training/trainer.py", "train"),
    ("siamese/training/learner.py", "Learner"),
    ("siamese/training/trainer.py", "_fit_all_pairs"),
    ("siamese/losses.py", "AllPairsContrastiveLoss"),
    ("siamese/network.py", "build_siamese_model"),
)
