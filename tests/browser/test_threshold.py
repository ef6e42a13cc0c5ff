"""Threshold in a real browser: the line is dragged, and each figure is computed once more."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from siamese.comparator import Comparator
from siamese.pairs import sample_pairs
from tests.browser.conftest import OpenPage
from tests.browser.pages import touch
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import expect_no_overflow, resting_box
from tests.browser.pages.pairs_page import PairsPage
from tests.browser.pages.threshold_page import ThresholdPage
from tests.browser.server import Server, images_shown, labels_shown

PAIRS = 20_000
# A phone, also on its side, small and large tablets, and laptops, one at 125 % and at 150 %.
SCREENS = [
    (390, 844),
    (844, 390),
    (740, 360),
    (580, 844),
    (820, 1180),
    (911, 512),
    (1093, 614),
    (1280, 720),
]
BAR = re.compile(r"^Distance ([\d.]+) to ([\d.]+): ([\d.]+)\s% of = pairs, [\d.]+\s% of ≠ pairs$")
HEIGHTS = "(bars) => [...bars.querySelectorAll('rect')].map((one) => one.height.baseVal.value)"
SHOW_OUT_OF_SIGHT = """(root) => {
    root.style.display = 'none';
    root.gate.show({ ...root.gate.data, axis: root.gate.data.axis === 'log' ? 'linear' : 'log' });
}"""


@pytest.fixture
def url(server: Server) -> str:
    """The part's address, with fewer pairs than usual."""
    return f"{server.url}/verification?tested={PAIRS}"


