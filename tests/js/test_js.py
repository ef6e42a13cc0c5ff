"""The tests of the JavaScript, which Deno runs: they stand beside this file."""

import subprocess
from pathlib import Path

from deno import find_deno_bin


def test_the_javascript_passes_its_own_tests() -> None:
    command = [find_deno_bin(), "test", "--no-check", str(Path(__file__).parent)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 failed" in answer.stdout
