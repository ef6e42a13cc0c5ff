"""One-shot without a browser: the Persian set, a set of one's own, and what is refused."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pages._ui.shared import own_network
from pages._ui.shared.query_params.address import INVALID
from pages._ui.verification.one_shot.support_sets import (
    OWN,
    PERSIAN,
    SAMPLE_SEED,
    SAMPLES,
    EditableSupportSet,
)
from pages._ui.verification.one_shot.three_answers import SYMBOLS as SYMBOLS_NAME
from siamese import comparator
from siamese.comparator import Comparator
from siamese.config import training_config
from siamese.evaluation.persian import persian_digits, persian_set
from siamese.evaluation.support_file import pack, unpack
from siamese.evaluation.support_set import SupportSet
from siamese.jobs import Job, Run
from siamese.manifest import SYMBOLS, Manifest
from siamese.preprocessing import to_digit
from tests.pages.visitor import Visitor, digit_on_paper

VERIFICATION = "verification.py"


class Namer:
    """Someone who has opened the part and waited for the network."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.app = visitor, visitor.app
        visitor.open(VERIFICATION)
        self.app.button_group(key="part").set_value("One-shot").run()

    @property
    def set(self) -> EditableSupportSet:
        """The set that is looked at."""
        name = self.app.button_group(key="symbols").value
        return self.app.session_state["symbol sets"][name]

    def choose(self, name: str) -> None:
        self.app.button_group(key="symbols").set_value(name).run()

    def draw(self, digit: int, **pen: float) -> np.ndarray:
        """Draws a digit, and gives what the network is to see of it."""
        paper = digit_on_paper(digit, **pen)
        self.visitor.draw("symbol", paper)
        return to_digit(paper)

    def add(self, new: str = "", known: str | None = None) -> None:
        """Names what is on the pad, and adds it."""
        if new:
            self.app.text_input(key=self.set.key("new")).set_value(new)
        if known:
            self.app.selectbox(key=self.set.key("known")).set_value(known)
        [button] = [button for button in self.app.button if button.label == "Add as an example"]
        button.click().run()

    def press(self, label: str) -> None:
        [button] = [button for button in self.app.button if button.label == label]
        button.click().run()

    def load(self, content: bytes) -> None:
        key = self.app.session_state["symbol sets"].get(OWN, EditableSupportSet(OWN, SupportSet()))
        uploader = self.app.file_uploader(key=key.key("load"))
        uploader.set_value(("symbols.json", content, "application/json")).run()

    def html(self, part: str) -> str:
        """The one piece of HTML that holds this."""
        [found] = [html.proto.body for html in self.app.get("html") if part in html.proto.body]
        return found

    def ranking(self) -> list[tuple[str, float]]:
        """Names and distances, as they are shown."""
        rows = re.findall(r"<bdi>(.*?)</bdi>.*?<span>([\d.]+)</span>", self.html('"ranking"'))
        return [(name, float(distance)) for name, distance in rows]


@pytest.fixture
def namer(visitor: Visitor) -> Iterator[Namer]:
    """Someone who looks at the Persian digits."""
    return Namer(visitor)


@pytest.fixture
def owner(namer: Namer) -> Namer:
    """Someone who has drawn a 3 named "سه" and a 1 named "one"."""
    namer.choose(OWN)
    namer.draw(3)
    namer.add("سه")
    namer.draw(1)
    namer.add("one")
    return namer


def test_the_persian_digits_are_there_at_once(namer: Namer) -> None:
    assert "Draw one of the symbols" in namer.visitor.answer()
    assert re.findall("<bdi>(.)</bdi>", namer.html('"symbols"')) == list("۰۱۲۳۴۵۶۷۸۹")
    manifest = Manifest.load(SYMBOLS).one_shot
    [figure] = [text.value for text in namer.app.markdown if "5-way 1-shot" in text.value]
    by_digits = Manifest.load().one_shot.accuracy
    assert f"not trained on: **{100 * manifest.accuracy:.0f}\u202f%** by the network for" in figure
    assert f"{100 * by_digits:.0f}\u202f% by the network for digits" in figure


def test_a_drawing_is_ranked_by_the_nearest_example(namer: Namer, for_symbols: Comparator) -> None:
    """Each distance once more, pair by pair, with the comparator's own `distance`."""
    drawn = namer.draw(3)
    support = persian_set()
    nearest = [for_symbols.distance(drawn, image) for image in support.images]
    order = np.argsort(nearest)
    shown = namer.ranking()
    assert [name for name, _ in shown] == [support.names[k] for k in order]
    assert [distance for _, distance in shown] == pytest.approx(np.sort(nearest), abs=0.0051)


