"""The network's accuracy on pictures that the visitor uploads as a ZIP of folders."""

from __future__ import annotations

import html
import math

import numpy as np
import streamlit as st

from pages._ui.course import task_list
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
LABELS, OF_EACH = 10, 6  # labels and pictures of each that are shown as 28×28
LEFT_OUT = 20  # lines on unreadable pictures
ENOUGH = 6  # pictures of one's own with which the task is done


def show() -> None:
    """Shows the part."""
    st.markdown(QUESTION)
    upload = st.file_uploader(
        "ZIP file with one folder for each label",
        type="zip",
        max_upload_size=LARGEST_ZIP >> 20,
        key=uploaded_set.uploader(),
        help=LIMITS,
    )
    if upload is not None:
        uploaded_set.take(upload.name, upload.getvalue())
        st.rerun()
    own, problem = uploaded_set.current(), uploaded_set.error()
    if problem:
        st.error(f"{problem} {'' if own is None else KEPT}".strip(), icon=":material/error:")
    if own is None:
        show_layout()
    else:
        show_measured(own)
    source_code.show_code(
        "From a file in the ZIP to 28×28 pixels, and from pairs to error rates.",
        ("siamese/data/image_zip.py", "zipped_pictures"),
        ("siamese/data/image_folder.py", "read_drawn"),
        ("siamese/preprocessing/digit_image.py", "to_digit"),
        ("siamese/evaluation/pair_scores.py", "score"),
    )
    task_list.recognise("six-pictures", own is not None and _is_enough(own))


def _is_enough(own: UploadedSet) -> bool:
    """Whether these are several pictures of the visitor's own, which can be measured."""
    return own.name != EXAMPLE and len(own.drawn.images) >= ENOUGH and _has_both_kinds(own.drawn)


def show_layout() -> None:
    """Shows how the ZIP should look, and offers an example."""
    st.markdown(LAYOUT)
    with st.container(horizontal=True):
        tried = st.button("Try the example", icon=":material/play_arrow:", type="primary")
        st.download_button(
            "Download the example",
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
    """A ZIP of generated handwriting."""
    from siamese.data.image_zip import example_zip
    from siamese.handwriting.renderer import write

    labels = np.repeat(np.arange(10), EXAMPLE_EACH)
    return example_zip(
        write(labels, np.random.default_rng(EXAMPLE_SEED)), labels.tolist(), "my-digits"
    )


def show_measured(own: UploadedSet) -> None:
    """Shows what was read, and the network's accuracy on it."""
    drawn = own.drawn
    _show_read(drawn)
    if own.name != EXAMPLE:
        st.caption(NOT_KEPT)
    if not _has_both_kinds(drawn):
        st.info(BOTH_KINDS, icon=":material/folder_open:")
    elif (comparator := network.ready()) is None:
        network.show_problem()
    else:
        _show_figures(uploaded_set.measure(own, comparator))
    st.subheader("Input of the network", divider="gray")
    st.html(_thumbnails(drawn))
    st.caption(PREPARED)


def _has_both_kinds(drawn: DrawnSet) -> bool:
    """Whether pairs of one label and of two can be made of these pictures."""
    counts = np.unique(drawn.classes, return_counts=True)[1]
    return len(counts) > 1 and bool(counts.max() > 1)


def _show_read(drawn: DrawnSet) -> None:
    labels = len(np.unique(drawn.labels))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{len(drawn.images):,} pictures** of {labels:,} labels were read.")
        st.button("Remove pictures", icon=":material/delete:", on_click=uploaded_set.forget)
    if drawn.left_out:
        more = len(drawn.left_out) - LEFT_OUT
        st.warning(f"{len(drawn.left_out):,} files could not be read and were skipped:")
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
    st.subheader("Hardest pairs", divider="gray")
    st.markdown(f"{found.worst.score()} {WORST}")
    with st.container(key="worst"):
        enlarged = st.container(key="enlarged")
        place = tiles.show(found.worst)
    if place is not None:
        labels = found.worst.labels[place].tolist()
        notes = [f"{found.own.name}, labelled {label}" for label in labels]
        with enlarged:
            selected_pair.show(found.worst, place, notes, what="symbol")
    task_list.recognise("wrong-pair", found.worst.wrong(place))


def _how_measured(scores: Scores) -> str:
    """Which pairs were measured, and whether some of them repeatedly."""
    words = SAME_AS.format(scores.pairs, uploaded_set.SEED)
    different = math.comb(scores.images, 2)
    return words + (REPEATED.format(scores.images, different) if scores.pairs > different else "")


def _thumbnails(drawn: DrawnSet) -> str:
    """HTML of some pictures of some labels, one row for each label."""
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
    "**How accurate is the network on your own pictures?** Upload a ZIP with one folder for each "
    "label. Each picture is processed like a drawing, and the pictures are compared in pairs. "
    "Labels can be any words: a network trained on digits may also tell other symbols apart."
)
LAYOUT = """Put the pictures of each label into a folder named like the label, and zip the folders:

```text
my-digits.zip
  3/     a.png  b.png  another.jpg
  7/     one.png  two.png
  star/  first.png  second.png
```

Each picture shows one symbol, dark on light or light on dark. At least two labels, and two pictures
of one of them, are needed to make pairs of the same and of different labels."""
EXAMPLE_HELP = "Generated digits. Unpack the ZIP and replace them by your own pictures."
KEPT = "The previous pictures are kept."
NOT_KEPT = "If you reload this page, these pictures are deleted: upload the ZIP again."
LIMITS = (
    f"At most {LARGEST_ZIP >> 20} MB and {MOST_PICTURES:,} pictures. They are kept only in memory, "
    "and only during your visit."
)
BOTH_KINDS = (
    "These pictures do not make both kinds of pairs. Add pictures: at least two labels, and two "
    "pictures of one of them, are needed."
)
ACCURACY = "correct verdicts at the network's own threshold, {:.3f}"
EQUAL = "where the false accept rate and the false reject rate are equal"
AUC = (
    "probability that a pair with the same label has a smaller distance than a pair with two "
    "labels; 1 is perfect"
)
SAME_AS = (
    "{:,} random pairs (seed {}), half of them with the same label. `python -m siamese evaluate "
    "--drawings your.zip` computes the same figures."
)
REPEATED = (
    " {:,} pictures make only {:,} different pairs, so many pairs are in the sample repeatedly."
)
WORST = (
    "Of all pairs of your pictures, these are farthest on the wrong side of the threshold or, if "
    "there are too few errors, closest to it."
)
PREPARED = (
    "All pictures are centred and scaled to one size and one line thickness. Check that your "
    "labels can still be told apart: the network gets nothing else."
)
