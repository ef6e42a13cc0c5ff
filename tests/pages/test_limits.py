"""Limits: every figure is the manifest's or computed, and every verdict leads there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pages._ui.limits import errors, tables
from pages._ui.shared import digits, formatting, manifest_words, measured_pairs
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.comparator import Comparator, shipped
from siamese.evaluation.drawn_digits import ToolErrors
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.handwriting.drawing_tools import TOOLS
from siamese.manifest import SYMBOLS, Manifest
from siamese.pairs import PairIndices
from tests.pages.visitor import PATIENCE, Visitor, digit_on_paper


class LimitsVisitor(Visitor):
    """Someone who looks at Limits."""

    PAGE = "limits.py"

    def words(self) -> str:
        """All that is written in words."""
        return "\n".join(text.value for text in self.app.markdown)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[LimitsVisitor]:
    """Someone for whom few digits are drawn again: with all it takes a third of a minute."""
    monkeypatch.setattr(errors, "REDRAWN", 12)
    errors._errors.clear()
    reader = LimitsVisitor()
    reader.come()
    yield reader
    assert not reader.app.exception
    errors._errors.clear()


def test_the_manifests_figures_stand_with_what_they_are_of(reader: LimitsVisitor) -> None:
    for manifest in (Manifest.load(), Manifest.load(SYMBOLS)):
        rate = formatting.percent(manifest.equal_error_rate, 2)
        data = manifest.data
        words = f"{data['test_pairs']:,} pairs of {data['test_images']:,} test images"
        [line] = [line for line in reader.words().splitlines() if words in line]
        assert f"equal error rate {rate}" in line
        last = formatting.percent(manifest.history[-1]["equal_error_rate"], 2)
        [line] = [
            line
            for line in reader.words().splitlines()
            if f"({manifest_words.validation_data(data)})" in line
        ]
        assert f"equal error rate {last}" in line


def test_figures_follow_another_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    manifest = json.loads((SYMBOLS / "manifest.json").read_text(encoding="utf-8"))
    manifest["equal_error_rate"] = 0.1234
    shutil.copytree(SYMBOLS, tmp_path / "symbols")
    (tmp_path / "symbols" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr("pages._ui.limits.networks.SYMBOLS", tmp_path / "symbols")
    reader = LimitsVisitor()
    reader.come()
    assert "12.34\u202f%" in reader.words()


def wait_for_errors(reader: LimitsVisitor) -> tuple[MeasuredDigits, errors.Errors]:
    """The digits shown and the errors on them, once the page has both."""
    measured = measured_pairs.measure(shipped(), digits.shown())
    found = errors._errors(measured)
    for coming in (found.pairs, found.tools):
        coming.exception(timeout=PATIENCE)
    reader.reopen()
    return measured, found


def test_a_digits_errors_are_the_verdicts_on_its_pairs(reader: LimitsVisitor) -> None:
    """Each of the pairs is judged again; the program's own handwriting is shown here."""
    measured, found = wait_for_errors(reader)
    pairs, labels = found.pairs.result().pairs, measured.digits.labels
    embeddings = shipped().embed(measured.digits.images)
    distances = np.linalg.norm(embeddings[pairs.left] - embeddings[pairs.right], axis=1)
    accepted, same = distances <= shipped().threshold, labels[pairs.left] == labels[pairs.right]
    words = reader.words()
    about = f"{errors.PAIRS:,} random pairs of test images of {measured.digits.name}, half of them"
    assert about in words
    assert same.sum() == errors.PAIRS / 2
    errs = (same & ~accepted) | (~same & accepted)
    assert errs.any()
    for digit in range(10):
        of = (labels[pairs.left] == digit) | (labels[pairs.right] == digit)
        [line] = [line for line in words.splitlines() if line.startswith(f"| {digit} | ")]
        for kind, cell in zip((same, ~same), line.split(" | ")[1:], strict=True):
            assert cell.startswith(f"{(errs & of & kind).sum():,} of {(of & kind).sum():,} (")


