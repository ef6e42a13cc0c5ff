"""Max, average and global pooling with their gradients, in NumPy and in Keras."""

from siamese.pooling.gradient import (
    average_pool_gradient,
    global_average_pool_gradient,
    global_max_pool_gradient,
    max_pool_gradient,
)
from siamese.pooling.ops import average_pool, global_average_pool, global_max_pool, max_pool

__all__ = [
    "average_pool",
    "average_pool_gradient",
    "global_average_pool",
    "global_average_pool_gradient",
    "global_max_pool",
    "global_max_pool_gradient",
    "max_pool",
    "max_pool_gradient",
]
