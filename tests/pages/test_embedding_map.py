"""The map of embeddings on the Verification page, as its visitor meets it."""

import base64
import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pages._ui.shared import digits, own_network
from pages._ui.verification.embedding_map import checkpoints, layout, sprite_sheet
from siamese.checkpoints import Checkpoint, load_checkpoints, save_checkpoints
from siamese.comparator import Comparator, shipped
from siamese.comparator import for_symbols as by_symbols
from siamese.config import training_config
from siamese.data.digits import read_mnist
from siamese.encoder import Encoder
from siamese.jobs import Job, Run
from siamese.manifest import NetworkError
from siamese.network import build_siamese_model
from siamese.training.embedding import embedding_function, to_litert
from tests.pages.visitor import PATIENCE, Visitor, digit_on_paper
from tests.support.networks import save_network

VERIFICATION = "verification.py"
FEW = 1000


class MapVisitor(Visitor):
    """Someone who looks at the map."""

    def come(self, **address: str) -> None:
        """Opens the map by its address, and waits until it is drawn."""
        for name, value in {"part": "Map", "count": "1000", **address}.items():
            self.app.query_params[name] = value
        self.open(VERIFICATION)
        self.wait_for_map()

    def wait_for_map(self, name: str | None = None) -> None:
        """Until the layouts of a moment have come."""
        there = self.there(name)
        layout.neighbours_of(there).exception(timeout=PATIENCE)
        self.reopen()

    def there(self, name: str | None = None, count: int = FEW) -> layout.MapData:
        """The digits of the map, at a moment of the shipped network."""
        stages = checkpoints.of(shipped(), None).result(PATIENCE)
        stage = stages.moments[name or list(stages.moments)[-1]]
        return layout.of(stage, digits.shown(), count).result(PATIENCE)

    def map(self) -> dict[str, Any]:
        """What the browser is given to draw."""
        found = [element.proto.json for element in self.app.get("bidi_component")]
        return json.loads(next(text for text in found if '"places"' in text))

    def places(self) -> np.ndarray:
        """Where the digits lie."""
        return np.frombuffer(base64.b64decode(self.map()["places"]), "<f4").reshape(-1, 2)

    def nearest(self) -> list[list[tuple[int, int, float]]]:
        """Of each drawing the neighbours listed: which digit, what it shows, how far away."""
        rows = [html.proto.body for html in self.app.get("html") if "nearest" in html.proto.body]
        item = re.compile(r"image (\d+): an?\s\d\"><span><b>(\d)</b> ([\d.]+)</span>")
        return [
            [(int(one), int(label), float(far)) for one, label, far in item.findall(row)]
            for row in re.findall(r"<section.*?</section>", "".join(rows))
        ]

    def words(self) -> str:
        """All that the page says."""
        kinds = (self.app.markdown, self.app.caption, self.app.info, self.app.warning)
        return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture
def looker(visitor: Visitor) -> Iterator[MapVisitor]:
    """Someone beside the visitor, where MNIST is not at hand: the digits are handwriting."""
    assert not visitor.app.exception
    looker = MapVisitor()
    yield looker
    assert not looker.app.exception


def test_a_drawing_has_its_true_neighbours(looker: MapVisitor, shipped: Comparator) -> None:
    """Computed once more, from distances to every digit; on the plane it is among them."""
    looker.come()
    assert looker.nearest() == []
    looker.draw("map", digit_on_paper(3))
    drawing = looker.app.session_state["pad map"].digit
    embeddings = shipped.embed(digits.shown().images[:FEW]).astype(float)
    far = np.sqrt(((embeddings - shipped.embed(drawing[None])[0]) ** 2).sum(axis=1))
    expected = np.argsort(far)[:10]
    ((listed),) = looker.nearest()
    assert [one for one, _, _ in listed] == expected.tolist()
    assert [label for _, label, _ in listed] == digits.shown().labels[expected].tolist()
    assert [one for _, _, one in listed] == pytest.approx(far[expected], abs=0.0051)
    (shown,) = looker.map()["drawings"]
    assert shown["neighbours"] == expected.tolist()
    around = looker.places()[expected]
    assert (around.min(axis=0) - 1e-3 <= shown["place"]).all()
    assert (shown["place"] <= around.max(axis=0) + 1e-3).all()
    assert "t-SNE gives no position for a new digit" in looker.words()