def test_every_tools_drawings_are_compared_in_all_pairs(reader: LimitsVisitor) -> None:
    """Twelve drawings of each make 66 pairs; the page has the counts that were computed."""
    _, found = wait_for_errors(reader)
    assert [one.tool for one in found.tools.result()] == [tool.__name__ for tool in TOOLS]
    for one in found.tools.result():
        outcome, name = one.outcome, tables.TOOL_NAMES[one.tool]
        same = outcome.true_accepts + outcome.false_rejects
        different = outcome.true_rejects + outcome.false_accepts
        assert same + different == one.drawings * (one.drawings - 1) / 2
        [line] = [line for line in reader.words().splitlines() if line.startswith(f"| {name} | ")]
        assert f" | {outcome.false_rejects} of {same} (" in line
        assert f" | {outcome.false_accepts} of {different} (" in line


def test_a_digits_errors_are_those_of_its_pairs() -> None:
    """Digits 3 3 8 8. Pairs: 3-3 at 0.2, 8-8 at 0.9, 3-8 at 0.4 and at 0.8; threshold 0.5.

    3: none of 1 rejected, 1 of 2 accepted. 8: 1 of 1 rejected, 1 of 2 accepted.
    """
    chosen = PairIndices(
        np.array([0, 2, 0, 1]), np.array([1, 3, 2, 3]), np.array([1, 1, 0, 0], np.uint8)
    )
    pairs = SortedPairs.of(chosen, [0.2, 0.9, 0.4, 0.8], [3, 3, 8, 8])
    lines = tables.by_digit(pairs, 0.5, "MNIST").splitlines()
    assert "| 3 | 0 of 1 (0.00\u202f%) | 1 of 2 (50.00\u202f%) |" in lines
    assert "| 8 | 1 of 1 (100.00\u202f%) | 1 of 2 (50.00\u202f%) |" in lines


def test_a_tools_errors_are_those_of_its_drawings() -> None:
    found = ToolErrors("pencil", 4, Outcome(3, 1, 2, 6))
    lines = tables.by_tool([found], 0.5, "MNIST", 4).splitlines()
    [line] = [line for line in lines if "pencil" in line]
    assert "| 1 of 4 (25.00\u202f%) | 2 of 8 (25.00\u202f%) |" in line


def test_limits_is_in_no_navigation(reader: LimitsVisitor) -> None:
    reader.open("home.py")
    assert reader.links().count("limits") == 1  # of the verdict, no card


def test_a_drawn_verdict_leads_to_limits(reader: LimitsVisitor) -> None:
    reader.open("draw.py")
    assert "limits" not in reader.links()
    reader.draw("left", digit_on_paper(3))
    reader.draw("right", digit_on_paper(7))
    assert "limits" in reader.links()


def test_the_curves_are_told_with_their_first_and_their_last_epoch() -> None:
    """Also where what the untrained network does was noted, too."""
    manifest = Manifest.load()
    first, last = (
        {**manifest.history[-1], "epoch": epoch, "equal_error_rate": rate}
        for epoch, rate in ((1, 0.0456), (2, 0.0123))
    )
    untrained = {"epoch": 0, "equal_error_rate": 0.5}
    for history in ([first, last], [untrained, first, last]):
        words = manifest_words.last_curve(replace(manifest, history=history))
        assert "4.56\u202f% after the first epoch and 1.23\u202f% at the end" in words


def test_home_and_training_say_why_their_figures_differ(
    reader: LimitsVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siamese.jobs.TrainingExecutor.warm", lambda self: None)
    words = manifest_words.last_curve(Comparator.load().manifest)
    reader.open("home.py")
    assert words in reader.app.metric[0].proto.help
    reader.open("training.py")
    assert any(words in caption.value for caption in reader.app.caption)
