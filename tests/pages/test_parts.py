"""The parts that pages share, where a page would be a long way round."""

import io
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from pages._ui.shared import distance_charts, embedding_chart, formatting, verdict
from pages._ui.shared.canvas_value import INK, PAPER
from pages._ui.shared.reading import NOTHING_YET, read, read_ink
from pages._ui.shared.source_code import ROOT, source_of
from siamese.evaluation.results import DistanceHistogram
from siamese.files import png
from tests.pages.visitor import digit_on_paper


def test_source_is_cut_from_the_file_as_it_stands() -> None:
    shown = source_of("siamese/manifest.py", "Manifest.load").splitlines()
    assert shown[0] == "@classmethod"
    assert shown[2] == '    """Reads a manifest."""'
    file = (ROOT / "siamese/manifest.py").read_text(encoding="utf-8")
    assert all(line.strip() in file for line in shown if '"""' not in line)


def test_source_says_what_it_does_not_find() -> None:
    with pytest.raises(LookupError, match=r"siamese/manifest\.py defines no Manifest\.fly"):
        source_of("siamese/manifest.py", "Manifest.fly")


def test_source_is_read_without_importing_it() -> None:
    program = (
        "import sys\nfrom pages._ui.shared.source_code import source_of\n"
        "assert 'class EuclideanDistance' in source_of('siamese/layers.py', 'EuclideanDistance')\n"
        "sys.exit('tensorflow' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True)


def test_a_readable_picture_is_no_problem() -> None:
    reading = read(io.BytesIO(png(digit_on_paper(3))))
    assert reading.digit is not None
    assert reading.digit.shape == (28, 28)
    assert reading.problem == ""
    assert reading is not NOTHING_YET


def test_a_drawing_is_read_as_its_picture_is() -> None:
    """What is ink is known of a drawing, and found in a picture."""
    drawn = digit_on_paper(3)
    picture = read(io.BytesIO(png(drawn))).digit
    known = read_ink((PAPER - drawn) / np.float32(PAPER - INK)).digit
    np.testing.assert_array_equal(known, picture)


@pytest.mark.parametrize(
    "spec", [distance_charts.ruler_spec("#000000"), embedding_chart.spec(48, 0.6)]
)
def test_every_axis_has_a_title_and_every_mark_a_tooltip(spec: dict) -> None:
    for layer in spec.get("layer", spec.get("vconcat")):
        encoding = layer["encoding"]
        assert encoding["tooltip"]
        assert layer["mark"]["type"] in ("rule", "text") or encoding["y"]["title"]


def test_the_histogram_shows_shares_of_each_kind() -> None:
    """Two bins with 1 and 3 positive pairs: 25 % and 75 % of them."""
    histogram = SimpleNamespace(edges=[0.0, 1.0, 2.0], positive=[1, 3], negative=[2, 0])
    columns = distance_charts._pairs(histogram)
    assert columns["share"].tolist() == [25, 75, 100, 0]
    assert columns["from"].tolist() == [0, 1, 0, 1]
    assert columns["to"].tolist() == [1, 2, 1, 2]


def test_an_axis_of_distances_that_are_all_0_has_a_length() -> None:
    histogram = DistanceHistogram(edges=[0.0, 0.0], positive=[3], negative=[3])
    assert distance_charts.furthest(histogram, "slides") == 1


def test_the_largest_differences_are_named() -> None:
    """Squares 4, 0, 1 and 0 add up to 5; the two largest are all of it: dimensions 1 and 3."""
    comparison = SimpleNamespace(
        left_embedding=np.array([2.0, 0, 1, 0]), right_embedding=np.zeros(4)
    )
    sentence = verdict.largest_differences(comparison, count=2)
    assert "add up to 5" in sentence
    assert "100\u202f% of it comes from 2 of the 4 dimensions: 1, 3." in sentence


def test_nothing_differs_between_equal_embeddings() -> None:
    same = SimpleNamespace(left_embedding=np.ones(4), right_embedding=np.ones(4))
    assert "identical" in verdict.largest_differences(same)


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0.000"), (0.0314, "0.031"), (0.1, "0.10"), (1.1009, "1.10")]
)
def test_small_distances_are_written_finer(value: float, shown: str) -> None:
    assert formatting.distance(value) == shown


@pytest.mark.parametrize(
    ("distances", "shown", "threshold"),
    [
        ([0.5, 1.08], ["0.50", "1.08"], "1.09"),
        ([0.5, 1.0912], ["0.50", "1.091"], "1.093"),  # 1.09 beside 1.09 would contradict its side
        ([1.0912, 1.09338], ["1.091", "1.0934"], "1.0933"),
        ([1.0933], ["1.09"], "1.09"),  # on the threshold
    ],
)
def test_no_distance_reads_as_the_threshold_but_one_on_it(
    distances: list[float], shown: list[str], threshold: str
) -> None:
    assert [formatting.distance(one, 1.0933) for one in distances] == shown
    assert formatting.threshold(1.0933, distances) == threshold


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(0.5, "50"), (0.984, "98"), (0.99, "99"), (0.9951, "99.5"), (1.0, "99.9")],
)
def test_certainty_is_never_claimed(probability: float, shown: str) -> None:
    assert verdict.certainty(probability) == f"{shown}\u202f%"
