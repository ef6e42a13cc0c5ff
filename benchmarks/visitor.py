"""What a visitor does in a tab: draws, chooses, presses, uploads, and reads the verdict."""

import asyncio
from uuid import uuid4

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import StringArray, UploadedFileInfo
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.recorded_drawings import Drawing
from benchmarks.tab import Answer, Tab


class Visitor(Tab):
    """Someone at a page with pads."""

    async def wait_for_pads(self) -> None:
        """Until both can be drawn on."""
        await self.until(
            lambda: bool(self.widgets.find("-left-canvas-") and self.widgets.find("-right-canvas-"))
        )

    async def draw(self, side: str, drawing: Drawing) -> None:
        """Sends a drawing, as the canvas does after a stroke."""
        key = self.widgets.find(f"-{side}-canvas-")
        await self.change(WidgetState(id=key, json_value=drawing.message))

    async def answer(self) -> Answer:
        """The next verdict."""
        return await self.soon(self.answers.get())

    async def distance(self) -> Answer:
        """The next verdict with a distance."""
        while (answer := await self.answer()).shown is None:
            pass
        return answer

    async def choose(self, name: str, option: str) -> None:
        """Chooses one of the options that stand side by side, of the widget of that name."""
        chosen = StringArray(data=[option])
        await self.change(WidgetState(id=self.widgets.find(name), string_array_value=chosen))

    async def press(self, name: str) -> None:
        """Presses the button of that name."""
        await self.change(WidgetState(id=self.widgets.find(name), trigger_value=True))

    async def upload(self, name: str, file: str, content: bytes) -> None:
        """Gives the file uploader of that name a file."""
        await self.until(lambda: bool(self.widgets.find(name)))
        self.file_urls = None
        announced = BackMsg()
        announced.file_urls_request.request_id = str(uuid4())
        announced.file_urls_request.file_names.append(file)
        announced.file_urls_request.session_id = self.session
        await self.send(announced)
        await self.until(lambda: self.file_urls is not None)
        urls = self.file_urls
        assert urls is not None
        await asyncio.to_thread(_put, self.url, urls.upload_url, file, content)
        taken = UploadedFileInfo(name=file, size=len(content), file_id=urls.file_id, file_urls=urls)
        state = WidgetState(id=self.widgets.find(name))
        state.file_uploader_state_value.uploaded_file_info.append(taken)
        await self.change(state)


def _put(url: str, place: str, name: str, content: bytes) -> None:
    """Sends a file as a browser does, with the token that the server gives everybody."""
    with requests.Session() as browser:
        browser.get(f"{url}/_stcore/health", timeout=60).raise_for_status()
        token = browser.cookies["_streamlit_xsrf"] or ""
        answer = browser.put(
            url + place, files={name: content}, headers={"X-Xsrftoken": token}, timeout=60
        )
        answer.raise_for_status()
