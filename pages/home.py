"""What the app is for, a pair to try, the contents, and the network and digits in use."""

import streamlit as st

from pages._ui.course import contents
from pages._ui.home import pair
from pages._ui.shared import digits, formatting, manifest_words
from siamese.evaluation.results import OneShot
from siamese.manifest import Manifest, NetworkError


def network() -> None:
    """The figures in the shipped network's manifest."""
    try:
        manifest = Manifest.load()
    except NetworkError:  # the pair has told it
        return
    st.subheader("The network", divider="gray")
    data = manifest.data
    st.markdown(
        f"Trained on {manifest_words.training_data(data)} (recipe “{manifest.recipe}”, seed "
        f"{manifest.seed}, TensorFlow {manifest.versions['tensorflow']}); tested on "
        f"{data['test_pairs']:,} pairs of {data['test_images']:,} test images: half of the pairs "
        "show the same digit."
    )
    with st.container(horizontal=True):
        errors = formatting.percent(manifest.equal_error_rate, decimals=2)
        about = f"{EQUAL_ERROR_RATE} {manifest_words.last_curve(manifest)}"
        st.metric("Equal error rate", errors, help=about)
        st.metric("Accuracy", formatting.percent(manifest.accuracy, decimals=2), help=ACCURACY)
        one = manifest.one_shot
        words = f"{one.symbols}, {one.ways}-way {one.shots}-shot"
        st.metric(words, formatting.percent(one.accuracy), help=one_shot(one))
        st.metric(
            "Parameters", f"{manifest.parameters:,}", help="Number of weights in the encoder."
        )
        st.metric("Threshold", formatting.distance(manifest.threshold), help=THRESHOLD)


def one_shot(found: OneShot) -> str:
    """Explains the one-shot accuracy, with its confidence interval."""
    low, high = formatting.percent(found.low), formatting.percent(found.high)
    return (
        f"How often the network finds the right one of {found.ways} symbols when it sees "
        f"{found.shots} example of each ({found.symbols}; it was not trained on them). 95 % "
        f"confidence interval: {low} to {high}."
    )


EQUAL_ERROR_RATE = (
    "The error rate at the threshold where both errors are equally frequent: pairs of the same "
    "digit that are rejected, and pairs of different digits that are accepted. Lower is better."
)
ACCURACY = (
    "Share of pairs classified correctly at the network's threshold. Pairs of the same digit and "
    "pairs of different digits count equally."
)
THRESHOLD = (
    "Two images count as the same digit if their distance is at most this. Distances go from 0 to "
    "2."
)

st.title("Siamese Lab")
st.markdown(
    "A **Siamese network** passes two images through the same encoder and measures the distance "
    "between the results: small if both show the same thing, large if not. This network was "
    "trained on pairs of handwritten digits: training reduced the distance of pairs of the same "
    "digit and increased that of different digits. Tap one of these digits to change it: the "
    "network compares the new pair at once."
)
pair.show()
contents.show()
network()
st.subheader("The digits", divider="gray")
digits.show_source()
