"""Networks taken apart: against sums by hand, Keras, and pixels poked one by one."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from siamese.config import IMG_SHAPE
from siamese.inspection.architecture import LayerSummary, blocks, receptive_field, stages
from siamese.network import ENCODERS, build_siamese_model, build_twin_network


def by_kind(model: keras.Model, kind: str) -> list[LayerSummary]:
    return [stage for stage in stages(model) if stage.kind == kind]


def test_the_decks_network_by_hand() -> None:
    """Multiplications: 28·28 places · 2·2·1·64 weights = 200,704; 14·14 · 2·2·64·64 = 3,211,264;
    dense 64·48 = 3,072.

    Receptive fields: 2; pooling +1·1 = 3; two pixels a step now: +1·2 = 5, pooling +1·2 = 7; then
    everything.
    """
    expected = [
        ("InputLayer", "", (28, 28, 1), 0, 0, 1),
        ("Conv2D", "64 of 2×2, relu", (28, 28, 64), 320, 200_704, 2),
        ("MaxPooling2D", "2×2", (14, 14, 64), 0, 0, 3),
        ("Dropout", "0.3", (14, 14, 64), 0, 0, 3),
        ("Conv2D", "64 of 2×2, relu", (14, 14, 64), 16_448, 3_211_264, 5),
        ("MaxPooling2D", "2×2", (7, 7, 64), 0, 0, 7),
        ("Dropout", "0.3", (7, 7, 64), 0, 0, 7),
        ("GlobalAveragePooling2D", "", (64,), 0, 0, None),
        ("Dense", "48", (48,), 3_120, 3_072, None),
    ]
    assert [
        (s.kind, s.settings, s.output_shape, s.parameters, s.multiplications, s.receptive_field)
        for s in stages(build_siamese_model(IMG_SHAPE))
    ] == expected


def test_both_towers_of_the_shipped_encoder_stand_side_by_side() -> None:
    """Each convolution twice: 2 · 14·14 · 25·32 = 313,600 multiplications for the first, then
    2 · 14·14 · 9·32·48, 2 · 14·14 · 9·48·64, 2 · 7·7 · 9·64·64, 2 · 7·7 · 9·64·96.

    Receptive fields: 5, and two pixels a step: +2·2 = 9, 13; pooling 15; four a step: 23, 31.
    """
    encoder = ENCODERS["shipped"](IMG_SHAPE, 48)
    convolutions = by_kind(encoder, "Conv2D")
    assert [len(stage.names) for stage in convolutions] == [2] * 5
    assert [stage.multiplications for stage in convolutions] == [
        313_600,
        5_419_008,
        10_838_016,
        3_612_672,
        5_419_008,
    ]
    assert [stage.receptive_field for stage in convolutions] == [5, 9, 13, 23, 31]
    assert [stage.receptive_field for stage in by_kind(encoder, "MaxPooling2D")] == [15, 35]
    assert convolutions[0].settings == "32 of 5×5, stride 2"
    (dense,) = by_kind(encoder, "Dense")
    assert (dense.parameters, dense.multiplications) == (2 * 20_760, 2 * 864 * 24)
    assert [len(stage.names) for stage in stages(encoder)[-2:]] == [1, 1]


def test_batch_normalisation_multiplies_once_with_each_number() -> None:
    """In Keras's example 28·28 pixels, and 256 numbers before the last layer."""
    norms = by_kind(ENCODERS["keras-example"](IMG_SHAPE, 10), "BatchNormalization")
    assert [stage.multiplications for stage in norms] == [784, 256]


