"""The benchmarks of the pages find what they measure: each takes as few turns as it can.

Left out are those that last longer (lessons, training_page, cold_start, first_visit, classroom,
visits) and the one that needs MNIST (embedding_map).
"""

import json
import math
import subprocess
import sys

import pytest

from tests.browser.server import ROOT

SHORTEST = {"TURNS": 1, "WARM_UP": 0}
BENCHMARKS: dict[str, dict[str, object]] = {
    "answer_time": {},
    "redraw": {"STEADY_MS": 0},
    "pooling": {},
    "threshold": {"STEADY_MS": 0, "PAIRS": [10_000]},
}
PROGRAM = """
import json
from benchmarks import {name} as benchmark
vars(benchmark).update({shortest})
print(json.dumps(benchmark.measure()))
"""


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_takes_times(name: str) -> None:
    """In a process of its own: Playwright's loop is running in this one."""
    program = PROGRAM.format(name=name, shortest=SHORTEST | BENCHMARKS[name])
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert said.returncode == 0, said.stderr
    times = json.loads(said.stdout)
    assert times
    assert all(taken and all(0 < one < math.inf for one in taken) for taken in times.values())
