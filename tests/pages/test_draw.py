"""Draw & compare, as its visitor meets it."""

import json
from pathlib import Path

import numpy as np
import pytest

import siamese.manifest
from pages._ui.shared import formatting, reading
from siamese.comparator import Comparator
from siamese.files import png
from siamese.manifest import ENCODER_FILE, MANIFEST_FILE, NetworkError
from tests.pages.visitor import Visitor, digit_on_paper

DRAW = "draw.py"
BLANK = np.full((300, 300), 255, np.uint8)


@pytest.fixture
def drawer(visitor: Visitor) -> Visitor:
    """Someone who has opened the page and waited for the network."""
    visitor.open(DRAW)
    return visitor


def headings(visitor: Visitor) -> list[str]:
    sections = [text.value for text in visitor.app.markdown if text.value.startswith("### ")]
    return [section.split("\n")[0].removeprefix("### ") for section in sections]


def test_blank_pads_ask_to_be_drawn_on(drawer: Visitor) -> None:
    assert "Draw a digit on each pad" in drawer.answer()
    assert headings(drawer) == []


def test_one_digit_asks_for_the_other(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    assert "Now the second digit" in drawer.answer()


def test_a_digit_on_the_second_pad_asks_for_the_first(drawer: Visitor) -> None:
    drawer.draw("right", digit_on_paper(3))
    assert "Now the first digit" in drawer.answer()


def test_a_drawing_equals_itself(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(3))
    assert "Same digit" in drawer.answer()
    assert "<b>0.000</b>" in drawer.answer()
    assert "Where the embeddings differ" in headings(drawer)


def test_a_one_differs_from_a_three(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(1))
    assert "Different digits" in drawer.answer()


@pytest.mark.parametrize(
    ("second", "finding", "side"),
    [(3, "the same symbol", "within"), (1, "different symbols", "beyond")],
)
def test_the_network_for_symbols_answers_too_without_a_percentage(
    drawer: Visitor, for_symbols: Comparator, second: int, finding: str, side: str
) -> None:
    """By its own distance and its own threshold, also where a picture is no digit."""
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(second, width=30))
    digits = [drawer.app.session_state[f"pad {one}"].digit for one in ("left", "right")]
    found = for_symbols.compare(*digits)
    [words] = [text.value for text in drawer.app.caption if "network for symbols" in text.value]
    distance = formatting.distance(found.distance, for_symbols.threshold)
    threshold = formatting.threshold(for_symbols.threshold, [found.distance])
    assert f"**{finding}**: distance {distance}, {side} its threshold of {threshold}." in words
    assert "%" not in words


def test_without_the_network_for_symbols_the_verdict_stays(
    drawer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Comparator:
        raise NetworkError("Its files are missing.")

    monkeypatch.setattr("siamese.comparator.for_symbols", missing)
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(1))
    assert "Different digits" in drawer.answer()
    assert "Its files are missing." in [one.value for one in drawer.app.error]


def test_a_pad_without_ink_is_not_judged(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", BLANK)
    assert "Now the second digit" in drawer.answer()
    assert [warning.value for warning in drawer.app.warning] == [
        "Nothing is drawn yet: draw a digit."
    ]


def test_clear_empties_a_pad_and_undo_brings_it_back(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(3))
    before = drawer.answer()
    drawer.press("right", "clear")
    assert "Now the second digit" in drawer.answer()
    drawer.press("right", "undo")
    assert drawer.answer() == before


def test_undo_takes_one_stroke_back(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(3), strokes=1)
    before = drawer.answer()
    drawer.draw("right", np.minimum(digit_on_paper(3), digit_on_paper(1)), strokes=2)
    assert drawer.answer() != before
    drawer.press("right", "undo")
    assert drawer.answer() == before


def test_drawings_survive_a_visit_to_another_page(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", digit_on_paper(1))
    before = drawer.answer()
    drawer.open("home.py")
    drawer.open(DRAW)
    assert drawer.answer() == before
    mounted = drawer.app.session_state["pad left"].mounted
    assert mounted == {"objects": [{"type": "path", "stroke": 0}]}


def test_an_uploaded_picture_stands_in_for_a_drawing(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.upload("right", "three.png", png(digit_on_paper(3, width=4)))
    assert "Same digit" in drawer.answer()
    drawer.choose("right", "Draw")
    assert "Now the second digit" in drawer.answer()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", png(digit_on_paper(3))[:300]],
    ids=["empty", "text", "truncated"],
)
def test_a_picture_that_cannot_be_read_gets_one_line(drawer: Visitor, content: bytes) -> None:
    drawer.draw("left", digit_on_paper(3))
    drawer.upload("right", "broken.png", content)
    [warning] = drawer.app.warning
    assert warning.value
    assert "\n" not in warning.value
    assert "Now the second digit" in drawer.answer()
    drawer.press("right", "clear")
    assert not drawer.app.warning


@pytest.mark.parametrize("shade", [0, 255], ids=["black", "white"])
def test_an_empty_picture_asks_for_another(drawer: Visitor, shade: int) -> None:
    drawer.upload("left", "empty.png", png(np.full((300, 300), shade, np.uint8)))
    assert [warning.value for warning in drawer.app.warning] == [reading.NO_DIGIT]


def test_a_sample_stands_in_for_a_drawing(
    drawer: Visitor, monkeypatch: pytest.MonkeyPatch, mnist_file: Path
) -> None:
    sources = ["Draw", "Upload", "Camera", "Sample"]
    assert drawer.app.button_group(key="left-source").options == sources
    monkeypatch.setenv("SIAMESE_MNIST", str(mnist_file))
    drawer.choose("left", "Sample")
    drawer.choose("right", "Sample")
    assert "<b>0.000</b>" in drawer.answer()


@pytest.mark.usefixtures("cold_network")
@pytest.mark.parametrize("missing", [ENCODER_FILE, MANIFEST_FILE])
def test_a_missing_file_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str
) -> None:
    for name in {ENCODER_FILE, MANIFEST_FILE} - {missing}:
        (tmp_path / name).write_bytes((siamese.manifest.ASSETS / name).read_bytes())
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    monkeypatch.setattr("siamese.comparator.ASSETS", tmp_path)
    visitor = Visitor()
    visitor.open(DRAW)
    [error] = visitor.app.error
    assert missing in error.value
    assert "make train" in error.value
    assert "\n" not in error.value
    visitor.draw("left", digit_on_paper(3))
    visitor.upload("right", "three.png", png(digit_on_paper(3)))
    assert missing in visitor.app.warning[0].value  # the pad's: no digit is found without it
    assert not visitor.app.exception
    monkeypatch.undo()
    [again] = [button for button in visitor.app.button if button.label == "Try again"]
    again.click().run()
    assert not visitor.app.error
    assert "Now the second digit" in visitor.answer()


def kept(visitor: Visitor) -> list[str]:
    """What the browser is told to keep of the first pad."""
    found = [one.proto for one in visitor.app.get("bidi_component")]
    texts = [
        json.loads(one.json)["texts"]
        for one in found
        if one.component_name == "siamese_lab.browser_storage"
    ]
    return [one["pad left"] for one in texts if "pad left" in one]


def test_a_browser_keeps_what_is_there_and_deletes_what_was(visitor: Visitor) -> None:
    visitor.open(DRAW)
    assert kept(visitor) == []
    visitor.choose("left", "Sample")
    [text] = kept(visitor)
    assert list(json.loads(text)["pictures"]) == ["Sample"]
    visitor.choose("left", "Draw")
    visitor.app.session_state["pad left"].pictures.clear()
    visitor.reopen()
    assert kept(visitor) == [""]
