"""N-way episodes: certain answers, chance, ties, and the interval worked out by hand."""

import numpy as np
import pytest

from siamese.evaluation.episodes import (
    DOUBTFUL,
    doubt_margin,
    n_way_episodes,
    none_threshold,
    wilson,
)

LABELS = np.repeat(np.arange(6), 10)


def on_a_line(spread: float) -> np.ndarray:
    """Six classes at 0, 10, …, 50, their images `spread` around."""
    rng = np.random.default_rng(0)
    return 10.0 * LABELS[:, None] + rng.uniform(-spread, spread, (len(LABELS), 1))


def accuracy(embeddings: np.ndarray, **settings: object) -> float:
    usual = {"ways": 5, "shots": 1, "episodes": 400, "rng": np.random.default_rng(1)}
    return n_way_episodes(embeddings, LABELS, **{**usual, **settings}).accuracy


def test_classes_far_apart_are_always_found() -> None:
    assert accuracy(on_a_line(1)) == 1
    assert accuracy(on_a_line(1), by="mean", shots=5) == 1


def test_without_a_hint_one_in_so_many_is_found() -> None:
    """Of normal embeddings that know nothing of their classes, 1 in 4; ±0.06 is 3 σ of 500."""
    nothing = np.random.default_rng(2).normal(size=(len(LABELS), 8))
    assert accuracy(nothing, ways=4, episodes=500) == pytest.approx(0.25, abs=0.06)


def test_a_tie_is_a_miss() -> None:
    """A network that puts everything in one place knows nothing, and must not seem to."""
    assert accuracy(np.zeros((len(LABELS), 3))) == 0


def test_the_share_equals_the_pairs_counted_one_by_one() -> None:
    """Two classes, one example each: right where d(q, own) < d(q, other), over all triples."""
    embeddings = np.array([0.0, 1, 4, 3, 6, 7])[:, None]
    labels = [0, 0, 0, 1, 1, 1]
    right = [
        abs(embeddings[q] - embeddings[own]) < abs(embeddings[q] - embeddings[other])
        for q in range(6)
        for own in range(6)
        for other in range(6)
        if labels[q] == labels[own] != labels[other] and q != own
    ]
    rng = np.random.default_rng(3)
    found = n_way_episodes(embeddings, labels, ways=2, shots=1, episodes=6000, rng=rng)
    assert found.accuracy == pytest.approx(np.mean(right), abs=0.02)


def test_the_nearest_example_finds_what_the_mean_does_not() -> None:
    """Class 0 is written in two ways, at -10 and 10; their mean, 0, is where class 1 is."""
    embeddings = np.array([-10.0, -10, 10, 10, -0.5, 0, 0.5, 0.2])[:, None]
    labels = [0, 0, 0, 0, 1, 1, 1, 1]
    settings = {"ways": 2, "shots": 3, "episodes": 300}
    nearest = n_way_episodes(embeddings, labels, **settings, rng=np.random.default_rng(4))
    mean = n_way_episodes(embeddings, labels, **settings, rng=np.random.default_rng(4), by="mean")
    assert nearest.accuracy == 1
    assert mean.accuracy < 0.75


def test_the_seed_decides() -> None:
    embeddings = on_a_line(9)
    assert accuracy(embeddings) == accuracy(embeddings)
    assert accuracy(embeddings) != accuracy(embeddings, rng=np.random.default_rng(7))


def test_an_image_asked_again_is_no_further_trial() -> None:
    """Twelve images are asked 2,000 times: the interval is as wide as of twelve answers."""
    labels = np.repeat([0, 1], 6)
    embeddings = np.random.default_rng(5).normal(size=(12, 2))
    rng = np.random.default_rng(6)
    found = n_way_episodes(embeddings, labels, ways=2, shots=1, episodes=2000, rng=rng)
    assert (found.low, found.high) == pytest.approx(wilson(found.accuracy, 12))


def test_wilsons_interval_by_hand() -> None:
    """p = ½, n = 4, z² = 3.8415: middle ½, reach z/(2√(n + z²)) = 0.98/2.8003 = 0.35.

    (½ + z²/8 ± z√(1/16 + z²/64)) / (1 + z²/4) = ½ ± 0.35.
    """
    assert wilson(0.5, 4) == pytest.approx((0.15, 0.85), abs=5e-4)
    assert wilson(0.0, 10)[0] == pytest.approx(0)
    assert wilson(1.0, 10)[1] == pytest.approx(1)


def test_the_threshold_lies_between_own_and_other_classes() -> None:
    """Own examples are at most 2 away, others at least 8: the middle of some such stretch."""
    threshold = none_threshold(
        on_a_line(1), LABELS, ways=5, shots=1, episodes=300, rng=np.random.default_rng(1)
    )
    assert 4 < threshold < 6


def margin(embeddings: np.ndarray) -> float:
    return doubt_margin(embeddings, LABELS, 5, 1, 400, np.random.default_rng(1))


def test_nothing_is_in_doubt_where_no_answer_is_wrong() -> None:
    assert margin(on_a_line(1)) == 0


def test_all_is_in_doubt_where_the_answers_are_guessed() -> None:
    """Four in five answers are wrong, however large the lead: the largest lead there was."""
    nothing = np.random.default_rng(2).normal(size=(len(LABELS), 8))
    assert margin(nothing) > 1


def test_of_the_answers_in_doubt_a_third_are_wrong() -> None:
    """Every lead and every answer, counted again in plain loops."""
    embeddings, rng = on_a_line(7), np.random.default_rng(1)
    limit = margin(embeddings)
    answers = []
    for _ in range(400):
        classes = rng.choice(6, 5, replace=False)
        drawn = [rng.choice(np.flatnonzero(one == LABELS), 2, replace=False) for one in classes]
        query = embeddings[drawn[0][1], 0]
        away = [abs(float(embeddings[first, 0] - query)) for first, _ in drawn]
        answers.append((sorted(away)[1] - min(away), away[0] > min(away)))
    wrong = [bad for lead, bad in answers if lead <= limit]
    assert 0 < limit < 15
    assert np.mean(wrong) == pytest.approx(DOUBTFUL, abs=0.01)
    longer = sorted(lead for lead, _ in answers if lead > limit)
    for other in longer:
        assert np.mean([bad for lead, bad in answers if lead <= other]) < DOUBTFUL


@pytest.mark.parametrize(
    "settings", [{"ways": 7}, {"ways": 1}, {"shots": 10}, {"shots": 0}, {"episodes": 0}]
)
def test_what_cannot_be_asked_is_refused(settings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Received"):
        accuracy(on_a_line(1), **settings)


def test_a_label_is_missing() -> None:
    with pytest.raises(ValueError, match="Received: 5 examples"):
        n_way_episodes(np.zeros((5, 2)), [0, 1], 2, 1, 1, np.random.default_rng(1))
