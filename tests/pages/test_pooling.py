"""Pooling, as its visitor meets it."""

import base64
import io
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pages._ui import digits, keras_says, network, pooling_choices
from pages._ui.desk import Desk, texts_of
from siamese import grids
from siamese.pooled import Pooling
from tests.pages.visitor import APP, Visitor, digit_on_paper

AWAKE = threading.Event()
PAGE = "pages/pooling.py"
DECK = [["4", "3", "1", "5"], ["1", "3", "4", "8"], ["4", "5", "4", "3"], ["6", "5", "9", "4"]]
WITHOUT_TENSORFLOW = """
import sys
from streamlit.testing.v1 import AppTest
from pages._ui import network
import siamese.digits
siamese.digits.URL = "http://127.0.0.1:9/"  # where nobody listens
network.HEAD_START = 1000  # the background loader is not what is looked at here
app = AppTest.from_file({app!r}, default_timeout=60).run()
app.switch_page("pages/pooling.py").run()
assert not app.exception, app.exception
assert app.title[0].value == "Pooling"
heavy = {{"tensorflow", "keras", "altair"}} & sys.modules.keys()
sys.stdout.write(" ".join(sorted(heavy)))
sys.stdout.flush()
import os
os._exit(0)  # without waiting for the loader
"""


class PoolingVisitor(Visitor):
    """Someone who looks at the Pooling page."""

    def come(self, **address: str) -> None:
        """Opens the page by its address."""
        for name, value in address.items():
            self.app.query_params[name] = value
        self.open(PAGE)

    def told(self) -> dict[str, Any]:
        """What the browser is told of the grid and its windows."""
        [found] = self.app.get("bidi_component")
        return json.loads(found.proto.json)

    def results(self) -> list[str]:
        """The numbers of the output, row by row."""
        return [cell["text"] for cell in self.told()["output"]]

    def send(self, texts: Any, window: Any = 0, version: int | None = None) -> None:
        """Sends what the browser would, when cells are typed and a window is chosen."""
        version = self.told()["version"] if version is None else version
        sent = {"version": version, "texts": texts, "window": window}
        self.app.session_state["desk"] = {"sent": sent}
        self.reopen()

    def type(self, row: int, column: int, text: str) -> None:
        """Types into a cell."""
        texts = self.told()["texts"]
        texts[row][column] = text
        self.send(texts, self.told()["window"])

    def choose(self, key: str, option: str | None) -> None:
        """One of the choices."""
        self.app.button_group(key=key).set_value(option).run()

    def push(self, label: str) -> None:
        """One of the buttons."""
        next(button for button in self.app.button if button.label == label).click().run()

    def formula(self) -> str:
        """The arithmetic of the window that is looked at."""
        [formula] = self.app.latex
        return formula.value.strip("$\n")

    def warnings(self) -> list[str]:
        """The lines that say what is wrong."""
        return [warning.value for warning in self.app.warning]

    def html(self) -> str:
        """All the page's own HTML."""
        return "".join(html.proto.body for html in self.app.get("html"))

    def slip(self) -> bool:
        """Whether the slides' slip is explained."""
        return any("5.3" in info.value for info in self.app.info)


@pytest.fixture
def pooler(visitor: Visitor) -> Iterator[PoolingVisitor]:
    """Someone beside the visitor."""
    assert not visitor.app.exception
    pooler = PoolingVisitor()
    yield pooler
    assert not pooler.app.exception


@pytest.mark.parametrize(
    ("kind", "results"),
    [
        ("Max", ["4", "8", "6", "9"]),
        ("Average", ["2.75", "4.5", "5", "5"]),
        ("Global max", ["9"]),
        ("Global average", ["4.3125"]),
    ],
)
def test_the_slides_numbers_give_the_slides_results(
    pooler: PoolingVisitor, kind: str, results: list[str]
) -> None:
    """As the slides have them, but for the average 5.0 of 4, 5, 6 and 5, where they slip."""
    pooler.come()
    pooler.choose("pooling", kind)
    assert pooler.told()["texts"] == DECK
    assert pooler.results() == results
    assert pooler.slip() == (kind == "Average")


def test_all_four_kinds_stand_beside_each_other(pooler: PoolingVisitor) -> None:
    pooler.come()
    html = pooler.html()
    for kind, first in [
        ("Max", 4),
        ("Average", 2.75),
        ("Global max", 9),
        ("Global average", 4.3125),
    ]:
        assert f">{first}<small>A</small>" in html.partition(f"<figcaption>{kind}<")[0]


