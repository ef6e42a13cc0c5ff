"""The slides' classifier: training runs with live charts."""

from __future__ import annotations

from typing import cast

import streamlit as st

from pages._ui.layers import classifier_charts
from pages._ui.runs import progress, settings
from pages._ui.shared import digits, formatting, session, view
from pages._ui.shared.query_params import address
from pages._ui.shared.query_params.kinds import Whole, one_of
from siamese.config import CLASSIFIER_FILE, ClassifierConfig
from siamese.jobs import ClassifierJob, Limits, Run, State
from siamese.training.events import ClassifierEpochEnd

ICON = ":material/category:"
NONE_YET = (
    "No run yet. Press **Train the classifier**. An epoch with all digits takes some seconds, and "
    "you can stop at any time."
)


@st.fragment
def show() -> None:
    """Shows the settings, the button, and the latest run."""
    try:
        limits = session.executor().limits
    except ValueError as error:  # the server's own limits cannot be read
        st.error(str(error), icon=":material/error:")
        return
    config = _ask(limits, len(digits.shown().train_labels))
    if st.button("Train the classifier", icon=ICON, type="primary", key="classify"):
        _start(config)
    _show_runs()
    usual = ClassifierConfig()
    with st.expander("How it is trained"):
        st.markdown(HOW.format(usual.learning_rate, usual.batch_size, usual.seed))
    view.show_slides(SLIDES)


def _show_runs() -> None:
    """Shows the runs that go on, and the latest one."""
    runs = session.classifier_runs()
    if not runs:
        st.info(NONE_YET, icon=ICON)
        return
    for run in [run for run in runs[:-1] if not run.done()] + runs[-1:]:
        with st.container(key=f"classified-{run.number}"):
            progress.follow(run, _show_state)
            if run.measured and run.state is not State.FAILED:
                classifier_charts.show(run, digits.shown())


def _ask(limits: Limits, available: int) -> ClassifierConfig:
    """Shows the settings, and reads them."""
    usual = ClassifierConfig()
    counts = settings.counts_within(limits, available)
    address.check("classifier-digits", one_of(counts))
    address.check("classifier-epochs", Whole(1, limits.epochs))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        count = st.select_slider(
            "Training examples",
            counts,
            counts[-1],
            key="classifier-digits",
            bind="query-params",
            width=settings.WIDTH,
        )
        epochs = settings.ask_epochs(limits, usual.epochs, "classifier-epochs")
    return ClassifierConfig(epochs=epochs, digits=count)


def _start(config: ClassifierConfig) -> None:
    """Starts a run in place of the ended ones, or shows why it could not start."""
    over = [run for run in session.classifier_runs() if run.done()]
    try:
        session.submit(ClassifierJob(config, digits.shown().file))
    except ValueError as error:
        st.warning(str(error), icon=":material/error:")
    else:
        for run in over:
            session.executor().forget(run)
        st.rerun()


def _show_state(run: Run) -> None:
    """Shows the progress, the end or the error of a run."""
    name = f"Classifier {run.number}"
    if run.state is State.FAILED:
        st.error(f"{name} failed. {run.problem}", icon=":material/error:")
        st.button(
            "Dismiss", key="dismiss-classifier", on_click=session.executor().forget, args=(run,)
        )
    elif not run.done():
        progress.show(run, name, session.executor().forget, key="stop-classifier")
    else:
        st.success(f"{name}: {_ending(run)}", icon=":material/check_circle:")
        _offer(run)


def _ending(run: Run) -> str:
    """How a run that has a network ended."""
    last = run.measured[-1].metrics
    right = formatting.percent(last["test_accuracy"], decimals=2)
    epochs = f"{last['epoch']:g} epoch{'s' * (last['epoch'] != 1)}"
    seen = f"{epochs} of {run.job.config.digits:,} digits"
    how = f"done in {run.seconds:.0f} s, after {seen}"
    if run.state is State.STOPPED:
        how = f"{run.problem} Stopped after {seen}".strip()
    count = len(cast(ClassifierEpochEnd, run.measured[-1]).predicted)
    return f"{how}. It classifies {right} of {count:,} test digits correctly."


def _offer(run: Run) -> None:
    """Shows the download of the network."""
    path = run.result() / CLASSIFIER_FILE
    if not path.is_file():
        st.error(
            "The files of this run were deleted. Train the classifier again.",
            icon=":material/error:",
        )
        return
    st.download_button(
        "Download the classifier",
        data=path.read_bytes,
        file_name=CLASSIFIER_FILE,
        icon=":material/download:",
        on_click="ignore",
        key="download-classifier",
    )


HOW = (
    "The network is trained with cross-entropy and Adam (learning rate {:g}, batch size {}, "
    "seed {}). It uses the same queue as the runs of the Training page."
)
SLIDES = (
    "The slides use `Lambda(lambda x: tf.maximum(x, 0.0))`. Here the Lambda has a named function, "
    "registered as `siamese>relu`, so that the network can be saved and loaded again. The part "
    "**Lambda** shows what happens with an unnamed function."
)
