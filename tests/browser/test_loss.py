"""Loss in a real browser: a control changes its numbers, and the plane is stepped and played."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from pages._ui.loss import choices
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.pages.frame import (
    bottom,
    expect_no_overflow,
    height,
    resting_box,
    settle,
    wait_for_script,
)
from tests.browser.pages.touch import TOOLTIP, expect_scrolled, swipe_up
from tests.browser.server import Server

PLACES = """() => {
    const stage = [...document.querySelectorAll('*')]
        .map((one) => one.shadowRoot?.querySelector('.stage') ?? null).find(Boolean);
    return [...stage.querySelectorAll('.point')].map((point) => ({
        kind: point.getAttribute('class').match(/kind-(.)/)[1],
        at: point.querySelector('title').textContent.match(/-?[0-9.]+(?=[,)])/g).map(Number),
    }));
}"""


# How large the text of a drawing is on the screen.
TEXT_PIXELS = """(texts) => texts.map((text) =>
    { const { a, b } = text.getScreenCTM();
    return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b); })"""
PLANE = "Points on a plane"
# By how much the widest formula is wider than its place, once its fonts are there.
BEYOND = """async () => {
    await document.fonts.ready;
    const beyond = (formula) => {
        const range = document.createRange();
        range.selectNodeContents(formula);
        const place = formula.closest("[data-testid=stMarkdownContainer]").getBoundingClientRect();
        return Math.ceil(range.getBoundingClientRect().width - place.width);
    };
    return Math.max(...[...document.querySelectorAll(".katex-html")].map(beyond));
}"""


class LossPage:
    """The page /loss, opened by an address."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.readout = page.locator(".plane .readout")
        self.play = page.locator(".plane .play")
        page.goto(address)
        settle(page)
        plane = "part=" in address
        page.locator(".stage .point" if plane else ".katex-html").first.wait_for()
        wait_for_script(page)

    def choose(self, option: str) -> None:
        """Chooses a part or a loss."""
        radio = self.page.get_by_role("radio", name=option, exact=True)
        radio.click()
        expect(radio).to_be_checked()
        wait_for_script(self.page)

    def button(self, name: str) -> None:
        """Presses a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_formula(self, text: str) -> None:
        """Waits until a formula reads so, blanks and the kind of minus aside."""
        signs = [re.escape(sign) for sign in text.replace("-", "−") if not sign.isspace()]
        formulas = self.page.locator(".st-key-worked-out .katex-html")
        spelt = re.compile(r"[\s\u200b]*".join(signs))
        expect(formulas.filter(has_text=spelt)).to_have_count(1)

    def points(self) -> list[tuple[str, list[float]]]:
        """Class and place of each point, as a pointer that rests on it would read."""
        return [(one["kind"], one["at"]) for one in self.page.evaluate(PLACES)]

    def loss(self) -> float:
        """As it is read."""
        return float(self.readout.locator("b").nth(1).inner_text())


@pytest.fixture
def url(server: Server) -> str:
    """The page's address."""
    return f"{server.url}/loss"


@pytest.fixture
def plane(url: str) -> str:
    """The address of the part with the points."""
    return f"{url}?part=Points+on+a+plane"


def mean_loss(points: list[tuple[str, list[float]]], margin: float) -> float:
    """Hadsell, Chopra and LeCun's, over all pairs in a loop."""
    costs = []
    for number, (kind, place) in enumerate(points):
        for other, there in points[:number]:
            distance = math.dist(place, there)
            costs.append(distance**2 if kind == other else max(margin - distance, 0) ** 2)
    return sum(costs) / len(costs)


def moved(points: list[tuple[str, list[float]]], margin: float, rate: float) -> list[list[float]]:
    """Where the points are after one step down the gradient of that loss."""
    pairs = len(points) * (len(points) - 1) / 2
    after = []
    for kind, (x, y) in points:
        to = [x, y]
        for other, (u, v) in points:
            distance = math.dist((x, y), (u, v))
            slope = 2 * distance if kind == other else -2 * max(margin - distance, 0)
            for axis, between in enumerate((x - u, y - v)):
                to[axis] -= rate * slope / pairs * between / (distance or 1)
        after.append(to)
    return after


