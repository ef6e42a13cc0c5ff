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

# What a package of the library may use; config, files and the like stand below them all.
BELOW = {"config", "files", "keras_settings", "shared_results"}
MAY_USE: dict[str, set[str]] = {
    "cli": {"comparator", "data", "evaluation", "pairs", "pictures", "preprocessing", "training"},
    "jobs": {"data", "manifest", "training"},
    "training": {
        "checkpoints",
        "comparator",
        "data",
        "encoder",
        "evaluation",
        "handwriting",
        "layers",
        "losses",
        "manifest",
    }
    | {"network", "pairs", "pictures", "preprocessing"},
    "comparator": {"encoder", "manifest"},
    "checkpoints": {"encoder", "manifest"},
    "manifest": {"evaluation"},
    "evaluation": {"handwriting", "pairs", "preprocessing"},
    "data": {"handwriting", "pictures", "preprocessing"},
    "pictures": {"comparator", "handwriting", "manifest", "preprocessing"},
    "handwriting": {"preprocessing"},
    "losses": {"layers"},
    "lessons": {"layers"},
    "network": {"layers", "manifest"},
    "encoder": set(),
    "layers": set(),
    "pairs": set(),
    "preprocessing": set(),
    "pooling": set(),
    "inspection": set(),
}
# What needs TensorFlow; all else opens without it, so that a page which needs none opens at once.
WITH_TENSORFLOW = {
    "layers",
    "losses",
    "network",
    "inspection.architecture",
    "inspection.feature_maps",
    "lessons.lambda_vs_layer",
    "lessons.linear_regression",
    "lessons.simple_dense",
    "pooling.keras_layers",
    "training.artifacts",
    "training.batches",
    "training.callbacks",
    "training.checkpoints",
    "training.classifier",
    "training.embedding",
    "training.learner",
    "training.symbols",
    "training.trainer",
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


def dotted(path: Path) -> str:
    """The name of a module or package of the library: ``training.events``."""
    parts = path.relative_to(ROOT / "siamese").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room(path: Path) -> str:
    """The package or top module in which a file of the library stands."""
    return dotted(path).split(".")[0]


def library_graph() -> dict[str, set[str]]:
    """Which package or top module of the library uses which others."""
    graph: dict[str, set[str]] = {}
    for path in modules("siamese"):
        used = {name.split(".")[1] for name in uses(path, "siamese") if "." in name}
        graph.setdefault(room(path), set()).update(used - {room(path)})
    return {name: used for name, used in graph.items() if name not in ("", "__main__")}


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
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call)]
    named = [{word.arg: word.value for word in call.keywords} for call in calls]
    keys = [words.get("key") for words in named if "bind" in words or None in words]
    keys += [call.args[1] for call in calls if ast.unparse(call.func) == "choose"]
    return {key.value for key in keys if isinstance(key, ast.Constant)}


def test_no_two_widgets_have_the_same_name_in_the_address() -> None:
    """What one of them holds would be handed to the other, on the way from page to page."""
    owners: dict[str, list[str]] = {}
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for key in keys_in_address(path):
            owners.setdefault(key, []).append(path.name)
    assert len(owners) > 10
    assert {key: files for key, files in owners.items() if len(files) > 1} == {}


def test_each_package_uses_what_the_table_allows() -> None:
    found = {name: used - BELOW for name, used in library_graph().items() if name not in BELOW}
    assert found.keys() == MAY_USE.keys()
    assert {
        name: used - MAY_USE[name] for name, used in found.items() if used - MAY_USE[name]
    } == {}


def test_what_stands_below_uses_nothing() -> None:
    graph = library_graph()
    assert {name: graph[name] for name in BELOW if graph[name]} == {}


def test_the_packages_import_in_no_circle() -> None:
    tuple(TopologicalSorter(library_graph()).static_order())  # raises CycleError


def test_what_needs_no_tensorflow_opens_without_it() -> None:
    """One interpreter opens them one after another, and names the first that brings TensorFlow."""
    names = [dotted(path) for path in modules("siamese")]
    light = [name for name in names if name not in WITH_TENSORFLOW | {"", "__main__"}]
    assert len(names) - len(light) == len(WITH_TENSORFLOW) + 2, "a name in the table is no module"
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(f'siamese.{name}')\n"
        "    heavy = {'tensorflow', 'keras', 'streamlit'} & sys.modules.keys()\n"
        "    if heavy: sys.exit(f'{name} imports {heavy}')\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, *light],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
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

    A line begins with a path; one that is indented stands inside the folder named before it.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme, flags=re.DOTALL | re.MULTILINE)
    paths: set[str] = set()
    folder = ""
    for line in next(block for block in blocks if block.startswith("app.py")).splitlines():
        names = next(name for name in line.split("  ") if name).strip().split(", ")
        paths.update(f"{folder if line.startswith(' ') else ''}{name}" for name in names)
        folder = folder if line.startswith(" ") else names[0]
    return paths


def test_the_readme_pictures_the_house_as_it_stands() -> None:
    pictured = pictured_paths()
    assert {path for path in pictured if not (ROOT / path).exists()} == set()
    files = [path.relative_to(ROOT) for path in project_files()]
    folders = {f"{path.parts[0]}/" for path in files if len(path.parts) > 1}
    library = {
        "/".join(path.parts[:2]) + ("/" if len(path.parts) > 2 else "")
        for path in files
        if path.parts[0] == "siamese"
    }
    standing = {name for name in folders | library if not name.startswith(".")}
    assert standing - pictured - {"siamese/__init__.py"} == set()


def test_a_package_says_of_itself_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "siamese").glob("*/__init__.py"):
        sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert re.search(rf"^  {path.parent.name}/ +{re.escape(str(sentence))}$", readme, re.M)


def test_the_documents_name_modules_that_exist() -> None:
    """A module that is renamed is renamed in the README, too."""
    names: set[str] = set()
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        names.update(re.findall(r"`(siamese\.[\w.]+)`", text))
        names.update(re.findall(r"-m (benchmarks\.\w+)", text))
    table = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    names.update(f"benchmarks.{name}" for name in re.findall(r"^\| `(\w+)`", table, re.M))
    assert len(names) > 25
    paths = {name: ROOT / name.replace(".", "/") for name in names}
    missing = [
        name
        for name, path in paths.items()
        if not (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file())
    ]
    assert missing == []
