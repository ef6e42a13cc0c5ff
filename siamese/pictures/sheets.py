"""The sheet on a picture: the largest even area that is less than the whole of it.

On it ink is compared with ink, and not with a desk, whose grain may be darker.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from siamese.preprocessing.digit_image import bounds

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

COARSE = 2  # reduction of the copy on which the sheet is sought
EVEN = 0.06  # difference between neighbours up to which paper is even, in `tone`'s logarithm
NOISE = 2.5  # times the picture's most even tenth: noise in the dark is larger
SHARE = 0.04, 0.9  # of the picture that a sheet covers
BARE = 0.6  # least share of a sheet without ink; a scribble is even too, and has more gaps


def sheet(grey: Floats) -> tuple[Floats, tuple[slice, slice]] | None:
    """The picture's part with a sheet, without what lies around it.

    Args:
        grey: float32 (height, width), of `siamese.pictures.tones.tone`.

    Returns:
        The part, with the sheet's own tone carried on beyond its edge, and where it lies; None if
        there is no sheet, or nothing around it.
    """
    height, width = (side // COARSE * COARSE for side in grey.shape)
    if min(height, width) < COARSE * 3:
        return None
    coarse = grey[:height, :width].reshape(height // COARSE, COARSE, -1, COARSE).mean(axis=(1, 3))
    change = ndimage.maximum_filter(coarse, 3) - ndimage.minimum_filter(coarse, 3)
    parts, _ = ndimage.label(change < max(EVEN, NOISE * float(np.percentile(change, 10))))
    areas = np.bincount(parts.ravel())
    areas[0] = 0
    for part in np.argsort(-areas):
        if areas[part] < SHARE[0] * parts.size:
            return None
        covered = _spanned(parts == part)
        if covered.mean() < SHARE[1] and areas[part] > BARE * covered.sum():
            break
    large = covered.repeat(COARSE, axis=0).repeat(COARSE, axis=1)
    box = bounds(large)
    nearest = ndimage.distance_transform_edt(
        ~large[box], return_distances=False, return_indices=True
    )
    return grey[box][tuple(nearest)], box


def _spanned(area: Mask) -> Mask:
    """An area with what lies between its pixels, in both directions."""

    def between(mask: Mask) -> Mask:
        before = np.logical_or.accumulate(mask, axis=1)
        after = np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
        return before & after

    return np.asarray(between(area) & between(area.T).T)
