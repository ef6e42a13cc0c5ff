"""What commands say on a terminal, and what they keep to themselves elsewhere."""

import sys

import pytest

from siamese.cli.terminal import progress


def test_progress_runs_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each covers the one before, and the last one ends the line."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    report = progress("Writing digits")
    for share in (0, 0.5, 1):
        report(share)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    parts = err.strip("\r\n").split("\r")
    assert [part.strip() for part in parts] == [f"Writing digits: {n}%" for n in (0, 50, 100)]
    assert len({len(part) for part in parts}) == 1


def test_progress_is_for_terminals_only(capsys: pytest.CaptureFixture[str]) -> None:
    report = progress("Writing digits")
    for share in (0, 0.5, 1):
        report(share)
    assert capsys.readouterr() == ("", "")
