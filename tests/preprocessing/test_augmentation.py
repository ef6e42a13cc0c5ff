"""Bent digits: still digits, each bent in its own way, by the seed."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from siamese.preprocessing.augmentation import CHUNK, Distortion, distort, shift
from tests.support.glyphs import printed

IMAGES = printed(30, seed=1)[0]
STILL = Distortion(rotation=0, shear=0, scale=0, shift=0, wobble=0, thickness=0)


def bend(distortion: Distortion, seed: int = 0, images: np.ndarray = IMAGES) -> np.ndarray:
    return distort(images, np.random.default_rng(seed), distortion)


def test_no_distortion_changes_nothing() -> None:
    np.testing.assert_array_equal(bend(STILL), IMAGES)


def test_bent_digits_are_bytes_in_a_new_array() -> None:
    before = IMAGES.copy()
    bent = bend(Distortion())
    assert bent.dtype == np.uint8
    assert bent.shape == IMAGES.shape
    assert (bent != IMAGES).any(axis=(1, 2)).all()
    np.testing.assert_array_equal(IMAGES, before)


def test_the_seed_decides() -> None:
    np.testing.assert_array_equal(bend(Distortion(), 1), bend(Distortion(), 1))
    assert (bend(Distortion(), 1) != bend(Distortion(), 2)).any()


def test_each_image_is_bent_in_its_own_way() -> None:
    copies = np.repeat(IMAGES[:1], 20, axis=0)
    assert len(np.unique(bend(Distortion(), images=copies), axis=0)) == 20


def test_a_shift_moves_the_centre_no_further_than_said() -> None:
    moved = bend(replace(STILL, shift=2.0))
    for before, after in zip(IMAGES, moved, strict=True):
        way = np.subtract(ndimage.center_of_mass(after), ndimage.center_of_mass(before))
        assert np.abs(way).max() < 2.1


def test_a_rotation_keeps_a_disc() -> None:
    y, x = np.mgrid[:28, :28] - 13.5
    disc = (np.clip(8.5 - np.hypot(y, x), 0, 1) * 255).astype(np.uint8)
    turned = bend(replace(STILL, rotation=3.0), images=np.stack([disc] * 10))
    assert np.abs(turned.astype(int) - disc).mean() < 4


@pytest.mark.parametrize("name", ["rotation", "shear", "scale", "shift", "wobble", "thickness"])
def test_every_kind_of_bending_bends(name: str) -> None:
    bent = bend(replace(STILL, **{name: 0.4}))
    assert (bent != IMAGES).any()


def test_thicker_and_thinner_are_equally_many() -> None:
    images = np.repeat(IMAGES[:1], 400, axis=0)
    ink = bend(replace(STILL, thickness=0.25), images=images).sum(axis=(1, 2))
    plain = IMAGES[0].sum()
    assert 60 < (ink > plain).sum() < 140
    assert 60 < (ink < plain).sum() < 140


def test_many_are_bent_chunk_by_chunk() -> None:
    many = np.resize(IMAGES, (CHUNK + 5, 28, 28))
    assert bend(Distortion(), images=many).shape == many.shape
    assert bend(STILL, images=many).tobytes() == many.tobytes()


def test_whole_pixel_shifts_lose_only_what_leaves_the_picture() -> None:
    """A dot in the middle comes to lie in each of 3·3 places; one in the corner leaves or stays."""
    dots = np.zeros((200, 28, 28), np.uint8)
    dots[:, 14, 14] = 255
    moved = shift(dots, np.random.default_rng(0), 1)
    places = {tuple(np.argwhere(image)[0]) for image in moved}
    assert places == {(row, column) for row in (13, 14, 15) for column in (13, 14, 15)}
    assert moved.dtype == np.uint8
    assert (moved.sum(axis=(1, 2)) == 255).all()
    assert (dots[:, 14, 14] == 255).all()

    corners = np.zeros((200, 28, 28), np.uint8)
    corners[:, 0, 0] = 255
    left = {
        tuple(place)
        for image in shift(corners, np.random.default_rng(0), 1)
        for place in np.argwhere(image)
    }
    assert left == {(0, 0), (0, 1), (1, 0), (1, 1)}
