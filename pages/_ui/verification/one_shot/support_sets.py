"""The visitor's sets of symbols: they outlive the page's widgets, and each change can be undone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from siamese.evaluation.support_set import SupportError, SupportSet

PERSIAN, OWN = "Persian digits ۰–۹", "Your own symbols"
CHOICE = "symbols"
KEY = "symbol sets"
PROBLEM = "symbol problem"
MOST_BACK = 50  # changes that can be taken back


@dataclass
class EditableSupportSet:
    """A set, and how it came to be."""

    name: str
    support: SupportSet
    earlier: deque[SupportSet] = field(default_factory=lambda: deque(maxlen=MOST_BACK))
    version: int = 0  # a widget with a new key is a new widget

    def key(self, widget: str) -> str:
        """A widget's key."""
        return f"{self.name}-{widget}-{self.version}"

    def change(self, where: str, make: Callable[[], SupportSet], version: int) -> bool:
        """Puts another set in the place of this one, which stays for “Take back”.

        A browser may send what a widget holds once more after the widget has gone: what was asked
        of an earlier version is therefore not done.

        Args:
            where: The place on the page where a problem is told.
            make: Gives it; what it refuses leaves all as it is.
            version: Of the set that the visitor saw.

        Returns:
            Whether it was done.
        """
        if version != self.version:
            return False
        try:
            changed = make()
        except SupportError as error:
            tell(where, str(error))
            return False
        self.earlier.append(self.support)
        self.support = changed
        self.version += 1
        return True

    def undo(self) -> None:
        """Takes the last change back."""
        if self.earlier:
            self.support = self.earlier.pop()
            self.version += 1


def tell(where: str, problem: str) -> None:
    """Keeps what could not be done, to be shown at a place of the page."""
    st.session_state[PROBLEM] = (where, problem)


def show_problem(where: str) -> None:
    """Says once what could not be done, if it was to be done there."""
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
    """The set that comes with the app, the same for all."""
    # SciPy comes with it, which the rest of the page need not wait for.
    from siamese.evaluation.persian import persian_set

    return persian_set()