@pytest.mark.parametrize(
    ("address", "formula"),
    [
        ({}, r"\max(4, 3, 1, 3) = 4"),
        ({"pooling": "Average"}, "(4 + 3 + 1 + 3) / 4 = 2.75"),
        ({"pooling": "Average", "window": "3"}, "(4 + 5 + 6 + 5) / 4 = 5"),
        ({"window": "64"}, r"\max(4, 3, 9, 4) = 9"),
        (
            {
                "pooling": "Average",
                "pool_size": "3",
                "strides": "2",
                "padding": "same",
                "window": "2",
            },
            r"(1 + 5 + 4 + 8 + 4 + 3) / 6 \approx 4.1667",
        ),
    ],
)
def test_the_arithmetic_of_the_window_is_written_out(
    pooler: PoolingVisitor, address: dict, formula: str
) -> None:
    """With "same", the second window hangs over the right edge: six of its nine cells count."""
    pooler.come(**address)
    assert pooler.formula() == formula


def test_a_typed_number_counts_at_once(pooler: PoolingVisitor) -> None:
    pooler.come()
    pooler.type(0, 0, "10")
    assert pooler.results() == ["10", "8", "6", "9"]
    assert pooler.formula() == r"\max(10, 3, 1, 3) = 10"
    assert pooler.told()["address"]["grid"].startswith("10 3 1 5_")
    pooler.choose("pooling", "Average")
    assert pooler.results() == ["4.25", "4.5", "5", "5"]  # 17 / 4
    assert not pooler.slip()


@pytest.mark.parametrize("text", ["", "four", "inf", "nan", "9" * 300, "1e9"])
def test_the_last_good_grid_stays(pooler: PoolingVisitor, text: str) -> None:
    pooler.come()
    pooler.type(0, 0, "7")
    pooler.type(2, 3, text)
    told = pooler.told()
    assert told["problem"].startswith("Row 3, column 4 needs ")
    assert told["problem"].endswith("The results are those of the last good grid.")
    assert [cell["wrong"] for cell in told["cells"]].index(True) == 11
    assert told["texts"][2][3] == text  # nothing is taken out of anybody's hands
    assert pooler.results() == ["7", "8", "6", "9"]
    assert told["address"]["grid"].startswith("7 3 1 5_")
    pooler.type(2, 3, "99")
    assert pooler.told()["problem"] == ""
    assert pooler.results() == ["7", "8", "6", "99"]


@pytest.mark.parametrize(
    "texts", [None, "x", [], [["1"]], [[1] * 4] * 4, [["1"] * 4] * 3, [None] * 4, {"a": 1}]
)
def test_what_no_browser_sends_changes_nothing(pooler: PoolingVisitor, texts: object) -> None:
    pooler.come()
    pooler.send(texts, window=texts)
    assert pooler.results() == ["4", "8", "6", "9"]
    assert pooler.told()["texts"] == DECK


def test_cells_typed_into_another_grid_are_old(pooler: PoolingVisitor) -> None:
    pooler.come()
    before = pooler.told()["version"]
    pooler.push("Edge")
    edge = pooler.told()["texts"]
    pooler.send([["1"] * 4] * 4, version=before)
    assert pooler.told()["texts"] == edge
    assert edge == texts_of(grids.edge(4))


def test_presets_are_laid_on_the_desk(pooler: PoolingVisitor) -> None:
    pooler.come()
    pooler.choose("grid_side", "6")
    assert [row[4:] for row in pooler.told()["texts"]] == [["0", "0"]] * 6
    pooler.push("Digit's corner")
    corner = np.array(pooler.told()["texts"], float)
    assert corner.shape == (6, 6)
    assert corner.max() > 128 > corner.min()
    pooler.push("Random")
    seed = pooler.app.number_input(key="grid_seed").value
    expected = np.random.default_rng(round(seed)).integers(10, size=(6, 6))
    assert np.array_equal(np.array(pooler.told()["texts"], float), expected)
    pooler.app.number_input(key="grid_seed").set_value(5.0).run()
    expected = np.random.default_rng(5).integers(10, size=(6, 6))
    assert np.array_equal(np.array(pooler.told()["texts"], float), expected)
    pooler.push("Slides' grid")
    assert pooler.told()["texts"] == DECK
    assert pooler.told()["address"] == {"grid": "", "window": ""}


def test_a_pool_that_does_not_fit_is_refused_in_a_line(pooler: PoolingVisitor) -> None:
    """The last size that did stays in force: 3; with "same" the 4 is allowed."""
    pooler.come()
    pooler.choose("grid_side", "3")
    pooler.choose("pool_size", "3")
    assert pooler.results() == ["5"]  # of 4 3 1 / 1 3 4 / 4 5 4
    pooler.choose("pool_size", "4")
    [line] = pooler.warnings()
    assert line.startswith("A pool of 4 does not fit into 3 × 3 numbers: take a smaller one")
    assert line.endswith("The results are those of a pool of 3.")
    assert pooler.results() == ["5"]
    pooler.choose("pooling", "Average")  # another kind is no way round it
    assert pooler.results() == ["3.2222"]  # 29 / 9
    pooler.choose("padding", "same")
    assert pooler.warnings() == []
    assert pooler.results() == ["3.2222"]


