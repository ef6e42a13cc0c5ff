"""Pictures of every page on every screen, light and dark, for whoever looks a change over.

It stands here because it drives the app as the browser tests do: ``make screenshots``.
"""

from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.draw_page import DIFFERENT, DrawPage
from tests.browser.pages.fool_page import FoolPage
from tests.browser.pages.frame import PAGES, path_of, settle
from tests.browser.pages.layers_page import LayersPage
from tests.browser.pages.map_page import MapPage
from tests.browser.pages.network_page import NetworkPage
from tests.browser.pages.one_shot_page import PAD, OneShotPage
from tests.browser.pages.pads import EIGHT, ONE, THREE, draw_with_mouse
from tests.browser.pages.pairs_page import PairsPage
from tests.browser.pages.threshold_page import ThresholdPage
from tests.browser.pages.versus_page import VersusPage
from tests.browser.server import ROOT, Server

Scheme = Literal["light", "dark"]

FOLDER = ROOT / "screenshots"
# The width and height of each screen in CSS pixels, and the zoom of its browser.
SCREENS = {
    "1280": (1280, 900, 1.0),
    "1366-zoomed": (1093, 614, 1.25),  # a laptop at a projector: 1366×768 at 125 %
    "820": (820, 1180, 1.0),
    "390": (390, 844, 1.0),
}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
VIEWS = {name: path_of(name) for name in PAGES} | {
    "draw-fooled": "/draw",
    "pairs-game": "/pairs?part=You+or+the+network&game=7",
    "pairs-game-over": "/pairs?part=You+or+the+network&game=7",
    "loss-plane": "/loss?part=Points+on+a+plane",
    "network-layers": "/network?part=Layer+outputs",
    "network-occlusion": "/network?part=Occlusion+map",
    "verification-map": "/verification?part=Map&count=1000",
    "verification-one-shot": "/verification?part=One-shot",
    "verification-own-pictures": "/verification?part=Your+own+pictures",
    "layers-line": "/layers?part=Line",
    "layers-digits": "/layers?part=Digits&classifier-epochs=1&classifier-digits=1000",
    "layers-lambda": "/layers?part=Lambda",
    "pooling-gradient": "/pooling?slices=true&backward=true",
    "pooling-digit": "/pooling?keras=true&pooled=true",
}
PROJECTOR = "1366-zoomed"  # the screen of its view, of which there is one picture each
CALM_MS = 1500  # charts move into place after the page's script is through

# Streamlit scrolls inside the page: a screen as high as all of it shows all of it.
WHOLE_HEIGHT = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return Math.ceil(main.scrollHeight);
}"""


def use(page: Page, name: str) -> None:
    """Does what a visitor does there: draws, chooses a pair, or tries an example."""
    if name == "draw":
        draw = DrawPage(page)
        draw.wait_for_pads()
        draw.draw("left", THREE)
        draw.draw("right", EIGHT)
        draw.expect_answer(DIFFERENT)
    elif name == "pairs":
        pairs = PairsPage(page)
        pairs.wait_for_distances()
        pairs.tiles.nth(2).click()
        expect(pairs.chosen.locator(".verdict")).to_be_visible()
    elif name in ("draw-fooled", "pairs-game", "pairs-game-over"):
        play(page, name)
    elif name.startswith("network"):
        NetworkPage(page).wait_until_seen_through()
    elif name.startswith("layers"):
        layers = LayersPage(page)
        layers.wait_until_told()
        if name == "layers-digits":
            layers.train()
    elif name.startswith("verification"):
        use_part(page, name)


def play(page: Page, name: str) -> None:
    """The same, in a game."""
    if name == "draw-fooled":
        fool = FoolPage(page)
        fool.draw(THREE, EIGHT)
        fool.claim("I drew the same digit")
        expect(fool.pairs).to_have_count(1)
    else:
        versus = VersusPage(page)
        versus.start()
        for _ in range(10 if name == "pairs-game-over" else 2):
            versus.answer("Same")


def use_part(page: Page, name: str) -> None:
    """The same, in a part of Verification."""
    if name == "verification":
        threshold = ThresholdPage(page)
        threshold.cells.nth(49).click()  # 4 and 9
        threshold.tiles.first.wait_for()
    elif name == "verification-map":
        roamer = MapPage(page)
        roamer.wait_until_drawn()
        roamer.draw(THREE)
        roamer.rest()
    elif name == "verification-one-shot":
        one_shot = OneShotPage(page)
        one_shot.wait_for_pad()
        draw_with_mouse(page, one_shot.pads.canvas(PAD), ONE)
        one_shot.ranking.wait_for()
    elif name == "verification-own-pictures":
        page.get_by_role("button", name="Try the example").click()
        page.locator(".tiles button").first.wait_for()


def on_projector(name: str) -> str:
    """The address of a page or a part of it in the projector's view."""
    return f"{VIEWS[name]}{'&' if '?' in VIEWS[name] else '?'}view=projector"


def take(
    browser: Browser, address: str, name: str, screen: str, scheme: Scheme, kind: str = ""
) -> Path:
    """One picture of the whole of one page, or of a part of it.

    Args:
        browser: Takes it.
        address: Of the page.
        name: The page or part, of `VIEWS`.
        screen: One of `SCREENS`.
        scheme: Light or dark.
        kind: What the file's name says more.
    """
    width, height, zoom = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=zoom,
        color_scheme=scheme,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    settle(page)
    use(page, name)
    settle(page)
    page.wait_for_timeout(CALM_MS)
    page.set_viewport_size({"width": width, "height": page.evaluate(WHOLE_HEIGHT)})
    page.wait_for_timeout(CALM_MS)
    file = FOLDER / f"{name}{kind}-{screen}-{scheme}.png"
    page.screenshot(path=file)
    context.close()
    return file


def main() -> None:
    """Takes them all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, Server() as server:
        browser = launch(playwright)
        for name, screen, scheme in product(VIEWS, SCREENS, SCHEMES):
            file = take(browser, server.url + VIEWS[name], name, screen, scheme)
            print(file.relative_to(ROOT))
        for name in VIEWS:
            address = server.url + on_projector(name)
            file = take(browser, address, name, PROJECTOR, "light", kind="-projector")
            print(file.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
