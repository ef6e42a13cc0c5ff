"""Pooling, as its visitor meets it."""

import base64
import io
import re
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pages._ui.pooling import choices, grid_view, keras_answer
from pages._ui.pooling.grid_state import GridState, texts_of
from pages._ui.shared import digits, keras_ready
from pages._ui.shared.query_params.address import INVALID
from siamese.pooling import grid
from siamese.pooling.spec import PoolingSpec
from tests.pages.fresh import heavy_imports
from tests.pages.visitor import Visitor, digit_on_paper

DECK = [["4", "3", "1", "5"], ["1", "3", "4", "8"], ["4", "5", "4", "3"], ["6", "5", "9", "4"]]


class PoolingVisitor(Visitor):
    """Someone who looks at the Pooling page."""

    PAGE = "pooling.py"

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
        [formula] = [text.value for text in self.app.markdown if text.value.startswith("$")]
        return formula.strip("$")

    def warnings(self) -> list[str]:
        """The lines that say what is wrong."""
        return [warning.value for warning in self.app.warning]

    def html(self) -> str:
        """All the page's own HTML."""
        return "".join(html.proto.body for html in self.app.get("html"))

    def cells(self) -> list[str]:
        """The small grids' cells, each as its number, and its window's name if it wears one."""
        found = re.findall(r"<b>([^<]*)</b>(?:<small>([^<]*)</small>)?", self.html())
        return [number + name for number, name in found]

    def slide_error(self) -> bool:
        """Whether the error on the slide is explained."""
        return "On the slides" in self.folds() and any("5.3" in t.value for t in self.app.markdown)

    def folds(self) -> list[str]:
        """What can be unfolded."""
        return [fold.label for fold in self.app.expander]


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
    """As the slides have them, but for the average 5.0 of 4, 5, 6 and 5, where they are wrong."""
    pooler.come()
    pooler.choose("pooling", kind)
    assert pooler.told()["texts"] == DECK
    assert pooler.results() == results
    assert pooler.slide_error() == (kind == "Average")


def test_all_four_kinds_stand_beside_each_other(pooler: PoolingVisitor) -> None:
    pooler.come()
    html = pooler.html()
    for kind, first in [
        ("Max", 4),
        ("Average", 2.75),
        ("Global max", 9),
        ("Global average", 4.3125),
    ]:
        figure = html.partition(f"<figcaption>{kind}<")[0].rpartition("<figure")[2]
        assert f"<b>{first}</b><small>A</small>" in figure


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
    assert not pooler.slide_error()


@pytest.mark.parametrize("text", ["", "four", "inf", "nan", "9" * 300, "1e9"])
def test_the_last_good_grid_stays(pooler: PoolingVisitor, text: str) -> None:
    pooler.come()
    pooler.type(0, 0, "7")
    pooler.type(2, 3, text)
    told = pooler.told()
    assert told["problem"].startswith("Row 3, column 4 needs ")
    assert told["problem"].endswith("The results are those of the last valid grid.")
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
    assert edge == texts_of(grid.edge((4, 4)))


def test_presets_are_laid_on_the_desk(pooler: PoolingVisitor) -> None:
    pooler.come()
    pooler.choose("grid_side", "6")
    assert [row[4:] for row in pooler.told()["texts"]] == [["0", "0"]] * 6
    pooler.push("Corner of a digit")
    corner = np.array(pooler.told()["texts"], float)
    assert corner.shape == (6, 6)
    assert corner.max() > 128 > corner.min()
    pooler.push("Random")
    seed = pooler.app.text_input(key="grid_seed").value
    assert pooler.told()["texts"] == by_chance(int(seed), (6, 6))
    pooler.push("Grid of the slides")
    assert pooler.told()["texts"] == DECK
    assert pooler.told()["address"] == {"grid": "", "window": ""}


def by_chance(seed: int, shape: tuple[int, int]) -> list[list[str]]:
    """What the seed stands for."""
    return np.random.default_rng(seed).integers(10, size=shape).astype(str).tolist()


def test_a_seed_is_used_as_often_as_one_likes(pooler: PoolingVisitor) -> None:
    pooler.come(grid_seed="7")
    assert pooler.told()["texts"] == DECK  # the address says which grid: none but the slides'
    for _ in range(2):
        pooler.push("Use seed")
        assert pooler.told()["texts"] == by_chance(7, (4, 4))
        pooler.push("Edge")
    pooler.app.text_input(key="grid_seed").set_value("5").run()
    assert pooler.told()["texts"] == by_chance(5, (4, 4))


