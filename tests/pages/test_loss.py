"""Loss, as its visitor meets it."""

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from pages._ui.loss import choices, remarks, simulation
from pages._ui.shared import source_code
from pages._ui.shared.loss_names import LOSS_NAMES
from pages._ui.shared.query_params.address import INVALID
from pages._ui.shared.query_params.widgets import span
from siamese.lessons.embedding_simulation import scatter
from siamese.lessons.loss_curves import PAIR_LOSSES, hinge_of_distance
from tests.pages.fresh import heavy_imports
from tests.pages.visitor import Visitor


class LossVisitor(Visitor):
    """Someone who looks at the Loss page."""

    PAGE = "loss.py"

    def worked_out(self) -> list[float]:
        """Loss and slope of a pair of the same class, and of one of different ones."""
        both = [latex.value for latex in self.app.latex if r"\tfrac{dL}{dD}" in latex.value]
        lines = [line for one in both for line in one.splitlines() if line.startswith("&=")]
        return [float(re.search(r"(\S+)( \\\\)?$", line).group(1)) for line in lines]

    def slide(self, key: str, value: float) -> None:
        """One of the sliders."""
        self.app.slider(key=key).set_value(value).run()

    def choose(self, loss: str) -> None:
        """One of the losses."""
        self.app.button_group(key="loss").set_value(loss).run()

    def come_to_the_plane(self, **address: str) -> None:
        """Opens the part with the points."""
        self.come(part="Points on a plane", **address)

    def table(self) -> str:
        """Loss and slope of the selected distance, as they are read."""
        bodies = [html.proto.body for html in self.app.get("html")]
        [table] = [body for body in bodies if 'class="values"' in body]
        return re.sub("<.*?>", " ", table)

    def words(self) -> str:
        """All that is written in words."""
        return "\n".join(text.value for text in [*self.app.markdown, *self.app.info])

    def charts(self) -> list[Any]:
        """The charts there are."""
        return list(self.app.get("vega_lite_chart"))


@pytest.fixture
def learner(visitor: Visitor) -> Iterator[LossVisitor]:
    """Someone beside the visitor."""
    assert not visitor.app.exception
    learner = LossVisitor()
    yield learner
    assert not learner.app.exception


@pytest.mark.parametrize(
    ("loss", "numbers"),
    [
        ("Hadsell 2006", [0.25, 1, 0.49, -1.4]),  # (1.2 − 0.5)², −2·0.7
        ("With margin", [0.25, 1, 0.9025, -1.9]),  # (1.2 − 0.25)², −4·0.5·0.95
        ("Simple", [0.25, 1, 0.95, -1]),  # 1.2 − 0.25, −2·0.5
        ("Cross-entropy", [0.4144, 2.2616, 1.081, -4.405]),  # σ(4 − 8·0.5/1.2) = 0.66076
        ("Khosla 2020", [0.0026, 0.013, 5.9526, -4.987]),  # z = 5.95
        ("After a sigmoid", [0.3875, 0.2926, 0.3336, -0.2714]),  # σ(0.5) = 0.62246
    ],
)
def test_a_pair_is_worked_out(learner: LossVisitor, loss: str, numbers: list[float]) -> None:
    learner.come(loss=loss, margin="1.2")
    assert learner.worked_out() == pytest.approx(numbers, abs=1.01e-4)


def test_the_sliders_move_the_numbers(learner: LossVisitor) -> None:
    """D = 0.9, m = 1.5: 0.81 and slope 1.8; 0.36 and slope −1.2."""
    learner.come()
    learner.slide("margin", 1.5)
    learner.slide("distance", 0.9)
    assert learner.worked_out() == pytest.approx([0.81, 1.8, 0.36, -1.2])
    assert re.findall(r"(loss|slope) +(\S+)", learner.table()) == [
        ("loss", "0.810"), ("slope", "1.800"), ("loss", "0.360"), ("slope", "−1.200"),
    ]  # fmt: skip
    learner.app.button_group(key="part").set_value("Points on a plane").run()
    assert learner.told()["reach"] == 1.5
    learner.app.button_group(key="part").set_value("One pair").run()
    assert learner.worked_out() == pytest.approx([0.81, 1.8, 0.36, -1.2])


