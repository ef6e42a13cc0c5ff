"""Taps on charts: they show what a pointer shows that rests there."""

from __future__ import annotations

from pages._ui.shared.component import component

_taps = component("taps", "shared/touch.js")


def enable() -> None:
    """Lets taps show the tooltips of all charts on the page."""
    _taps(key="taps")
