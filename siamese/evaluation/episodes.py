"""How well symbols are told apart from an example or a few of each: N-way episodes. NumPy only."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from siamese.evaluation import metrics

Floats = NDArray[np.floating]
Indices = NDArray[np.intp]
By = Literal["nearest", "mean"]
CONFIDENT = NormalDist().inv_cdf(
    0.975
)  # standard deviations either side that hold 95 % of a normal distribution
DOUBTFUL = 1 / 3  # share of wrong answers among those that are called doubtful


@dataclass(frozen=True)
class Accuracy:
    """A share of right answers, and between which shares the truth lies with 95 % confidence."""

    accuracy: float  # a fraction
    low: float  # lower end of the interval
    high: float  # upper end


def n_way_episodes(
    embeddings: Floats,
    labels: ArrayLike,
    ways: int,
    shots: int,
    episodes: int,
    rng: np.random.Generator,
    by: By = "nearest",
) -> Accuracy:
    """How often the right one of some classes is found, from a few examples of each.

    An episode draws `ways` classes, `shots` images of each as examples, and one more image of one
    of them, the query; the class of the nearest example is the answer, and a tie is a miss. The
    same image is asked in many episodes, which are therefore not independent: the interval counts
    each image once, however often it was asked (`wilson`, with as many trials as images asked).
    It says how sure the figure is for these classes, not for others.

    Args:
        embeddings: float (n, embedding_dim), each image embedded once.
        labels: int (n,).
        ways: Classes to choose among, 2 at least.
        shots: Examples of each, 1 at least.
        episodes: How many, 1 at least.
        rng: Where the chance comes from.
        by: Whether a class is as near as its nearest example, or as the mean of its examples.

    Returns:
        The share of right answers with its 95 % interval.

    Raises:
        ValueError: If there are fewer classes, or fewer images of one. The message ends in what
            was received.

    Source: Vinyals, Blundell, Lillicrap, Kavukcuoglu and Wierstra, 2016, "Matching networks for
    one shot learning".
    """
    members = _members(embeddings, labels, ways, shots)
    if episodes < 1:
        raise ValueError(f"one episode at least. Received: {episodes}")
    right, asked = 0, set()
    for _ in range(episodes):
        query, examples = _episode(members, ways, shots, rng)
        distances = _distances(embeddings, query, examples, by)
        right += bool(distances[0] < distances[1:].min())
        asked.add(query)
    return Accuracy(right / episodes, *wilson(right / episodes, len(asked)))


def none_threshold(
    embeddings: Floats,
    labels: ArrayLike,
    ways: int,
    shots: int,
    episodes: int,
    rng: np.random.Generator,
) -> float:
    """Up to which distance a query is one of the symbols, and beyond which none of them.

    In each episode the nearest example is sought twice: for a query of one of the classes, and
    for one of a further class without examples. The threshold is the one of the best balanced
    accuracy between the two (`siamese.evaluation.metrics.choose_threshold`).

    Args:
        embeddings: float (n, embedding_dim).
        labels: int (n,).
        ways: Classes with examples, 2 at least; there is one class more.
        shots: Examples of each, 1 at least.
        episodes: How many, 1 at least.
        rng: Where the chance comes from.

    Returns:
        A distance.

    Raises:
        ValueError: As `n_way_episodes`.
    """
    members = _members(embeddings, labels, ways + 1, shots)
    nearest = []
    for _ in range(episodes):
        query, examples = _episode(members, ways + 1, shots, rng)
        known, unknown = examples[:-1], examples[-1, 0]
        nearest += [_distances(embeddings, one, known).min() for one in (query, unknown)]
    return metrics.choose_threshold(nearest, np.tile([1, 0], episodes))


def doubt_margin(
    embeddings: Floats,
    labels: ArrayLike,
    ways: int,
    shots: int,
    episodes: int,
    rng: np.random.Generator,
) -> float:
    """Up to which lead of the nearest class over the next one its answer is in doubt.

    The largest lead for which, of all answers with no more than that, `DOUBTFUL` are wrong.

    Args:
        embeddings: float (n, embedding_dim).
        labels: int (n,).
        ways: Classes to choose among, 2 at least.
        shots: Examples of each, 1 at least.
        episodes: How many, 1 at least.
        rng: Where the chance comes from.

    Returns:
        A difference of distances; 0 where hardly an answer is wrong.

    Raises:
        ValueError: As `n_way_episodes`.
    """
    members = _members(embeddings, labels, ways, shots)
    leads, wrong = np.empty(episodes), np.empty(episodes)
    for at in range(episodes):
        distances = _distances(embeddings, *_episode(members, ways, shots, rng))
        first, second = np.sort(distances)[:2]
        leads[at], wrong[at] = second - first, distances[0] > first
    order = np.argsort(leads)
    share = np.cumsum(wrong[order]) / np.arange(1, episodes + 1)
    doubtful = np.flatnonzero(share >= DOUBTFUL)
    return float(leads[order][doubtful[-1]]) if len(doubtful) else 0.0


def wilson(share: float, trials: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % confidence.

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), z = 1.96. Unlike p ± z √(p(1 − p)/n) it
    does not shrink to nothing where no answer was wrong.

    Args:
        share: Of right answers, p, between 0 and 1.
        trials: How many independent ones, n.

    Returns:
        The lower and the upper end.

    Example:
        >>> [round(end, 4) for end in wilson(1.0, 100)]
        [0.963, 1.0]

    Source: Wilson, 1927, "Probable inference, the law of succession, and statistical inference".
    """
    squared = CONFIDENT**2 / trials
    middle = share + squared / 2
    reach = sqrt(share * (1 - share) * squared + squared**2 / 4)
    return max(0.0, (middle - reach) / (1 + squared)), min(1.0, (middle + reach) / (1 + squared))


def _checked(embeddings: Floats, labels: ArrayLike) -> Indices:
    label = np.asarray(labels)
    if label.ndim != 1 or not len(label) or len(label) != len(embeddings):
        raise ValueError(
            "each example needs its label, and there is one at least. "
            f"Received: {len(embeddings)} examples, labels {label.shape}"
        )
    return label


def _members(embeddings: Floats, labels: ArrayLike, ways: int, shots: int) -> list[Indices]:
    """Where the images of each class stand; enough of both for an episode."""
    label = _checked(embeddings, labels)
    members = [np.flatnonzero(label == one) for one in np.unique(label)]
    fewest = min(map(len, members))
    if not 2 <= ways <= len(members) or not 1 <= shots < fewest:
        raise ValueError(
            f"an episode chooses among 2 classes or more, with 1 example or more of each and a "
            f"query. Received: {ways} ways of {len(members)} classes, {shots} shots of {fewest} "
            "images"
        )
    return members


def _episode(
    members: list[Indices], ways: int, shots: int, rng: np.random.Generator
) -> tuple[int, Indices]:
    """A query and the examples (ways, shots), whose first row shows what the query shows."""
    chosen = rng.choice(len(members), ways, replace=False)
    drawn = [rng.choice(members[one], shots + 1, replace=False) for one in chosen]
    return int(drawn[0][-1]), np.stack([images[:-1] for images in drawn])


def _distances(embeddings: Floats, query: int, examples: Indices, by: By = "nearest") -> Floats:
    """From the query to each class of an episode, (ways,)."""
    known = embeddings[examples]  # (ways, shots, embedding_dim)
    if by == "mean":
        known = known.mean(axis=1, keepdims=True)
    return np.asarray(np.linalg.norm(known - embeddings[query], axis=2).min(axis=1))