def test_no_stride_of_zero_can_be_chosen(pooler: PoolingVisitor) -> None:
    pooler.come()
    assert "0" not in pooler.app.button_group(key="strides").options
    assert "0" not in pooler.app.button_group(key="pool_size").options


def test_each_window_has_a_tone_and_a_letter_that_its_result_wears(pooler: PoolingVisitor) -> None:
    pooler.come(strides="2", pool_size="2")
    told = pooler.told()
    for output in told["output"]:
        wearing = [cell for cell in told["cells"] if cell["names"] == output["name"]]
        assert len(wearing) == 4
        assert {cell["tone"] for cell in wearing} == {output["tone"]}
    assert len({output["tone"] for output in told["output"]}) == 4


def test_shared_cells_name_all_their_windows(pooler: PoolingVisitor) -> None:
    """2×2 windows one step apart in 4×4: a corner has one, an edge two, the inside four."""
    pooler.come(strides="1")
    told = pooler.told()
    assert len(told["output"]) == 9
    names = [cell["names"] for cell in told["cells"]]
    assert names[:6] == ["A", "AB", "BC", "C", "AD", "ABDE"]
    assert [cell["tone"] is None for cell in told["cells"]][:6] == [False, True, True, False] + [
        True
    ] * 2


def test_padding_shows_empty_cells_that_do_not_count(pooler: PoolingVisitor) -> None:
    """Windows of 3, one step apart, need one cell more on each side: 6×6 with 20 empty ones."""
    pooler.come(pool_size="3", strides="1", padding="same", pooling="Average")
    told = pooler.told()
    assert told["shape"] == [6, 6]
    assert len(told["ghosts"]) == 20
    assert told["spans"][0] == [0, 0, 3, 3]
    assert pooler.formula() == "(4 + 3 + 1 + 3) / 4 = 2.75"


def test_cells_that_no_window_reaches_say_so(pooler: PoolingVisitor) -> None:
    pooler.come(grid="1 2 3_4 5 6_7 8 9")
    names = [cell["names"] for cell in pooler.told()["cells"]]
    assert names == ["A", "A", "", "A", "A", "", "", "", ""]


def test_the_same_address_shows_the_same(pooler: PoolingVisitor) -> None:
    pooler.come(pooling="Average", strides="1", window="4")
    pooler.type(1, 1, "-2.5")
    address = {name: text for name, text in pooler.told()["address"].items() if text}
    assert address == {"grid": "4 3 1 5_1 -2.5 4 8_4 5 4 3_6 5 9 4", "window": "4"}
    another = PoolingVisitor()
    another.come(pooling="Average", strides="1", **address)
    assert another.results() == pooler.results()
    assert another.formula() == pooler.formula()
    assert not another.app.exception


@pytest.mark.parametrize(
    ("garbage", "named"),
    [
        ({"grid": "zzz"}, "grid"),
        ({"grid": "1 2_3 inf"}, "grid"),
        ({"grid": "1 " * 5000}, "grid"),
        ({"window": "0"}, "window"),
        ({"window": "-1"}, "window"),
        ({"window": "9" * 5000}, "window"),
        ({"window": "²"}, "window"),
        ({"pool_size": "0"}, "pool_size"),
        ({"digit": "inf"}, "digit"),
        ({"digit": "nan"}, "digit"),
        ({"digit": "-3"}, "digit"),
        ({"strides": "0", "pooling": "<b>", "padding": "\x00"}, "pooling, strides, padding"),
    ],
)
def test_garbage_in_the_address_is_named_in_a_line(
    pooler: PoolingVisitor, garbage: dict, named: str
) -> None:
    pooler.come(**garbage)
    [line] = pooler.warnings()
    assert f"({named})" in line
    assert pooler.told()["texts"] == DECK
    assert pooler.results() == ["4", "8", "6", "9"]
    assert pooler.formula() == r"\max(4, 3, 1, 3) = 4"
    pooler.push("Edge")
    assert pooler.warnings() == []


def test_the_desk_is_kept_while_another_page_is_visited(pooler: PoolingVisitor) -> None:
    pooler.come()
    pooler.type(0, 0, "10")
    pooler.open("pages/home.py")
    pooler.app.query_params.clear()
    pooler.open(PAGE)
    assert pooler.results() == ["10", "8", "6", "9"]
    assert pooler.told()["address"]["grid"].startswith("10 3 1 5_")


