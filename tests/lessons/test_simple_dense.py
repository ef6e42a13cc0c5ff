"""What a layer holds in each moment of its life."""

import re

import numpy as np
import pytest

from siamese.lessons.matrix_product import random_product
from siamese.lessons.simple_dense import snapshot_layer, variables_of_one

# Keras 3.15 asks NumPy for a copy in the old way when it shows a variable.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize(("batch", "n", "m"), [(1, 1, 1), (4, 3, 2), (6, 6, 6)])
def test_a_life(batch: int, n: int, m: int) -> None:
    product = random_product(batch, n, m, np.random.default_rng(1))
    life = snapshot_layer(product)
    assert life.created == []
    assert [(held.name, held.values.shape) for held in life.built] == [
        ("kernel", (n, m)),
        ("bias", (m,)),
    ]
    assert np.abs(life.built[0].values).max() > 0
    assert np.abs(life.built[1].values).max() == 0
    np.testing.assert_allclose(life.y, product.y, atol=1e-5)
    np.testing.assert_allclose(life.dense, product.y, atol=1e-5)


def test_the_decks_look_at_the_variables() -> None:
    """A kernel by chance, another one each time, and a bias of 0."""
    looks = [variables_of_one() for _ in range(2)]
    for look in looks:
        assert re.search(r"/kernel, shape=\(1, 1\)", look)
        assert re.search(r"/bias, shape=\(1,\).*value=\[0\.\]", look)
    kernels = [re.search(r"value=\[\[(.+?)\]\]", look)[1] for look in looks]
    assert kernels[0] != kernels[1]
