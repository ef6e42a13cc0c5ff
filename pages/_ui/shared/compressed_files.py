"""Sends scripts and style sheets compressed: a third of the bytes.

Streamlit sends its own as they are, because its compression would start again at each request. Here
each file is compressed once, when it is first asked for, and kept: 7 MB if all are asked for.
"""

import asyncio
import gzip
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages._ui.shared.static_files import canvas_scripts, streamlit_files

TYPES = {".css": "text/css", ".js": "text/javascript"}
YEAR = 365 * 24 * 60 * 60  # seconds


class CompressedFiles:
    """ASGI middleware that answers requests for these files, and passes on all others.

    Args:
        app: What answers the others, and those that want a file as it is or a part of it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files = {**streamlit_files(), **canvas_scripts()}
        self._copies: dict[Path, bytes] = {}
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        file = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if file is None or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif _as_it_is(Headers(scope=scope)):
            await self._app(scope, receive, _varying(send))
        else:
            response = await self._response(file, Headers(scope=scope))
            await response(scope, receive, send)

    async def _response(self, file: Path, asked: Headers) -> Response:
        etag = f'"{file.name}-gzip"'  # the name contains a hash of the content
        headers = {
            "Cache-Control": f"public, immutable, max-age={YEAR}",
            "ETag": etag,
            "Vary": "Accept-Encoding",
        }
        if etag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(await self._copy(file), headers=headers, media_type=TYPES[file.suffix])

    async def _copy(self, file: Path) -> bytes:
        async with self._lock:  # many visitors may ask for a file at once
            if file not in self._copies:
                self._copies[file] = await asyncio.to_thread(_compress, file)
        return self._copies[file]


def _compress(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)


def _as_it_is(asked: Headers) -> bool:
    codings = {coding.strip() for coding in asked.get("accept-encoding", "").split(",")}
    return "gzip" not in codings or "range" in asked


def _varying(send: Send) -> Send:
    """Tells caches that there is a compressed copy, too."""

    async def send_varying(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying
