"""Your own pictures without a browser: the figures of a ZIP equal the command line's."""

import base64
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pages._ui.verification.own_pictures import uploaded_set
from siamese.cli.commands import main
from siamese.evaluation.pair_scores import Scores
from siamese.files import png
from siamese.preprocessing import to_digit
from tests.pages.visitor import Visitor
from tests.support.glyphs import STROKES, on_paper, write

VERIFICATION = "verification.py"
PART = "Your own pictures"


class OwnVisitor(Visitor):
    """Someone with pictures of their own."""

    def come(self) -> None:
        self.app.query_params["part"] = PART
        self.open(VERIFICATION)

    def send(self, content: bytes, name: str = "mine.zip") -> None:
        """Uploads a ZIP."""
        uploader = self.app.file_uploader[0]
        uploader.set_value((name, content, "application/zip")).run()

    def figures(self) -> dict[str, str]:
        """What is measured."""
        return {metric.label: metric.value for metric in self.app.metric}

    def words(self) -> str:
        """All that the page says."""
        kinds = (self.app.markdown, self.app.caption, self.app.info, self.app.error)
        more = (self.app.warning, self.app.code)
        return "\n".join(element.value for kind in (*kinds, *more) for element in kind)

    def tiles(self) -> list[dict[str, Any]]:
        """The worst pairs."""
        found = [json.loads(one.proto.json) for one in self.app.get("bidi_component")]
        return next((data["tiles"] for data in found if "tiles" in data), [])


@pytest.fixture
def own(visitor: Visitor) -> Iterator[OwnVisitor]:
    assert not visitor.app.exception
    own = OwnVisitor()
    own.come()
    yield own
    assert not own.app.exception


def pack(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Three pictures of each of four digits, by their paths."""
    return {
        f"{digit}/{width}.png": png(on_paper(write(digit, width=width)))
        for digit in STROKES
        for width in (2, 8, 16)
    }


def test_the_figures_are_those_of_the_command_line(
    own: OwnVisitor,
    files: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Of the ZIP, with a folder around all, and of that folder as it lies on the disk. One label
    is wrong, so that there are errors to count."""
    wrong = {**files, "7/three.png": png(on_paper(write(3)))}
    own.send(pack({f"mine/{name}": content for name, content in wrong.items()}))
    packed = tmp_path / "mine.zip"
    packed.write_bytes(pack(wrong))
    for name, content in wrong.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for place in (packed, tmp_path):
        monkeypatch.setattr(
            sys, "argv", ["siamese", "evaluate", "--drawings", str(place), "--json"]
        )
        capfd.readouterr()
        assert main() == 0
        printed = json.loads(capfd.readouterr().out)
        assert printed["images"] == 13
        assert 0.5 < printed["accuracy"] < 1
        assert own.figures() == {
            "Accuracy": f"{100 * printed['accuracy']:.2f}\u202f%",
            "Equal error rate": f"{100 * printed['equal_error_rate']:.2f}\u202f%",
            "AUC": f"{printed['auc']:.4f}",
        }
    assert "**13 pictures** of 4 labels" in own.words()


def test_the_worst_pair_is_the_wrong_label(own: OwnVisitor, files: dict[str, bytes]) -> None:
    """The 3 in folder 7 lies beside the other threes: different, by their labels."""
    own.send(pack({**files, "7/another.png": files["3/8.png"]}))
    first = own.tiles()[0]
    assert first["kind"] == "different"
    assert first["predicted"] == "same"
    assert float(first["distance"]) == 0
    assert first["sentence"].startswith(("3 and 7", "7 and 3"))


def test_labels_may_be_any_words(own: OwnVisitor, files: dict[str, bytes]) -> None:
    names = {"1": "stick", "3": "<b>curl", "4": "**chair**", "7": "ñandú"}
    own.send(pack({f"{names[path[0]]}{path[1:]}": content for path, content in files.items()}))
    assert own.figures()["Accuracy"] == "100.00\u202f%"
    sheet = next(html.proto.body for html in own.app.get("html") if "as-seen" in html.proto.body)
    assert "<b>&lt;b&gt;curl</b>" in sheet
    assert sheet.count("<img") == 4
    assert "<b>**chair**</b>" in sheet


def test_thumbnails_are_what_the_network_sees(own: OwnVisitor, files: dict[str, bytes]) -> None:
    own.send(pack(files))
    sheet = next(html.proto.body for html in own.app.get("html") if "as-seen" in html.proto.body)
    address = sheet.split('src="data:image/png;base64,')[1].split('"')[0]
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(address))))
    order = sorted(path for path in files if path.startswith("1/"))
    expected = [to_digit(np.asarray(Image.open(io.BytesIO(files[path])))) for path in order]
    np.testing.assert_array_equal(shown, np.concatenate(expected, axis=1))


