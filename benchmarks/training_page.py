"""Training in a real browser: how soon a run shows, ends and stops, and what it costs others.

The page's own settings are trained once to the end, on MNIST and, on a server without it, on
handwriting. A long run beside that is what others put up with, and what is stopped. Draw & compare
is timed before and while it goes, on the same server.
"""

import statistics
import time
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.answer_time import WARM_UP, Contestant
from benchmarks.mnist import require_mnist
from benchmarks.table import Figure, show
from pages._ui.runs.progress import SAVING
from tests.browser.chromium import PATIENCE_MS, launch
from tests.browser.pages.frame import settle
from tests.browser.pages.training_page import TrainingPage
from tests.browser.server import Server, without_mnist

TURNS = 20
LOOK = 0.25  # seconds between two looks at the worker that gets ready


def opened(browser: Browser, server: Server, settings: str = "") -> TrainingPage:
    """The page, its worker ready."""
    page = browser.new_context().new_page()
    page.set_default_timeout(4 * PATIENCE_MS)
    page.goto(f"{server.url}/training?{settings}")
    settle(page)
    wait_for_worker(server)
    return TrainingPage(page)


def wait_for_worker(server: Server) -> None:
    """Until the worker that waits has rehearsed, and so rests but for its heartbeat."""
    while not (children := psutil.Process(server.pid).children()):
        time.sleep(LOOK)
    while sum(children[-1].cpu_times()[:2]) < 1 or children[-1].cpu_percent(4 * LOOK) > 5:
        time.sleep(LOOK)


def seconds_until(page: Page, words: str) -> float:
    """From now until the run says so."""
    started = time.perf_counter()
    expect(page.locator("[class*='st-key-going-']")).to_contain_text(words, timeout=4 * PATIENCE_MS)
    return time.perf_counter() - started


def measure_preset(browser: Browser, server: Server, digits: str, wrong: float) -> list[Figure]:
    """One run of the page's own settings; of its pairs at most so many per cent may be wrong."""
    training = opened(browser, server)
    started = time.perf_counter()
    training.train()
    expect(training.points("accuracy").first).to_be_visible()
    shown = time.perf_counter() - started
    training.expect_words("done in")
    done = time.perf_counter() - started
    words = training.kept.first.inner_text().split("right")[0]
    right = float(words.split("%")[0].split()[-1].strip())
    return [
        Figure(f"{digits}: click to the first point", shown, "s", 2),
        Figure(f"{digits}: click to the network, the page's own settings", done, "s", 8),
        Figure(f"{digits}: pairs that it judges wrongly", 100 - right, "%", wrong),
    ]


def measure_stop(training: TrainingPage) -> list[Figure]:
    """Stop in mid-epoch."""
    started = time.perf_counter()
    training.stop()
    seconds_until(training.page, SAVING)
    ended = time.perf_counter() - started
    training.expect_words("Stopped after")
    kept = time.perf_counter() - started
    return [
        Figure("Stop to the end of training", ended, "s", 1),
        Figure("Stop to the network that is kept", kept, "s", 3),
    ]


def answer(drawn: Contestant) -> float:
    """Milliseconds from pen up to the answer on Draw & compare, median."""
    times = [drawn.turn(number) for number in range(WARM_UP + TURNS)]
    return statistics.median(times[WARM_UP:])


def measure_others(browser: Browser, server: Server) -> list[Figure]:
    """Draw & compare alone and beside a long run, which is stopped then."""
    drawn = Contestant(browser, f"{server.url}/draw")
    alone = answer(drawn)
    training = opened(browser, server, "images=60000&epochs=30")
    training.train()
    expect(training.points("loss").first).to_be_visible()
    beside = answer(drawn)
    return [
        *measure_stop(training),
        Figure("pen up to the answer, nobody training", alone, "ms"),
        Figure("the same while somebody trains", beside, "ms"),
        Figure("ratio of the two", beside / alone, "", 2),
    ]


def main() -> None:
    """Prints all of it."""
    require_mnist()
    with TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = launch(playwright)
        with Server(environment=without_mnist(home)) as server:
            figures = measure_preset(browser, server, "handwriting", wrong=5)
        with Server() as server:
            figures += measure_preset(browser, server, "MNIST", wrong=2)
            figures += measure_others(browser, server)
        browser.close()
    show(figures)


if __name__ == "__main__":
    main()
