"""Pictures of the visitor's own, as a ZIP of folders: how well the network does on them."""

from __future__ import annotations

import html
import math

import numpy as np
import streamlit as st

from pages._ui.gallery import selected_pair, tiles
from pages._ui.shared import formatting, network, source_code
from pages._ui.shared.images import data_url
from pages._ui.verification.own_pictures import uploaded_set
from pages._ui.verification.own_pictures.uploaded_set import Measure, UploadedSet
from siamese.data.image_folder import DrawnSet
from siamese.data.image_zip import LARGEST_ZIP, MOST_PICTURES
from siamese.evaluation.pair_scores import Scores

EXAMPLE = "my-digits.zip"
EXAMPLE_EACH, EXAMPLE_SEED = 12, 1
LABELS, OF_EACH = 10, 6  # pictures that are shown as the network sees them
LEFT_OUT = 20  # lines


def show() -> None:
    """Shows the part."""
    st.markdown(QUESTION)
    upload = st.file_uploader(
        "A ZIP of folders, one for each label",
        type="zip",
        max_upload_size=LARGEST_ZIP >> 20,
        key=uploaded_set.uploader(),
        help=BOUNDS,
    )
    if upload is not None:
        uploaded_set.take(upload.name, upload.getvalue())
        st.rerun()
    own, problem = uploaded_set.current(), uploaded_set.error()
    if problem:
        st.error(f"{problem} {'' if own is None else KEPT}".strip(), icon=":material/error:")
    if own is None:
        how_to_begin()
    else:
        measured(own)
    source_code.show_code(
        "From a file of the ZIP to 28×28, and from pairs of these to figures.",
        ("siamese/data/image_zip.py", "zipped_pictures"),
        ("siamese/data/image_folder.py", "read_drawn"),
        ("siamese/preprocessing/digit_image.py", "to_digit"),
        ("siamese/evaluation/pair_scores.py", "score"),
    )


def how_to_begin() -> None:
    """What the ZIP should look like, and one to begin with."""
    st.markdown(LAYOUT)
    with st.container(horizontal=True):
        tried = st.button("Try the example", icon=":material/play_arrow:", type="primary")
        st.download_button(
            "An example ZIP",
            data=example,
            file_name=EXAMPLE,
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            help=EXAMPLE_HELP,
        )
    if tried:
        uploaded_set.take(EXAMPLE, example())
        st.rerun()


def example() -> bytes:
    """Digits in the program's own handwriting, as a ZIP."""
    from siamese.data.image_zip import example_zip
    from siamese.handwriting.renderer import write

    labels = np.repeat(np.arange(10), EXAMPLE_EACH)
    return example_zip(
        write(labels, np.random.default_rng(EXAMPLE_SEED)), labels.tolist(), "my-digits"
    )


def measured(own: UploadedSet) -> None:
    """What was read, and what the network makes of it."""
    drawn = own.drawn
    _say_what_was_read(drawn)
    counts = np.unique(drawn.classes, return_counts=True)[1]
    if len(counts) < 2 or counts.max() < 2:
        st.info(BOTH_KINDS, icon=":material/folder_open:")
    elif (comparator := network.ready()) is None:
        network.show_state("The figures come as soon as it is there.")
    else:
        _show_figures(uploaded_set.measure(own, comparator))
    st.subheader("As the network sees them", divider="gray")
    st.html(_thumbnails(drawn))
    st.caption(SEEN)


def _say_what_was_read(drawn: DrawnSet) -> None:
    labels = len(np.unique(drawn.labels))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(drawn.images):,} pictures** of {labels:,} labels were read.")
        st.button("Let them go", icon=":material/delete:", on_click=uploaded_set.forget)
    if drawn.left_out:
        more = len(drawn.left_out) - LEFT_OUT
        st.warning(f"{len(drawn.left_out):,} could not be read and are left out:")
        st.code(
            "\n".join(drawn.left_out[:LEFT_OUT] + [f"… and {more:,} more"] * (more > 0)),
            language=None,
        )


def _show_figures(found: Measure) -> None:
    scores = found.scores
    for column, (name, value, words) in zip(
        st.columns(3),
        [
            ("Accuracy", formatting.percent(scores.accuracy, 2), ACCURACY.format(scores.threshold)),
            ("Equal error rate", formatting.percent(scores.equal_error_rate, 2), EQUAL),
            ("AUC", f"{scores.auc:.4f}", AUC),
        ],
        strict=True,
    ):
        column.metric(name, value, border=True)
        column.caption(words)
    st.caption(_how_measured(scores))
    st.subheader("The worst pairs", divider="gray")
    st.markdown(found.worst.summary().partition(";")[0] + ". " + WORST)
    place = tiles.show(found.worst)
    if place is not None:
        left, right = found.worst.labels[place].tolist()
        notes = [f"{found.own.name}, labelled {label}" for label in (left, right)]
        selected_pair.offer_to_compare(found.worst.images[place], notes)


def _how_measured(scores: Scores) -> str:
    """Of which pairs, and that some were drawn again where there are not as many."""
    words = SAME_AS.format(scores.pairs, uploaded_set.SEED)
    different = math.comb(scores.images, 2)
    return words + (AGAIN.format(scores.images, different) if scores.pairs > different else "")


def _thumbnails(drawn: DrawnSet) -> str:
    """Some pictures of some labels, each label a row."""
    rows = []
    for label in np.unique(drawn.labels)[:LABELS]:
        some = drawn.images[drawn.labels == label][:OF_EACH]
        name = html.escape(str(label))
        sheet = data_url(some.transpose(1, 0, 2).reshape(28, -1))
        rows.append(
            f'<div><b>{name}</b><img src="{sheet}" style="--count:{len(some)}" '
            f'alt="Pictures labelled {name}"></div>'
        )
    return f'<div class="as-seen">{"".join(rows)}</div>'


QUESTION = (
    "**How good is the network on pictures of your own?** Pack them into a ZIP, a folder for each "
    "label: every picture goes the way of a drawing, and all are compared with one another. The "
    "labels may be any words: whoever trained on digits may still tell your symbols apart."
)
LAYOUT = """Put pictures of the same thing into a folder of its name, and zip the folders:

```text
my-digits.zip
  3/     a.png  b.png  another.jpg
  7/     one.png  two.png
  star/  first.png  second.png
```

Each picture shows one sign, dark on light or light on dark. Two pictures of a label and two labels
are the least: pairs of the same and of different ones are made of them."""
EXAMPLE_HELP = "Digits in the program's own handwriting: unpack it, look, put yours in their place."
KEPT = "The pictures that were there before stay."
BOUNDS = (
    f"At most {LARGEST_ZIP >> 20} MB and {MOST_PICTURES:,} pictures. They are read in memory, and "
    "forgotten when you leave."
)
BOTH_KINDS = (
    "Both kinds of pairs are needed: put in two labels at least, and two pictures of one of them."
)
ACCURACY = "pairs judged right at the network's own threshold, {:.3f}"
EQUAL = "where as many are accepted as rejected wrongly"
AUC = "how often a pair of the same label is the closer one; 1 is perfect"
SAME_AS = (
    "Of {:,} pairs drawn by seed {}, half of the same label. `python -m siamese evaluate "
    "--drawings your.zip` says the same."
)
AGAIN = " {:,} pictures make only {:,} different pairs: many were drawn more than once."
WORST = (
    "Of all that your pictures make, they are the farthest on the wrong side of the threshold, or "
    "closest to it. Would you have known?"
)
SEEN = (
    "Centred, of one size and one thickness of line: is everything there that tells your labels "
    "apart? What got lost on this way, the network never sees."
)
