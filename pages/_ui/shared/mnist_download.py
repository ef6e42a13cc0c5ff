"""MNIST on its way, in a thread of its own: once for every visitor, and again when one asks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import streamlit as st

from siamese.data.digits import download_mnist, keras_cache
from siamese.data.download import DownloadError

BROKE_OFF = "it broke off: the server's log says more"


@dataclass
class Download:
    """What the thread tells of the download; pages only read it.

    Attributes:
        share: What has come, 0 to 1.
        over: Set when no more will come.
        problem: Why MNIST has not come; empty if it has. Only good once it is over.
    """

    share: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    problem: str = BROKE_OFF  # unless it ends in one of the ways below

    def fetch(self) -> None:
        """Downloads; no page is touched, for that is not for threads."""
        try:
            download_mnist(self._tell)
            self.problem = ""
        except DownloadError as error:
            self.problem = str(error)
        finally:
            self.over.set()

    def _tell(self, share: float) -> None:
        self.share = share


def arrival() -> Download:
    """The download of this server: whoever asks first sets it going."""
    return _begun(str(keras_cache()))


@st.cache_resource(show_spinner=False)
def _begun(path: str) -> Download:
    arriving = Download()
    # A daemon, so that a server that is stopped does not wait for it.
    threading.Thread(target=arriving.fetch, name="MNIST", daemon=True).start()
    return arriving


def try_again() -> None:
    """Begins anew, unless another visitor just has."""
    if arrival().over.is_set():
        _begun.clear(str(keras_cache()))