def test_three_answer_the_same_question(
    owner: Namer, for_symbols: Comparator, shipped: Comparator
) -> None:
    """Each distance once more: of pixels, of the network for digits and of that for symbols."""
    drawn = owner.draw(3, width=20)
    images = owner.set.support.images
    expected = [
        [np.linalg.norm(drawn / 255.0 - image / 255.0) for image in images],
        [shipped.distance(drawn, image) for image in images],
        [for_symbols.distance(drawn, image) for image in images],
    ]
    rows = re.findall(
        r"<th>([^<]*)</th><td><bdi>(.*?)</bdi></td><td>([\d.]+)</td>"
        r"<td><bdi>(.*?)</bdi> ([\d.]+)</td>",
        owner.html('"three"'),
    )
    assert [who for who, *_ in rows] == [
        "pixels",
        "the network for digits",
        "the network for symbols",
    ]
    for (_, name, first, other, second), distances in zip(rows, expected, strict=True):
        order = np.argsort(distances)
        assert [name, other] == [owner.set.support.names[at] for at in order]
        assert [float(first), float(second)] == pytest.approx(np.sort(distances), abs=0.0051)


def test_a_network_of_ones_own_answers_in_the_place_of_that_for_digits(
    owner: Namer, for_symbols: Comparator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = Run(Job(training_config("slides", digits=100), None), "somebody", 7, 60, tmp_path)
    monkeypatch.setattr("pages._ui.shared.session.runs", lambda: [run])
    own = own_network.OwnNetwork(run, for_symbols)
    owner.app.session_state[own_network.KEY] = own
    owner.draw(3, width=20)
    rows = re.findall(r"<th>([^<]*)</th>(.*?)</tr>", owner.html('"three"'))
    assert [who for who, _ in rows[2:]] == [f"your network, Run {run.number}", SYMBOLS_NAME]
    assert rows[2][1] == rows[3][1]


def test_without_the_network_for_symbols_the_remedy_is_named(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("siamese.comparator.SYMBOLS", tmp_path)
    comparator.for_symbols.clear()
    namer = Namer(visitor)
    [error] = namer.app.error
    assert str(tmp_path) in error.value
    assert "\n" not in error.value
    monkeypatch.undo()
    namer.press("Try again")
    assert not namer.app.error
    assert "limits" not in namer.visitor.links()
    namer.draw(3)
    assert "Distance" in namer.visitor.answer()
    assert "limits" in namer.visitor.links()


def test_two_symbols_that_are_nearly_as_near_are_both_named(owner: Namer) -> None:
    """The same drawing under two names: no answer can tell them apart."""
    owner.draw(7)
    owner.add("seven")
    owner.draw(1, width=20)
    assert "This is <bdi>one</bdi>" in owner.visitor.answer()
    owner.add(known="one")
    owner.draw(7)
    owner.add("another")
    owner.draw(7, width=20)
    answer = owner.visitor.answer()
    assert re.search("Between <bdi>(seven|another)</bdi> and <bdi>(seven|another)</bdi>", answer)
    assert owner.html('"ranking"').count("<em>≈</em>") == 2


def test_a_sample_is_a_persian_digit(namer: Namer) -> None:
    namer.visitor.choose("symbol", "Sample")
    sample = namer.app.session_state["pad symbol"].pictures["Sample"]
    said = re.fullmatch("A ([۰-۹]), written by the app", sample.note)
    images, labels = persian_digits(SAMPLES, SAMPLE_SEED)
    [same] = [at for at, image in enumerate(images) if (image == sample.digit).all()]
    assert said.group(1) == "۰۱۲۳۴۵۶۷۸۹"[labels[same]]
    assert "Distance" in namer.visitor.answer()


def test_none_of_these_past_the_slider(owner: Namer) -> None:
    owner.draw(3, width=20)
    assert "This is <bdi>سه</bdi>" in owner.visitor.answer()
    owner.app.slider(key="none").set_value(0.0).run()
    assert "None of these" in owner.visitor.answer()


def test_the_slider_begins_at_the_networks_figure(owner: Namer) -> None:
    owner.draw(3)
    slider = owner.app.slider(key="none")
    assert slider.value == pytest.approx(Manifest.load(SYMBOLS).one_shot.threshold, abs=0.0051)


@pytest.mark.parametrize("said", ["x", "", "nan", "-1", "1e9"])
def test_garbage_in_the_address_is_one_line(visitor: Visitor, said: str) -> None:
    """It is told before there is a slider, and where there is one, that begins as ever."""
    visitor.app.query_params["none"] = said
    namer = Namer(visitor)
    [warning] = namer.app.warning
    assert warning.value == INVALID.format("none")
    namer.draw(3)
    usual = Manifest.load(SYMBOLS).one_shot.threshold
    assert namer.app.slider(key="none").value == pytest.approx(usual, abs=0.0051)


def test_the_address_may_place_the_slider(visitor: Visitor) -> None:
    visitor.app.query_params["none"] = "0.3"
    namer = Namer(visitor)
    namer.draw(3)
    assert namer.app.slider(key="none").value == 0.3
    assert not namer.app.warning


def test_two_symbols_of_ones_own_are_told_apart(owner: Namer) -> None:
    assert owner.set.support.names == ("سه", "one")
    owner.draw(1, width=24)
    assert "This is <bdi>one</bdi>" in owner.visitor.answer()
    owner.add(known="one")
    assert np.bincount(owner.set.support.labels).tolist() == [1, 2]


def test_one_symbol_is_nothing_to_choose_among(namer: Namer) -> None:
    namer.choose(OWN)
    assert "Draw a symbol" in namer.visitor.answer()
    namer.draw(3)
    assert "Name your drawing" in namer.visitor.answer()
    namer.add("three")
    namer.draw(3)
    assert "Name your drawing" in namer.visitor.answer()


def test_a_blank_pad_is_no_example(owner: Namer) -> None:
    before = owner.set.support
    owner.add("nothing")
    assert [warning.value for warning in owner.app.warning] == [
        "The pad is empty. Draw the symbol first."
    ]
    assert owner.set.support is before


def test_a_name_is_needed_and_the_drawing_stays(owner: Namer) -> None:
    owner.draw(7)
    owner.add()
    [warning] = owner.app.warning
    assert "needs a name" in warning.value
    owner.add("seven")
    assert owner.set.support.names == ("سه", "one", "seven")


def test_a_name_is_no_markup(owner: Namer) -> None:
    owner.draw(7)
    owner.add("<img src=x>")
    owner.draw(7)
    assert "&lt;img src=x&gt;" in owner.visitor.answer()
    assert all("<img src=x>" not in html.proto.body for html in owner.app.get("html"))


def test_rename_remove_and_undo(owner: Namer) -> None:
    owner.app.text_input(key=owner.set.key("name-0")).set_value("drei").run()
    assert owner.set.support.names == ("drei", "one")
    owner.press("Remove this symbol")
    assert owner.set.support.names == ("one",)
    owner.app.button(key="set-undo").click().run()
    owner.app.button(key="set-undo").click().run()
    assert owner.set.support.names == ("سه", "one")
    owner.press("Clear all")
    assert owner.set.support.names == ()


def test_a_name_that_another_has_is_refused(owner: Namer) -> None:
    owner.app.text_input(key=owner.set.key("name-0")).set_value("one").run()
    [warning] = owner.app.warning
    assert "same name" in warning.value
    assert owner.set.support.names == ("سه", "one")


def test_an_example_is_removed(owner: Namer) -> None:
    owner.draw(3, width=24)
    owner.add(known="سه")
    second = owner.set.support.images[2]
    owner.app.button(key=owner.set.key("example-1")).click().run()
    support = owner.set.support
    np.testing.assert_array_equal(support.images[support.labels == 0], second[None])


def test_the_persian_set_takes_an_example_in_ones_own_hand(namer: Namer) -> None:
    drawn = namer.draw(7)
    namer.add(known="۶")
    assert len(namer.set.support.examples(6)) == 2
    namer.draw(7)
    assert "This is <bdi>۶</bdi>" in namer.visitor.answer()
    assert namer.ranking()[0][1] == pytest.approx(0, abs=1e-6)
    np.testing.assert_array_equal(namer.set.support.images[-1], drawn)
    namer.press("Reset")
    assert len(namer.set.support.images) == 10


def test_a_set_that_was_kept_is_loaded(owner: Namer) -> None:
    kept = pack(owner.set.support)
    owner.press("Clear all")
    owner.choose(PERSIAN)
    owner.load(kept)
    assert owner.app.button_group(key="symbols").value == OWN
    assert owner.set.support.names == ("سه", "one")
    np.testing.assert_array_equal(owner.set.support.images, unpack(kept).images)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x89PNG", b"[" * 100_000])
def test_a_bad_file_gets_one_line_and_costs_nothing(owner: Namer, content: bytes) -> None:
    before = owner.set.support
    owner.load(content)
    [warning] = owner.app.warning
    assert "\n" not in warning.value
    assert owner.set.support is before


def test_a_widget_that_is_gone_is_not_listened_to(owner: Namer) -> None:
    """A browser sends the name that a field held before the set was changed."""
    earlier = owner.app.session_state["symbol sets"][OWN].version
    owner.draw(7)
    owner.add("seven")
    before = owner.set.support
    assert not owner.set.change("set", lambda: before.rename(0, "old"), earlier)
    assert owner.set.support is before


def test_all_stays_while_another_page_is_visited(owner: Namer) -> None:
    owner.draw(3)
    answer = owner.visitor.answer()
    owner.visitor.open("home.py")
    owner.visitor.open(VERIFICATION)
    owner.app.button_group(key="part").set_value("One-shot").run()
    owner.choose(OWN)
    assert owner.visitor.answer() == answer