def test_a_key_on_the_margin_changes_loss_and_slope(open_page: OpenPage, url: str) -> None:
    """From m = 1 by two steps of 0.05: (1.1 − 0.5)² = 0.36, −2·0.6 = −1.2."""
    loss = LossPage(open_page(), url)
    loss.expect_formula("max(1.00 - 0.50, 0)2 = 0.25")
    margin = loss.page.get_by_role("slider", name="Margin m")
    margin.focus()
    margin.press("ArrowRight")
    margin.press("ArrowRight")
    loss.expect_formula("max(1.10 - 0.50, 0)2 = 0.36")
    loss.expect_formula("-2 max(1.10 - 0.50, 0) = -1.2")
    expect(loss.page).to_have_url(f"{url}?margin=1.1")
    loss.page.get_by_role("radio", name="Simple", exact=True).click()
    loss.expect_formula("max(1.10 - 0.502, 0) = 0.85")


def test_no_selected_point_leaves_the_chart(open_page: OpenPage, url: str) -> None:
    """At D = 2 the loss of the same digit is 4, beyond the axis: its point is on the edge."""
    page = LossPage(open_page(), f"{url}?distance=2").page
    points = page.get_by_test_id("stVegaLiteChart").locator(".mark-symbol.role-mark path")
    expect(points).to_have_count(2)
    expect(page.locator("[aria-label*='place: above']")).to_have_count(1)
    plot = resting_box(page.locator(".role-axis-grid").first)
    for point in points.all():
        box = resting_box(point)
        middle = box["y"] + box["height"] / 2
        assert plot["y"] - 3 <= middle <= plot["y"] + plot["height"] + 3


def test_each_step_goes_down_the_gradient(open_page: OpenPage, plane: str) -> None:
    address = f"{plane}&margin=1.2&learning_rate=5&seed=3"
    loss = LossPage(open_page(), address)
    for step in range(1, 4):
        before = loss.points()
        assert loss.loss() == pytest.approx(mean_loss(before, 1.2), abs=5e-4)
        loss.button("Next step")
        expect(loss.readout).to_contain_text(f"Step {step} of 60")
        for (_, place), expected in zip(loss.points(), moved(before, 1.2, 5), strict=True):
            assert place == pytest.approx(expected, abs=5e-4)
    expect(loss.page).to_have_url(re.compile(r"step=3"))
    loss.button("Previous step")
    expect(loss.readout).to_contain_text("Step 2 of 60")
    loss.button("Reset")
    expect(loss.readout).to_contain_text("Step 0 of 60")
    expect(loss.page).to_have_url(address)


def test_it_plays_until_it_is_stopped(open_page: OpenPage, plane: str) -> None:
    loss = LossPage(open_page(), plane)
    first = loss.loss()
    loss.play.click()
    expect(loss.readout).to_contain_text(re.compile("Step [3-9]"))
    expect(loss.play).to_have_text("■ Stop")
    loss.play.click()
    expect(loss.play).to_have_text("▶ Play")
    assert loss.loss() < first
    expect(loss.page).to_have_url(re.compile(r"step=\d+$"))
    loss.page.get_by_role("slider", name="Step").press("End")
    expect(loss.readout).to_contain_text("Step 60 of 60")
    loss.play.click()  # from the start again
    expect(loss.readout).to_contain_text(re.compile("Step [1-9] of"))


