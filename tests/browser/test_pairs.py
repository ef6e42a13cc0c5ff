"""Pairs in a real browser: the montage, its address, its file, and the pair taken from it."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from siamese.pairs.montage import BAND, DIFFERENT, FRAME, GAP, LINE, SAME, SCALE, SIDE, WIDTH
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import DrawPage, follow
from tests.browser.pages.frame import expect_no_overflow, resting_box
from tests.browser.pages.pairs_page import PairsPage
from tests.browser.server import Server

A_SEED = re.compile(r"\bseed=(\d+)")

IN_SIGHT = """(element) => {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
}"""


# Whether nothing lies over a tile, which stands in a shadow tree.
FREE = """(tile) => {
    const { left, right, top, bottom } = tile.getBoundingClientRect(), x = (left + right) / 2;
    return [top + 5, bottom - 5].every((y) => tile.getRootNode().elementFromPoint(x, y) !== null
        && tile.contains(tile.getRootNode().elementFromPoint(x, y)));
}"""

TO_THE_LOWER_END = """(tile) => document.querySelector('[data-testid=stMain]')
    .scrollBy(0, tile.getBoundingClientRect().bottom - innerHeight)"""


def expect_free(tile: Locator) -> None:
    """Waits until nothing lies over a tile."""
    tile.page.wait_for_function(FREE, arg=tile.element_handle())


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/pairs"


@pytest.fixture
def pairs(open_page: OpenPage) -> PairsPage:
    """Someone at a desk."""
    return PairsPage(open_page())


def test_a_montage_is_shown(pairs: PairsPage, url: str) -> None:
    pairs.open(url)
    expect(pairs.tiles).to_have_count(24)
    for sentence in pairs.sentences():
        left, right, kind = re.match(
            r"(\d) and (\d): (same|different), distance", sentence
        ).groups()
        assert (left == right) == (kind == "same")
    pixels = np.array(pairs.pixels().split(","), int).reshape(24, 28, 58, 4)
    digits = np.concatenate([pixels[:, :, :28], pixels[:, :, 30:]])
    assert (digits[..., 3] == 255).all()  # no tile without its picture
    assert (digits[..., 0].max(axis=(1, 2)) > 128).all()  # and none without ink


def test_another_seed_gives_other_pairs(pairs: PairsPage, url: str) -> None:
    pairs.open(url)
    first = pairs.sentences()
    pairs.button("Other pairs").click()
    pairs.expect_other_than(first)
    pairs.button("Settings").click()
    expect(pairs.page).to_have_url(A_SEED)
    [chosen] = A_SEED.findall(pairs.page.url)
    seed = pairs.page.get_by_role("spinbutton", name="Seed")
    expect(seed).to_have_value(chosen)
    seed.fill("1")
    seed.press("Enter")
    expect(pairs.tiles.first).to_have_accessible_name(first[0])
    assert pairs.sentences() == first


def test_the_same_address_gives_the_same_montage(
    pairs: PairsPage, open_page: OpenPage, url: str
) -> None:
    pairs.open(f"{url}?pairs=12&digits=3&digits=8")
    before = pairs.sentences()
    pairs.button("Other pairs").click()
    pairs.expect_other_than(before)
    another = PairsPage(open_page())
    another.open(pairs.page.url)
    assert another.sentences() == pairs.sentences()
    assert another.pixels() == pairs.pixels()


def test_the_choices_are_still_there_after_another_page(pairs: PairsPage, url: str) -> None:
    pairs.open(f"{url}?pairs=8&seed=5&kind=Same")
    before = pairs.sentences()
    draw = DrawPage(pairs.page)
    draw.reach()
    follow(pairs.page, "Pairs")
    expect(pairs.tiles.first).to_have_accessible_name(before[0])
    assert pairs.sentences() == before


def test_the_montage_is_kept_as_a_png(pairs: PairsPage, url: str, tmp_path: Path) -> None:
    pairs.open(f"{url}?pairs=40&seed=7")
    with pairs.page.expect_download() as download:
        pairs.button("Download PNG").click()
    assert download.value.suggested_filename == "pairs-seed-7.png"
    download.value.save_as(tmp_path / "montage.png")
    saved = np.asarray(Image.open(io.BytesIO((tmp_path / "montage.png").read_bytes())))
    same = [": same" in sentence for sentence in pairs.sentences()]
    assert True in same
    assert False in same
    shown = np.array(pairs.pixels().split(","), int).reshape(40, 28, 58, 4)[..., :3]
    columns = (saved.shape[1] - GAP) // (WIDTH + GAP)
    height = FRAME + SIDE + BAND + LINE
    for number, is_same in enumerate(same):
        top = GAP + number // columns * (height + GAP)
        left = GAP + number % columns * (WIDTH + GAP)
        tile = saved[top : top + height, left : left + WIDTH]
        assert tuple(tile[FRAME + SIDE + 2, 2]) == (SAME if is_same else DIFFERENT)
        for start, digit in (
            (FRAME, shown[number, :, :28]),
            (2 * FRAME + SIDE, shown[number, :, 30:]),
        ):
            kept = tile[FRAME : FRAME + SIDE, start : start + SIDE]
            assert np.array_equal(kept, digit.repeat(SCALE, axis=0).repeat(SCALE, axis=1))


def test_a_pair_is_compared_with_the_very_same_distance(pairs: PairsPage, url: str) -> None:
    pairs.open(f"{url}?seed=3")
    tile = pairs.tiles.nth(5)
    distance = tile.locator(".distance").inner_text()
    tile.click()
    expect(pairs.chosen.locator(".verdict b")).to_have_text(distance)
    captions = pairs.chosen.locator("figcaption").all_inner_texts()
    pictures = pairs.chosen.locator("img").evaluate_all("all => all.map(one => one.src)")
    pairs.button("Compare these two").click()
    draw = DrawPage(pairs.page)
    expect(draw.answer.locator("b")).to_have_text(distance)
    for side, caption, picture in zip(("left", "right"), captions, pictures, strict=True):
        expect(draw.pad(side).locator("figcaption")).to_contain_text(caption[1:])
        expect(draw.pad(side).get_by_role("radio", name="Sample")).to_be_checked()
        assert draw.pad(side).locator("img").get_attribute("src") == picture
    assert pairs.page.url.endswith("/draw")
    follow(pairs.page, "Pairs")  # and the montage is still the one it was taken from
    expect(pairs.tiles.nth(5).locator(".distance")).to_have_text(distance)
    assert "seed=3" in pairs.page.url


def test_a_tile_is_chosen_with_the_keyboard(pairs: PairsPage, url: str) -> None:
    pairs.open(url)
    tile = pairs.tiles.nth(2)
    tile.focus()
    pairs.page.keyboard.press("Enter")
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(pairs.button("Compare these two")).to_be_visible()
    expect(tile).to_be_focused()
    pairs.page.keyboard.press("Tab")
    expect(pairs.tiles.nth(3)).to_be_focused()
    pairs.page.keyboard.press("Shift+Tab")
    pairs.page.keyboard.press("Enter")  # a second time: chosen no more
    expect(tile).to_have_attribute("aria-pressed", "false")
    expect(pairs.button("Compare these two")).to_have_count(0)


def test_the_hardest_come_first_with_the_mistakes_marked(pairs: PairsPage, url: str) -> None:
    pairs.open(url)
    before = pairs.sentences()
    pairs.choose("Hardest first")
    pairs.expect_other_than(before)
    expect(pairs.tiles.first.locator(".predicted")).to_have_text(
        re.compile("^✗ predicted (same|different)$")
    )
    assert "Wrong: predicted" in pairs.sentences()[0]
    assert "order=Hardest+first" in pairs.page.url


def test_a_finger_chooses_a_pair_and_sees_it_at_once(phone: Page, url: str) -> None:
    pairs = PairsPage(phone)
    pairs.open(f"{url}?pairs=40")
    assert pairs.tiles.first.evaluate(IN_SIGHT)
    expect_no_overflow(phone)
    pairs.tiles.nth(1).tap()
    compare = pairs.button("Compare these two")
    expect(compare).to_be_visible()
    assert compare.evaluate(IN_SIGHT)
    expect_no_overflow(phone)


def test_the_selected_pair_does_not_lie_over_its_tile(phone: Page, url: str) -> None:
    """Tapped at the lower end of the screen, it moves above the pair; so after a way back."""
    pairs = PairsPage(phone)
    pairs.open(url)
    tile = pairs.tiles.nth(6)
    tile.evaluate(TO_THE_LOWER_END)
    box = resting_box(tile)
    phone.touchscreen.tap(box["x"] + 20, box["y"] + 20)
    compare = pairs.button("Compare these two")
    expect(compare).to_be_visible()
    expect_free(tile)
    compare.tap()
    expect(DrawPage(phone).pad("left").locator("figcaption")).to_be_visible()
    phone.go_back()
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(compare).to_be_visible()
    expect_free(tile)