@pytest.mark.parametrize("seed", ["", "x", "-1", "1.5", "²", "1e3"])
def test_what_is_no_seed_is_told(pooler: PoolingVisitor, seed: str) -> None:
    pooler.come()
    pooler.app.text_input(key="grid_seed").set_value(seed).run()
    [line] = pooler.warnings()
    assert line == choices.NO_SEED
    assert pooler.told()["texts"] == DECK
    [button] = [button for button in pooler.app.button if button.label == "Use seed"]
    assert button.disabled
    pooler.push("Random")
    assert pooler.warnings() == []


@pytest.mark.parametrize("preset", ["Corner of a digit", "Edge", "Random", "Use seed"])
def test_presets_have_the_shape_of_the_grid(pooler: PoolingVisitor, preset: str) -> None:
    pooler.come(grid="1 2 3 4 5_6 7 8 9 0")
    pooler.push(preset)
    assert [len(row) for row in pooler.told()["texts"]] == [5, 5]


def test_what_a_smaller_grid_cut_off_comes_back(pooler: PoolingVisitor) -> None:
    """Changed meanwhile is what was to be seen; another preset has nothing beyond it."""
    pooler.come()
    pooler.choose("grid_side", "3")
    pooler.type(0, 0, "70")
    pooler.choose("grid_side", "5")
    texts = pooler.told()["texts"]
    assert [row[:4] for row in texts[:4]] == [["70", *DECK[0][1:]], *DECK[1:]]
    assert texts[4] == [row[4] for row in texts] == ["0"] * 5
    pooler.choose("grid_side", "3")
    pooler.push("Edge")
    pooler.choose("grid_side", "4")
    assert pooler.told()["texts"][3] == ["0"] * 4


def test_a_pool_that_does_not_fit_is_refused_in_a_line(pooler: PoolingVisitor) -> None:
    """The last size that did stays in force: 3; with "same" the 4 is allowed."""
    pooler.come()
    pooler.choose("grid_side", "3")
    pooler.choose("pool_size", "3")
    assert pooler.results() == ["5"]  # of 4 3 1 / 1 3 4 / 4 5 4
    pooler.choose("pool_size", "4")
    [line] = pooler.warnings()
    assert line.startswith(
        "A pool of 4 does not fit into 3 × 3 numbers: choose a smaller pool_size"
    )
    assert line.endswith("The results below use pool_size 3.")
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


def test_nine_windows_have_nine_tones(pooler: PoolingVisitor) -> None:
    pooler.come(strides="1")
    assert len({output["tone"] for output in pooler.told()["output"]}) == 9


def test_no_window_has_the_tone_of_a_neighbour(pooler: PoolingVisitor) -> None:
    """Of 8 × 8 windows, the most there are: the one beside and the one below."""
    pooler.come(grid="_".join(["1 2 3 4 5 6 7 8"] * 8), pool_size="1")
    tones = np.array([output["tone"] for output in pooler.told()["output"]]).reshape(8, 8)
    assert (tones[:, 1:] != tones[:, :-1]).all()
    assert (tones[1:] != tones[:-1]).all()


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


def test_a_cell_of_many_windows_counts_them(pooler: PoolingVisitor) -> None:
    """Windows of 3 at every cell of 4×4, with "same": a corner has 4, an edge 6, the inside 9.

    A letter range such as A–G would name windows that do not hold the cell.
    """
    pooler.come(pool_size="3", strides="1", padding="same", slices="true")
    cells = pooler.told()["cells"]
    assert [cell["names"] for cell in cells[:6]] == ["ABEF", "×6", "×6", "CDGH", "×6", "×9"]
    assert cells[1]["title"] == "Row 1, column 2: in windows A, B, C, E, F, G"
    assert all("–" not in cell["names"] for cell in cells)
    assert 'data-words="in windows A, B, ' in pooler.html()  # the second number of a slice
    assert "ABC</small>" in pooler.html()  # the second number of the row needs no more words


def test_padding_shows_empty_cells_that_do_not_count(pooler: PoolingVisitor) -> None:
    """Windows of 3, one step apart, need one cell more on each side: 6×6 with 20 empty ones."""
    pooler.come(pool_size="3", strides="1", padding="same", pooling="Average")
    told = pooler.told()
    assert told["margins"] == [[1, 1], [1, 1]]
    assert len(told["ghosts"]) == 20
    assert told["spans"][0] == [0, 0, 3, 3]
    assert pooler.formula() == "(4 + 3 + 1 + 3) / 4 = 2.75"


def test_cells_that_no_window_reaches_say_so(pooler: PoolingVisitor) -> None:
    pooler.come(grid="1 2 3_4 5 6_7 8 9")
    names = [cell["names"] for cell in pooler.told()["cells"]]
    assert names == ["A", "A", "", "A", "A", "", "", "", ""]
    assert pooler.told()["cells"][2]["title"] == "Row 1, column 3: no window reaches this cell"


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
        ({"whose": "Nobody's"}, "whose"),
        ({"strides": "0", "pooling": "<b>", "padding": "\x00"}, "pooling, strides, padding"),
    ],
)
def test_garbage_in_the_address_is_named_in_a_line(
    pooler: PoolingVisitor, garbage: dict, named: str
) -> None:
    pooler.come(**garbage)
    [line] = pooler.warnings()
    assert line == INVALID.format(named)
    assert pooler.told()["texts"] == DECK
    assert pooler.results() == ["4", "8", "6", "9"]
    assert pooler.formula() == r"\max(4, 3, 1, 3) = 4"
    pooler.open("home.py")
    assert pooler.warnings() == []