@pytest.mark.parametrize("name", list(ENCODERS))
def test_what_keras_says(name: str) -> None:
    """Weights and shapes as in `model.summary()`; every layer is told of, and once."""
    encoder = ENCODERS[name](IMG_SHAPE, 8)
    told = stages(encoder)
    names = [layer for stage in told for layer in stage.names]
    assert sorted(names) == sorted(layer.name for layer in encoder.layers)
    assert sum(stage.parameters for stage in told) == encoder.count_params()
    for stage in told:
        found = [encoder.get_layer(layer) for layer in stage.names]
        assert {layer.output.shape[1:] for layer in found} == {stage.output_shape}
        assert {type(layer).__name__ for layer in found} == {stage.kind}
        assert sum(layer.count_params() for layer in found) == stage.parameters
    assert told[0].kind == "InputLayer"
    assert told[-1].output_shape == (8,)


def test_a_network_that_was_made_twin_is_taken_apart_as_before() -> None:
    encoder = ENCODERS["shipped"](IMG_SHAPE, 48)
    before = stages(encoder)
    build_twin_network(encoder)([tf.zeros((1, *IMG_SHAPE))] * 2)
    assert stages(encoder) == before


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("shipped", ["ReLU"] * 3 + ["MaxPooling2D", "ReLU", "ReLU", "MaxPooling2D"]),
        ("all-pairs", ["Conv2D", "Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D"]),
    ],
)
def test_what_is_worth_a_look(name: str, kinds: list[str]) -> None:
    """A convolution after its ReLU, an embedding once it has its length, and no Dropout."""
    closing = [stage.kind for stage in stages(ENCODERS[name](IMG_SHAPE, 48)) if stage.ends_block]
    assert closing == [*kinds, "UnitNormalization"]


def test_blocks_of_the_shipped_encoder() -> None:
    """The towers end before they are put together; nothing but the input is left out."""
    found = stages(ENCODERS["shipped"](IMG_SHAPE, 48))
    together = blocks(found)
    convolution = ["Conv2D", "BatchNormalization", "ReLU"]
    pooling = ["MaxPooling2D"]
    assert [[stage.kind for stage in block] for block in together] == [
        *[convolution] * 3,
        pooling,
        *[convolution] * 2,
        pooling,
        ["Flatten", "Dropout", "Dense", "UnitNormalization"],
        ["Concatenate", "UnitNormalization"],
    ]
    assert [stage for block in together for stage in block] == found[1:]


def test_no_window_sees_one_pixel() -> None:
    assert receptive_field([]) == 1


def seen_from_the_middle(model: keras.Model) -> list[tuple[int, int]]:
    """Pokes every pixel of a blank image, and looks where the middle of each output notices.

    Returns:
        Height and width of what was noticed, an output each.
    """
    side = model.input_shape[1]
    pokes = np.eye(side * side, dtype=np.float32).reshape(-1, side, side, 1)
    middles = []
    for chunk in np.array_split(np.concatenate([np.zeros_like(pokes[:1]), pokes]), 20):
        found = [output.numpy() for output in model(chunk, training=False)]
        middles.append([x[:, x.shape[1] // 2, x.shape[2] // 2].sum(axis=-1) for x in found])
    seen = []
    for middle in map(np.concatenate, zip(*middles, strict=True)):
        noticed = (middle[1:] != middle[0]).reshape(side, side)
        seen.append((int(noticed.any(axis=1).sum()), int(noticed.any(axis=0).sum())))
    return seen


@pytest.mark.parametrize("name", ["slides", "all-pairs", "shipped"])
def test_receptive_fields_are_what_a_number_notices(name: str) -> None:
    """All weights are positive, so that no poke is lost; on a picture large enough for them."""
    encoder = ENCODERS[name]((48, 48, 1), 8)
    for layer in encoder.layers:
        if isinstance(layer, layers.Conv2D):
            layer.set_weights([np.ones_like(weight) * 0.1 for weight in layer.get_weights()])
    looked_at = [stage for stage in stages(encoder) if stage.ends_block and stage.receptive_field]
    assert len(looked_at) >= 4
    cut = keras.Model(encoder.input, [encoder.get_layer(one.names[0]).output for one in looked_at])
    assert seen_from_the_middle(cut) == [(one.receptive_field,) * 2 for one in looked_at]
