"""The tasks of the course by AppTest: each page tells when one is done, and when it is not."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from pages._ui.course import record, task_list
from pages._ui.course.lessons import BY_TITLE, LESSONS
from pages._ui.course.tasks import TASKS, Task, of_lesson
from pages._ui.games.versus import games
from pages._ui.network import inspection
from pages._ui.network.occlusion import turns
from pages._ui.shared import digits as shown_digits
from pages._ui.shared.canvas_value import INK, PAPER
from pages._ui.shared.reading import PreparedDigit
from pages._ui.verification.embedding_map.checkpoints import TRAINED, UNTRAINED
from pages._ui.verification.one_shot.support_sets import OWN
from siamese.comparator import Comparator
from siamese.data.digits import VARIABLE, Digits
from siamese.files import png
from siamese.inspection.occlusion import occlusion_map
from siamese.manifest import ASSETS
from tests.pages import test_training as training
from tests.pages.test_course import Learner
from tests.pages.test_embedding_map import MapVisitor
from tests.pages.test_fool import SAME, Fooler
from tests.pages.test_layers import opened as opened_layers
from tests.pages.test_loss import LossVisitor
from tests.pages.test_network import OCCLUSION, NetworkVisitor
from tests.pages.test_one_shot import Namer
from tests.pages.test_own_pictures import OwnVisitor, pack
from tests.pages.test_pairs import WRONG, PairsVisitor
from tests.pages.test_pooling import PoolingVisitor
from tests.pages.test_threshold import ThresholdVisitor
from tests.pages.test_versus import Player
from tests.pages.visitor import PATIENCE, Visitor, digit_on_paper
from tests.support.glyphs import STROKES, on_paper, write

# Where the pen goes on a pad, (x, y).
LONG_STROKE, SHORT_STROKE = (
    [(90, 110), (160, 60), (160, 240)],
    [(110, 130), (160, 60), (160, 240)],
)  # a 1
SEVEN = [(90, 60), (200, 60), (140, 240)]
STAR = [(150, 60), (190, 240), (70, 120), (230, 120), (110, 240), (150, 60)]
STAR_AGAIN = [(140, 70), (200, 230), (60, 130), (240, 110), (100, 230), (140, 70)]
DECK = [["4", "3", "1", "5"], ["1", "3", "4", "8"], ["4", "5", "4", "3"], ["6", "5", "9", "4"]]


def drawn(*strokes: list[tuple[int, int]]) -> np.ndarray:
    """A pad after these strokes: uint8 (300, 300)."""
    paper = Image.new("L", (300, 300), PAPER)
    for stroke in strokes:
        ImageDraw.Draw(paper).line(stroke, fill=INK, width=16, joint="curve")
    return np.asarray(paper)


def done(visitor: Visitor | AppTest) -> set[str]:
    """The tasks that the visitor has done."""
    app = visitor if isinstance(visitor, AppTest) else visitor.app
    assert not app.exception
    found: set[str] = app.session_state[record.KEY].tasks
    return found


def toasts(app: AppTest) -> list[str]:
    """What has just been said of tasks."""
    return [one.value for one in app.toast if one.value.startswith("**Task done.**")]


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_the_start_of_a_task_shows_it_undone(visitor: Visitor, task: Task) -> None:
    """The page knows the result there, so that whatever the visitor does next counts."""
    assert not visitor.app.exception
    lesson = BY_TITLE[task.lesson]
    learner = Learner()
    learner.app.query_params.update(({"part": lesson.part} if lesson.part else {}) | task.start)
    learner.open(f"{lesson.page}.py")
    assert not learner.app.warning  # the address is valid
    if task.key == "wrong-pair":  # there are none before
        learner.press("Try the example")
    state, deadline = learner.app.session_state, time.monotonic() + PATIENCE
    while task_list.UNDONE not in state or task.key not in state[task_list.UNDONE]:
        assert time.monotonic() < deadline
        time.sleep(0.2)  # the page waits for what is computed in the background
        learner.reopen()
    assert done(learner) == set()
    assert f":material/check_box_outline_blank: {task.ask}" in learner.texts()


def test_each_lesson_has_two_or_three_tasks() -> None:
    assert {len(of_lesson(lesson)) for lesson in LESSONS} <= {2, 3}
    assert {task.lesson for task in TASKS.values()} == set(BY_TITLE)


def test_a_task_that_is_done_is_said_once_counted_and_kept(visitor: Visitor) -> None:
    """By a toast, at the foot, on Home, and after a reload of the page that still shows it."""
    assert not visitor.app.exception
    learner = Learner()
    learner.open("loss.py")
    learner.app.slider(key="distance").set_value(0.0).run()
    learner.app.button_group(key="loss").set_value("Simple").run()
    assert toasts(learner.app) == [f"**Task done.** {TASKS['stuck'].ask}"]
    assert f":material/check_box: {TASKS['stuck'].ask}" in learner.texts()
    learner.reopen()
    assert toasts(learner.app) == []
    learner.app.slider(key="distance").set_value(0.5).run()
    learner.app.slider(key="distance").set_value(0.0).run()
    assert toasts(learner.app) == []
    found = {record.NAME: learner.kept()}
    learner.open("home.py")
    assert "**Tasks: 1 of 2 done.**" in learner.texts()
    other = Learner()
    other.app.query_params.update({"loss": "Simple", "distance": "0"})
    other.open("loss.py")
    assert done(other) == set()
    other.trigger("browser-storage", "found", found)
    assert toasts(other.app) == []
    assert done(other) == {"stuck"}
    assert f":material/check_box: {TASKS['stuck'].ask}" in other.texts()


def test_two_tasks_done_at_once_are_both_said(visitor: Visitor) -> None:
    assert not visitor.app.exception
    pooler = PoolingVisitor()
    pooler.come()
    pooler.send([[*"4488"], [*"4488"], [*"6699"], [*"6699"]])
    assert done(pooler) == {"alike", "unnoticed"}
    asks = [TASKS[key].ask for key in ("alike", "unnoticed")]
    assert toasts(pooler.app) == [f"**Task done.** {ask}" for ask in asks]


@pytest.fixture
def fooler(visitor: Visitor) -> Fooler:
    """Someone who has drawn a seven."""
    assert not visitor.app.exception
    fooler = Fooler()
    fooler.open("draw.py")
    fooler.draw("right", drawn(SEVEN))
    return fooler


def test_fool(fooler: Fooler) -> None:
    """A one with a long upper stroke is taken for a seven: only who says that it is none fools."""
    fooler.draw("left", drawn(LONG_STROKE))
    assert "Same digit" in fooler.answer()
    fooler.claim(SAME)
    assert "fool" not in done(fooler)
    fooler.claim("I drew different digits")
    assert "fool" in done(fooler)


def test_unsure(fooler: Fooler) -> None:
    """Neither a sure verdict nor an unsure one on samples counts."""
    fooler.draw("left", drawn(LONG_STROKE))
    pads = [fooler.app.session_state[f"pad {side}"] for side in ("left", "right")]
    fooler.draw("left", drawn(SHORT_STROKE), strokes=2)
    unsure = [one.digit for one in pads]
    fooler.app.session_state[record.KEY].tasks.clear()
    fooler.draw("left", drawn(LONG_STROKE), strokes=3)
    for side, one, digit in zip(("left", "right"), pads, unsure, strict=True):
        one.pictures["Sample"] = PreparedDigit(digit)
        fooler.choose(side, "Sample")
    assert 50 <= sureness(fooler) <= 80
    assert done(fooler) == set()
    for side in ("left", "right"):
        fooler.choose(side, "Draw")
    assert sureness(fooler) > 80
    assert done(fooler) == set()
    fooler.draw("left", drawn(SHORT_STROKE), strokes=4)
    assert 50 <= sureness(fooler) <= 80
    assert done(fooler) == {"unsure"}


def sureness(fooler: Fooler) -> float:
    """How sure the page says that the network is, in per cent."""
    return float(fooler.answer().partition(" sure")[0].rpartition("<span>")[2].rstrip("\u202f%"))


def test_accepted(visitor: Visitor) -> None:
    """Neither a pair of one digit that the network gets wrong, nor two digits that it tells."""
    assert not visitor.app.exception
    looker = PairsVisitor()
    looker.come(order="Hardest first", pairs="100")
    looker.wait_for_hardest()
    tiles = {(tile["kind"], WRONG in tile["sentence"]): tile["name"] for tile in looker.tiles()}
    for kind, wrong in (("same", True), ("different", False), ("different", True)):
        assert done(looker) == set()
        if (kind, wrong) in tiles:
            looker.pick(tiles[kind, wrong])
    assert done(looker) == {"accepted"}


def test_contest(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not visitor.app.exception
    monkeypatch.setattr(games, "DOUBLE_TAP", 0)
    player = Player()
    player.come(game="7")
    player.wait_for_hardest()
    player.click("Start")
    for _ in range(games.PAIRS - 1):
        player.click("Same")
    assert done(player) == set()
    player.click("Same")
    assert done(player) == {"contest"}


@pytest.mark.parametrize("loss", ["With margin", "Simple", "Khosla 2020"])
def test_stuck(visitor: Visitor, loss: str) -> None:
    """Hadsell's loss pushes at 0, and where a sigmoid comes first there is no loss up to m = ½."""
    assert not visitor.app.exception
    learner = LossVisitor()
    learner.come(margin="0.5")
    learner.choose(loss)
    learner.slide("distance", 0.05)
    learner.choose("After a sigmoid")
    learner.slide("distance", 0.0)
    learner.choose("Hadsell 2006")
    assert done(learner) == set()
    learner.choose(loss)
    assert done(learner) == {"stuck"}


