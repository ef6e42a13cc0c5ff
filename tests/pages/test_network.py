"""The Network page, by AppTest."""

import re
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from pages._ui.network import charts, inspection, layer_table, occlusion, occlusion_chart
from pages._ui.network.occlusion import decisive
from pages._ui.shared import digits, own_network, source_code
from pages._ui.shared.background import SEE_LOG
from pages._ui.shared.colors import DIFFERENT, SAME
from pages._ui.shared.style_sheets import STYLE
from siamese.comparator import Comparator, shipped
from siamese.config import training_config
from siamese.jobs import Job, Run
from siamese.manifest import ASSETS, Manifest
from siamese.network import build_siamese_model, build_twin_network
from tests.pages.visitor import PATIENCE, Visitor, digit_on_paper
from tests.support.networks import save_network

NETWORK = "network.py"
OUTPUTS, OCCLUSION = "Layer outputs", "Occlusion map"


class NetworkVisitor(Visitor):
    """Someone who looks at the Network page."""

    def come(self, **address: str) -> None:
        """Opens the page by its address, and waits until the network is taken apart."""
        for name, value in address.items():
            self.app.query_params[name] = value
        self.open(NETWORK)
        self.wait_for(inspection.of(shipped(), ASSETS, digits.shown()))

    def wait_for(self, coming: Future[Any]) -> None:
        """Until something has come."""
        coming.exception(timeout=PATIENCE)
        self.reopen()

    def html(self, name: str) -> str:
        """A part of the page, by its class; empty where it is not there."""
        found = [html.proto.body for html in self.app.get("html")]
        return next((body for body in found if f'class="{name}"' in body), "")

    def sums(self) -> list[str]:
        """The last row of the table."""
        foot = re.search(r"<tfoot>.*</tfoot>", self.html("layers"))
        return re.findall(r"<td>(.*?)</td>", foot[0]) if foot else []

    def choose_part(self, part: str) -> None:
        """Goes to another part of the page."""
        self.app.button_group(key="part").set_value(part).run()

    def words(self) -> str:
        """All that the page says."""
        kinds = (self.app.markdown, self.app.caption, self.app.info, self.app.error)
        return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture
def looker(visitor: Visitor) -> Iterator[NetworkVisitor]:
    """Someone beside the visitor, where MNIST is not at hand: the digits are handwriting."""
    assert not visitor.app.exception
    looker = NetworkVisitor()
    yield looker
    assert not looker.app.exception


def test_the_table_adds_up_as_keras_says(
    looker: NetworkVisitor, shipped_encoder: keras.Model
) -> None:
    looker.come()
    weights = shipped_encoder.count_params()
    rows = re.findall(r"<tr><th>\d+\..*?</tr>", looker.html("layers"))
    cells = np.array([[cell.replace(",", "") for cell in re.findall(r"<td>(.*?)</td>", row)[1:3]]
                      for row in rows], int)  # fmt: skip
    assert looker.sums() == ["", f"{weights:,}", f"{cells[:, 1].sum():,}", ""]
    assert cells[:, 0].sum() == weights
    twin = build_twin_network(shipped_encoder)
    assert f"**{twin.count_params():,}** weights in all" in looker.words()
    assert "“2 ×” says that the encoder itself has 2 such layers side by side" in looker.words()


def test_the_slides_network_beside_it(looker: NetworkVisitor) -> None:
    """19,888 weights, and 200,704 + 3,211,264 + 3,072 multiplications."""
    looker.come()
    looker.app.button_group(key="network").set_value("Slides’ network").run()
    looker.wait_for(inspection.slides())
    assert looker.sums() == ["", "19,888", "3,415,040", ""]
    assert "`Dense(1, sigmoid)` with 2: **19,890** weights in all" in looker.words()
    assert "side by side" not in looker.words()  # one branch
    assert "network before training" in looker.words()
    assert "sigmoid" in looker.html("twin")
    assert "= <b>" not in looker.html("twin")  # untrained: no distance to show


