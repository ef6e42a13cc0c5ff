"""Which pairs to show: the choices of the Pairs page, all of them in the address."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.shared import seed
from pages._ui.shared.query_params.table import SEEDS
from pages._ui.shared.query_params.widgets import choose
from siamese.pairs.sampling import Kind

KINDS: dict[str, Kind] = {"Both": "both", "Same": "positive", "Different": "negative"}
RANDOM, HARDEST = "Random", "Hardest first"
ALWAYS_THE_SAME = "The hardest pairs are always the same: choose Random for other pairs."


@dataclass(frozen=True)
class Choices:
    """The visitor's choices."""

    hardest: bool  # the hardest of all pairs, instead of random ones
    kind: Kind  # of the same digit, of different digits, or both
    classes: list[int] | None  # digits that both images show; None for all digits
    count: int  # number of pairs
    seed: int  # of the random pairs

    @property
    def name(self) -> str:
        """The name of a file with these pairs."""
        return f"pairs-{self.words.replace(',', '').replace(' ', '-')}"

    @property
    def words(self) -> str:
        """How the pairs were chosen, so that they can be shown again."""
        words = ["hardest first" if self.hardest else f"seed {self.seed}"]
        if self.classes is not None:
            words.append(f"digits {' '.join(map(str, self.classes))}")
        words += [name.lower() for name, kind in KINDS.items() if kind == self.kind != "both"]
        return ", ".join(words)


def ask() -> Choices:
    """Shows the choices; valid values in the address are used."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="choices"):
        order = choose("pairs", "order", "Order")
        kind = choose("pairs", "kind", "Kind of pair")
        st.button(
            "Other pairs",
            icon=":material/casino:",
            on_click=_take_another_seed,
            disabled=order == HARDEST,
            help=ALWAYS_THE_SAME if order == HARDEST else None,
        )
        with st.popover("Settings", icon=":material/tune:"):
            classes = st.pills(
                "Only these digits",
                range(10),
                selection_mode="multi",
                key="digits",
                bind="query-params",
                wrap=True,
            )
            count = st.slider("Pairs", 4, 100, 24, 4, key="pairs", bind="query-params")
            chance = seed.ask(disabled=order == HARDEST)
    return Choices(order == HARDEST, KINDS[kind], classes or None, count, chance)


def _take_another_seed() -> None:
    st.session_state["seed"] = int(np.random.default_rng().integers(SEEDS))
