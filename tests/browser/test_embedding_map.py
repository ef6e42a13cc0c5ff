"""The map in a real browser: a digit drawn into it, pictures under the pointer, ways to roam."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from siamese.comparator import Comparator
from siamese.preprocessing import to_digit
from tests.browser.conftest import OpenPage
from tests.browser.pages import touch
from tests.browser.pages.frame import expect_no_overflow
from tests.browser.pages.map_page import MapPage
from tests.browser.pages.pads import THREE
from tests.browser.server import Server, images_shown

FEW = 1000
MANY = 500  # pixels

# What the pad's canvas holds, as rows of grey.
DRAWN = """(canvas) => {
    const kept = canvas.parentElement.querySelector('canvas.lower-canvas');
    const { data } = kept.getContext('2d').getImageData(0, 0, kept.width, kept.height);
    return { width: kept.width, greys: Array.from(data).filter((_, at) => at % 4 === 0) };
}"""

# As if the same were on another pad, too.
ANOTHER_LIKE_IT = """(stage) => {
    const { map } = stage.closest('.map'), [drawing] = map.data.drawings;
    map.show({ ...map.data, drawings: [drawing, { ...drawing, name: 'Again' }] });
}"""

# As if its t-SNE were still being computed, and then had come: all of it upside down.
WAITS = """(stage) => { const { map } = stage.closest('.map');
    map.show({ ...map.data, words: { ...map.data.words, waiting: 'Computing t-SNE.' } }); }"""
COMES = """(stage) => {
    const { map } = stage.closest('.map');
    const bytes = new Uint8Array(Float32Array.from(map.placed, (value) => -value).buffer);
    const places = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
    map.show({ ...map.data, places, words: { ...map.data.words, waiting: '', axes: 'Others.' } });
}"""

PIXELS = """(canvas) => Array.from(
    canvas.getContext('2d').getImageData(0, 0, 28, 28).data).filter((_, at) => at % 4 === 0)"""


def changed(before: np.ndarray, after: np.ndarray) -> int:
    """How many pixels of the canvas are of clearly another colour."""
    return int((np.abs(after.astype(int) - before).max(axis=2) > 30).sum())


@pytest.fixture
def roamer(open_page: OpenPage, server: Server) -> MapPage:
    """Someone at a desk, before a map."""
    roamer = MapPage(open_page())
    roamer.open(server.url, count=str(min(FEW, len(images_shown()))))
    return roamer


def test_a_drawn_digit_has_its_true_neighbours(roamer: MapPage, shipped: Comparator) -> None:
    """Read back from the pad and embedded here, its distances measured to every digit."""
    roamer.draw(THREE)
    drawn = roamer.pad.evaluate(DRAWN)
    grey = np.array(drawn["greys"], np.uint8).reshape(-1, drawn["width"])
    embedding = shipped.embed(to_digit(grey)[None])[0]
    far = np.linalg.norm(shipped.embed(images_shown()[:FEW]) - embedding, axis=1)
    expected = np.argsort(far)[:10]
    listed = roamer.nearest()
    assert [one for one, _ in listed] == expected.tolist()
    assert [one for _, one in listed] == pytest.approx(far[expected], abs=0.0051)


def test_the_pointer_finds_a_picture(roamer: MapPage) -> None:
    """A digit of its own on the map, taken from the sheet: it is that digit's."""
    expect(roamer.tip).to_be_hidden()
    one = roamer.lone()
    x, y = roamer.place(one)
    roamer.stage.hover(position={"x": x, "y": y})
    expect(roamer.tip).to_be_visible()
    expect(roamer.tip).to_contain_text(f" {one}: ")
    shown = np.array(roamer.tip.locator("canvas").evaluate(PIXELS), int).reshape(28, 28)
    assert np.abs(shown - images_shown()[one]).max() <= 9  # in sixteen greys
    roamer.page.mouse.move(1, 1)
    expect(roamer.tip).to_be_hidden()


def test_a_neighbour_of_two_drawings_tells_both_distances(roamer: MapPage) -> None:
    roamer.draw(THREE)
    roamer.stage.evaluate(ANOTHER_LIKE_IT)
    roamer.rest()
    x, y = roamer.place(roamer.nearest()[0][0])
    roamer.stage.hover(position={"x": x, "y": y})
    both = re.compile(r", ([\d.]+) from “Your drawing”, \1 from “Again”$")
    expect(roamer.tip).to_contain_text(both)


def test_ways_to_roam(roamer: MapPage) -> None:
    """Each changes the view, and the button brings all of it back."""
    whole = roamer.place(0)
    before = roamer.pixels()
    box = roamer.stage.bounding_box()
    assert box is not None
    centre = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    roamer.page.mouse.click(*centre)  # from now on the wheel is the map's
    roamer.page.mouse.wheel(0, -400)
    roamer.rest()
    nearer = roamer.place(0)
    assert roamer.near() > 2
    middle = np.array([box["width"], box["height"]]) / 2
    assert (nearer - middle) == pytest.approx((whole - middle) * roamer.near(), abs=0.5)
    assert changed(before, roamer.pixels()) > MANY
    roamer.page.mouse.down()
    roamer.page.mouse.move(centre[0] + 60, centre[1] - 20, steps=4)
    roamer.page.mouse.up()
    roamer.rest()
    assert roamer.place(0) == pytest.approx(np.add(nearer, (60, -20)), abs=0.5)
    roamer.stage.press("ArrowRight")
    roamer.rest()
    assert roamer.place(0)[0] < nearer[0] + 60
    roamer.stage.press("-")
    roamer.rest()
    assert roamer.near() < 2
    roamer.page.get_by_role("button", name="Whole map").click()
    roamer.rest()
    assert roamer.place(0) == pytest.approx(whole, abs=0.5)


