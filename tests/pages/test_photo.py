"""Files on a pad: what was read of them is shown, chosen and moved; what is no digit is said."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from siamese.data.packed_digits import pack
from siamese.files import png
from siamese.preprocessing import to_digit
from tests.pages.visitor import Visitor, digit_on_paper
from tests.support.glyphs import on_paper, write

DRAW = "draw.py"


@pytest.fixture
def drawer(visitor: Visitor) -> Visitor:
    visitor.open(DRAW)
    return visitor


def two_digits() -> np.ndarray:
    """A 3 and a 7 beside each other, on a sheet of 600×300."""
    return np.concatenate([digit_on_paper(3), digit_on_paper(7)], axis=1)


def choice(drawer: Visitor, side: str) -> list[object]:
    """The choices among several digits of this pad."""
    return [one for one in drawer.app.button_group if one.key.startswith(f"{side}-which")]


def test_two_digits_are_said_and_one_is_chosen(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(7))
    drawer.upload("right", "two.png", png(two_digits()))
    [which] = choice(drawer, "right")
    assert which.label == "There seem to be 2 digits. Which one?"
    answers = set()
    for number in (0, 1):
        choice(drawer, "right")[0].set_value(number).run()
        drawer.reopen()
        answers.add("Same digit" in drawer.answer())
    assert answers == {True, False}


def test_one_digit_offers_no_choice(drawer: Visitor) -> None:
    drawer.upload("right", "one.png", png(digit_on_paper(3)))
    assert choice(drawer, "right") == []


def test_the_frame_is_moved_to_the_other_digit(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(7))
    drawer.upload("right", "two.png", png(two_digits()))
    sliders = {one.label: one for one in drawer.app.slider}
    assert sliders["Left and right"].max == 600
    sliders["Left and right"].set_value((300, 600)).run()
    drawer.reopen()
    {one.label: one for one in drawer.app.slider}["Top and bottom"].set_value((0, 300)).run()
    drawer.reopen()
    assert "Same digit" in drawer.answer()
    digit = drawer.app.session_state["pad right"].pictures["Upload"].digit
    expected = to_digit(digit_on_paper(7))
    assert np.abs(digit.astype(int) - expected).mean() < 6


def test_a_form_s_box_is_not_read(drawer: Visitor) -> None:
    drawer.draw("left", digit_on_paper(3))
    paper = Image.fromarray(on_paper(write(3, frame=(300, 300), size=120, at=(90, 90), width=10)))
    ImageDraw.Draw(paper).rectangle((50, 50, 250, 250), outline=0, width=4)
    drawer.upload("right", "form.png", png(paper))
    assert "Same digit" in drawer.answer()
    left, top, width, height = drawer.app.session_state["pad right"].pictures["Upload"].photo.box
    assert left > 60
    assert top > 60
    assert left + width < 240
    assert top + height < 240


def captions(drawer: Visitor) -> str:
    return " ".join(caption.value for caption in drawer.app.caption)


def test_what_is_no_digit_gets_a_line_and_no_percentage(drawer: Visitor) -> None:
    word = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(word).text((20, 120), "hello", 0, font_size=90)
    drawer.draw("left", digit_on_paper(3))
    drawer.draw("right", np.asarray(word))
    assert "sure" not in drawer.answer()
    assert "The second picture does not look like a digit" in captions(drawer)
    drawer.draw("right", digit_on_paper(3), strokes=2)
    assert "sure" in drawer.answer()
    assert "does not look like" not in captions(drawer)


def test_a_filled_shape_is_no_digit(drawer: Visitor) -> None:
    disc = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(disc).ellipse((60, 60, 240, 240), fill=0)
    drawer.draw("left", np.asarray(disc))
    drawer.draw("right", np.asarray(disc))
    assert "Neither picture looks like a digit" in captions(drawer)
    assert "sure" not in drawer.answer()


def test_a_link_s_picture_that_is_no_digit_gets_no_percentage(drawer: Visitor) -> None:
    full = np.zeros((28, 28), np.uint8)
    full[4:24, 4:24] = 255
    drawer.app.query_params["pictures"] = pack(np.stack([full, full]))
    drawer.reopen()
    assert "Neither picture looks like a digit" in captions(drawer)
    assert "sure" not in drawer.answer()
