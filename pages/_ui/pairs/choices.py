"""Which pairs to show: the choices of the Pairs page, all of which stand in the address."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.shared import seed
from siamese.pairs.sampling import Kind

BOTH = "Both"
KINDS: dict[str, Kind] = {BOTH: "both", "Same": "positive", "Different": "negative"}
BY_CHANCE, HARDEST = "By chance", "Hardest first"


@dataclass(frozen=True)
class Choices:
    """What the visitor has chosen.

    Attributes:
        hardest: Whether the hardest of all pairs are asked for, instead of some by chance.
        kind: Of the same digit, of different ones, or both.
        classes: The digits that both pictures show; None where any will do.
        count: How many pairs.
        seed: Of the chance.
    """

    hardest: bool
    kind: Kind
    classes: list[int] | None
    count: int
    seed: int

    @property
    def name(self) -> str:
        """What a file of them is called."""
        return f"pairs-{self.words.replace(',', '').replace(' ', '-')}"

    @property
    def words(self) -> str:
        """Where they come from: all that it takes to show them again."""
        words = ["hardest first" if self.hardest else f"seed {self.seed}"]
        if self.classes is not None:
            words.append(f"digits {' '.join(map(str, self.classes))}")
        words += [name.lower() for name, kind in KINDS.items() if kind == self.kind != "both"]
        return ", ".join(words)


def ask() -> Choices:
    """Shows the choices; those of the address are taken up, unless they cannot be read."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="choices"):
        order = st.segmented_control(
            "Order",
            [BY_CHANCE, HARDEST],
            default=BY_CHANCE,
            required=True,
            key="order",
            bind="query-params",
        )
        kind = st.segmented_control(
            "Kind of pair",
            list(KINDS),
            default=BOTH,
            required=True,
            key="kind",
            bind="query-params",
        )
        classes = st.pills(
            "Only these digits",
            range(10),
            selection_mode="multi",
            key="digits",
            bind="query-params",
            wrap=True,
        )
        count = st.slider("Pairs", 4, 100, 24, 4, key="pairs", bind="query-params", width=200)
        chance = seed.ask(disabled=order == HARDEST)
        st.button("Other pairs", icon=":material/casino:", on_click=_other_pairs)
    return Choices(order == HARDEST, KINDS[kind or BOTH], classes or None, count, chance)


def _other_pairs() -> None:
    """Another seed, and what it is good for."""
    st.session_state["seed"] = int(np.random.default_rng().integers(seed.SEEDS))
    st.session_state["order"] = BY_CHANCE
