"""Scripts and style sheets whose names contain a hash of their content, by their addresses."""

from importlib import metadata
from pathlib import Path

from streamlit.file_util import get_static_dir

INDEX = Path(get_static_dir()) / "index.html"
CANVAS = "streamlit-drawable-canvas.streamlit_drawable_canvas"


def streamlit_files() -> dict[str, Path]:
    """Streamlit's own."""
    return {
        f"/{file.relative_to(INDEX.parent).as_posix()}": file
        for file in (INDEX.parent / "static").rglob("*")
        if file.suffix in (".css", ".js")
    }


def canvas_scripts() -> dict[str, Path]:
    """Those of the pads."""
    files = metadata.files(CANVAS.partition(".")[0]) or []
    return {
        f"/_stcore/bidi-components/{CANVAS}/{file.name}": Path(str(file.locate()))
        for file in files
        if file.match("build/index-*.js")
    }
