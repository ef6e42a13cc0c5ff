"""The server of Siamese Lab, for ``streamlit run``. Each visitor runs ``pages/_router.py``."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit.cli_util import open_browser
from streamlit.web.server.server_util import get_url

# All that the first answer needs, SciPy and Altair with it, before any thread is there: of two
# threads that import modules which need one another, one may find half of a module.
import siamese.pictures  # noqa: F401
from pages._ui.shared import (
    background,
    distance_charts,  # noqa: F401
    embedding_chart,  # noqa: F401
    index_html,
    network,
    session,
)
from pages._ui.shared.compressed_files import CompressedFiles
from siamese.keras_settings import check_keras_settings

try:
    check_keras_settings()
except ValueError as error:
    sys.exit(str(error))


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Prepares the first answer; and does what Streamlit does for a script only.

    That opens the browser, and ends what still runs.
    """
    background.begin("prepare", network.prepare)
    if not st.get_option("server.headless"):
        asyncio.get_running_loop().call_soon(open_browser, get_url("localhost"))
    yield
    session.executor().shutdown()  # a signal ends the process next, without Python's atexit


app = st.App(
    "pages/_router.py",
    routes=index_html.routes(),
    middleware=[Middleware(CompressedFiles)],
    lifespan=lifespan,
)
