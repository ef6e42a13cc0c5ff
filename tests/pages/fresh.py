"""A page opened in a process of its own: which heavy packages does it import?"""

import subprocess
import sys

from tests.pages.visitor import APP, PATIENCE

PROGRAM = """
HEAVY = {"tensorflow", "keras", "distributed", "scipy", "altair"}
import os, sys
from streamlit.testing.v1 import AppTest
from concurrent.futures import Future
from pages._ui.shared import keras_ready, network
import siamese.data.digits
app, page, title = sys.argv[1:]
siamese.data.digits.URL = "http://127.0.0.1:9/"  # where nobody listens
network.HEAD_START = 1000  # what is imported in the background is not looked at here
keras_ready.loading = Future
app = AppTest.from_file(app, default_timeout=60).run()
app.switch_page(page).run()
assert not app.exception, app.exception
assert app.title[0].value == title
sys.stdout.write(" ".join(sorted(HEAVY & sys.modules.keys())))
sys.stdout.flush()
os._exit(0)  # without waiting for the loader
"""


def heavy_imports(page: str, title: str) -> set[str]:
    """Opens a page in a new process.

    Args:
        page: Its file, from the project's folder.
        title: What stands over it.

    Returns:
        Those of TensorFlow, Keras, Dask, SciPy and Altair that were imported for it.
    """
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(APP), page, title],
        cwd=APP.parents[1],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())
