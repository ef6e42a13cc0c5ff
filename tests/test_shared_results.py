"""Results that all visitors share: computed once, kept for the latest arguments, cleared."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from siamese.shared_results import shared


def test_a_result_is_computed_once_for_everyone_until_it_is_cleared() -> None:
    calls = []

    @shared(2)
    def double(number: int) -> list[int]:
        calls.append(number)
        sleep(0.02)  # long enough for the others to ask meanwhile
        return [2 * number]

    with ThreadPoolExecutor(4) as visitors:
        results = list(visitors.map(double, [1] * 4))
    assert calls == [1]
    assert all(result is results[0] for result in results)
    double(2)
    double(3)  # the first one goes
    double(1)
    assert calls == [1, 2, 3, 1]
    double.clear()
    double(1)
    assert calls == [1, 2, 3, 1, 1]