def test_gradients_are_shown_on_demand(learner: LossVisitor) -> None:
    learner.come()
    assert len(learner.charts()) == 1
    learner.app.toggle(key="gradient").set_value(True).run()
    assert len(learner.charts()) == 2


@pytest.mark.parametrize(
    ("loss", "margin", "said"),
    [
        (
            "Hadsell 2006",
            "1.5",
            "distance is m = 1.50. The push is strongest at D = 0 (slope −3.00)",
        ),
        ("Hadsell 2006", "1.0", "`tf.square(tf.maximum(self.margin-y_pred), 0)`"),
        ("With margin", "1.44", "ends at √m = 1.20, not at m = 1.44"),
        ("With margin", "1.0", "which equals m only for m = 1.00"),
        ("With margin", "0.75", "strongest at √(m/3) = 0.50"),
        ("Simple", "0.25", "ends at √m = 0.50, not at m = 0.25"),
        ("Simple", "0.25", remarks.NO_PUSH_AT_ZERO),
        ("Cross-entropy", "1.0", "98\u202f% at 0 and 2\u202f% at m: w = −8.00, b = 4"),
        ("Khosla 2020", "0.9", "ln 2 = 0.69, with slopes of ±4.50"),
        ("After a sigmoid", "1.25", "the margin m = 1.25 is never reached"),
        ("After a sigmoid", "0.75", "is reached only at D = 1.10"),  # ln 3
        ("After a sigmoid", "0.5", "never below m = 0.50: no pair is ever pushed apart"),
        (
            "After a sigmoid",
            "1.0",
            "a loss of 0.25, and the slope of the push at D = 0 is −0.25 instead ",
        ),
    ],
)
def test_what_a_loss_does_is_said(learner: LossVisitor, loss: str, margin: str, said: str) -> None:
    learner.come(loss=loss, margin=margin)
    assert said in learner.words()


@pytest.mark.parametrize(("loss", "name"), list(choices.NAMES.items()))
def test_every_loss_is_shown_with_its_own_code(
    learner: LossVisitor, monkeypatch: pytest.MonkeyPatch, loss: str, name: str
) -> None:
    listed: list[str] = []
    monkeypatch.setattr(
        source_code, "show_code", lambda _, *places: listed.extend(name for _, name in places)
    )
    learner.come(loss=loss)
    push = hinge_of_distance if name == "after-sigmoid" else PAIR_LOSSES[name].push
    assert push.__name__ in listed
    for place in remarks.CODE[name]:
        assert source_code.source_of(*place)
    assert LOSS_NAMES[name] in learner.words()


def test_the_name_of_a_form_tells_the_margin_that_was_chosen(learner: LossVisitor) -> None:
    learner.come(loss="Simple", margin="1.5")
    assert "**Contrastive, slide’s simple form (margin 1.5 on D²)**" in learner.words()


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("Contrastive", "Contrastive, Hadsell 2006 (margin m)"),
        ("With margin", "Contrastive, slide’s margin form"),
        ("Simple", "Contrastive, slide’s simple form (margin 1 on D²)"),
        ("Cross-entropy", "Binary cross-entropy on a sigmoid"),
        ("Supervised", "Supervised contrastive, Khosla 2020"),
        ("Sigmoid first", "Contrastive after a sigmoid (a common mistake)"),
    ],
)
def test_an_old_link_shows_its_loss(learner: LossVisitor, old: str, name: str) -> None:
    learner.come(loss=old)
    assert not learner.app.warning
    assert f"**{name}**" in learner.words()


@pytest.mark.parametrize("name", remarks.ON_THE_SLIDES)
def test_what_stands_on_the_slides_is_hidden_without_them(learner: LossVisitor, name: str) -> None:
    [loss] = [short for short, long in choices.NAMES.items() if long == name]
    learner.come(loss=loss)
    assert remarks.ON_THE_SLIDES[name] in learner.words()
    learner.come(loss=loss, deck="off")
    assert remarks.ON_THE_SLIDES[name] not in learner.words()


def test_a_loss_of_a_batch_moves_no_single_pair(learner: LossVisitor) -> None:
    learner.come_to_the_plane(loss="Khosla 2020")
    assert simulation.OF_A_BATCH in learner.words()
    learner.choose("Hadsell 2006")
    assert len(learner.told()["points"]) == simulation.STEPS + 1


