"""A browser's tab as the server knows one: Streamlit's WebSocket protocol.

It sends what Chromium was seen to send: the first run's request, the values of the widgets that it
holds, the hashes of the messages that it keeps, and the runs that a fragment with `run_every` asks
for. The files of the page, which a browser fetches before, are not part of it.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from benchmarks.kept_messages import KeptMessages
from benchmarks.tab_widgets import TabWidgets

PATIENCE = 120.0  # seconds for anything that must come
STREAM = "/_stcore/stream"
PROTOCOLS = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]
VERDICT = '<div class="verdict'
SHOWN = re.compile(r"<b>(.*?)</b>")  # the distance in a verdict

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """A verdict as it came."""

    at: float  # by time.perf_counter
    shown: str | None  # its distance; None while there is none


class Tab:
    """A tab with a session of its own, from entering the `async with` block to leaving it.

    Args:
        url: The server's address.
        path: The page to open first; empty for the front page.

    Attributes:
        answers: The verdicts that came and have not been looked at.
        widgets: Those of the page that is open.
        runs: How many runs of a whole page are through.
        session: The session's number, which the server gives.
        file_urls: Where the server takes the file that was announced last.
    """

    def __init__(self, url: str, path: str = "") -> None:
        self.url, self.path = url, path
        self.answers: asyncio.Queue[Answer] = asyncio.Queue()
        self.widgets = TabWidgets()
        self.runs = 0
        self.session = ""
        self.file_urls: FileURLs | None = None
        self._query = ""
        self._page = ""  # hash of the page that is open
        self._pages: dict[str, str] = {}  # by path
        self._kept = KeptMessages()
        self._polls: dict[str, tuple[float, asyncio.Task[None]]] = {}  # by fragment
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        address = self.url.replace("http", "ws", 1) + STREAM
        self._socket = await connect(
            address, origin=Origin(self.url), subprotocols=PROTOCOLS, max_size=None, proxy=None
        )
        self._reading = asyncio.create_task(self._read())
        await self._rerun()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop_polling(list(self._polls))
        self._reading.cancel()
        await self._socket.close()

    async def until(self, there: Callable[[], bool]) -> None:
        """Waits until something is there, looking at each message."""
        while not there():
            self._news.clear()
            await self.soon(self._news.wait())

    async def soon(self, coming: Coroutine[None, None, T]) -> T:
        """Waits for something, but neither for ever nor when the connection has failed.

        Raises:
            TimeoutError: If it has not come within `PATIENCE` seconds.
        """
        waiting = asyncio.create_task(coming)
        await asyncio.wait(
            {waiting, self._reading}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        if waiting.done():
            return waiting.result()
        waiting.cancel()
        if self._reading.done():
            self._reading.result()
        raise TimeoutError("nothing came")

    async def change(self, value: WidgetState) -> None:
        """Sends a widget's new value; what is a trigger holds for this message only."""
        self.widgets.set(value)
        await self._rerun(fragment=self.widgets.fragment(value.id))
        self.widgets.release(value)

    async def go(self, path: str) -> None:
        """Follows a link of the navigation, and waits until the page's script is through."""
        await self.until(lambda: path in self._pages)
        self._stop_polling(list(self._polls))
        self.widgets.leave()
        before = self.runs
        self._page = self._pages[path]
        await self._rerun()
        self.path, self._query = path, ""
        await self.until(lambda: self.runs > before)

    async def send(self, message: BackMsg) -> None:
        """Sends any message."""
        await self._socket.send(message.SerializeToString())

    async def _rerun(self, fragment: str = "", polled: bool = False) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self._query
        run.widget_states.SetInParent()
        run.widget_states.widgets.extend(self.widgets.values())
        run.page_script_hash = self._page
        run.page_name = "" if self._page else self.path
        run.fragment_id, run.is_auto_rerun = fragment, polled
        run.cached_message_hashes.extend(self._kept.hashes())
        about = run.context_info
        about.timezone, about.timezone_offset = "UTC", 0
        about.locale, about.color_scheme = "en-US", "light"
        about.url, about.is_embedded = f"{self.url}/{self.path}", False
        await self.send(message)

    async def _read(self) -> None:
        async for content in self._socket:
            assert isinstance(content, bytes)
            message = ForwardMsg.FromString(content)
            self._kept.take(message)
            kind = message.WhichOneof("type")
            if kind in TAKE:
                TAKE[kind](self, message)
            self._news.set()

    def _begin_run(self, message: ForwardMsg) -> None:
        begun = message.new_session
        self.session = begun.initialize.session_id
        if not message.metadata.run.fragment_ids:
            self._stop_polling(list(self._polls))

    def _end_run(self, message: ForwardMsg) -> None:
        self.runs += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _take_delta(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html" and element.html.body.startswith(VERDICT):
            found = SHOWN.search(element.html.body)
            self._answer(found and found[1])
        elif kind == "exception":
            self._answer(f"{element.exception.type}: {element.exception.message}")
        else:
            self.widgets.take(message)

    def _answer(self, shown: str | None) -> None:
        self.answers.put_nowait(Answer(time.perf_counter(), shown or None))

    def _poll(self, message: ForwardMsg) -> None:
        fragment, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
        if fragment in self._polls and self._polls[fragment][0] == interval:
            return
        self._stop_polling([fragment])
        self._polls[fragment] = interval, asyncio.create_task(self._ask_again(fragment, interval))

    async def _ask_again(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self._rerun(fragment, polled=True)

    def _stop_polling(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if fragment in self._polls:
                self._polls.pop(fragment)[1].cancel()

    def _take_pages(self, message: ForwardMsg) -> None:
        pages = message.navigation.app_pages
        self._page = message.navigation.page_script_hash
        self._pages = {"" if p.is_default else p.url_pathname: p.page_script_hash for p in pages}

    def _take_address(self, message: ForwardMsg) -> None:
        self._query = message.page_info_changed.query_string

    def _take_file_urls(self, message: ForwardMsg) -> None:
        self.file_urls = message.file_urls_response.file_urls[0]


TAKE: dict[str, Callable[[Tab, ForwardMsg], None]] = {
    "new_session": Tab._begin_run,
    "script_finished": Tab._end_run,
    "delta": Tab._take_delta,
    "auto_rerun": Tab._poll,
    "stop_auto_rerun": lambda tab, message: tab._stop_polling(message.stop_auto_rerun.fragment_ids),
    "navigation": Tab._take_pages,
    "page_info_changed": Tab._take_address,
    "file_urls_response": Tab._take_file_urls,
}
