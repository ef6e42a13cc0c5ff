"""The server's start and end, beside what Streamlit does of itself."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

import app


class Executor:
    """Stands in for the executor of trainings."""

    closed = False

    def shutdown(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501"])])
def test_the_browser_opens_at_the_start_and_trainings_end_with_the_server(
    monkeypatch: pytest.MonkeyPatch, headless: bool, opened: list[str]
) -> None:
    addresses: list[str] = []
    executor = Executor()
    monkeypatch.setattr(app, "open_browser", addresses.append)
    monkeypatch.setattr(app.st, "get_option", {"server.headless": headless}.__getitem__)
    monkeypatch.setattr(app, "session", SimpleNamespace(executor=lambda: executor))

    async def serve() -> Any:
        async with app.lifespan(app.app):
            await asyncio.sleep(0)
            assert not executor.closed

    asyncio.run(serve())
    assert addresses == opened
    assert executor.closed