def test_a_window_that_there_is_not_is_told(pooler: PoolingVisitor) -> None:
    pooler.come(window="64")
    [line] = pooler.warnings()
    assert line.startswith("The link asks for window 64, but the last one is window 4")
    assert pooler.told()["address"]["window"] == "4"  # whoever is sent this is told nothing
    pooler.reopen()  # as by itself, when Keras is there
    assert pooler.warnings() == [line]
    pooler.choose("pooling", "Average")
    assert pooler.warnings() == []


def test_the_desk_is_kept_while_another_page_is_visited(pooler: PoolingVisitor) -> None:
    pooler.come()
    pooler.type(0, 0, "10")
    pooler.open("home.py")
    pooler.app.query_params.clear()
    pooler.open(pooler.PAGE)
    assert pooler.results() == ["10", "8", "6", "9"]
    assert pooler.told()["address"]["grid"].startswith("10 3 1 5_")


def test_one_and_three_dimensions_are_pooled_too(pooler: PoolingVisitor) -> None:
    """Row 4 3 1 5: 3.5 and 3. A window of two slices, the grid and its mirror image, holds both
    2.75 and 4.5: 3.625.
    """
    pooler.come(pooling="Average", slices="true")
    html = pooler.html()
    row = html.partition("<figcaption>2 numbers<")[0].rpartition("<figure")[2]
    assert re.findall("tone-(.).*?<b>(.*?)</b><small>(.)<", row) == [
        ("0", "3.5", "A"),
        ("1", "3", "B"),
    ]
    assert "3.625A" in pooler.cells()
    assert "4 × 4 × 4" in html
    assert "2 × 2 × 2" in html
    codes = [code.value for code in pooler.app.code]
    assert codes[:2] == [
        "keras.layers.AveragePooling1D(pool_size=2)",
        "keras.layers.AveragePooling3D(pool_size=(2, 2, 2))",
    ]


def test_windows_in_line_with_the_one_looked_at_are_framed(pooler: PoolingVisitor) -> None:
    """Window C of the 3×3 of windows at every cell: columns 3 and 4, rows 1 and 2, two slices."""
    pooler.come(strides="1", window="3", slices="true")
    frames = re.findall('class="frame" style="grid-area:(.*?)"', pooler.html())
    assert frames == ["1 / 3 / 2 / 5", *["1 / 3 / 3 / 5"] * 2]
    assert re.findall('class="chosen[^>]*><b>.*?<small>(.*?)<', pooler.html()) == ["C"] * 4


def test_a_number_too_long_for_its_cell_is_told_whole(pooler: PoolingVisitor) -> None:
    """(4 + 3 + 1 − 999729.5) / 4 = −249930.375."""
    pooler.come(pooling="Average", grid="4 3_1 -999729.5")
    [output] = pooler.told()["output"]
    assert (output["text"], output["title"]) == ("-249930.4", "-249930.375")
    assert 'data-words="-249930.375"><b>-249930</b>' in pooler.html()
    assert pooler.formula().endswith("= -249930.375")


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
    pooler.come(pooling=kind, backward="true", keras="true")
    assert pooler.app.code[0].value == code
    numbers = re.findall('<span class="heat".*?<b>(.*?)</b>', pooler.html())
    assert {number: numbers.count(number) for number in numbers} == shares


@pytest.mark.parametrize("kind", list(choices.NAMES))
def test_keras_says_the_same(pooler: PoolingVisitor, kind: str) -> None:
    pooler.come(
        keras="true", pooling=kind, strides="1", padding="same", grid="1 2.5 3_-4 0.1 0.1_1000 7 9"
    )
    pooler.wait_for_keras()
    [lines] = [text.value for text in pooler.app.markdown if text.value.startswith("- `")]
    assert lines.count("✓ same result") == 6
    assert "✗" not in lines


def test_a_difference_to_keras_is_told() -> None:
    ours = np.array([[1.0, 2.0]])
    assert keras_answer.verdict(ours + 1e-7, ours, ours) == "✓ same result"
    assert keras_answer.verdict(np.array([[1.0, 2.25]]), ours, ours) == "✗ differs by up to 0.25"


