"""Keras's twelve layers by name; that the code makes what it says is tested with Keras."""

import pytest

from siamese.pooling.keras_names import code_for, layer_name


def test_names_are_the_decks() -> None:
    names = {
        layer_name(kind, dimensions)
        for kind in ("max", "average", "global max", "global average")
        for dimensions in (1, 2, 3)
    }
    assert names == {
        *("MaxPooling1D", "MaxPooling2D", "MaxPooling3D"),
        *("AveragePooling1D", "AveragePooling2D", "AveragePooling3D"),
        *("GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D"),
        *("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D"),
    }


def test_code_is_what_stands_on_the_slides() -> None:
    assert code_for("max", 1) == "keras.layers.MaxPooling1D(pool_size=2)"
    assert code_for("max", 3) == "keras.layers.MaxPooling3D(pool_size=(2, 2, 2))"
    assert code_for("global max", 2) == "keras.layers.GlobalMaxPooling2D()"


def test_global_kinds_have_no_settings_but_the_format() -> None:
    code = code_for("global average", 2, 3, 2, "same", "channels_first")
    assert code == 'keras.layers.GlobalAveragePooling2D(data_format="channels_first")'


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (("median", 2), r"kind must be one of .* Received: 'median'"),
        (("max", 4), r"1, 2 or 3 dimensions\. Received: 4"),
        (("max", 2, 0), r"pool_size .* Received: 0"),
        (("max", 2, 2, (1, 1, 1)), r"strides .* Received: \(1, 1, 1\)"),
        (("max", 2, 2, None, "full"), r"padding must be one of .* Received: 'full'"),
        (("max", 2, 2, None, "same", "NHWC"), r"data_format must be one of .* Received: 'NHWC'"),
    ],
)
def test_other_settings_are_refused(settings: tuple[object, ...], line: str) -> None:
    with pytest.raises(ValueError, match=line):
        code_for(*settings)
