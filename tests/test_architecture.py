"""The house keeps its rules: what may import what, and what the README says stands where."""

import ast
import re
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A module may use its own floor and those below it, never one above.
FLOORS = (
    {"__main__", "jobs"},
    {"named", "runs"},
    {"terminal", "worker", "workers"},
    {"processes"},
    {"training", "classifier", "trained", "comparator", "watcher", "messages", "limits"},
    {"feature_maps"},
    {"training_data", "network", "losses", "batches", "sketches", "evaluation", "mining", "events"}
    | {"checkpoints", "newcomers"},
    {"ranking", "thresholds", "zipped"},
    {"pairs", "digits", "montage", "keras_pooling", "pooled", "drawn"}
    | {"dense_life", "line", "lambda_or_layer"},
    {"copybook"},
    {"handwriting"},
    {"drawing", "strokes", "pooling"},
    {"episodes"},
    {"layers", "config", "verification", "manifest", "augmentation", "charts", "ink"}
    | {"pooling_gradient", "keras_code", "grids", "formulas", "plane", "anatomy", "occlusion"}
    | {"product", "points", "confusions", "support_file"},
    {"partners", "lettering", "numerals", "pictures", "thinning", "download", "layout", "windows"}
    | {"pair_losses", "projection", "neighbours", "persian", "one_shot"},
    {"files", "failures", "hinges"},
)
# All others open without TensorFlow, so that a page which needs none opens at once.
WITH_TENSORFLOW = {
    "layers",
    "dense_life",
    "line",
    "lambda_or_layer",
    "classifier",
    "anatomy",
    "checkpoints",
    "feature_maps",
    "losses",
    "network",
    "batches",
    "keras_pooling",
    "comparator",
    "trained",
    "training",
    "watcher",
}

# Written so that this very line does not match: a folder of someone's own machine.
MACHINE_PATH = re.compile(r"(?<![\w.:/~])/(?:home|root|Users|work|mnt)/\w|[A-Z]:\\Users\\")
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".json", ".csv", ".svg", ".html", "", ".gitignore"}


def imports_of(path: Path) -> set[str]:
    """Every dotted name that the file at `path` imports, at its top or deep inside."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: an import is written in full, from the top folder"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def uses(path: Path, package: str) -> set[str]:
    """What of `package` the file at `path` imports: `package` itself or dotted names in it."""
    return {name for name in imports_of(path) if f"{name}.".startswith(f"{package}.")}


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"{folder}/ holds no Python file: this test would pass on nothing"
    return found


def library_graph() -> dict[str, set[str]]:
    """Which module of the library imports which, by short names; `__init__` left out."""
    paths = {path.stem: path for path in modules("siamese") if path.stem != "__init__"}
    return {
        name: {used.split(".")[1] for used in uses(path, "siamese") if "." in used} & paths.keys()
        for name, path in paths.items()
    }


def project_files() -> list[Path]:
    """The files of the project: as git knows them, or in a bare copy all that git would."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        names = subprocess.check_output(command, cwd=ROOT, text=True).split("\0")
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()} | {".git"}
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not ignored & set(path.relative_to(ROOT).parts)]


@pytest.mark.parametrize("path", modules("siamese"), ids=lambda path: path.stem)
def test_the_library_knows_nothing_of_the_pages(path: Path) -> None:
    assert not uses(path, "streamlit")
    assert not uses(path, "streamlit_drawable_canvas")
    assert not uses(path, "pages")
    assert not uses(path, "app")


@pytest.mark.parametrize("path", modules("pages/_ui"), ids=lambda path: path.stem)
def test_shared_parts_use_the_library_and_one_another_only(path: Path) -> None:
    assert uses(path, "pages") == uses(path, "pages._ui")
    assert not uses(path, "app")


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_uses_no_other_page(path: Path) -> None:
    assert uses(path, "pages") == uses(path, "pages._ui")


def keys_in_address(path: Path) -> set[str]:
    """Names that a module's widgets have in the address, where they stand in it as they are."""
    named = (
        {word.arg: word.value for word in call.keywords}
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
    )
    keys = (words.get("key") for words in named if "bind" in words or None in words)
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def test_no_two_widgets_have_the_same_name_in_the_address() -> None:
    """What one of them holds would be handed to the other, on the way from page to page."""
    owners: dict[str, list[str]] = {}
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for key in keys_in_address(path):
            owners.setdefault(key, []).append(path.name)
    assert len(owners) > 10
    assert {key: files for key, files in owners.items() if len(files) > 1} == {}


def test_every_module_of_the_library_has_its_floor() -> None:
    assert library_graph().keys() - set().union(*FLOORS) == set()


def test_nothing_in_the_library_uses_a_floor_above() -> None:
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    upwards = [
        f"{name} uses {used}"
        for name, used_names in library_graph().items()
        for used in used_names
        if floor[used] < floor[name]
    ]
    assert upwards == []


def test_the_library_imports_in_no_circle() -> None:
    tuple(TopologicalSorter(library_graph()).static_order())  # raises CycleError


@pytest.mark.parametrize("name", sorted(library_graph().keys() - WITH_TENSORFLOW))
def test_a_light_module_opens_without_tensorflow(name: str) -> None:
    program = (
        f"import sys, siamese.{name}\n"
        "heavy = {'tensorflow', 'keras', 'streamlit'} & sys.modules.keys()\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_no_file_names_a_folder_of_someones_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in project_files()
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


def pictured_paths() -> set[str]:
    """The paths in the README's picture of the house: the fenced block that begins with app.py.

    A line holds names, two spaces apart, then what they are for; a line that is indented stands
    inside the folder named before it.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme, flags=re.DOTALL | re.MULTILINE)
    paths: set[str] = set()
    folder = ""
    for line in next(block for block in blocks if block.startswith("app.py")).splitlines():
        columns = re.split(r"\s{2,}", line.strip())
        names = [
            name for name in columns if re.fullmatch(r"[\w-]*[./][\w./-]*|LICENSE|Makefile", name)
        ]
        if line.startswith(" "):
            paths.update(f"{folder}{name}" for name in names)
        else:
            paths.update(names)
            folder = names[0]
    return paths


def test_the_readme_pictures_the_house_as_it_stands() -> None:
    pictured = pictured_paths()
    assert {path for path in pictured if not (ROOT / path).exists()} == set()
    files = [path.relative_to(ROOT) for path in project_files()]
    folders = {f"{path.parts[0]}/" for path in files if len(path.parts) > 1}
    library = {path.as_posix() for path in files if path.parts[0] == "siamese"}
    standing = {name for name in folders | library if not name.startswith(".")}
    assert standing - pictured - {"siamese/__init__.py"} == set()