def test_the_wheel_scrolls_the_page_past_the_map(roamer: MapPage) -> None:
    """And says how it would zoom instead."""
    roamer.stage.hover()
    roamer.page.mouse.wheel(0, 150)
    expect(roamer.hint).to_have_class(re.compile("seen"))
    expect(roamer.hint).to_have_text("Click the map or hold Ctrl to zoom with the wheel")
    roamer.page.wait_for_function(f"({touch.HOW_FAR_DOWN})() > 100")
    roamer.page.mouse.wheel(0, -150)
    roamer.page.wait_for_function(f"({touch.HOW_FAR_DOWN})() === 0")
    assert roamer.near() == 1
    roamer.page.keyboard.down("Control")
    roamer.page.mouse.wheel(0, -100)
    roamer.page.keyboard.up("Control")
    roamer.rest()
    assert roamer.near() > 1


def test_map_and_pad_lie_side_by_side_or_one_below_the_other(roamer: MapPage) -> None:
    for width in (390, 580, 820, 1093):
        roamer.page.set_viewport_size({"width": width, "height": 1180})
        expect_no_overflow(roamer.page)
        stage, pad = roamer.stage.bounding_box(), roamer.pad.bounding_box()
        assert stage is not None
        assert pad is not None
        beside = pad["x"] >= stage["x"] + stage["width"]
        assert beside or pad["y"] >= stage["y"] + stage["height"], width


def test_pictures_in_place_of_names(roamer: MapPage) -> None:
    before = roamer.pixels()
    button = roamer.page.get_by_role("button", name="Pictures")
    button.click()
    roamer.rest()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert changed(before, roamer.pixels()) > MANY


def test_the_training_taken_back_moves_the_digits(roamer: MapPage) -> None:
    before = roamer.place(0)
    roamer.page.get_by_role("button", name="Settings").click()
    slider = roamer.page.get_by_role("slider")
    slider.press("Home")
    expect(roamer.page).to_have_url(re.compile("learned=Untrained"))
    expect(roamer.stage).to_have_attribute("aria-label", re.compile("untrained"))
    roamer.wait_until_drawn()
    assert np.abs(roamer.place(0) - before).max() > 1


def test_a_map_that_was_waited_for_comes_by_itself(roamer: MapPage) -> None:
    before = roamer.place(0)
    roamer.stage.evaluate(WAITS)
    expect(roamer.waiting).to_have_text("Computing t-SNE.")
    roamer.stage.evaluate(COMES)
    expect(roamer.waiting).to_be_hidden()
    roamer.rest()
    assert np.abs(roamer.place(0) - before).max() > 1


def test_a_map_that_was_waited_for_is_offered_to_a_roaming_finger(
    phone: Page, server: Server
) -> None:
    """The notice is where the finger is, and nothing moves under it."""
    roamer = MapPage(phone)
    roamer.open(server.url, count=str(min(FEW, len(images_shown()))))
    roamer.stage.evaluate(WAITS)
    expect(roamer.waiting).to_be_in_viewport(ratio=1)
    apart = [50 + 10 * step for step in range(8)]
    roamer.fingers([(180 - way, 200) for way in apart], [(180 + way, 200) for way in apart])
    roamer.rest()
    before = roamer.place(0)
    roamer.stage.evaluate(COMES)
    roamer.rest()
    assert roamer.place(0) == pytest.approx(before, abs=0.5)
    roamer.offer.tap()
    expect(roamer.offer).to_be_hidden()
    roamer.rest()
    assert np.abs(roamer.place(0) - before).max() > 1
    assert roamer.near() == 1


def test_a_phone_scrolls_past_the_map(phone: Page, server: Server) -> None:
    """One finger belongs to the page, two to the map; a tap shows a picture."""
    roamer = MapPage(phone)
    roamer.open(server.url, count=str(min(FEW, len(images_shown()))))
    expect_no_overflow(phone)
    expect(roamer.stage).to_be_in_viewport(ratio=1)  # all of it is on the first screen
    expect(roamer.how).to_be_in_viewport(ratio=1)
    expect(roamer.how).to_contain_text("two fingers. Tap a digit")
    roamer.stage.scroll_into_view_if_needed()
    before, top = roamer.place(0), roamer.top()
    roamer.fingers([(180, 300 - 20 * step) for step in range(11)])
    assert roamer.top() < top - 100
    assert roamer.place(0) == pytest.approx(before, abs=0.5)
    roamer.stage.scroll_into_view_if_needed()
    apart = [50 + 10 * step for step in range(8)]
    roamer.fingers([(180 - way, 200) for way in apart], [(180 + way, 200) for way in apart])
    roamer.rest()
    assert roamer.near() == pytest.approx(apart[-1] / apart[0], rel=0.05)
    x, y = roamer.place(one := roamer.lone())
    roamer.stage.tap(position={"x": x, "y": y})
    expect(roamer.tip).to_contain_text(f" {one}: ")
