"""One server and one browser for all browser tests; a page that fails its test on any error."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import PATIENCE_MS, NoBrowserError, launch
from tests.browser.pages.watch import Watch
from tests.browser.server import Server

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., Page]
NO_BROWSER = pytest.StashKey[str]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a CI machine, lent by halves, a browser may stand still for seconds: one more try each.

    The summary names the tests that needed it.
    """
    if not os.environ.get("CI"):
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="package")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """The browser, closed when this package is through.

    Playwright's loop counts as running for as long as it is open, and a later test that starts
    a loop of its own would be refused one.
    """
    with sync_playwright() as playwright:
        try:
            started = launch(playwright)
        except NoBrowserError as error:
            pytestconfig.stash[NO_BROWSER] = str(error)
            pytest.skip("no browser")  # why, and what to do, is said once, in the summary
        yield started
        started.close()


@pytest.fixture(scope="package")
def server(browser: Browser) -> Iterator[Server]:
    """The app's server; asks for the browser first, for without one it is of no use."""
    with Server() as running:
        yield running


@pytest.fixture(scope="package")
def context_for(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """The browser's context of some options: one for all tests, which keeps what it has loaded."""
    contexts: dict[str, BrowserContext] = {}

    def context_for(**options: object) -> BrowserContext:
        context = contexts.get(repr(options))
        if context is None:
            context = contexts[repr(options)] = browser.new_context(**options)
            context.set_default_timeout(PATIENCE_MS)
            context.set_default_navigation_timeout(PATIENCE_MS)
        return context

    yield context_for
    for context in contexts.values():
        context.close()


@contextmanager
def opening(context_for: Callable[..., BrowserContext]) -> Iterator[OpenPage]:
    """Opens pages of the browser, each a visit of its own, and watches over them."""
    watches = []

    def open_(**options: object) -> Page:
        watches.append(Watch(context_for(**{"viewport": DESKTOP, **options}).new_page()))
        return watches[-1].page

    yield open_
    faults = [fault for watch in watches for fault in watch.faults()]
    for watch in watches:
        watch.page.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def open_page(context_for: Callable[..., BrowserContext]) -> Iterator[OpenPage]:
    """Opens pages for one test."""
    with opening(context_for) as open_:
        yield open_


@pytest.fixture(scope="module")
def keep_page(context_for: Callable[..., BrowserContext]) -> Iterator[OpenPage]:
    """Opens pages for all tests of a file, which leave nothing on them that another one meets."""
    with opening(context_for) as open_:
        yield open_


@pytest.fixture
def page(open_page: OpenPage, server: Server) -> Page:
    """The app's front page at the width of a desk."""
    opened = open_page()
    opened.goto(server.url)
    return opened


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A phone's page: narrow, and touched instead of clicked."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Puts what the server said beside a failure."""
    report = yield
    for name in ("server", "cold_server", "offline_server", "waiting_server"):
        running = getattr(item, "funcargs", {}).get(name)
        if report.failed and running is not None:
            report.sections.append((f"what the {name} said", running.output()))
    return report


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Says in one line which tests no browser could be had for, and how to get one."""
    reason = config.stash.get(NO_BROWSER, None)
    if reason is None:
        return
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report.nodeid for report in reports if "tests/browser/" in report.nodeid]
    files = ", ".join(sorted({nodeid.partition("::")[0] for nodeid in skipped}))
    terminalreporter.write_line(
        f"{len(skipped)} browser tests skipped ({files}): {reason}", yellow=True
    )