def test_the_distance_is_the_networks(looker: NetworkVisitor, shipped: Comparator) -> None:
    looker.come(left="3", right="8")
    images = digits.shown().images
    expected = float(shipped.distance(images[3], images[8]))
    assert f"= <b>{expected:.2f}</b>" in looker.html("twin")
    looker.app.number_input(key="right").set_value(3.0).run()
    assert "= <b>0.000</b>" in looker.html("twin")
    looker.choose_part(OUTPUTS)
    assert "From **0.00** between the pixels to **0.00** between the embeddings" in looker.words()


def test_the_strongest_maps_first(looker: NetworkVisitor) -> None:
    """The pooling after three convolutions of either tower, added up here once more."""
    looker.come(part=OUTPUTS, layer="10. MaxPooling2D")
    seen = inspection.of(shipped(), ASSETS, digits.shown()).result()
    made = seen.maps.of(digits.shown().images[:2])[3]
    answers = made.sum(axis=(0, 1, 2))
    assert len(answers) == 128
    order = sorted(range(128), key=lambda channel: -answers[channel])[:8]
    shown = re.findall(r"<figcaption>Map (\d+)</figcaption>", looker.html("maps"))
    assert [int(number) - 1 for number in shown] == order
    assert looker.html("maps").count("<img") == 16


def test_drawings_of_one_s_own_come_first(looker: NetworkVisitor) -> None:
    looker.open("draw.py")
    looker.draw("left", digit_on_paper(3))
    looker.come()
    assert "First: your digit" in looker.html("twin")
    assert "Second: Handwriting, image 1" in looker.html("twin")
    looker.app.button_group(key="whose pair").set_value("Test images").run()
    assert "First: Handwriting, image 0" in looker.html("twin")
    looker.open("draw.py")
    looker.draw("right", digit_on_paper(3))
    looker.come()
    assert "Second: your digit" in looker.html("twin")
    assert "= <b>0.000</b>" in looker.html("twin")
    assert "number_input" not in {element.type for element in looker.app.main}


@pytest.mark.parametrize(
    "garbage",
    [
        {"network": "x", "layer": "9. Nothing", "left": "nan", "right": "-1"},
        {"network": "", "layer": "", "left": "1e400", "right": "inf"},
        {"network": "<b>", "layer": "\x00", "left": "many", "right": "99999"},
    ],
)
def test_garbage_in_the_address_is_survived(looker: NetworkVisitor, garbage: dict) -> None:
    looker.come(**garbage)
    assert not looker.app.exception
    assert looker.sums()
    looker.choose_part(OUTPUTS)
    assert looker.html("maps")