@pytest.mark.parametrize(
    ("loss", "name"), [(k, v) for k, v in choices.NAMES.items() if k != "Khosla 2020"]
)
def test_the_plane_goes_down_the_loss_that_was_chosen(
    learner: LossVisitor, loss: str, name: str
) -> None:
    """Step by step, the loss in a loop over all pairs; and each move is pull and push together."""
    learner.come_to_the_plane(loss=loss, margin="0.8", seed="5", learning_rate="4")
    told = learner.told()
    points, labels = np.array(told["points"]), told["labels"]
    start, _ = scatter(simulation.EACH, np.random.default_rng(5))
    np.testing.assert_allclose(points[0], start, atol=1e-4)
    assert len(points) == len(told["losses"]) == simulation.STEPS + 1
    for step in (0, 1, 17, simulation.STEPS):
        costs = [
            float(
                PAIR_LOSSES[name].loss(
                    math.dist(points[step, i], points[step, j]), 0.8, labels[i] == labels[j]
                )
            )
            for i in range(len(labels))
            for j in range(i)
        ]
        assert told["losses"][step] == pytest.approx(sum(costs) / len(costs), abs=1e-3)
    moves = np.array(told["pull"]) + np.array(told["push"])
    np.testing.assert_allclose(points[1:] - points[:-1], moves[:-1], atol=3e-4)


def test_another_seed_scatters_other_points(learner: LossVisitor) -> None:
    learner.come_to_the_plane()
    before = learner.told()["points"][0]
    learner.app.number_input(key="seed").set_value(2.0).run()
    assert learner.told()["points"][0] != before


@pytest.mark.parametrize(
    ("loss", "margin", "reach", "said"),
    [
        ("Hadsell 2006", "1.2", 1.2, "radius 1.20"),
        ("Simple", "1.44", 1.2, "radius 1.20"),
        ("Cross-entropy", "1", None, "pushed at any distance"),
        ("After a sigmoid", "1", None, "pushed at any distance"),
        ("After a sigmoid", "0.5", 0, "never pushed apart"),
    ],
)
def test_the_circle_is_where_pushing_ends(
    learner: LossVisitor, loss: str, margin: str, reach: float | None, said: str
) -> None:
    learner.come_to_the_plane(loss=loss, margin=margin)
    assert learner.told()["reach"] == reach
    assert said in learner.told()["words"]["reach"]


@pytest.mark.parametrize(
    ("garbage", "named"),
    [
        ({"loss": "<b>"}, "loss"),
        ({"margin": "inf"}, "margin"),
        ({"margin": "-1"}, "margin"),
        ({"margin": "9" * 5000}, "margin"),
        ({"distance": "nan"}, "distance"),
        ({"seed": "1e99"}, "seed"),
        ({"learning_rate": "0"}, "learning_rate"),
        ({"step": "x"}, "step"),
        ({"point": "31", "step": "-1"}, "step, point"),
        ({"gradient": "\x00", "distance": ""}, "gradient, distance"),
    ],
)
def test_garbage_in_the_address_is_named_in_a_line(
    learner: LossVisitor, garbage: dict, named: str
) -> None:
    learner.come(**garbage)
    [line] = [warning.value for warning in learner.app.warning]
    assert line == INVALID.format(named)
    assert learner.worked_out() == pytest.approx([0.25, 1, 0.25, -1])
    learner.app.button_group(key="part").set_value("Points on a plane").run()
    assert np.isfinite(learner.told()["losses"]).all()


def test_an_address_that_can_be_read_is_not_complained_of(learner: LossVisitor) -> None:
    learner.come(loss="Simple", margin="1.5", gradient="true", seed="7", step="60", point="30")
    assert not learner.app.warning
    assert len(learner.charts()) == 2


def test_what_the_address_may_say_of_the_plane_is_what_there_is() -> None:
    assert span("loss", "step")[:2] == (0, simulation.STEPS)
    assert span("loss", "point")[:2] == (1, 3 * simulation.EACH)


def test_the_page_needs_no_tensorflow() -> None:
    assert heavy_imports(LossVisitor.PAGE, "Loss") <= {"altair", "scipy"}