def test_along_principal_axes_a_drawing_has_its_own_place(looker: MapVisitor) -> None:
    """A digit of the map, drawn as it is, lands on itself."""
    looker.come(layout="Principal axes (PCA)")
    pad = looker.app.session_state["pad map"]
    pad.pictures["Sample"] = replace(digits.any_digit(), digit=digits.shown().images[7])
    looker.choose("map", "Sample")
    (shown,) = looker.map()["drawings"]
    assert shown["neighbours"][0] == 7
    assert shown["place"] == pytest.approx(looker.places()[7].tolist(), abs=1e-3)
    assert "t-SNE gives no position for a new digit" not in looker.words()
    assert "first principal axis" in looker.map()["words"]["label"]


def test_drawings_of_draw_and_compare_are_on_it(looker: MapVisitor) -> None:
    looker.open("draw.py")
    looker.draw("left", digit_on_paper(3))
    looker.draw("right", digit_on_paper(7))
    looker.come()
    assert [one["name"] for one in looker.map()["drawings"]] == ["First", "Second"]
    first, second = looker.nearest()
    assert {label for _, label, _ in first} == {3}
    assert {label for _, label, _ in second} == {7}


def test_the_training_taken_back(looker: MapVisitor) -> None:
    """Untrained, fewer neighbours show the same digit, and the drawings' distances are others."""
    looker.come()
    trained = looker.there()
    looker.app.select_slider(key="learned").set_value("Untrained").run()
    looker.wait_for_map("Untrained")
    before = looker.there("Untrained")
    encoder = Encoder(load_checkpoints()[0].model)
    few = digits.shown().images[:5]
    assert before.embeddings[:5] == pytest.approx(encoder.embed(few), abs=1e-5)
    assert before.purity < trained.purity
    assert f"**{100 * before.purity:.1f}\u202f%**" in looker.words()
    assert "untrained" in looker.map()["words"]["label"]