def test_a_large_number_in_another_window_excuses_no_difference() -> None:
    ours = np.array([[1e6, 2.75]])
    assert keras_answer.verdict(np.array([[1e6, 3.5]]), ours, ours) == "✗ differs by up to 0.75"


def test_what_is_folded_is_not_computed(pooler: PoolingVisitor) -> None:
    pooler.come(digit="3")
    assert pooler.folds() == [
        "Seed of the random grid",
        "In one and in three dimensions",
        "Where the gradient goes",
        "In Keras",
        "Pooling a digit",
        "The code",
    ]
    for part in ("4 × 4 × 4", "--heat:", "test image 3"):
        assert part not in pooler.html()
    assert "MaxPooling2D" not in "".join(code.value for code in pooler.app.code)


def test_nobody_waits_for_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    never: Future[None] = Future()
    monkeypatch.setattr(keras_ready, "loading", lambda: never)
    pooler = PoolingVisitor()
    pooler.come(keras="true")
    waits = any("Loading TensorFlow" in info.value for info in pooler.app.info)
    results = pooler.results()
    assert waits
    assert results == ["4", "8", "6", "9"]
    assert not pooler.app.exception


def test_keras_is_asked_once_for_all_windows(
    pooler: PoolingVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pooler.come(grid="1 2 3_4 5.25 6_7 8 9", strides="1", keras="true")
    pooler.wait_for_keras()
    from siamese.pooling import keras_layers

    asked: list[str] = []
    pool = keras_layers.keras_pool
    monkeypatch.setattr(
        keras_layers, "keras_pool", lambda *given: asked.append(given[1]) or pool(*given)
    )
    pooler.send(pooler.told()["texts"], window=2)
    assert pooler.formula() == r"\max(4, 5.25, 7, 8) = 8"
    assert asked == []
    pooler.choose("pooling", "Average")
    assert asked == ["average"] * 3


def test_a_digit_is_pooled_twice(pooler: PoolingVisitor) -> None:
    pooler.come(digit="3", pooled="true")
    sources = re.findall(r'src="data:image/png;base64,([^"]*)"', pooler.html())
    shown = [np.asarray(Image.open(io.BytesIO(base64.b64decode(source)))) for source in sources]
    digit = digits.shown().images[3].astype(float)
    for pictures, reduce in ((shown[:3], np.max), (shown[3:6], np.mean)):
        half = reduce(digit.reshape(14, 2, 14, 2), axis=(1, 3))
        quarter = reduce(half.reshape(7, 2, 7, 2), axis=(1, 3))
        for picture, expected in zip(pictures, (digit, half, quarter), strict=True):
            assert np.array_equal(picture, np.round(expected))
    for pictures, number in ((shown[6:8], digit.max()), (shown[8:], digit.mean())):
        assert np.array_equal(pictures[0], digit)
        assert pictures[1].tolist() == [[round(number)]]
    assert f"{digits.shown().name}, test image 3" in pooler.html()
    assert any(f"the maximum {digit.max():.0f}" in text.value for text in pooler.app.caption)


def test_your_own_digit_is_pooled(pooler: PoolingVisitor) -> None:
    pooler.open("draw.py")
    pooler.draw("left", digit_on_paper(3))
    pooler.come(digit="3", pooled="true")
    assert "test image 3" in pooler.html()  # what the address says, whatever was drawn
    pooler.choose("whose", "Your first digit")
    assert "28 × 28: your first" in pooler.html()
    assert "test image" not in pooler.html()


def test_a_digit_not_drawn_yet_is_asked_for(pooler: PoolingVisitor) -> None:
    """As it is where an address says: the second one that the visitor drew."""
    pooler.come(whose="Your second digit", pooled="true")
    assert pooler.app.button_group(key="whose").value == "Your second digit"
    assert any("This pad is empty" in info.value for info in pooler.app.info)
    assert "28 × 28" not in pooler.html()


def test_the_page_imports_no_tensorflow() -> None:
    assert heavy_imports(PoolingVisitor.PAGE, "Pooling") <= {"scipy"}


def test_a_pool_stays_within_the_smallest_grid() -> None:
    """Whatever was in force before, there is always one that fits."""
    before = PoolingSpec("max", 4)
    for kind in ("max", "global max"):
        assert choices.fitting(PoolingSpec(kind, 3), before, (2, 8)) == PoolingSpec(kind, 2)
    assert GridState().looked_at(PoolingSpec("global max")) == 0


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_windows_are_named_while_there_is_room(count: int) -> None:
    """Names of two letters are run together with no other: ABC may be A, BC or AB, C."""
    for first in range(28):
        short, words = grid_view.called(list(range(first, first + count)))
        names = [grid_view.name(number) for number in range(first, first + count)]
        if count == 1 or all(len(name) == 1 for name in names):
            assert short == "".join(names)
        else:
            assert short == f"×{count}"
        assert words.endswith(", ".join(names))