@pytest.fixture(scope="module")
def drawn(shipped: Comparator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances of the same pairs, whether they are of one digit, and their digits in order."""
    labels = labels_shown()
    pairs = sample_pairs(labels, PAIRS, np.random.default_rng(1))
    embeddings = shipped.embed(images_shown()).astype(np.float64)
    apart = np.sqrt(((embeddings[pairs.left] - embeddings[pairs.right]) ** 2).sum(axis=1))
    return apart, pairs.same == 1, np.sort(labels[np.stack([pairs.left, pairs.right])], axis=0)


def test_dragging_counts_every_pair_anew(
    open_page: OpenPage, url: str, drawn: tuple[np.ndarray, np.ndarray, np.ndarray],
    shipped: Comparator,
) -> None:  # fmt: skip
    """After each drag: the figures, the matrix and the address."""
    threshold = ThresholdPage(open_page())
    threshold.open(url)
    apart, same, labels = drawn
    assert threshold.threshold() == shipped.threshold
    for shares in [(0.5, 0.3), (0.6, 0.66)]:
        threshold.drag(*shares)
        line = threshold.threshold()
        assert line != shipped.threshold
        accepted = apart <= line
        accepts, rejects = (accepted & ~same).sum(), (~accepted & same).sum()
        expect(threshold.figure("accept")).to_have_text(f"{accepts:,}")
        expect(threshold.figure("reject")).to_have_text(f"{rejects:,}")
        right = 100 * (accepted == same).mean()
        expect(threshold.figure("accuracy")).to_have_text(f"{right:.2f}\u202f%")
        precision = 100 * (accepted & same).sum() / accepted.sum()
        expect(threshold.figure("precision")).to_have_text(f"{precision:.2f}\u202f%")
        recall = 100 * (accepted & same).sum() / same.sum()
        expect(threshold.figure("recall")).to_have_text(f"{recall:.2f}\u202f%")
        threshold.expect_server_at(line)
        seen = np.reshape(threshold.cells.all_inner_texts(), (10, 10))
        four_and_nine = (labels == [[4], [9]]).all(axis=0)
        assert seen[4, 9] == seen[9, 4] == f"{(four_and_nine & accepted).sum():,}"
        alike = [((labels == digit).all(axis=0) & ~accepted).sum() for digit in range(10)]
        assert np.diag(seen).tolist() == [f"{count:,}" for count in alike]
        expect(threshold.page).to_have_url(re.compile(f"threshold={line:g}$"))
    threshold.page.get_by_role("button", name="Reset to the network's threshold").click()
    assert threshold.threshold() == shipped.threshold
    threshold.expect_server_at(shipped.threshold)
    expect(threshold.page).to_have_url(url)


def test_keys_move_the_line_and_the_address_shows_it_elsewhere(
    open_page: OpenPage, url: str
) -> None:
    threshold = ThresholdPage(open_page())
    threshold.open(f"{url}&threshold=0.5&axis=Logarithmic")
    assert threshold.threshold() == 0.5
    threshold.line.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "PageUp"):
        threshold.line.press(key)
    assert threshold.threshold() == pytest.approx(0.555)
    threshold.expect_server_at(0.555)
    expect(threshold.line).to_have_attribute("aria-valuetext", re.compile(r"^0\.555: [\d,]+ false"))
    other = ThresholdPage(open_page())
    other.open(threshold.page.url)
    assert other.threshold() == threshold.threshold()
    other.page.get_by_role("button", name="Settings").click()
    expect(other.page.get_by_role("radio", name="Logarithmic")).to_be_checked()
    assert other.figure("reject").inner_text() == threshold.figure("reject").inner_text()


def test_the_line_stays_when_another_page_is_visited(open_page: OpenPage, url: str) -> None:
    """Pairs has a slider of pairs, too; the watch over the page would see it fail."""
    threshold = ThresholdPage(open_page())
    threshold.open(url)
    threshold.drag(0.3)
    line = threshold.threshold()
    threshold.expect_server_at(line)
    follow(threshold.page, "Pairs")
    PairsPage(threshold.page).wait_for_distances()
    threshold.page.get_by_role("button", name="Settings").click()
    expect(threshold.page.get_by_role("slider", name="Pairs")).to_have_attribute("max", "100")
    threshold.page.go_back()
    threshold.expect_server_at(line)
    assert threshold.threshold() == line
    expect(threshold.page).to_have_url(re.compile(f"threshold={line:g}"))


def test_a_cell_opens_its_pairs(open_page: OpenPage, url: str) -> None:
    threshold = ThresholdPage(open_page())
    threshold.open(f"{url}&threshold=1.2")
    threshold.cells.nth(10 * 9 + 4).click()
    threshold.tiles.first.wait_for()
    sentences = threshold.tiles.evaluate_all("tiles => tiles.map(tile => tile.ariaLabel)")
    assert {frozenset(re.findall(r"^\d and \d", one)[0].split(" and ")) for one in sentences} == {
        frozenset("49")
    }
    distances = [float(text) for text in threshold.tiles.locator(".distance").all_inner_texts()]
    assert distances == sorted(distances)
    expect(threshold.page.locator(".confusion button[aria-pressed=true]")).to_have_count(2)


def test_a_screen_reader_meets_terms_and_figures_in_one_list(open_page: OpenPage, url: str) -> None:
    """A list that had another role would leave its terms without one."""
    threshold = ThresholdPage(open_page())
    threshold.open(url)
    lists = threshold.page.locator("dl.figures")
    expect(lists.locator("dt")).to_have_count(5)
    assert lists.evaluate("list => list.getAttribute('role')") is None
    expect(threshold.page.get_by_role("status").filter(has=lists)).to_have_count(1)


def test_a_finger_drags_the_line_by_its_handle(phone: Page, url: str) -> None:
    threshold = ThresholdPage(phone)
    threshold.open(url)
    before = threshold.threshold()
    touch.swipe(phone, *middle(threshold.line), right=10, down=0)
    assert threshold.threshold() > before + 0.2
    threshold.expect_server_at(threshold.threshold())


def test_a_swipe_over_the_chart_scrolls_the_page(phone: Page, url: str) -> None:
    """It may begin on the handle, too."""
    threshold = ThresholdPage(phone)
    threshold.open(url)
    before, top = (
        threshold.threshold(),
        "() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)",
    )
    for place in (middle(threshold.line), threshold.place_of(0.9)):
        touch.swipe_up(phone, *place)
        touch.expect_scrolled(phone, 100)
        assert threshold.threshold() == before
        phone.evaluate(top)
    expect(phone).to_have_url(url)


def test_a_tap_reads_the_charts_and_leaves_the_line(
    phone: Page, url: str, drawn: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> None:
    threshold = ThresholdPage(phone)
    threshold.open(url)
    before, (apart, same, _) = threshold.threshold(), drawn
    expect(threshold.readout).to_have_text("Tap a bar to read its share of the pairs.")
    phone.touchscreen.tap(*threshold.place_of(0.19))  # among the least distances
    expect(threshold.readout).to_have_text(BAR)
    low, high, share = map(float, BAR.findall(threshold.readout.inner_text())[0])
    among = (apart > low) & (apart <= high)
    assert share == pytest.approx(100 * (among & same).sum() / same.sum(), abs=0.05)
    threshold.roc.scroll_into_view_if_needed()
    phone.touchscreen.tap(*middle(threshold.roc))
    expect(threshold.roc_readout).to_have_text(re.compile(r"^Threshold [\d.]+: false accept rate"))
    assert threshold.threshold() == before


def test_chart_and_figures_share_the_first_screen(open_page: OpenPage, url: str) -> None:
    threshold = ThresholdPage(open_page())
    threshold.open(url)
    for width, height in SCREENS:
        threshold.page.set_viewport_size({"width": width, "height": height})
        expect_no_overflow(threshold.page)
        expect(threshold.bars).to_be_in_viewport(ratio=1)
        expect(threshold.figures).to_be_in_viewport(ratio=1)
        chart = threshold.bars.bounding_box()
        assert chart is not None
        assert chart["width"] >= 260, width


def test_what_is_shown_out_of_sight_is_drawn_when_it_is_in_sight(
    open_page: OpenPage, url: str
) -> None:
    """As on the way back to the page: without room, bars would have negative heights."""
    threshold = ThresholdPage(open_page())
    threshold.open(url)
    before = threshold.roc.text_content() or ""
    assert min(threshold.bars.evaluate(HEIGHTS)) >= 0
    threshold.page.locator(".gate").evaluate(SHOW_OUT_OF_SIGHT)
    assert threshold.roc.text_content() == before
    threshold.page.locator(".gate").evaluate("(root) => { root.style.display = ''; }")
    expect(threshold.roc).not_to_have_text(before)
    assert min(threshold.bars.evaluate(HEIGHTS)) >= 0


def test_a_cell_opens_its_pairs_in_sight_of_a_phone(phone: Page, url: str) -> None:
    threshold = ThresholdPage(phone)
    threshold.open(f"{url}&threshold=1.2")
    threshold.cells.nth(10 * 9 + 4).tap()
    expect(threshold.enlarged.locator(".verdict")).to_be_in_viewport(ratio=1)
    expect(threshold.tiles.first).to_be_in_viewport()
    tile, image = threshold.tiles.locator("canvas").first, threshold.enlarged.locator("img").first
    widths = [one.evaluate("one => one.clientWidth") for one in (tile, image)]
    assert widths[1] > 1.2 * widths[0] / 2  # a tile shows two digits
    threshold.tiles.nth(3).tap()
    expect(threshold.tiles.nth(3)).to_have_attribute("aria-pressed", "true")
    distance = threshold.tiles.nth(3).locator(".distance").inner_text()
    expect(threshold.enlarged.locator(".verdict")).to_contain_text(distance)
    expect(threshold.enlarged.locator(".verdict")).to_be_in_viewport(ratio=1)


def test_two_lists_choose_what_a_cell_chooses(open_page: OpenPage, url: str) -> None:
    threshold = ThresholdPage(open_page())
    threshold.open(f"{url}&threshold=1.2")
    threshold.page.get_by_label("First digit").select_option("9")
    threshold.page.get_by_label("Second digit").select_option("4")
    threshold.tiles.first.wait_for()
    expect(threshold.cells.nth(10 * 4 + 9)).to_have_attribute("aria-pressed", "true")
    threshold.cells.nth(33).click()
    for name in ("First digit", "Second digit"):
        expect(threshold.page.get_by_label(name)).to_have_value("3")


def middle(one: Locator) -> tuple[float, float]:
    """The middle of an element."""
    box = resting_box(one)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