def test_released(visitor: Visitor) -> None:
    """The simple form ends elsewhere, and other distances are not asked for."""
    assert not visitor.app.exception
    learner = LossVisitor()
    learner.come(**TASKS["released"].start)
    learner.slide("margin", 0.85)
    learner.slide("distance", 0.85)
    learner.choose("Simple")
    learner.slide("distance", 0.8)
    learner.slide("margin", 0.6)
    assert done(learner) == set()
    learner.slide("margin", 0.8)
    learner.choose("Hadsell 2006")
    assert done(learner) == {"released"}


def test_patch(visitor: Visitor, shipped: Comparator) -> None:
    """A pair whose verdict a patch changes, found here among the first images."""
    assert not visitor.app.exception
    images = shown_digits.shown().images

    def turned(left: int, right: int) -> bool:
        pair = images[left], images[right]
        changes = [occlusion_map(shipped.embed, *some) for some in (pair, pair[::-1])]
        found = turns(np.stack(changes), shipped.compare(*pair).distance, shipped.threshold)
        return bool(found.any())

    assert not turned(0, 1)
    other = next(number for number in itertools.count(2) if turned(0, number))
    looker = NetworkVisitor()
    looker.come(part=OCCLUSION)
    assert done(looker) == set()
    looker.app.number_input(key="right").set_value(float(other)).run()
    assert done(looker) == {"patch"}


