"""One-shot recognition: which symbol is this, from an example or a few of each? NumPy only.

A network that compares need not have learned what it compares: the symbol of the nearest example
is the answer, and where even that one is too far, none of them (Koch, Zemel and Salakhutdinov,
2015, "Siamese neural networks for one-shot image recognition").

Nearest example, or nearest mean of a symbol's examples, as in prototypical networks (Snell, Swersky
and Zemel, 2017)? People write one symbol in ways that have little in common; the mean of two ways
lies between them and may be near neither. And the nearest example can be shown as the reason.
`benchmarks.one_shot` measures both.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Images = NDArray[np.uint8]
Indices = NDArray[np.intp]
Floats = NDArray[np.floating]

MOST_SYMBOLS = 10
MOST_EXAMPLES = 5  # of a symbol
LONGEST_NAME = 20  # characters
NO_PICTURE = "An example is a picture of 28×28 bytes."
# What turns a line's direction round, and what is no character at all.
UNWANTED = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class SupportError(ValueError):
    """A set of symbols cannot be like that; the message is one line for whoever drew it."""


@dataclass(frozen=True, eq=False)
class SupportSet:
    """Symbols with an example or a few of each; never changed, but made anew.

    Example:
        >>> image = np.eye(28, dtype=np.uint8)
        >>> support = SupportSet().add("۴", image).add("۵", image).add("۴", image)
        >>> support.names, support.labels.tolist(), support.complete
        (('۴', '۵'), [0, 1, 0], True)
    """

    names: tuple[str, ...] = ()  # all different: up to `MOST_SYMBOLS`
    # uint8 (n, 28, 28), the examples: up to `MOST_EXAMPLES` of each symbol
    images: Images = field(default_factory=lambda: np.zeros((0, 28, 28), np.uint8))
    # int (n,), the index of each example's name; each name has one example at least
    labels: Indices = field(default_factory=lambda: np.zeros(0, np.intp))

    def __post_init__(self) -> None:
        if [checked_name(name) for name in self.names] != list(self.names):
            raise SupportError("A name has no space around it.")
        if len(set(self.names)) < len(self.names):
            raise SupportError("Two symbols have the same name: choose another.")
        if len(self.names) > MOST_SYMBOLS:
            raise SupportError(f"There is room for {MOST_SYMBOLS} symbols: remove one first.")
        if self.images.dtype != np.uint8 or self.images.shape != (len(self.labels), 28, 28):
            raise SupportError(NO_PICTURE)
        counts = np.bincount(self.labels, minlength=len(self.names))
        if len(counts) > len(self.names) or not counts.all():
            raise SupportError("Each symbol has an example, and each example a symbol.")
        if counts.max(initial=0) > MOST_EXAMPLES:
            raise SupportError(
                f"A symbol has {MOST_EXAMPLES} examples at most: remove one of them first."
            )
        if not self.images.any(axis=(1, 2)).all():
            raise SupportError("An example without ink shows nothing.")

    @property
    def complete(self) -> bool:
        """Whether there is something to choose among: two symbols."""
        return len(self.names) >= 2

    def examples(self, label: int) -> Indices:
        """Where the examples of a symbol stand."""
        return np.flatnonzero(self.labels == label)

    def add(self, name: str, image: Images) -> SupportSet:
        """One example more, of a symbol that is there or of a new one.

        Args:
            name: Of the symbol.
            image: uint8 (28, 28).

        Raises:
            SupportError: If there is no room for it, or the name is none.
        """
        name = checked_name(name)
        if image.shape != self.images.shape[1:]:
            raise SupportError(NO_PICTURE)
        names = self.names if name in self.names else (*self.names, name)
        images = np.concatenate([self.images, image[None]])
        return SupportSet(names, images, np.append(self.labels, names.index(name)))

    def remove(self, example: int) -> SupportSet:
        """One example less; with its last one a symbol goes, too."""
        return self._of(np.arange(len(self.labels)) != example)

    def remove_symbol(self, label: int) -> SupportSet:
        """One symbol less, with all of its examples."""
        return self._of(self.labels != label)

    def rename(self, label: int, name: str) -> SupportSet:
        """Another name for a symbol.

        Raises:
            SupportError: If another symbol has it, or it is none.
        """
        names = list(self.names)
        names[label] = checked_name(name)
        return replace(self, names=tuple(names))

    def _of(self, kept: NDArray[np.bool_]) -> SupportSet:
        left, labels = np.unique(self.labels[kept], return_inverse=True)
        return SupportSet(tuple(self.names[one] for one in left), self.images[kept], labels)


def checked_name(name: str) -> str:
    r"""A symbol's name, without the spaces around it, in the composed form of its characters.

    Any script may be used. What cannot be seen by itself, as the joiners within a Persian word or
    an emoji, may stand within a name; a control character may not.

    Raises:
        SupportError: If it is empty, too long, or holds what is no character.

    Example:
        >>> checked_name(" ۴ "), checked_name("می\u200cخواهم") == "می\u200cخواهم"
        ('۴', True)
    """
    composed = unicodedata.normalize("NFC", name).strip()
    kinds = [unicodedata.category(character) for character in composed]
    if not any(kind[0] in "LNPS" for kind in kinds):
        raise SupportError("A symbol needs a name: a letter, a word or a sign.")
    if len(composed) > LONGEST_NAME:
        raise SupportError(f"A name has {LONGEST_NAME} characters at most: choose a shorter one.")
    turned = any(unicodedata.bidirectional(character) in UNWANTED for character in composed)
    if turned or {"Cc", "Cs", "Zl", "Zp"} & set(kinds):
        raise SupportError("A name must not contain control characters: type it again.")
    return composed


@dataclass(frozen=True)
class Ranked:
    """A symbol as far as its nearest example."""

    label: int  # which symbol
    distance: float  # to the nearest of its examples
    example: int  # which example that is, as an index into all


def rank(query: Floats, embeddings: Floats, labels: ArrayLike) -> list[Ranked]:
    """Symbols by the distance to the nearest example of each.

    d(symbol) = min over its examples e of ‖query − e‖

    Args:
        query: float (embedding_dim,), of what was drawn.
        embeddings: float (n, embedding_dim), of the examples.
        labels: int (n,), which symbol each of them shows.

    Returns:
        One entry a symbol, nearest first; of equally near ones the lower label first.

    Example:
        >>> known = np.array([[3.0], [1.0], [-2.0]])
        >>> [(one.label, one.distance) for one in rank(np.array([0.0]), known, [0, 0, 1])]
        [(0, 1.0), (1, 2.0)]
    """
    label, distances = np.asarray(labels), np.linalg.norm(embeddings - query, axis=1)
    nearest = []
    for symbol in np.unique(label):
        own = np.flatnonzero(label == symbol)
        example = int(own[np.argmin(distances[own])])
        nearest.append(Ranked(int(symbol), float(distances[example]), example))
    return sorted(nearest, key=lambda ranked: ranked.distance)