def test_one_and_three_dimensions_are_pooled_too(pooler: PoolingVisitor) -> None:
    """Row 4 3 1 5: 3.5 and 3. A window of two slices, the grid and its mirror image, holds both
    2.75 and 4.5: 3.625.
    """
    pooler.come(pooling="Average")
    html = pooler.html()
    assert '<span class="tone-0">3.5<small>A</small></span><span class="tone-1">3<small>B<' in html
    assert ">3.625<small>A</small>" in html
    assert "4 × 4 × 4" in html
    assert "2 × 2 × 2" in html


@pytest.mark.parametrize(
    ("kind", "code", "shares"),
    [
        ("Max", "keras.layers.MaxPooling2D(pool_size=(2, 2))", {"0": 12, "1": 4}),
        ("Average", "keras.layers.AveragePooling2D(pool_size=(2, 2))", {"0.25": 16}),
        ("Global max", "keras.layers.GlobalMaxPooling2D()", {"0": 15, "1": 1}),
        ("Global average", "keras.layers.GlobalAveragePooling2D()", {"0.0625": 16}),
    ],
)
def test_the_gradient_and_the_code(
    pooler: PoolingVisitor, kind: str, code: str, shares: dict[str, int]
) -> None:
    pooler.come(pooling=kind)
    assert pooler.app.code[0].value == code
    cells = [part.partition(">")[2] for part in pooler.html().split('<span class="heat"')[1:]]
    numbers = [cell.partition("<")[0] for cell in cells]
    assert {number: numbers.count(number) for number in numbers} == shares


@pytest.mark.parametrize("kind", list(pooling_choices.NAMES))
def test_keras_says_the_same(pooler: PoolingVisitor, kind: str) -> None:
    pooler.come(pooling=kind, strides="1", padding="same", grid="1 2.5 3_-4 0.1 0.1_1000 7 9")
    pooler.wait_for_network()
    [lines] = [text.value for text in pooler.app.markdown if text.value.startswith("- `")]
    assert lines.count("✓ the same") == 6
    assert "✗" not in lines


def test_a_difference_to_keras_is_told() -> None:
    ours = np.array([[1.0, 2.0]])
    assert keras_says.verdict(ours + 1e-7, ours, ours) == "✓ the same"
    assert keras_says.verdict(np.array([[1.0, 2.25]]), ours, ours) == "✗ differs by up to 0.25"


def test_a_large_number_in_another_window_excuses_no_difference() -> None:
    ours = np.array([[1e6, 2.75]])
    assert keras_says.verdict(np.array([[1e6, 3.5]]), ours, ours) == "✗ differs by up to 0.75"


@pytest.mark.usefixtures("cold_network")
def test_keras_is_asked_with_a_button(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "HEAD_START", 0.0)
    loading: list[int] = []
    monkeypatch.setattr(network, "_load", lambda: loading.append(1) or AWAKE.wait())
    AWAKE.clear()
    pooler = PoolingVisitor()
    pooler.come()
    labels = [button.label for button in pooler.app.button]
    pooler.push("Ask Keras")
    waits = any("Keras is waking up" in info.value for info in pooler.app.info)
    AWAKE.set()
    assert "Ask Keras" in labels
    assert waits
    assert not pooler.app.exception


def test_a_digit_is_pooled_twice(pooler: PoolingVisitor) -> None:
    pooler.come(digit="3")
    sources = re.findall(r'src="data:image/png;base64,([^"]*)"', pooler.html())
    shown = [np.asarray(Image.open(io.BytesIO(base64.b64decode(source)))) for source in sources]
    digit = digits.shown().images[3].astype(float)
    for pictures, reduce in ((shown[:3], np.max), (shown[3:], np.mean)):
        half = reduce(digit.reshape(14, 2, 14, 2), axis=(1, 3))
        quarter = reduce(half.reshape(7, 2, 7, 2), axis=(1, 3))
        for picture, expected in zip(pictures, (digit, half, quarter), strict=True):
            assert np.array_equal(picture, np.round(expected))
    assert f"{digits.shown().name}, test image 3" in pooler.html()
    assert any(f"{digit.max():.0f} the largest" in text.value for text in pooler.app.caption)


def test_your_own_digit_is_pooled(pooler: PoolingVisitor) -> None:
    pooler.open("pages/draw.py")
    pooler.draw("left", digit_on_paper(3))
    pooler.come()
    choice = pooler.app.button_group(key="whose digit")
    assert choice.options == ["Your first", "A test digit"]
    drawn = pooler.html()
    choice.set_value("A test digit").run()
    assert pooler.html() != drawn
    assert "your first" in drawn


def test_the_page_imports_no_tensorflow() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT_TENSORFLOW.format(app=str(APP))],
        cwd=APP.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr


def test_a_pool_stays_within_the_smallest_grid() -> None:
    """Whatever was in force before, there is always one that fits."""
    before = Pooling("max", 4)
    assert pooling_choices.fitting(Pooling("max", 3), before, (2, 8)) == Pooling("max", 2)
    assert Desk().looked_at(Pooling("global max")) == 0
