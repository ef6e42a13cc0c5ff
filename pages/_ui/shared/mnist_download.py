"""Downloads MNIST in a background thread, once for all visitors; a visitor may retry."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import streamlit as st

from siamese.data.digits import download_mnist, keras_cache
from siamese.data.download import DownloadError

INTERNAL_ERROR = "internal error: see the server's log"


@dataclass
class Download:
    """The state of the download: its thread writes it, pages only read it."""

    share: float = 0.0  # downloaded so far, 0 to 1
    over: threading.Event = field(default_factory=threading.Event)  # set when it has ended
    problem: str = INTERNAL_ERROR  # why it failed, empty after a success; valid once it is over

    def fetch(self) -> None:
        """Downloads MNIST. Runs in a thread, so it never calls Streamlit."""
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
    """The download of this server; the first call starts it."""
    return _begun(str(keras_cache()))


@st.cache_resource(show_spinner=False)
def _begun(path: str) -> Download:
    arriving = Download()
    # A daemon thread, so that stopping the server does not wait for it.
    threading.Thread(target=arriving.fetch, name="MNIST", daemon=True).start()
    return arriving


def try_again() -> None:
    """Starts the download again, unless another visitor just has."""
    if arrival().over.is_set():
        _begun.clear(str(keras_cache()))