def test_slides_network(visitor: Visitor) -> None:
    assert not visitor.app.exception
    looker = NetworkVisitor()
    looker.come()
    looker.choose_part("Layer outputs")
    looker.choose_part("Architecture")
    assert done(looker) == set()
    looker.app.button_group(key="network").set_value("Slides’ network").run()
    looker.wait_for(inspection.slides())
    assert done(looker) == {"slides-network"}


@pytest.fixture
def trainer(digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Someone who trains on printed digits."""
    digits.save(tmp_path / "printed.npz")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "printed.npz"))
    return training.opened(**training.SHORT)


def train(app: AppTest) -> None:
    """Trains a network and waits for it."""
    training.press(app, "train")
    training.wait_until(app, lambda: training.run_of(app).done())
    app.run()


@pytest.mark.parametrize(("accuracy", "enough"), [(0.959, False), (0.96, True)])
def test_run(
    trainer: AppTest, monkeypatch: pytest.MonkeyPatch, accuracy: float, enough: bool
) -> None:
    training.leave_network(monkeypatch, ASSETS, accuracy=accuracy)
    assert done(trainer) == set()
    train(trainer)
    assert f"{100 * accuracy:.2f}" in training.words(trainer)
    assert done(trainer) == ({"run"} if enough else set())


def test_two_losses(trainer: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the same run again, nor one that differs in its seed, too."""
    training.leave_network(monkeypatch, ASSETS, accuracy=0.5)
    train(trainer)
    train(trainer)
    trainer.selectbox(key="loss-all-pairs").select("contrastive-simple").run()
    trainer.number_input(key="training-seed").set_value(2.0).run()
    train(trainer)
    assert done(trainer) == set()
    trainer.number_input(key="training-seed").set_value(1.0).run()
    train(trainer)
    assert done(trainer) == {"two-losses"}


def test_weights() -> None:
    """Four units with three inputs have 16."""
    app = opened_layers()
    app.button_group(key="m").set_value("4").run()
    app.button_group(key="m").set_value("3").run()
    assert done(app) == set()
    app.button_group(key="n").set_value("4").run()
    assert done(app) == {"weights"}


def test_diverge() -> None:
    app = opened_layers(**TASKS["diverge"].start)
    app.select_slider(key="learning_rate").set_value("0.17").run()
    assert done(app) == set()
    app.select_slider(key="learning_rate").set_value("0.18").run()
    assert done(app) == {"diverge"}


@pytest.fixture
def pooler(visitor: Visitor) -> PoolingVisitor:
    """Someone with the first grid."""
    assert not visitor.app.exception
    pooler = PoolingVisitor()
    pooler.come()
    return pooler


def test_alike(pooler: PoolingVisitor) -> None:
    """Windows of a single number, equal numbers, and all windows but one are not enough."""
    pooler.choose("pool_size", "1")
    pooler.choose("pool_size", "2")
    pooler.send([["7"] * 4] * 4)
    rows = ["1122", "1122", "3344", "3344"]
    pooler.send([list(row) for row in [*rows[:3], "3345"]])
    assert done(pooler) == set()
    pooler.send([list(row) for row in rows])
    assert done(pooler) == {"alike"}


def test_unnoticed(pooler: PoolingVisitor) -> None:
    """Not three numbers, nor four of which one is the largest of its window."""
    texts = [list(row) for row in DECK]
    texts[0][1] = texts[1][0] = texts[1][1] = "0"
    pooler.send(texts)
    pooler.send([["0", *texts[0][1:]], *texts[1:]])
    assert done(pooler) == set()
    texts[0][2] = "7"
    pooler.send(texts)
    assert pooler.results() == ["4", "8", "6", "9"]
    assert done(pooler) == {"unnoticed"}


@pytest.fixture
def judge(visitor: Visitor) -> ThresholdVisitor:
    """Someone at the threshold for handwriting."""
    assert not visitor.app.exception
    judge = ThresholdVisitor()
    judge.come()
    return judge


def move_to(judge: ThresholdVisitor, met: Callable[..., bool]) -> None:
    """Moves to the first threshold whose errors are so.

    Args:
        judge: Who moves.
        met: Of the false accepts, the false rejects, and the false accepts of the network's own.
    """
    told = judge.told("thresholds")
    rejects = told["pairs"][0] - np.array(told["positive"])
    errors = zip(told["thresholds"], told["negative"], rejects.tolist(), strict=True)
    own = told["negative"][told["own"]]
    judge.move(next(one for one, accepts, rejects in errors if met(accepts, rejects, own)))


def test_strict(judge: ThresholdVisitor) -> None:
    """Of 50,000 pairs of each kind: half of the false accepts, at the price of 2,500 at most."""
    move_to(judge, lambda accepts, rejects, own: accepts > own / 2)
    move_to(judge, lambda accepts, rejects, own: rejects < 2600)
    assert done(judge) == set()
    move_to(judge, lambda accepts, rejects, own: rejects <= 2500)
    told = judge.told("thresholds")
    assert 2 * told["negative"][told["at"]] <= told["negative"][told["own"]]
    assert done(judge) == {"strict"}


def test_balanced(judge: ThresholdVisitor) -> None:
    move_to(judge, lambda accepts, rejects, own: 0.8 < accepts / rejects < 0.89)
    assert "balanced" not in done(judge)
    move_to(judge, lambda accepts, rejects, own: 0.9 < accepts / rejects < 1.1)
    assert "balanced" in done(judge)


@pytest.fixture
def mapper(visitor: Visitor) -> MapVisitor:
    """Someone at the map."""
    assert not visitor.app.exception
    mapper = MapVisitor()
    address = {"part": "Map", "count": "1000", "layout": "Principal axes (PCA)"}
    mapper.app.query_params.update(address)
    mapper.open("verification.py")
    look_at(mapper, TRAINED)
    return mapper


def look_at(mapper: MapVisitor, checkpoint: str) -> None:
    """Waits for the map of a checkpoint, but not for its t-SNE."""
    mapper.there(checkpoint)
    mapper.reopen()


def test_between(mapper: MapVisitor) -> None:
    """The same drawing on a pad of Draw & compare, or a seven beside the map, is not enough."""
    mapper.open("draw.py")
    mapper.draw("left", drawn(LONG_STROKE))
    mapper.open("verification.py")
    assert len({label for _, label, _ in mapper.nearest()[0]}) > 1
    mapper.draw("map", drawn(SEVEN))
    assert done(mapper) == set()
    mapper.draw("map", drawn(LONG_STROKE), strokes=2)
    assert done(mapper) == {"between"}


def test_untrained(mapper: MapVisitor) -> None:
    mapper.app.select_slider(key="learned").set_value("1 epoch").run()
    look_at(mapper, "1 epoch")
    assert done(mapper) == set()
    mapper.app.select_slider(key="learned").set_value(UNTRAINED).run()
    look_at(mapper, UNTRAINED)
    assert done(mapper) == {"untrained"}


@pytest.fixture
def inventor(visitor: Visitor) -> Namer:
    """Someone who has invented a star and a cross."""
    namer = Namer(visitor)
    namer.choose(OWN)
    for name, strokes in (("star", [STAR]), ("bar", [[(150, 60), (150, 240)]])):
        namer.visitor.draw("symbol", drawn(*strokes))
        namer.add(name)
    return namer


def test_three_symbols(inventor: Namer) -> None:
    """Not with two, nor with something that is none of the three."""
    cross = [(80, 80), (220, 220)], [(220, 80), (80, 220)]
    inventor.visitor.draw("symbol", drawn(STAR_AGAIN))
    inventor.visitor.draw("symbol", drawn(*map(list, cross)), strokes=2)
    inventor.add("cross")
    inventor.visitor.draw("symbol", digit_on_paper(3))
    assert "None of these" in inventor.visitor.answer()
    assert "three-symbols" not in done(inventor.app)
    inventor.visitor.draw("symbol", drawn(STAR_AGAIN), strokes=2)
    assert "This is <bdi>star</bdi>" in inventor.visitor.answer()
    assert "three-symbols" in done(inventor.app)


def test_pixels(visitor: Visitor) -> None:
    """Digits as they are drawn for the page, until one has two answers in its table."""
    namer = Namer(visitor)
    for digit, strokes in enumerate(STROKES, 1):
        assert done(namer.app) == set()
        namer.visitor.draw("symbol", digit_on_paper(strokes), strokes=digit)
        names = [row.partition("</bdi>")[0] for row in namer.html('"three"').split("<td><bdi>")[1:]]
        if names[0] != names[2]:
            break
    assert done(namer.app) == {"pixels"}


def pictures(labels: Iterable[int]) -> bytes:
    """A ZIP with a picture for each label."""
    files = enumerate(labels)
    return pack({f"{one}/{n}.png": png(on_paper(write(one, width=4 + n))) for n, one in files})


@pytest.fixture
def own(visitor: Visitor) -> OwnVisitor:
    """Someone with pictures of their own."""
    assert not visitor.app.exception
    own = OwnVisitor()
    own.come()
    return own


def select(own: OwnVisitor, wrong: bool) -> None:
    """Selects the first of the hardest pairs that the network gets wrong, or right."""
    tiles = [one for one in own.tiles() if (WRONG in one["sentence"]) == wrong]
    own.app.session_state["montage"] = {"chosen": tiles[0]["name"]}
    own.reopen()


def test_wrong_pair(own: OwnVisitor) -> None:
    next(one for one in own.app.button if one.label == "Try the example").click().run()
    assert done(own) == set()
    select(own, wrong=True)
    assert done(own) == {"wrong-pair"}


def test_a_right_pair_is_no_wrong_one(own: OwnVisitor) -> None:
    own.send(pictures([1, 7] * 3))
    select(own, wrong=False)
    assert done(own) == {"six-pictures"}


def test_six_pictures(own: OwnVisitor) -> None:
    """Five are too few, of one digit there are no pairs, and the example is not one's own."""
    for labels, name in (
        ([1, 1, 1, 7, 7], "a.zip"),
        ([1] * 6, "b.zip"),
        ([1, 7] * 3, "my-digits.zip"),
    ):
        own.send(pictures(labels), name)
        assert done(own) == set()
    own.send(pictures([1, 7] * 3))
    assert own.figures()
    assert done(own) == {"six-pictures"}
