"""What a browser has kept is checked like an upload: it comes back exactly, or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pages._ui.games.fool import fooled_pairs
from pages._ui.shared import browser_storage, pad_text, session
from pages._ui.shared.reading import NOTHING_YET, PreparedDigit
from pages._ui.verification.one_shot import kept_sets
from pages._ui.verification.one_shot.support_sets import OWN, PERSIAN
from siamese.data.packed_digits import pack
from siamese.evaluation.support_set import SupportSet

SOURCES = ("Draw", "Upload", "Camera", "Sample")
DIGIT = np.eye(28, dtype=np.uint8) * 200
STROKES = [
    [["M", 91.98, 73.63], ["Q", 92, 73.61, 94, 70.61], ["L", 300, -5]],
    [["M", 30, 270], ["L", 30.03, 270]],
]


def pad() -> dict[str, Any]:
    """A pad with a drawing and an uploaded picture, as the browser keeps it."""
    objects = [{"path": stroke} for stroke in STROKES]
    pictures = {"Upload": PreparedDigit(DIGIT, note="Mine <b>"), "Camera": NOTHING_YET}
    kept: dict[str, Any] = json.loads(
        pad_text.write("Upload", objects, PreparedDigit(DIGIT), pictures)
    )
    return kept


def test_a_pad_comes_back() -> None:
    read = pad_text.read(json.dumps(pad()), SOURCES)
    assert (read.source, read.strokes) == ("Upload", STROKES)
    assert read.drawn.digit is not None
    assert (read.drawn.digit == DIGIT).all()
    assert list(read.pictures) == ["Upload"]
    assert (read.pictures["Upload"].digit == DIGIT).all()
    assert read.pictures["Upload"].note == "Mine <b>"


LONG = "M1 1" + "Q10 20 30 40" * 3000
DAMAGED = {
    "source": ["Nowhere", 1, None, ["Draw"]],
    "strokes": [
        None, 5, [5], [[]], [""], ["L1 1"], ["M1 1Z"], ["M1"], ["M1 1Q1 1"], ["M1e9 1"],
        ["M1 nan"], ["M12345 1"], ["M1 1C1 1 1 1 1 1"], [LONG], "M1 1",
    ],
    "digit": [5, "!", "AAAA", pack(np.stack([DIGIT, DIGIT]))],
    "pictures": [
        [], 5, {"Nowhere": [pack(DIGIT[None]), "", False]}, {"Upload": []},
        {"Upload": ["", "", False]}, {"Upload": [pack(DIGIT[None]), 5, False]},
        {"Upload": [pack(DIGIT[None]), "x" * 201, False]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "value"), [(part, value) for part, values in DAMAGED.items() for value in values]
)
def test_a_damaged_pad_is_refused(part: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011, whatever the words
        pad_text.read(json.dumps(pad() | {part: value}), SOURCES)


@pytest.mark.parametrize("doubtful", [True, False])
def test_a_doubt_comes_back_with_the_pad(doubtful: bool) -> None:
    one = PreparedDigit(DIGIT, doubtful=doubtful)
    objects = [{"path": [["M", 1.0, 2.0], ["L", 3.0, 4.0]]}]
    kept = pad_text.read(pad_text.write("Draw", objects, one, {"Upload": one}), SOURCES)
    assert kept.drawn.doubtful is doubtful
    assert kept.pictures["Upload"].doubtful is doubtful


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "null", '"pad"', "[" * 100_000])
def test_what_is_no_pad_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        pad_text.read(text, SOURCES)


@pytest.mark.parametrize("path", [None, [], [5], ["M"], [["M", "1", "2"]], [["M", 1e300, 1]]])
def test_what_is_no_stroke_is_not_kept(path: object) -> None:
    assert pad_text.write("Draw", [{"path": path}], NOTHING_YET, {}) == ""


def test_a_long_drawing_is_not_kept() -> None:
    path = [["M", 1, 1], *[["Q", 10.25, 20.25, 30.25, 40.25]] * 2000]
    assert pad_text.write("Draw", [{"path": path}], NOTHING_YET, {}) == ""


def sets() -> dict[str, SupportSet]:
    """A set of two symbols."""
    return {OWN: SupportSet().add("سه", DIGIT).add("ö", DIGIT.T + 1).add("سه", DIGIT + 2)}


def test_symbols_come_back() -> None:
    read = kept_sets.read(kept_sets.write({PERSIAN: SupportSet()} | sets()))
    assert list(read) == [OWN]
    assert read[OWN].names == ("سه", "ö")
    assert read[OWN].labels.tolist() == [0, 1, 0]
    assert (read[OWN].images == sets()[OWN].images).all()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("names", ["a"]),
        ("names", ["a", "a"]),
        ("names", ["a", 5]),
        ("names", 5),
        ("names", ["x" * 21, "b"]),
        ("labels", [0, 1, 2]),
        ("labels", [0, 1, -1]),
        ("labels", [0, 1, True]),
        ("labels", [0, 1]),
        ("labels", [0, 1] * 1000),
        ("images", pack(DIGIT[None])),
        ("images", 5),
    ],
)
def test_damaged_symbols_are_refused(part: str, value: object) -> None:
    kept = json.loads(kept_sets.write(sets()))
    kept[OWN][part] = value
    with pytest.raises(ValueError):  # noqa: PT011
        kept_sets.read(json.dumps(kept))


@pytest.mark.parametrize("found", [None, [], "text", {"pad left": 5}, {"a": "x" * 300_000}])
def test_what_is_no_dictionary_of_short_texts_is_refused(found: object) -> None:
    assert not browser_storage.are_texts(found)


def test_the_fullest_pads_and_sets_fit() -> None:
    """Noise, and drawings as long as can be."""
    noise = np.random.default_rng(1).integers(1, 256, (50, 28, 28)).astype(np.uint8)
    support = SupportSet(tuple("abcdefghij"), noise, np.arange(50) % 10)
    path = [["M", 1, 1], *[["Q", 10.25, 20.25, 30.25, 40.25]] * 1350]
    digit = PreparedDigit(noise[0])
    pictures = dict.fromkeys(("Upload", "Camera", "Sample"), digit)
    full = pad_text.write("Draw", [{"path": path}], digit, pictures)
    sets = kept_sets.write({PERSIAN: support, OWN: support})
    assert len(full) > 32_000
    fooled = [fooled_pairs.pair_of(noise[[n, n + 1]], True, 0.99) for n in range(10)]
    pairs = fooled_pairs.write(fooled)
    assert 4 * len(full) + len(sets) + len(pairs) < browser_storage.LARGEST - 2000


class Executor:
    """Notes who is said to have come and gone."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.limits = self
        self.grace = 1.0

    def stay(self, visit: str) -> None:
        self.heard.append("stay")

    def leave(self, visit: str, grace: float) -> None:
        self.heard.append("leave")


@pytest.fixture
def executor() -> Iterator[Executor]:
    executor = Executor()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "executor", lambda: executor)
        patch.setattr(session, "_sessions", Counter())  # no AppTest that has been ends its session
        yield executor
        assert not session._sessions


def test_a_visit_ends_with_its_last_tab(executor: Executor) -> None:
    """A duplicated tab, or the new session of a reload that is there before the old one is gone."""
    session._enter("a")
    session._enter("a")
    session._leave("a")
    assert executor.heard == ["stay", "stay"]
    session._leave("a")
    assert executor.heard[2:] == ["leave"]


@pytest.mark.parametrize("visit", ["", "a" * 31, "A" * 32, "a" * 33, "a" * 32 + "\n", "../" * 11])
def test_a_visit_of_another_form_is_refused(visit: str) -> None:
    with pytest.raises(ValueError, match="no visit"):
        session.restore(visit)