def test_a_network_of_one_s_own_is_taken_apart(
    looker: NetworkVisitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It has fewer layers than the one before: the layer looked at may be none of its."""
    looker.come(part=OUTPUTS, layer="23. Embedding")
    config = {**Manifest.load().config, "loss": "cross-entropy"}
    own = save_network(build_siamese_model((28, 28, 1)), tmp_path, config=config)
    run = Run(Job(training_config("slides", digits=100), None), "somebody", 1, 60, tmp_path)
    run.set_result(tmp_path)
    monkeypatch.setattr("pages._ui.shared.session.runs", lambda: [run])
    looker.app.session_state[own_network.KEY] = own_network.OwnNetwork(run, own)
    looker.reopen()
    looker.wait_for(inspection.of(own, tmp_path, digits.shown()))
    assert not looker.app.exception
    assert looker.html("maps").count("<img") == 16
    looker.choose_part("Architecture")
    assert looker.sums()[1] == "19,888"
    assert "**19,890** weights in all" in looker.words()


def test_an_error_gets_one_line_and_a_retry(
    looker: NetworkVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: Future[Any] = Future()
    failed.set_exception(ValueError("no such layer"))
    with monkeypatch.context() as broken:
        broken.setattr(inspection, "of", lambda *_: failed)
        looker.come()
        assert [error.value for error in looker.app.error] == [
            f"The network could not be inspected: ValueError. {SEE_LOG}"
        ]
    next(button for button in looker.app.button if button.label == "Try again").click().run()
    looker.come()
    assert not looker.app.error
    assert looker.sums()


def test_the_occlusion_map_in_words() -> None:
    """Row 6 and column 0: rows 10 to 15, and of the columns what lies inside: 0 to 3."""
    changes = np.zeros((14, 14), np.float32)
    changes[6, 0], changes[2, 2] = -0.5, 0.25
    words = decisive("first", changes, 1.4, 1.09)
    assert "rows 10 to 15 in columns 0 to 3" in words
    assert "the distance falls, **1.40 → 0.90**, and the verdict changes." in words
    words = decisive("second", -changes, 1.4, 1.09)
    assert "the distance rises, **1.40 → 1.90**, and the verdict stays the same." in words
    assert decisive("first", 0 * changes, 1.4, 1.09).startswith("In the first digit, no patch")


def test_the_layers_are_numbered_as_in_the_table(looker: NetworkVisitor) -> None:
    looker.come()
    rows = re.findall(r"<tr><th>(\d+)\. (?:\d × )?(\w+)", looker.html("layers"))
    numbers = dict(rows)
    looker.choose_part(OUTPUTS)
    *named, embedding = looker.app.button_group(key="layer").options
    assert len(named) == 7
    for option in named:
        number, kind = option.split(". ")
        assert numbers[number] == kind
    assert embedding == f"{len(rows) - 1}. Embedding"


def test_layers_with_equal_figures_are_named_together() -> None:
    assert layer_table._largest([0, 6, 3, 1]) == "layer 1 has 60\u202f%"
    assert layer_table._largest([0, 5, 0, 5]) == "layers 1 and 3 have 50\u202f% each"


def test_the_code_is_that_of_the_network_shown(
    looker: NetworkVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []
    monkeypatch.setattr(source_code, "show_code", lambda _, *places: listed.append(places[0][1]))
    looker.come()
    assert listed[-1] == "build_shipped_encoder"
    looker.app.button_group(key="network").set_value("Slides’ network").run()
    assert listed[-1] == "build_siamese_model"
    looker.choose_part(OCCLUSION)
    assert listed[-1] == "covered"
    looker.choose_part("Architecture")
    assert listed[-1] == "build_siamese_model"


def test_a_part_that_is_left_comes_back_as_it_was(looker: NetworkVisitor) -> None:
    looker.come(part=OUTPUTS, layer="23. Embedding", right="5")
    looker.wait_for(inspection.slides())
    looker.choose_part("Architecture")
    looker.app.button_group(key="network").set_value("Slides’ network").run()
    looker.choose_part(OCCLUSION)
    assert looker.app.number_input(key="right").value == 5
    looker.choose_part(OUTPUTS)
    assert looker.app.button_group(key="layer").value == "23. Embedding"
    looker.choose_part("Architecture")
    assert looker.app.button_group(key="network").value == "Slides’ network"


def test_blue_ink_makes_the_two_alike() -> None:
    """Without it the distance rises; without orange ink, which makes them different, it falls."""
    colours = dict(zip(occlusion_chart.WAYS, occlusion_chart.COLOURS, strict=True))
    falls, rises = occlusion_chart.what(np.array([[-0.5, 0.25]]))
    assert colours[falls] == DIFFERENT
    assert colours[rises] == SAME
    fill = occlusion_chart._spec()["layer"][1]["encoding"]["fill"]
    assert fill["scale"] == {"domain": occlusion_chart.WAYS, "range": occlusion_chart.COLOURS}
    left, right = re.findall(r"<span>(.*?)</span>", occlusion.scale(0.5))
    assert "different (−0.50)" in left
    assert "alike (+0.50)" in right
    gradient = re.search(r"\.scale i {.*?gradient\(90deg, (#\w+).*(#\w+)\)", STYLE)
    assert gradient is not None
    assert [colour.upper() for colour in gradient.groups()] == [DIFFERENT, SAME]


def test_every_mark_of_the_divergence_chart_is_in_its_legend() -> None:
    bars, marks = charts._differences_spec(("Pixels", "1. Conv2D"))["layer"]
    assert bars["encoding"]["color"] == marks["encoding"]["color"]
    assert bars["encoding"]["color"]["scale"]["domain"] == [charts.YOURS, *charts.TYPICAL]