def test_bad_pictures_are_named_and_left_out(own: OwnVisitor, files: dict[str, bytes]) -> None:
    bad = {f"3/bad{number:02d}.png": b"words" for number in range(25)}
    own.send(pack({**files, **bad}))
    said = own.words()
    assert "25 files could not be read and were skipped" in said
    assert "3/bad00.png: This is not a picture" in said
    assert "… and 5 more" in said
    assert own.figures()["Accuracy"] == "100.00\u202f%"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["3/2.png", "3/8.png"], "do not make both kinds of pairs"),
        (["3/2.png", "7/8.png"], "do not make both kinds of pairs"),
    ],
)
def test_one_kind_of_pair_is_not_enough(
    own: OwnVisitor, files: dict[str, bytes], names: list[str], words: str
) -> None:
    own.send(pack({name: files[name] for name in names}))
    assert words in own.words()
    assert own.figures() == {}


@pytest.mark.parametrize("content", [b"no ZIP", b"", pack({"words.txt": b"words"})])
def test_what_is_no_zip_of_pictures_is_one_line(own: OwnVisitor, content: bytes) -> None:
    own.send(content)
    (error,) = own.app.error
    assert error.value.startswith("mine.zip: This ")
    assert "\n" not in error.value
    assert own.app.get("download_button")  # an example to begin with


def test_another_zip_takes_the_place_of_one(own: OwnVisitor, files: dict[str, bytes]) -> None:
    own.send(b"no ZIP", "bad.zip")
    assert own.app.file_uploader[0].value is None  # room for another
    own.send(pack(files))
    assert not own.app.error
    assert own.figures()
    own.send(b"no ZIP", "bad.zip")


@pytest.mark.parametrize("content", [b"no ZIP", pack({"3/a.png": b"words"})])
def test_a_bad_zip_costs_nothing_that_is_there(
    own: OwnVisitor, files: dict[str, bytes], content: bytes
) -> None:
    own.send(pack(files))
    before = own.figures()
    assert before
    own.send(content, "bad.zip")
    (error,) = own.app.error
    assert error.value.startswith("bad.zip: ")
    assert "The previous pictures are kept." in error.value
    assert own.figures() == before
    own.send(pack(files))
    assert not own.app.error


def test_nothing_readable_is_one_line(own: OwnVisitor) -> None:
    own.send(pack({"3/a.png": b"words", "7/b.png": b"words"}))
    (error,) = own.app.error
    assert error.value.startswith("mine.zip: None of its pictures can be read. 3/a.png: This is no")
    assert "kept" not in error.value


def test_pairs_drawn_more_than_once_are_told(own: OwnVisitor, files: dict[str, bytes]) -> None:
    """Twelve pictures: 12 · 11 / 2 pairs."""
    own.send(pack(files))
    assert "12 pictures make only 66 different pairs" in own.words()


def test_enough_different_pairs_need_no_word() -> None:
    """448 pictures make 100,128 pairs, 447 only 99,681."""
    from pages._ui.verification.own_pictures.part import (
        _how_measured,  # its parts register where a page runs
    )

    few, many = (Scores(images, 100_000, 1, 0, 1, 1) for images in (447, 448))
    assert "447 pictures make only 99,681 different pairs" in _how_measured(few)
    assert "different pairs" not in _how_measured(many)


def test_pictures_stay_while_other_pages_are_visited(
    own: OwnVisitor, files: dict[str, bytes]
) -> None:
    own.send(pack(files))
    before = own.figures()
    assert before
    own.open("home.py")
    own.come()
    assert own.figures() == before
    next(one for one in own.app.button if one.label == "Remove pictures").click().run()
    assert own.figures() == {}
    assert uploaded_set.KEY not in own.app.session_state


def test_a_pair_is_carried_to_draw(own: OwnVisitor, files: dict[str, bytes]) -> None:
    own.send(pack(files))
    tile = own.tiles()[0]
    own.app.session_state["montage"] = {"chosen": tile["name"]}
    own.reopen()
    next(one for one in own.app.button if one.label == "Compare these two").click().run()
    assert own.app.title[0].value == "Draw & compare"
    assert f"<b>{tile['distance']}</b>" in own.answer()


def test_the_verdict_on_a_pair_of_words_names_no_digit(
    own: OwnVisitor, files: dict[str, bytes]
) -> None:
    """A 3 in the folder of another word: the network takes the two for the same."""
    own.send(pack({**files, "star/a.png": files["3/8.png"]}))
    own.app.session_state["montage"] = {"chosen": own.tiles()[0]["name"]}
    own.reopen()
    assert "Same symbol" in own.answer()
    assert "**The network is wrong:** they are different symbols." in own.words()
    assert "digit" not in own.answer()


def test_the_example_is_tried_at_once(own: OwnVisitor) -> None:
    next(one for one in own.app.button if one.label == "Try the example").click().run()
    assert "**120 pictures** of 10 labels" in own.words()
    assert own.figures()


def test_the_example_is_one_that_can_be_sent(own: OwnVisitor) -> None:
    from pages._ui.verification.own_pictures.part import (
        example,  # its parts register where a page runs
    )

    own.send(example())
    assert "**120 pictures** of 10 labels" in own.words()
    assert float(own.figures()["Accuracy"].split("\u202f")[0]) > 95
