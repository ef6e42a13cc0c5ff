"""What can be measured of any page: its length, the sizes of targets and of text, barriers."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FINGER = 44  # pixels: the least side of a target (WCAG 2.5.5)
SMALLEST = 12  # pixels: the least size of text
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SCRIPT = Path(__file__).with_name("measures.js").read_text(encoding="utf-8")


def small_targets(page: Page) -> list[str]:
    """What a finger aims at and is smaller than it needs, one line each."""
    return _measured(page, "smallTargets", FINGER)


def small_text(page: Page, smallest: float = SMALLEST) -> list[str]:
    """Text that is too small to be read with ease, one line each."""
    return _measured(page, "smallText", smallest)


def _measured(page: Page, name: str, limit: float) -> list[str]:
    found: list[str] = page.evaluate(f"(limit) => {{ {SCRIPT}\n return {name}(limit); }}", limit)
    return found


def barriers(page: Page) -> list[str]:
    """What axe-core finds by WCAG 2.2 AA, one line for each place."""
    violations: list[dict[str, Any]] = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in violations
        for node in violation["nodes"]
    ]


def length(page: Page) -> int:
    """How many pixels high the whole page is."""
    high: int = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight")
    return high
