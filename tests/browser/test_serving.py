"""What the server sends before a page can be shown: how much of it, and for how long it keeps."""

import gzip
import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from pages._ui.shared.static_files import INDEX
from tests.browser.pages.frame import PAGES, path_of
from tests.browser.server import Server

SCRIPT = max(
    (INDEX.parent / "static" / "js").glob("index.*.js"), key=lambda file: file.stat().st_size
)
ADDRESS = f"/static/js/{SCRIPT.name}"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def ask(
    server: Server, address: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[HTTPResponse, bytes]:
    """Asks for exactly this address: a browser would tidy it first."""
    line = HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    line.request(method, address, headers=headers or {})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer, body


def test_a_script_comes_compressed_and_keeps_for_a_year(server: Server) -> None:
    answer, body = ask(server, ADDRESS, GZIP)
    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert len(body) < len(SCRIPT.read_bytes()) / 3
    again, nothing = ask(server, ADDRESS, {**GZIP, "If-None-Match": answer.headers["ETag"]})
    assert (again.status, nothing) == (304, b"")


@pytest.mark.parametrize("codings", [None, "identity", "br", "gzip;q=0"])
def test_a_script_comes_as_it_is_for_those_who_do_not_read_gzip(
    server: Server, codings: str | None
) -> None:
    answer, body = ask(server, ADDRESS, {"Accept-Encoding": codings} if codings else {})
    assert answer.status == 200
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["Cache-Control"]
    assert body == SCRIPT.read_bytes()
    compressed, _ = ask(server, ADDRESS, GZIP)
    assert answer.headers["ETag"] != compressed.headers["ETag"]


def test_a_part_of_a_script_is_a_part_of_the_plain_one(server: Server) -> None:
    answer, body = ask(server, ADDRESS, {**GZIP, "Range": "bytes=10-19"})
    size = len(SCRIPT.read_bytes())
    assert answer.status == 206
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Range"] == f"bytes 10-19/{size}"
    assert body == SCRIPT.read_bytes()[10:20]


def test_the_headers_alone_are_those_of_the_whole(server: Server) -> None:
    whole, _ = ask(server, ADDRESS, GZIP)
    alone, body = ask(server, ADDRESS, GZIP, method="HEAD")
    assert (alone.status, body) == (200, b"")
    dated = {"date"}
    assert {name: value for name, value in alone.getheaders() if name not in dated} == {
        name: value for name, value in whole.getheaders() if name not in dated
    }


@pytest.mark.parametrize(
    "address",
    [
        "/static/../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/js/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static/js//etc/passwd",
        "/static/js/../../../../streamlit/config.py",
    ],
)
def test_no_address_leads_out_of_the_folder(server: Server, address: str) -> None:
    _, body = ask(server, address)
    answer, compressed = ask(server, address, GZIP)
    if answer.headers["Content-Encoding"] == "gzip":
        compressed = gzip.decompress(compressed)
    for sent in (body, compressed):
        assert b"root:" not in sent
        assert b"import " not in sent


def test_what_is_not_there_is_not_kept(server: Server) -> None:
    answer, _ = ask(server, "/draw/_stcore/health", GZIP)
    assert answer.status == 404
    answer, _ = ask(server, "/static/js/nothing.js", GZIP)  # Streamlit sends its HTML
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_scripts_that_there_are(server: Server, name: str) -> None:
    answer, body = ask(server, path_of(name))
    assert answer.headers["Cache-Control"] == "no-cache"
    html = body.decode()
    addresses = re.findall(r'<link rel="modulepreload" crossorigin href="\.([^"]+)">', html)
    assert any("/BidiComponent." in address for address in addresses)
    assert any("drawable-canvas" in address for address in addresses) == (name == "draw")
    assert html.index(addresses[-1]) < html.index('as="font"')  # it would come before them
    for address in set(addresses):
        script, _ = ask(server, address, GZIP, method="HEAD")
        assert script.headers["Content-Type"].startswith("text/javascript"), address
        assert script.headers["Content-Encoding"] == "gzip", address


def test_icons_are_never_words(server: Server, browser: Browser) -> None:
    """Without their font, icons are not shown; with it, they are."""
    context = browser.new_context()
    page = context.new_page()
    held: list[Route] = []
    page.route("**/MaterialSymbols*", lambda route: held.append(route))
    page.goto(server.url, wait_until="commit")
    icon = page.locator("[data-testid=stTopNav] [data-testid=stIconMaterial]").first
    expect(page.get_by_role("link", name="Draw & compare").first).to_be_visible()
    expect(icon).to_be_hidden()
    held[0].continue_()
    expect(icon).to_be_visible()
    context.close()
