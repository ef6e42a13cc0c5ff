"""Fails when a test of pytest's JUnit report was skipped, or when no browser test ran at all."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def complaints(report: Path) -> list[str]:
    """One line for each skipped test in `report`, and one if it holds no browser test."""
    if not report.stat().st_size:
        return ["pytest wrote no report"]
    cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 - our own pytest wrote it
    skipped = [(case, skip) for case in cases for skip in case.iter("skipped")]
    lines = [
        f"skipped: {case.get('classname')}::{case.get('name')}: {skip.get('message')}"
        for case, skip in skipped
    ]
    if not any((case.get("classname") or "").startswith("tests.browser") for case in cases):
        lines.append("no browser test ran")
    return lines


if __name__ == "__main__":
    found = complaints(Path(sys.argv[1]))
    print("\n".join(found) or "No test was skipped.")  # noqa: T201 - its whole purpose
    sys.exit(bool(found))