def test_an_address_shows_the_same_elsewhere(open_page: OpenPage, plane: str) -> None:
    loss = LossPage(open_page(), plane)
    loss.choose("With margin")
    expect(loss.page.locator(".words")).to_contain_text("radius 1.00")
    loss.button("Next step")
    loss.button("Previous point")
    expect(loss.page.locator(".plane .chosen")).to_have_text("Selected: square 10")
    wait_for_script(loss.page)
    expect(loss.page).to_have_url(re.compile("point=30"))
    other = LossPage(open_page(), loss.page.url)
    expect(other.readout).to_have_text(loss.readout.inner_text().replace("\n", ""))
    expect(other.page.locator(".plane .chosen")).to_have_text("Selected: square 10")
    assert other.points() == loss.points()


def test_garbage_in_the_address_is_said_in_a_line(open_page: OpenPage, url: str) -> None:
    loss = LossPage(open_page(), f"{url}?margin=inf&loss=%00&distance=nan&step=1e99&point=x")
    expect(loss.page.get_by_role("alert").filter(has_text="an invalid value")).to_have_count(1)
    loss.expect_formula("max(1.00 - 0.50, 0)2 = 0.25")
    loss.choose(PLANE)
    expect(loss.readout).to_contain_text(re.compile(r"Step \d+ of 60: loss \d"))


def test_the_plane_comes_back_as_it_was_left(open_page: OpenPage, plane: str) -> None:
    loss = LossPage(open_page(), f"{plane}&seed=3")
    loss.button("Next step")
    loss.button("Next point")
    loss.choose("One pair")
    expect(loss.page.locator(".plane")).to_have_count(0)
    loss.choose(PLANE)
    expect(loss.readout).to_contain_text("Step 1 of 60")
    expect(loss.page.locator(".plane .chosen")).to_have_text("Selected: triangle 1")
    expect(loss.page.get_by_role("spinbutton", name="Seed")).to_have_value("3")


def test_every_mark_that_a_screen_reader_meets_has_a_text(open_page: OpenPage, url: str) -> None:
    loss = LossPage(open_page(), f"{url}?gradient=true")
    charts = loss.page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(2)
    for chart in charts.all():
        marks = chart.locator("[role=graphics-symbol]")
        expect(marks.first).to_be_attached()
        assert all(marks.evaluate_all("marks => marks.map(mark => mark.ariaLabel?.trim())"))


def test_a_phone_holds_the_curve_and_its_values(phone: Page, url: str) -> None:
    """Choice, curve and values on the first screen; no formula cut; a tap and a swipe work."""
    loss = LossPage(phone, url)
    assert bottom(phone.locator(".values")) <= PHONE["height"]
    chart = resting_box(phone.get_by_test_id("stVegaLiteChart").first)
    middle = (chart["x"] + chart["width"] / 2, chart["y"] + chart["height"] / 2)
    phone.touchscreen.tap(*middle)
    expect(phone.locator(TOOLTIP)).to_contain_text("Distance D")
    swipe_up(phone, *middle)
    expect_scrolled(phone, 0)
    expect(phone.locator(TOOLTIP)).to_have_count(0)
    for name in [*choices.NAMES][::-1]:
        loss.choose(name)
        assert phone.evaluate(BEYOND) <= 0, name
    assert height(phone) <= 4000


@pytest.mark.parametrize("width", [360, 820, 1093])
def test_no_formula_is_cut(open_page: OpenPage, url: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 740})
    LossPage(page, f"{url}?loss=With+margin&margin=1.15&distance=0.35").choose("Cross-entropy")
    assert page.evaluate(BEYOND) <= 0
    expect_no_overflow(page)


def test_a_phone_holds_the_plane(phone: Page, plane: str) -> None:
    loss = LossPage(phone, plane)
    phone.locator(".stage .point").nth(4).tap(force=True)
    expect(phone.locator(".plane .chosen")).not_to_have_text("Selected: circle 1")
    expect(phone.locator(".plane .words")).to_contain_text("It is at (")
    phone.get_by_role("button", name="Next step").tap()
    expect(loss.readout).to_contain_text("Step 1 of 60")
    shown = phone.locator(".plane svg text").evaluate_all(TEXT_PIXELS)
    assert min(shown) >= 12
    expect_no_overflow(phone)
    assert height(phone) <= 4000
