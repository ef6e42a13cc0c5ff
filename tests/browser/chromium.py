"""Finding a Chromium or Chrome, and starting it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Error, Playwright, expect

NAMES = (
    "chromium-headless-shell",  # the same engine without a window: half the processor time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
USUAL_PLACES = (
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
FLAGS = (
    "--no-sandbox",  # containers have none to give
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL_SECONDS = 120
PATIENCE_MS = 60_000  # for a busy machine; nobody waits longer than until the thing is there
HOW_TO_GET_ONE = (
    "install Chromium or Chrome, or run `playwright install chromium`, "
    "or name a browser in SIAMESE_BROWSER"
)


class NoBrowserError(RuntimeError):
    """No browser could be found, fetched or started; the text says how to get one."""


def launch(playwright: Playwright) -> Browser:
    """The first browser that starts: the one named, the machine's, Playwright's own.

    Raises:
        NoBrowserError: when there is none, or the one named in SIAMESE_BROWSER does not start.
    """
    expect.set_options(timeout=PATIENCE_MS)
    named = os.environ.get("SIAMESE_BROWSER")
    candidates = [named] if named else list(_installed())
    reasons = []
    for executable in candidates:
        try:
            return _start(playwright, executable)
        except Error as error:  # a snap without its daemon, say: the next may start
            reasons.append(f"{executable} did not start ({error.message.splitlines()[0]})")
    if not reasons:
        return _playwrights_own(playwright)
    raise NoBrowserError("; ".join([*reasons, HOW_TO_GET_ONE]))


def _start(playwright: Playwright, executable: str | None) -> Browser:
    return playwright.chromium.launch(executable_path=executable, args=list(FLAGS))


def _installed() -> Iterator[str]:
    found = (shutil.which(name) for name in NAMES)
    yield from (path for path in found if path)
    yield from (path for path in USUAL_PLACES if Path(path).exists())


def _playwrights_own(playwright: Playwright) -> Browser:
    """Playwright's own Chromium, fetched if it is not there: once, and bounded in time."""
    try:
        return _start(playwright, None)
    except Error:
        _fetch_playwrights_own()
    try:
        return _start(playwright, None)
    except Error as error:
        reason = error.message.splitlines()[0]
        raise NoBrowserError(f"Playwright's own Chromium did not start ({reason})") from error


def _fetch_playwrights_own() -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    nowhere = subprocess.DEVNULL
    process = psutil.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    try:
        fetched = process.wait(timeout=INSTALL_SECONDS) == 0
    except psutil.TimeoutExpired:
        fetched = False
        for part in [*process.children(recursive=True), process]:
            part.kill()
        process.wait()
    if not fetched:
        reason = "no Chromium or Chrome found, and Playwright's own could not be fetched"
        raise NoBrowserError(f"{reason}; {HOW_TO_GET_ONE}")
