"""Work behind the visitors' backs: begun once, on a thread that does not stay."""

import threading

from pages._ui.shared.background import begin


def test_work_is_done_on_a_thread_of_its_own_which_ends_with_it() -> None:
    go, names = threading.Event(), []

    def work(number: int) -> int:
        names.append(threading.current_thread().name)
        go.wait()
        return number + 1

    coming = begin("counting", work, 41)
    assert not coming.done()
    go.set()
    assert coming.result(timeout=10) == 42
    (name,) = names
    assert name.startswith("counting")
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(timeout=10)
            assert not thread.is_alive()


def test_what_goes_wrong_is_told_to_whoever_asks() -> None:
    assert isinstance(begin("failing", int, "x").exception(timeout=10), ValueError)
