"""What the browser keeps of a visit, so that a reload does not lose it."""

from __future__ import annotations

import streamlit as st

from pages._ui.shared import own_network, session
from pages._ui.shared.browser_storage import Reader

VISIT, NETWORK = "visit", "network"


def texts() -> dict[str, str]:
    """The visit's number, and the run whose network is in use."""
    if session.KEY not in st.session_state:
        return {}
    own = own_network.own()
    return {
        VISIT: st.session_state[session.KEY],
        NETWORK: "" if own is None else str(own.run.number),
    }


def readers() -> dict[str, Reader]:
    """What restores each text: the visit before its network."""
    # Imported here because most visitors have nothing to restore.
    from pages._ui.course import record
    from pages._ui.games.fool import fooled_pairs
    from pages._ui.games.versus import games
    from pages._ui.pooling import grid_state
    from pages._ui.shared import pad
    from pages._ui.verification.one_shot import kept_sets

    return {
        VISIT: session.restore,
        NETWORK: own_network.restore,
        **{pad.kept_as(name): pad.pad(name).restore for name in pad.NAMES},
        kept_sets.NAME: kept_sets.restore,
        grid_state.KEPT_AS: grid_state.restore,
        games.NAME: games.restore,
        record.NAME: record.restore,
        fooled_pairs.NAME: fooled_pairs.restore,
    }
