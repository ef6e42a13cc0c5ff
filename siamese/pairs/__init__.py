"""Pairs of images: random ones, the hardest ones, a montage of them."""

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
