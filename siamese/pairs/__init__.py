"""Pairs of images: sampling them, mining the hardest, montages of them."""

from siamese.pairs.sampling import (
    PairIndices,
    choose_pairs,
    class_indices,
    class_table,
    make_pairs,
    pair_indices,
    sample_pairs,
)

__all__ = [
    "PairIndices",
    "choose_pairs",
    "class_indices",
    "class_table",
    "make_pairs",
    "pair_indices",
    "sample_pairs",
]
