"""A twin network that learns, and can begin anew.

TensorFlow needs a second or two to trace a step of a new network. So a network stays, compiled, and
the next run of the same settings begins with it, from its own seed.
"""

from __future__ import annotations

from functools import lru_cache

import keras
import tensorflow as tf

from siamese.config import ALL_PAIRS_RECIPES, IMG_SHAPE, TrainingConfig
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    ContrastiveLoss,
    SupervisedContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)
from siamese.network import ENCODERS, build_twin_network, towers_of
from siamese.training.embedding import embedding_function

WARM_UP_STEPS = 200


class Schedule(keras.optimizers.schedules.CosineDecay):  # type: ignore[misc]
    """A learning rate that rises, then falls over the rest of a run of any length.

    Args:
        highest: The learning rate at its highest.
    """

    def __init__(self, highest: float) -> None:
        self.falling, self.rising = tf.Variable(1.0), tf.Variable(1.0)  # steps
        super().__init__(
            0.1 * highest,
            self.falling,
            alpha=0.01,
            warmup_target=highest,
            warmup_steps=self.rising,
        )

    def begin(self, steps: int) -> None:
        """Sets how many steps the run has."""
        rising = min(WARM_UP_STEPS, steps // 10)
        self.rising.assign(rising)
        self.falling.assign(max(steps - rising, 1))


class Learner:
    """A twin network with what Keras needs to fit it.

    Args:
        config: Its recipe, loss, margin and learning rate.
        twin: As `new_twin` makes it.

    Attributes:
        twin: The same.
        encoder: Its encoder.
        embed: What `embedding_function` makes of that.
        model: What is fitted: the twin network, or its encoder where a loss is of all pairs.
        schedule: Of the learning rate; None where that stays.
    """

    def __init__(self, config: TrainingConfig, twin: keras.Model) -> None:
        self.twin, self.encoder = twin, twin.get_layer("encoder")
        self.embed = embedding_function(self.encoder)
        self.schedule: Schedule | None = None
        loss: keras.losses.Loss | str
        if config.recipe in ALL_PAIRS_RECIPES:
            self.model, towers = towers_of(self.encoder)
            self.schedule = Schedule(config.learning_rate)
            loss = (
                SupervisedContrastiveLoss()
                if config.recipe == "symbols"
                else AllPairsContrastiveLoss(config.margin, HINGES[config.loss], towers)
            )
        else:
            self.model, loss = twin, _loss_of_pairs(config)
        self.optimizer = keras.optimizers.Adam(self.schedule or config.learning_rate)
        # Or TensorFlow traces a step twice, because the first time variables are created.
        self.optimizer.build(self.model.trainable_variables)
        self.model.compile(self.optimizer, loss, jit_compile=False)
        self._untrained = [variable.numpy() for variable in self.optimizer.variables]

    def begin(self, fresh: keras.Model) -> None:
        """Forgets what it has learned.

        Args:
            fresh: A network of the same form, whose weights, and seeds of dropout, it takes.
        """
        for variable, other in zip(self.twin.variables, fresh.variables, strict=True):
            variable.assign(other)
        for variable, value in zip(self.optimizer.variables, self._untrained, strict=True):
            variable.assign(value)


def new_twin(config: TrainingConfig) -> keras.Model:
    """The untrained network of a recipe, with random weights."""
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    return build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")


@lru_cache(maxsize=1)
def learner_like(config: TrainingConfig) -> Learner:
    """The learner of some settings, the same one until others are asked for."""
    return Learner(config, new_twin(config))


def _loss_of_pairs(config: TrainingConfig) -> keras.losses.Loss | str:
    losses = {
        "cross-entropy": "binary_crossentropy",
        "contrastive": ContrastiveLoss(config.margin),
        "contrastive-margin": contrastive_loss_with_margin(config.margin),
        "contrastive-simple": contrastive_loss,
    }
    return losses[config.loss]
