"""The parameters of the address: which ones each page has, and what they may be.

Anybody may have written an address. `arrive` checks it before a page reads it: what is invalid is
taken out, so that the page shows the default, and one line names it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.query_params import QueryParams

from siamese.data.packed_digits import unpack
from siamese.pooling import grid

INVALID = "The link has an invalid value for {}; showing the default."
SEEDS = 1_000_000
DIGITS = 10_000  # of MNIST's test set; where there are fewer, counting starts again
MOST = 1_000_000_000  # where the upper end depends on the server, the digits or the network
LONGEST = 200  # characters of a text
LONGEST_PICTURES = 900  # characters of two pictures: what some programs cut off begins at 1,000

# The session's keys: the page, that by which the visitor came, and what was kept and was invalid.
PAGE, FIRST = "address page", "address first page"
KEPT, INVALID_NAMES = "address kept", "address invalid"


class Param(Protocol):
    """A parameter of one page."""

    @property
    def default(self) -> Any:
        """What the page shows unless the address says something else."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""

    def fit(self, value: Any) -> Any:
        """The valid value that is closest to a value of another page."""


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`."""

    low: float
    high: float
    default: float = 0.0
    step: float = 1.0

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        found = number(text)
        return found is not None and self.low <= found <= self.high

    def fit(self, value: float) -> float:
        """The closest value in the range."""
        return min(max(value, self.low), self.high)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number from `low` to `high`."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return super().accepts(text) and float(text).is_integer()


@dataclass(frozen=True)
class Choice:
    """One of several words; with `several`, any of them."""

    options: tuple[str, ...]
    default: str = ""
    several: bool = False

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return text in self.options

    def fit(self, value: str) -> str:
        """The value, or the default if it is no option."""
        return value if value in self.options else self.default


@dataclass(frozen=True)
class Text:
    """Anything short: the page itself says what is wrong with it."""

    longest: int = LONGEST
    empty: bool = False
    default: str = ""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return len(text) <= self.longest and (self.empty or text != "")

    def fit(self, value: str) -> str:
        """The value."""
        return value


@dataclass(frozen=True)
class Threshold(Number):
    """A distance, or "own" for the network's own threshold."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return text == "own" or super().accepts(text)


@dataclass(frozen=True)
class Grid(Text):
    """A grid of numbers."""

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        return grid.from_address(text) is not None


@dataclass(frozen=True)
class Pictures(Text):
    """Two pictures of digits."""

    longest: int = LONGEST_PICTURES

    def accepts(self, text: str) -> bool:
        """Whether a value in the address is valid."""
        try:
            return super().accepts(text) and len(unpack(text, 2)) == 2
        except ValueError:
            return False


FLAG = Choice(("true", "false"), "false")
SEED = Whole(0, SEEDS - 1, 1)
LAYER_SIZES = tuple(str(size) for size in range(1, 7))
RATES = ("0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.15", "0.17", "0.18", "0.2", "0.5")
RECIPE_LOSSES = (
    "Contrastive: max(m − D, 0)²",
    "Contrastive: max(m − D², 0)²",
    "Contrastive: max(m − D², 0), m = 1",
)
PARAMS: dict[str, dict[str, Param]] = {
    "draw": {"pictures": Pictures()},
    "pairs": {
        "order": Choice(("Random", "Hardest first"), "Random"),
        "kind": Choice(("Both", "Same", "Different"), "Both"),
        "digits": Choice(tuple("0123456789"), several=True),
        "pairs": Whole(4, 100, 24, 4),
        "seed": SEED,
    },
    "verification": {
        "part": Choice(("Threshold", "Map", "One-shot", "Your own pictures"), "Threshold"),
        "threshold": Threshold(0, MOST),
        "tested": Whole(10_000, 200_000, 100_000, 10_000),
        "seed": SEED,
        "axis": Choice(("Linear", "Logarithmic"), "Linear"),
        "learned": Text(),
        "layout": Choice(("Neighbours (t-SNE)", "Principal axes (PCA)"), "Neighbours (t-SNE)"),
        "count": Whole(1, MOST),
        "symbols": Choice(("Persian digits ۰–۹", "Your own symbols"), "Persian digits ۰–۹"),
        "none": Number(0, MOST),
    },
    "loss": {
        "part": Choice(("One pair", "Points on a plane"), "One pair"),
        "loss": Choice(
            ("Contrastive", "With margin", "Simple", "Cross-entropy", "Sigmoid first"),
            "Contrastive",
        ),
        "margin": Number(0.25, 1.5, 1.0, 0.05),
        "gradient": FLAG,
        "distance": Number(0.0, 2.0, 0.5, 0.05),  # of two embeddings of length 1
        "learning_rate": Number(1.0, 20.0, 2.0, 1.0),
        "seed": SEED,
        "step": Number(0, 60),
        "point": Number(1, 30, 1),
    },
    "training": {
        "recipe": Choice(("All pairs", "Slides", "Keras example"), "All pairs"),
        "loss-all-pairs": Choice(RECIPE_LOSSES),
        "loss-slides": Choice((*RECIPE_LOSSES, "Cross-entropy on a sigmoid")),
        "loss-keras-example": Choice((*RECIPE_LOSSES, "Cross-entropy on a sigmoid")),
        "margin": Number(0.1, 3.0, 1.0, 0.1),
        "dimensions": Whole(1, MOST),
        "images": Whole(1, MOST),
        "epochs": Whole(0, MOST),
        "training-seed": SEED,
    },
    "network": {
        "part": Choice(("Architecture", "Layer outputs", "Occlusion map"), "Architecture"),
        "network": Choice(("Network in use", "Slides’ network"), "Network in use"),
        "left": Whole(0, DIGITS - 1, 0),
        "right": Whole(0, DIGITS - 1, 1),
        "layer": Text(),
    },
    "layers": {
        "part": Choice(("Dense layer", "Line", "Digits", "Lambda"), "Dense layer"),
        "batch": Choice(LAYER_SIZES, "4"),
        "n": Choice(LAYER_SIZES, "3"),
        "m": Choice(LAYER_SIZES, "2"),
        "seed": SEED,
        "xs": Text(empty=True),
        "ys": Text(empty=True),
        "learning_rate": Choice(RATES, "0.01"),
        "classifier-digits": Whole(1, MOST),
        "classifier-epochs": Whole(0, MOST),
    },
    "pooling": {
        "pooling": Choice(("Max", "Average", "Global max", "Global average"), "Max"),
        "pool_size": Choice(tuple("1234"), "2"),
        "strides": Choice(("pool_size", *"1234"), "pool_size"),
        "padding": Choice(("valid", "same"), "valid"),
        "grid_seed": Text(6, empty=True),
        "grid": Grid(),
        "window": Whole(1, grid.MOST**2, 1),
        "slices": FLAG,
        "backward": FLAG,
        "keras": FLAG,
        "pooled": FLAG,
        "whose": Choice(("A test digit", "Your first digit", "Your second digit"), "A test digit"),
        "digit": Whole(0, DIGITS - 1, 0),
    },
}
NAMES = [name for params in PARAMS.values() for name in params]
SHARED = {"margin"}  # pages show the same value, as far as their range goes
SEVERAL = {name for name in NAMES if NAMES.count(name) > 1}


def span(page: str, name: str) -> tuple[float, float, float, float]:
    """A number's range, for a slider.

    Args:
        page: Its path in the address.
        name: The parameter.

    Returns:
        The lowest, the highest and the default value, and the step between two values.

    Raises:
        TypeError: If it is no number.
    """
    param = PARAMS[page][name]
    if not isinstance(param, Number):
        raise TypeError(f"Only a Number has a range. Received: {param}")
    return param.low, param.high, param.default, param.step


def choose(page: str, name: str, label: str, **looks: Any) -> str:
    """Shows the options of a parameter side by side.

    Args:
        page: Its path in the address.
        name: The parameter, and the widget's key.
        label: The label.
        looks: Further arguments of `st.segmented_control`.

    Returns:
        The chosen option.

    Raises:
        TypeError: If it is no choice.
    """
    param = PARAMS[page][name]
    if not isinstance(param, Choice):
        raise TypeError(f"Only a Choice has options. Received: {param}")
    chosen = st.segmented_control(
        label,
        param.options,
        default=param.default,
        required=True,
        key=name,
        bind="query-params",
        **looks,
    )
    return chosen or param.default


def choose_part(page: str) -> str:
    """Shows the parts of a page side by side.

    Args:
        page: Its path in the address.

    Returns:
        The chosen part.
    """
    return choose(page, "part", "Part of the page", label_visibility="collapsed", wrap=True)


def number(text: Any) -> float | None:
    """A distance that is said; None where that is none.

    >>> number("0.5"), number("-1"), number("x"), number("inf"), number(None)
    (0.5, None, None, None, None)
    """
    try:
        found = float(text)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) and found >= 0 else None


def arrive(page: str) -> None:
    """Checks the address and hands over what pages have under one name, before the page runs.

    Args:
        page: Its path in the address.
    """
    before = st.session_state.get(PAGE)
    st.session_state.setdefault(FIRST, page)
    if before != page:
        st.session_state[PAGE], st.session_state[INVALID_NAMES] = page, []
        _put_away(before or "")
        _take_out(page)
        st.query_params.update({})  # tells the browser that the last page's parameters have gone
    params = PARAMS.get(page, {})
    if invalid := _clean(params, foreign=set(NAMES) - params.keys()):
        st.session_state[INVALID_NAMES] = invalid
    _warn(st.session_state[INVALID_NAMES])


def check(name: str, param: Param) -> None:
    """Checks a parameter whose range only the page knows, before the page shows its widget.

    Args:
        name: The parameter.
        param: What it may be here.
    """
    if invalid := _clean({name: param}):
        st.session_state[INVALID_NAMES] = st.session_state[INVALID_NAMES] + invalid
        _warn(invalid)


def one_of(values: Iterable[object]) -> Choice:
    """A choice of values, as they are written in the address."""
    return Choice(tuple(map(str, values)))


def _warn(names: list[str]) -> None:
    if names:
        st.warning(INVALID.format(", ".join(names)), icon=":material/link_off:")


def _put_away(page: str) -> None:
    """Keeps what the page that is left has under a name that other pages have, too."""
    kept = st.session_state.setdefault(KEPT, {})
    for name, param in _several(page).items():
        if name not in st.session_state:
            continue
        place, value = _place(page, name), st.session_state[name]
        if place not in kept or value != param.fit(kept[place]):  # else only its widget was bounded
            kept[place] = value


def _take_out(page: str) -> None:
    """Puts what was kept for a page into the address, within the page's range; a link comes first.

    Its widgets then take it up from there. On the way back, the address alone counts: Streamlit
    drops from it what the page that is left has under the same name.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    there = parse_qs(context.query_string) if context.is_history_navigation else None
    for name, param in _several(page).items():
        st.session_state.pop(name, None)
        text = _kept_text(page, name, param) if there is None else there.get(name, [""])[0]
        with context.session_state.query_params() as address:
            if text and name not in address:
                address.set_with_no_forward_msg(name, text)
                address.set_initial_query_params_from_current()


def _kept_text(page: str, name: str, param: Param) -> str:
    """What was kept of a parameter, as a text; empty for its default."""
    kept, place = st.session_state[KEPT], _place(page, name)
    value = param.fit(kept[place]) if place in kept else param.default
    return "" if value == param.default else _text(value)


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def _several(page: str) -> dict[str, Param]:
    return {name: param for name, param in PARAMS.get(page, {}).items() if name in SEVERAL}


def _place(page: str, name: str) -> tuple[str, str]:
    return ("" if name in SHARED else page, name)


def _clean(params: dict[str, Param], foreign: Set[str] = frozenset()) -> list[str]:
    """Takes out of the address what is invalid or another page's; the names of what is invalid."""
    context = get_script_run_ctx()
    if context is None:  # run without Streamlit: there is no address
        return []
    with context.session_state.query_params() as address:
        invalid = [
            name
            for name, param in params.items()
            if name in address and not _valid(param, address.get_all(name))
        ]
        _remove(address, invalid + [name for name in address if name in foreign])
    return invalid


def _valid(param: Param, texts: list[str]) -> bool:
    several = isinstance(param, Choice) and param.several
    once = len(set(texts)) == len(texts) if several else len(texts) == 1
    return once and all(param.accepts(text) for text in texts)


def _remove(address: QueryParams, names: list[str]) -> None:
    """Removes parameters, also from what widgets take up, in one new address."""
    if not names:
        return
    *others, last = names
    for name in others:
        address.discard_param_no_forward_msg(name)
    address.remove_param(last)
    address.set_initial_query_params_from_current()
