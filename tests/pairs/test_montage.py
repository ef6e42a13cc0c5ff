"""Pictures of pairs, pixel by pixel."""

import numpy as np
import pytest

from siamese.pairs import make_pairs
from siamese.pairs.montage import DIFFERENT, INK, PAPER, SAME, build_montages, montage

# Measured on the picture, not taken from the module: a tile is 180 wide, 16 from the next one;
# 92 down to the label's band, which is 30 high less the frame, then the line of the distance.
LEFT, WIDTH, GAP = 16, 180, 16
BAND = slice(16 + 88, 16 + 118)
BELOW = slice(16 + 118, 16 + 144)


def some_pairs(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(count)
    images = rng.integers(0, 256, (count, 2, 28, 28), dtype=np.uint8)
    return images, rng.integers(0, 2, count)


def share(picture: np.ndarray, colour: tuple[int, int, int]) -> float:
    return float((picture == colour).all(axis=2).mean())


def tile_of_one(same: int, **settings: object) -> np.ndarray:
    return montage(np.zeros((1, 2, 28, 28), np.uint8), [same], **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("distances", [False, True])
@pytest.mark.parametrize(("count", "columns"), [(1, 1), (7, 4), (100, 10), (9, 2), (3, 8), (61, 1)])
def test_every_pair_has_its_tile_whole_and_in_its_colour(
    count: int, columns: int, distances: bool
) -> None:
    images, same = some_pairs(count)
    chosen = None if (count, columns) in [(1, 1), (7, 4), (100, 10)] else columns
    picture = montage(images, same, np.ones(count) if distances else None, columns=chosen)
    columns, height = min(columns, count), 144 if distances else 118
    rows = -(-count // columns)
    assert picture.dtype == np.uint8
    assert picture.shape == (rows * (height + GAP) + GAP, columns * (WIDTH + GAP) + GAP, 3)
    for at in range(count):
        x, y = LEFT + at % columns * (WIDTH + GAP), GAP + at // columns * (height + GAP)
        colour = SAME if same[at] else DIFFERENT
        assert (picture[y : y + 4, x : x + WIDTH] == colour).all()
        assert (picture[y : y + 118, x : x + 4] == colour).all()
        for side in range(2):
            inner = x + 4 + side * 88
            shown = picture[y + 4 : y + 88, inner : inner + 84]
            expected = np.kron(images[at, side], np.ones((3, 3), np.uint8))
            np.testing.assert_array_equal(shown, np.repeat(expected[..., None], 3, axis=2))
    outside = picture[:, np.arange(picture.shape[1]) % (WIDTH + GAP) < GAP]
    assert (outside == PAPER).all()


def test_the_places_of_missing_tiles_are_paper() -> None:
    images, same = some_pairs(7)
    assert (montage(images, same)[GAP + 118 + GAP :, -(WIDTH + GAP) :] == PAPER).all()


@pytest.mark.parametrize("count", [2, 5, 10, 16, 37, 100, 400])
def test_a_picture_fits_a_screen_and_fills_its_rows(count: int) -> None:
    picture = montage(*some_pairs(count))
    columns = picture.shape[1] // (WIDTH + GAP)
    assert picture.shape[1] <= 2000
    assert picture.shape[1] > picture.shape[0] or columns == 10
    rows = picture.shape[0] // (118 + GAP)
    assert rows * columns - count < rows


def test_the_label_is_written_in_its_band_and_told_by_more_than_colour() -> None:
    bands = [tile_of_one(same)[BAND, LEFT : LEFT + WIDTH] for same in (1, 0)]
    for band, colour in zip(bands, (SAME, DIFFERENT), strict=True):
        assert share(band, colour) > 0.6
        assert 0.02 < share(band, PAPER) < 0.3
        assert (band[:2] == colour).all(), "letters keep clear of the band's edge"
    letters = [(band == PAPER).all(axis=2) for band in bands]
    assert (letters[0] != letters[1]).sum() > 100


def test_the_distance_is_written_and_changes_with_it() -> None:
    one, again, other = (tile_of_one(1, distances=[d]) for d in (0.123, 0.123, 0.789))
    np.testing.assert_array_equal(one, again)
    assert 0.01 < share(one[BELOW, LEFT : LEFT + WIDTH], INK) < 0.3
    changed = np.flatnonzero((one != other).any(axis=(1, 2)))
    assert len(changed)
    assert set(changed) <= set(range(*BELOW.indices(1000)))


@pytest.mark.parametrize(
    ("same", "distance", "right"),
    [
        (1, 0.4, True),
        (1, 0.5, True),
        (1, 0.6, False),
        (0, 0.4, False),
        (0, 0.5, False),
        (0, 9, True),
    ],
)
def test_a_wrong_verdict_stands_out(same: int, distance: float, right: bool) -> None:
    """At most the threshold is "same": 0.5 counts as such."""
    picture = tile_of_one(same, distances=[distance], threshold=0.5)
    below = picture[BELOW, LEFT : LEFT + WIDTH]
    assert share(below, PAPER if right else INK) > 0.6
    plain = tile_of_one(same, distances=[distance])[BELOW, LEFT : LEFT + WIDTH]
    assert (below != plain)[:, WIDTH // 2 + 20 :].any(), "the verdict is on the right"


def test_right_and_wrong_differ_in_their_words_and_signs() -> None:
    """ "✗ wrong" is the wider of the two, also without being bold."""
    starts = []
    for threshold in (1, 0):
        verdict = tile_of_one(1, distances=[0.5], threshold=threshold)[BELOW, LEFT + 110 :]
        ink = (verdict[:, :66] != verdict[0, 0]).any(axis=(0, 2))
        assert ink.sum() > 20
        starts.append(np.flatnonzero(ink)[0])
    assert starts[0] - starts[1] >= 8


def distance_ink(distance: float, threshold: float) -> np.ndarray:
    """Where a distance is written under its only pair, bool (26, 115)."""
    below = tile_of_one(0, distances=[distance], threshold=threshold)[BELOW, LEFT : LEFT + 115]
    return (below != below[0, 0]).any(axis=2)


def test_a_distance_close_to_the_threshold_is_told_from_it() -> None:
    """0.5004 and a threshold of 0.5 both read 0.500, and the pair is on one side: four decimals."""
    near, at, far = (distance_ink(distance, 0.5) for distance in (0.5004, 0.5, 0.5104))
    widths = [np.flatnonzero(ink.any(axis=0)).max() for ink in (near, at, far)]
    assert widths[0] > widths[1] + 4
    assert abs(widths[2] - widths[1]) <= 4


@pytest.mark.parametrize("distance", [9.9999, 99.99, 123.456, 1e7])
def test_a_large_distance_leaves_room_for_the_verdict(distance: float) -> None:
    """A gap wider than the one between two words, also where there are four decimals."""
    below = tile_of_one(1, distances=[distance], threshold=distance - 0.0004)[BELOW]
    ink = (below[:, LEFT + 4 : LEFT + WIDTH - 4] != below[0, LEFT + 2]).any(axis=(0, 2))
    gaps = "".join("#" if column else "." for column in ink).split("#")
    assert max(map(len, gaps)) >= 6


def test_a_line_below_all_counts_the_wrong_ones() -> None:
    images, _ = some_pairs(4)
    one = montage(images, [1, 1, 0, 0], [0.1, 0.9, 0.9, 0.9], 0.5)
    two = montage(images, [1, 1, 0, 0], [0.1, 0.9, 0.1, 0.9], 0.5)
    assert one.shape == two.shape
    tiles = 2 * (144 + GAP)
    assert 0.001 < share(one[tiles:], INK) < 0.2
    assert (one[tiles:] != two[tiles:]).any()


def test_a_long_caption_is_broken_into_lines_within_the_margins() -> None:
    short, long = (tile_of_one(1, caption=text) for text in ("seed 1", "one two three " * 9))
    assert long.shape[1] == short.shape[1]
    assert long.shape[0] > short.shape[0] + 26
    for picture in (short, long):
        note = picture[16 + 118 :]
        assert share(note, INK) > 0.002
        assert (note[:, :14] == PAPER).all()
        assert (note[:, -14:] == PAPER).all()
        assert (note[-6:] == PAPER).all()


def test_what_make_pairs_gives_can_be_shown_as_it_is() -> None:
    images = np.random.default_rng(0).integers(0, 256, (4, 28, 28), dtype=np.uint8)
    pairs, same = make_pairs(images, [1, 1, 2, 2], np.random.default_rng(0))
    np.testing.assert_array_equal(montage(pairs, same), montage(pairs, same.ravel()))


@pytest.mark.parametrize(
    ("images", "settings", "reason"),
    [
        (np.zeros((0, 2, 28, 28), np.uint8), {"same": []}, "n at least 1"),
        (np.zeros((1, 2, 28, 28), np.float32), {"same": [1]}, "Received: float32"),
        (np.zeros((2, 28, 28), np.uint8), {"same": [1, 1]}, "\\(n, 2, 28, 28\\)"),
        (np.zeros((2, 2, 28, 28), np.uint8), {"same": [1]}, "2 pairs, 1 labels"),
        (np.zeros((1, 2, 28, 28), np.uint8), {"same": [7]}, "a 1 or a 0"),
        (np.zeros((1, 2, 28, 28), np.uint8), {"same": [1], "distances": [1, 2]}, "2 distances"),
        (np.zeros((1, 2, 28, 28), np.uint8), {"same": [1], "distances": [np.nan]}, "finite"),
        (
            np.zeros((1, 2, 28, 28), np.uint8),
            {"same": [1], "threshold": 1},
            "a threshold needs distances",
        ),
        (
            np.zeros((1, 2, 28, 28), np.uint8),
            {"same": [1], "columns": 0},
            "columns must be at least 1. Received: 0",
        ),
    ],
)
def test_what_is_no_list_of_pairs_is_refused(
    images: np.ndarray, settings: dict[str, object], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        montage(images, **settings)  # type: ignore[arg-type]


def test_build_montages_fills_grids_row_by_row_as_on_the_slides() -> None:
    """Seven grey pictures, each of one value, in grids of three columns and two rows."""
    values = [10, 20, 30, 40, 50, 60, 70]
    grids = build_montages([np.full((28, 56), v, np.uint8) for v in values], (8, 4), (3, 2))
    found = [grid[2::4, 4::8, 0].tolist() for grid in grids]
    assert found == [[[10, 20, 30], [40, 50, 60]], [[70, 0, 0], [0, 0, 0]]]
    for grid in grids:
        assert grid.shape == (8, 24, 3)
        assert (grid == grid[..., :1]).all()


def test_build_montages_keeps_colours() -> None:
    (grid,) = build_montages([np.full((2, 2, 3), SAME, np.uint8)], (6, 6), (1, 1))
    assert (grid == SAME).all()


@pytest.mark.parametrize(
    ("count", "image_shape", "montage_shape"),
    [(0, (8, 8), (1, 1)), (1, (0, 8), (1, 1)), (1, (8, 8), (3, 0))],
)
def test_build_montages_refuses_nothing(
    count: int, image_shape: tuple[int, int], montage_shape: tuple[int, int]
) -> None:
    with pytest.raises(ValueError, match=f"Received: {count} pictures"):
        build_montages([np.zeros((28, 28), np.uint8)] * count, image_shape, montage_shape)
