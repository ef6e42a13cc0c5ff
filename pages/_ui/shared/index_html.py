"""The HTML that each address answers with: Streamlit's own, with what our pages load first.

Streamlit's script loads further scripts when the server's first message asks for them. If the HTML
names them, they arrive together with that script. The font, which Streamlit loads first, follows.
The style of our pages is in the HTML, too: sent as an element, it would come after what it styles.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages._ui.shared.static_files import INDEX, canvas_scripts
from pages._ui.shared.style_sheets import STYLE

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = INDEX.parent / "static" / "js"
ELEMENTS = ("BidiComponent", "Button", "ButtonGroup", "Html")  # what most pages show first

IMPORT = re.compile(r'(?:from|import)"\./([^"]+)"')
FONT = re.compile(r'<link\s+rel="preload"[^>]+as="font"[^>]+>')
# The navigation would push aside what is there before it. Without their font, icons are words. A
# projector's page is large from the beginning.
HEAD = """<style>
[data-testid=stAppViewContainer]:not(
  :has([data-testid=stSidebar], [data-testid=stTopNav], [data-testid=stException])),
html:not(.icons) [aria-hidden=true][translate=no] { visibility: hidden; }
</style>
<script>
document.documentElement.dataset.view = new URLSearchParams(location.search).get("view");
document.fonts.addEventListener("loadingdone", ({ fontfaces }) => {
  if (fontfaces.some(({ family }) => family.includes("Material Symbols")))
    document.documentElement.classList.add("icons");
});
</script>"""


def routes() -> list[Route]:
    """The routes of all pages."""
    names = [path.stem for path in (ROOT / "pages").glob("[!_]*.py")]
    return [_route(name, canvas_scripts() if name == "draw" else ()) for name in names]


def _route(name: str, scripts: Iterable[str]) -> Route:
    html = index_html(scripts)

    async def answer(request: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return Route("/" if name == "home" else f"/{name}", answer)


def index_html(scripts: Iterable[str]) -> str:
    """Streamlit's HTML, which also loads these scripts and those of the first elements.

    Args:
        scripts: Their addresses, each with a slash before it.
    """
    html = INDEX.read_text(encoding="utf-8")
    names = [next(SCRIPTS.glob(f"{element}.*.js")).name for element in ELEMENTS]
    for name in names:  # the list grows by what its scripts import
        imported = IMPORT.findall((SCRIPTS / name).read_text(encoding="utf-8"))
        names += [each for each in imported if each not in names and each not in html]
    links = [
        f'<link rel="modulepreload" crossorigin href=".{address}">'
        for address in (*(f"/static/js/{name}" for name in names), *scripts)
    ]
    fonts = [font.replace("<link", '<link fetchpriority="low"') for font in FONT.findall(html)]
    html = FONT.sub("", html).replace("</head>", "".join([*links, *fonts, HEAD, "</head>"]))
    return html.replace("</body>", f"<style>{STYLE}</style></body>")  # behind Streamlit's, over it
