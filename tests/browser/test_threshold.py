"""Threshold in a real browser: the line is dragged, and each figure is computed once more."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from siamese.comparator import Comparator
from siamese.pairs import sample_pairs
from tests.browser.conftest import OpenPage
from tests.browser.pages.draw_page import follow
from tests.browser.pages.frame import past_the_edge
from tests.browser.pages.pairs_page import PairsPage
from tests.browser.pages.threshold_page import ThresholdPage
from tests.browser.server import Server, images_shown, labels_shown

PAIRS = 20_000


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
    threshold.open(f"{url}&threshold=0.5&axis=Linear")
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
    expect(other.page.get_by_role("radio", name="Linear")).to_be_checked()
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


def test_a_finger_moves_the_line_on_a_phone(phone: Page, url: str) -> None:
    threshold = ThresholdPage(phone)
    threshold.open(url)
    assert past_the_edge(phone) == 0
    before = threshold.figure("accept").inner_text()
    threshold.hills.scroll_into_view_if_needed()
    phone.touchscreen.tap(*threshold.place_of(0.97))
    assert threshold.threshold() > 1.8
    expect(threshold.figure("accept")).not_to_have_text(before)
    assert past_the_edge(phone) == 0
    threshold.expect_server_at(threshold.threshold())
