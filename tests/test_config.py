"""Settings: the deck's names, and refusals that say what was received."""

import pytest

from siamese import config
from siamese.config import (
    LOSSES,
    RECIPES,
    SYMBOLS_LOSSES,
    SettingError,
    TrainingConfig,
    training_config,
)


def test_the_decks_settings_have_the_decks_names() -> None:
    assert config.IMG_SHAPE == (28, 28, 1)
    assert config.BATCH_SIZE == 64
    assert config.EPOCHS == 100
    assert config.BASE_OUTPUT == "output"
    assert config.MODEL_PATH.replace("\\", "/") == "output/siamese_model"
    assert config.PLOT_PATH.replace("\\", "/") == "output/plot.png"


def test_a_recipe_sets_what_its_user_does_not() -> None:
    slides = training_config("slides", epochs=2, margin=None)
    assert (slides.recipe, slides.loss, slides.batch_size) == ("slides", "cross-entropy", 64)
    assert (slides.epochs, slides.margin) == (2, 1.0)
    assert training_config("slides").epochs == config.EPOCHS
    assert training_config("keras-example").embedding_dim == 10


@pytest.mark.parametrize("recipe", list(RECIPES))
def test_every_recipe_is_a_config(recipe: str) -> None:
    chosen = training_config(recipe)
    assert chosen.recipe == recipe
    assert chosen.loss in (SYMBOLS_LOSSES if recipe == "symbols" else LOSSES)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"recipe": "best"}, "^recipe is one of slides, .*Received: best"),
        ({"loss": "triplet"}, "^loss is one of contrastive, .*Received: triplet"),
        ({"margin": 0.0}, "^margin lies between .*Received: 0.0"),
        ({"embedding_dim": 0}, "^embedding_dim lies between .*Received: 0"),
        ({"epochs": 0}, "^epochs lies between .*Received: 0"),
        ({"digits": 99}, "^digits lies between .*Received: 99"),
        ({"seed": 2**32}, "^seed lies between .*Received: 4294967296"),
        ({"batch_size": 0}, "^batch_size lies between .*Received: 0"),
        ({"learning_rate": float("nan")}, "^learning_rate lies between .*Received: nan"),
        ({"loss": "contrastive-simple", "margin": 2.0}, "^margin must be 1 .*Received: 2.0"),
        ({"loss": "cross-entropy"}, "^loss must be .*Received: cross-entropy"),
        ({"recipe": "shipped", "loss": "cross-entropy"}, "with the recipe shipped"),
        ({"loss": "supervised-contrastive"}, "^loss is one of contrastive, .*Received: superv"),
        ({"recipe": "symbols"}, "^loss is one of supervised-contrastive.*Received: contrastive"),
        (
            {"recipe": "symbols", "loss": "supervised-contrastive", "margin": 1.5},
            "^margin is for digits: .*Received: 1.5",
        ),
        (
            {"recipe": "symbols", "loss": "supervised-contrastive", "digits": 500},
            "^digits is for digits: .*Received: 500",
        ),
        ({"recipe": "shipped", "embedding_dim": 7}, "^embedding_dim must be even.*Received: 7"),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, dict) else "",
)
def test_settings_out_of_range_are_refused(settings: dict[str, object], reason: str) -> None:
    with pytest.raises(SettingError, match=reason):
        TrainingConfig(**settings)


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(SettingError, match="Received: best"):
        training_config("best")
