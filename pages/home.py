"""What this is, where to go, and which network and digits are at work."""

from typing import Any

import streamlit as st

from pages._ui.shared import digits, formatting, frame, source_code
from siamese.evaluation.results import OneShot
from siamese.manifest import Manifest, NetworkError

frame.enter()

CARDS = frame.ROOT / "assets" / "cards"


def cards() -> None:
    """A picture of every other page; all of it is the link."""
    with st.container(horizontal=True):
        for page in frame.pages()[1:]:
            with st.container(border=True, width=300, key=f"card-{page.url_path}"):
                st.image(CARDS / f"{page.url_path}.svg", alt="", width="stretch")
                st.page_link(page, label=f"**{page.title}**", help="")
                st.caption(page.help)


def network() -> None:
    """The loaded network's papers."""
    try:
        papers = Manifest.load()
    except NetworkError as error:
        st.error(str(error), icon=":material/error:")
        return
    data = papers.data
    st.markdown(
        f"Trained on {learned_from(data)} (recipe “{papers.recipe}”, seed {papers.seed}, "
        f"TensorFlow {papers.versions['tensorflow']}); measured on "
        f"{data['test_pairs']:,} pairs of {data['test_images']:,} test images, half of them of the "
        "same digit."
    )
    with st.container(horizontal=True):
        errors = formatting.percent(papers.equal_error_rate, decimals=2)
        st.metric("Equal error rate", errors, help=EQUAL_ERROR_RATE)
        st.metric("Accuracy", formatting.percent(papers.accuracy, decimals=2), help=ACCURACY)
        one = papers.one_shot
        words = f"{one.ways}-way {one.shots}-shot accuracy"
        st.metric(words, formatting.percent(one.accuracy), help=one_shot(one))
        st.metric("Parameters", f"{papers.parameters:,}", help="Weights of the one encoder.")
        st.metric("Threshold", formatting.distance(papers.threshold), help=THRESHOLD)


def one_shot(found: OneShot) -> str:
    """What the figure for symbols that were not learned says."""
    low, high = formatting.percent(found.low), formatting.percent(found.high)
    return (
        f"{found.symbols}, which it was not trained on: how often it finds the right one of "
        f"{found.ways} from {found.shots} example of each. 95 % interval: {low} to {high}."
    )


def learned_from(data: dict[str, Any]) -> str:
    """What a network was trained on, in words."""
    kinds = {
        f"images of {data['name']}": data["training_images"],
        "drawings made from them": data["training_drawings"],
        "digits in the program's own handwriting": data["training_handwriting"],
    }
    *first, last = [f"{count:,} {kind}" for kind, count in kinds.items() if count]
    return f"{', '.join(first)} and {last}" if first else last


EQUAL_ERROR_RATE = (
    "Where the threshold is set so that as many pairs of the same digit are refused as pairs of "
    "different digits are accepted: the share that goes wrong. Lower is better."
)
ACCURACY = "Share of pairs judged right at the network's own threshold, both kinds weighing alike."
THRESHOLD = "Up to this distance two pictures count as the same digit. Distances go from 0 to 2."

st.title("Siamese Lab")
st.markdown(
    "A **Siamese network** looks at two pictures through one and the same encoder and answers "
    "with a distance: small when both show the same thing, large when they do not. This one "
    "learned from pairs of handwritten digits: like ones were pulled together, unlike ones pushed "
    "apart. Draw two digits and see whether you and the network agree."
)
cards()
st.subheader("The network", divider="gray")
network()
st.subheader("The digits", divider="gray")
digits.show_source()
source_code.show_code(
    "What this page says of the network is read from its manifest; TensorFlow is not needed.",
    ("siamese/manifest.py", "Manifest.load"),
)
