"""What a server allows: read from its environment with care, and held against a config."""

import pytest

from siamese.config import ClassifierConfig, training_config
from siamese.jobs.limits import Limits, scheduler_from_environment


def test_without_variables_the_limits_are_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RUNS", "SECONDS", "DIGITS", "EPOCHS"):
        monkeypatch.delenv(f"SIAMESE_MAX_{name}", raising=False)
    monkeypatch.delenv("SIAMESE_GRACE_SECONDS", raising=False)
    own = Limits(runs=1, seconds=600, digits=60_000, epochs=30, grace=120)
    assert Limits.from_environment() == own


def test_each_variable_sets_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIAMESE_MAX_RUNS", "3")
    monkeypatch.setenv("SIAMESE_MAX_SECONDS", "12.5")
    monkeypatch.setenv("SIAMESE_MAX_DIGITS", "5000")
    monkeypatch.setenv("SIAMESE_MAX_EPOCHS", "7")
    monkeypatch.setenv("SIAMESE_GRACE_SECONDS", "1")
    set_ = Limits(runs=3, seconds=12.5, digits=5000, epochs=7, grace=1)
    assert Limits.from_environment() == set_


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("SIAMESE_MAX_RUNS", "many"),
        ("SIAMESE_MAX_RUNS", ""),
        ("SIAMESE_MAX_RUNS", "0"),
        ("SIAMESE_MAX_RUNS", "1.5"),
        ("SIAMESE_MAX_RUNS", "1000"),
        ("SIAMESE_MAX_SECONDS", "nan"),
        ("SIAMESE_MAX_SECONDS", "inf"),
        ("SIAMESE_MAX_SECONDS", "-5"),
        ("SIAMESE_MAX_DIGITS", "99"),
        ("SIAMESE_MAX_EPOCHS", "1001"),
        ("SIAMESE_GRACE_SECONDS", "-1"),
    ],
)
def test_a_variable_that_is_no_limit_is_named(
    variable: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, text)
    with pytest.raises(ValueError, match=f"^{variable} .*Received: {text}$") as caught:
        Limits.from_environment()
    assert "\n" not in str(caught.value)


def test_what_is_within_the_limits_passes() -> None:
    Limits(digits=500, epochs=3).check(training_config("all-pairs", digits=500, epochs=3))
    Limits(digits=500, epochs=3).check(ClassifierConfig(digits=500, epochs=3))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"digits": 501, "epochs": 3}, "500 digits at most. Received: 501"),
        ({"digits": 500, "epochs": 4}, "3 epochs at most. Received: 4"),
        ({"epochs": 3}, "500 digits at most. Received: None"),
    ],
)
def test_what_is_beyond_them_is_refused(settings: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Limits(digits=500, epochs=3).check(training_config("all-pairs", **settings))


@pytest.mark.parametrize(
    ("text", "address"),
    [("", None), ("tcp://host:8786", "tcp://host:8786"), ("tls://[::1]:1", "tls://[::1]:1")],
)
def test_a_scheduler_is_named_by_its_address(
    text: str, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAMESE_SCHEDULER", text)
    assert scheduler_from_environment() == address


@pytest.mark.parametrize(
    "text", ["host", "host:8786", "http://host:8786", "tcp://host", "tcp://:1"]
)
def test_what_is_no_address_of_a_scheduler_is_named(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAMESE_SCHEDULER", text)
    with pytest.raises(ValueError, match=f"^SIAMESE_SCHEDULER .*Received: {text}$"):
        scheduler_from_environment()
