"""What a page must not do: complain in its console, throw, show an exception, or leave home."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

# A page opened by its own address first looks for the server beside itself, then at the root.
STREAMLIT_LOOKS_AROUND = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
EXCEPTION = "[data-testid=stException]"


class Watch:
    """Collects what goes wrong in a page from now on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._faults: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._faults.append(f"page error: {error}"))
        page.on("request", self._on_request)

    def faults(self) -> list[str]:
        """One line for each thing that went wrong, exceptions now on the page included."""
        shown = [] if self.page.is_closed() else self.page.locator(EXCEPTION).all_inner_texts()
        return [*self._faults, *(f"exception on the page: {text}" for text in shown)]

    def _on_console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not STREAMLIT_LOOKS_AROUND.search(place):
            self._faults.append(f"console error: {message.text} ({place})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "localhost":
            self._faults.append(f"asked the network for {request.url}")