def test_principal_axes_until_neighbours_are_found(
    looker: MapVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    never: Future[Any] = Future()
    monkeypatch.setattr(layout, "neighbours_of", lambda _: never)
    looker.app.query_params["part"] = "Map"
    looker.app.query_params["count"] = "1000"
    looker.open(VERIFICATION)
    there = looker.there()
    looker.reopen()
    lengths = np.linalg.norm(looker.places() - looker.places()[0], axis=1)
    expected = np.linalg.norm(there.principal.places - there.principal.places[0], axis=1)
    assert lengths == pytest.approx(expected, abs=1e-3)
    assert "Computing t-SNE" in looker.map()["words"]["waiting"]


def test_a_layout_that_fails_leaves_the_other(
    looker: MapVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Future[Any] = Future()
    failed.set_exception(MemoryError())
    with monkeypatch.context() as broken:
        broken.setattr(layout, "neighbours_of", lambda _: failed)
        looker.come()
        assert "could not be computed: MemoryError" in looker.app.error[0].value
        assert len(looker.places()) == FEW
    next(button for button in looker.app.button if button.label == "Try again").click().run()
    looker.wait_for_map()
    assert not looker.app.error


def test_without_checkpoints_the_trained_network_alone(
    looker: MapVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> list[Checkpoint]:
        raise NetworkError("checkpoints.npz: No such file. Make it again with: make train")

    checkpoints._of.clear()
    with monkeypatch.context() as broken:
        broken.setattr(checkpoints.__name__ + ".load_checkpoints", missing)
        looker.come()
    assert "Only the trained network can be shown. checkpoints.npz: No such file" in looker.words()
    assert len(looker.app.select_slider) == 0
    assert len(looker.places()) == FEW
    checkpoints._of.clear()


@pytest.mark.parametrize(
    "garbage",
    [
        {"learned": "Never", "layout": "x", "count": "-1"},
        {"learned": "", "layout": "", "count": ""},
        {"learned": "<b>", "layout": "\x00", "count": "1e9"},
    ],
)
def test_garbage_in_the_address_is_survived(looker: MapVisitor, garbage: dict) -> None:
    looker.come(**garbage)
    assert len(looker.places()) == min(2000, len(digits.shown().images))


def test_a_network_of_one_s_own_has_its_own_moments(
    looker: MapVisitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The slides' network, whose run was stopped after its first steps."""
    looker.come(learned="Untrained")
    encoder = build_siamese_model((28, 28, 1))
    model = to_litert(embedding_function(encoder), half=True)
    save_checkpoints([Checkpoint(50, 0.4, model)], tmp_path)
    own = save_network(encoder, tmp_path)
    run = Run(Job(training_config("slides", digits=100), None), "somebody", 1, 60, tmp_path)
    run.set_result(tmp_path)
    monkeypatch.setattr("pages._ui.shared.session.runs", lambda: [run])
    looker.app.session_state[own_network.KEY] = own_network.OwnNetwork(run, own)
    looker.reopen()
    checkpoints.of(own, tmp_path).result(PATIENCE)
    looker.reopen()
    slider = looker.app.select_slider(key="learned")
    assert slider.options == ["50 steps", "Trained"]
    assert slider.value == "Trained"


def test_the_network_for_symbols_has_a_map_of_its_own(looker: MapVisitor) -> None:
    """Only trained, as no earlier checkpoints are kept; neighbours by its own distances."""
    looker.come()
    others = looker.words()
    looker.app.button_group(key="map-network").set_value("Network for symbols").run()
    [stage] = checkpoints.trained_only(by_symbols()).moments.values()
    there = layout.of(stage, digits.shown(), FEW).result(PATIENCE)
    layout.neighbours_of(there).exception(timeout=PATIENCE)
    looker.reopen()
    looker.draw("map", digit_on_paper(3))
    drawing = looker.app.session_state["pad map"].digit
    embeddings = by_symbols().embed(digits.shown().images[:FEW]).astype(float)
    far = np.sqrt(((embeddings - by_symbols().embed(drawing[None])[0]) ** 2).sum(axis=1))
    ((*listed,),) = looker.nearest()
    assert [one for one, _, _ in listed] == np.argsort(far)[:10].tolist()
    assert [one for _, _, one in listed] == pytest.approx(np.sort(far)[:10], abs=0.0051)
    assert f"**{100 * there.purity:.1f}\u202f%**" in looker.words()
    assert "all 128 dimensions" in looker.words()
    assert "network for symbols" in looker.words()
    assert "network for symbols" not in others
    assert not looker.app.select_slider
    assert not looker.app.warning


def test_few_digits_are_a_small_map(
    looker: MapVisitor, mnist_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four images, all alike: one spot."""
    monkeypatch.setenv("SIAMESE_MNIST", str(mnist_file))
    looker.app.query_params["part"] = "Map"
    looker.open(VERIFICATION)
    layout.neighbours_of(looker.there(count=4)).result(PATIENCE)
    looker.reopen()
    assert looker.places().tolist() == [[0, 0]] * 4
    assert read_mnist(mnist_file).y_test.tolist() == [int(one) for one in looker.map()["labels"]]


def test_the_sheet_holds_every_picture_in_its_place() -> None:
    """In sixteen greys, each at most half a step from the digit's own."""
    shown = digits.shown()
    address = sprite_sheet._sheet(shown, 120)
    file = io.BytesIO(base64.b64decode(address.partition(",")[2]))
    pixels = np.asarray(Image.open(file).convert("L"))
    assert pixels.shape == (3 * 28, 50 * 28)
    for one in (0, 49, 50, 119):
        row, column = divmod(one, 50)
        tile = pixels[row * 28 :, column * 28 :][:28, :28].astype(int)
        assert np.abs(tile - shown.images[one]).max() <= 9
    assert pixels[2 * 28 :, 20 * 28 :].max() == 0
