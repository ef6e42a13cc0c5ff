"""The visitor's sets of symbols, kept while other pages are open, with undo."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from pages._ui.shared.reading import PreparedDigit
from siamese.evaluation.support_set import SupportError, SupportSet
from siamese.handwriting.persian_strokes import NAMES

PERSIAN, OWN = "Persian digits ۰–۹", "Your own symbols"
CHOICE = "symbols"
KEY = "symbol sets"
PROBLEM = "symbol problem"
SAMPLES, SAMPLE_SEED = 10, 2  # of each Persian digit, and of their handwriting
MOST_BACK = 50  # changes that can be undone


@dataclass
class EditableSupportSet:
    """A set with its earlier versions."""

    name: str
    support: SupportSet
    earlier: deque[SupportSet] = field(default_factory=lambda: deque(maxlen=MOST_BACK))
    version: int = 0  # part of the keys of widgets, which a change resets
    added: str = ""  # which example has just been added, as HTML; empty after the next drawing

    def key(self, widget: str) -> str:
        """The key of a widget."""
        return f"{self.name}-{widget}-{self.version}"

    def change(self, where: str, make: Callable[[], SupportSet], version: int) -> bool:
        """Replaces the set, and keeps the previous one for undo.

        A browser may send the value of a widget after the widget was removed. A change of an
        earlier version is therefore ignored.

        Args:
            where: The place on the page where an error is shown.
            make: Returns the new set; if it raises SupportError, nothing changes.
            version: Of the set that the visitor saw.

        Returns:
            Whether the set was replaced.
        """
        if version != self.version:
            return False
        try:
            changed = make()
        except SupportError as error:
            tell(where, str(error))
            return False
        self.earlier.append(self.support)
        self.support, self.added = changed, ""
        self.version += 1
        return True

    def undo(self) -> None:
        """Undoes the last change."""
        if self.earlier:
            self.support, self.added = self.earlier.pop(), ""
            self.version += 1


def tell(where: str, problem: str) -> None:
    """Keeps an error, to be shown at a place of the page."""
    st.session_state[PROBLEM] = (where, problem)


def show_problem(where: str) -> None:
    """Shows the last error once, if it belongs to that place."""
    place, problem = st.session_state.get(PROBLEM, ("", ""))
    if place == where:
        st.warning(problem, icon=":material/error:")
        del st.session_state[PROBLEM]


def collection(name: str) -> EditableSupportSet:
    """The visitor's set of that name."""
    sets: dict[str, EditableSupportSet] = st.session_state.setdefault(KEY, {})
    if name not in sets:
        sets[name] = EditableSupportSet(name, prepared() if name == PERSIAN else SupportSet())
    return sets[name]


@st.cache_resource(show_spinner=False)
def prepared() -> SupportSet:
    """The set of Persian digits that every visitor starts with."""
    # Imported here because it imports SciPy, which takes time.
    from siamese.evaluation.persian import persian_set

    return persian_set()


def persian_sample() -> PreparedDigit:
    """A random Persian digit, of another hand than the examples."""
    from siamese.evaluation.persian import persian_digits  # imports SciPy, which takes time

    images, labels = persian_digits(SAMPLES, SAMPLE_SEED)
    index = int(np.random.default_rng().integers(len(images)))
    return PreparedDigit(images[index], note=f"A {NAMES[labels[index]]}, written by the app")
