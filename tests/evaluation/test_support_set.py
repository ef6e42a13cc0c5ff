"""Support sets and which symbol is nearest: by hand, by loops, and what is refused."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.evaluation.support_set import (
    MOST_EXAMPLES,
    SupportError,
    SupportSet,
    checked_name,
    rank,
)


def picture(shade: int) -> np.ndarray:
    """A picture that can be told from others."""
    return np.full((28, 28), shade, np.uint8)


def letters(counts: str) -> SupportSet:
    """ "aab" has two examples of a and one of b, in shades 1, 2 and 3."""
    support = SupportSet()
    for shade, name in enumerate(counts, 1):
        support = support.add(name, picture(shade))
    return support


def test_the_nearest_example_speaks_for_its_symbol() -> None:
    """Query (0, 0). a: (3, 4) is 5 away and (0, 2) is 2; b: (1, 0) is 1, (9, 0) is 9; c: 5.

    So b 1, a 2, c 5. By means a would be at √(1.5² + 3²) = 3.35, and b at 5: as far as c.
    """
    known = np.array([[3, 4], [1, 0], [0, 2], [9, 0], [-5, 0]], float)
    ranked = rank(np.zeros(2), known, [0, 1, 0, 1, 2])
    assert [(one.label, one.distance, one.example) for one in ranked] == [
        (1, 1.0, 1),
        (0, 2.0, 2),
        (2, 5.0, 4),
    ]


@given(seed=st.integers(0, 1000), symbols=st.integers(1, 5), count=st.integers(0, 12))
def test_ranks_equal_a_search_through_all(seed: int, symbols: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.append(np.arange(symbols), rng.integers(0, symbols, count))
    known, query = rng.normal(size=(len(labels), 3)), rng.normal(size=3)
    ranked = rank(query, known, labels)
    assert sorted(one.label for one in ranked) == list(range(symbols))
    for one in ranked:
        distances = {
            at: sum((a - b) ** 2 for a, b in zip(known[at], query, strict=True)) ** 0.5
            for at in range(len(labels))
            if labels[at] == one.label
        }
        assert one.example == min(distances, key=distances.__getitem__)
        assert one.distance == pytest.approx(distances[one.example])
    assert all(near.distance <= far.distance for near, far in pairwise(ranked))


def test_examples_go_where_their_name_is() -> None:
    support = letters("aba")
    assert support.names == ("a", "b")
    assert support.labels.tolist() == [0, 1, 0]
    assert support.examples(0).tolist() == [0, 2]
    assert support.images[:, 0, 0].tolist() == [1, 2, 3]
    assert support.complete
    assert not letters("aa").complete


def test_a_symbol_goes_with_its_last_example() -> None:
    support = letters("abca")
    assert support.remove(0).names == ("a", "b", "c")
    fewer = support.remove(1)
    assert fewer.names == ("a", "c")
    assert fewer.labels.tolist() == [0, 1, 0]
    assert fewer.images[:, 0, 0].tolist() == [1, 3, 4]
    assert support.names == ("a", "b", "c")  # the earlier set is as it was


def test_a_symbol_is_removed_and_renamed() -> None:
    support = letters("abca").remove_symbol(0)
    assert support.names == ("b", "c")
    assert support.images[:, 0, 0].tolist() == [2, 3]
    renamed = support.rename(0, " ب ")
    assert renamed.names == ("ب", "c")
    assert renamed.rename(0, "ب").names == ("ب", "c")


@pytest.mark.parametrize(
    "change",
    [
        lambda: letters("ab").rename(0, "b"),
        lambda: letters("ab").rename(0, " "),
        lambda: letters("abcdefghij").add("k", picture(1)),
        lambda: letters("a" * MOST_EXAMPLES).add("a", picture(1)),
        lambda: letters("a").add("b", picture(0)),
        lambda: letters("a").add("b", np.ones((20, 20), np.uint8)),
        lambda: SupportSet(("a", "b"), picture(1)[None], np.array([0])),
        lambda: SupportSet(("a",), picture(1)[None], np.array([1])),
        lambda: SupportSet((" a",), picture(1)[None], np.array([0])),
    ],
)
def test_what_is_no_set_is_refused_in_one_line(change) -> None:  # noqa: ANN001
    with pytest.raises(SupportError) as caught:
        change()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["۴", "می\u200cخواهم", "👩\u200d🚀", ":-)", "x" * 20, "ß", "<b>"])
def test_names_of_any_script_are_kept(name: str) -> None:
    assert checked_name(name) == name


CONTROLS = ("a\nb", "a\x00", "\ud800a", "a\u202eb", "a\u2066", "a\u2028b")


@pytest.mark.parametrize("name", ["", "  ", "\u200c", "\u0301", "x" * 21, *CONTROLS])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(SupportError):
        checked_name(name)


def test_one_name_is_not_two_for_its_accent() -> None:
    """An é of one character, and one of two."""
    support = SupportSet().add("\u00e9", picture(1)).add("e\u0301", picture(2))
    assert support.names == ("\u00e9",)
