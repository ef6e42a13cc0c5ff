"""The modules of a component become one script: each once, after what it imports."""

import re
from pathlib import Path

import pytest

from pages._ui.shared.component import FOLDER, script

ENTRIES = [
    path for path in sorted(FOLDER.rglob("*.js")) if "export default" in path.read_text("utf-8")
]


def test_a_module_stands_once_and_after_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "low.js").write_text("export const low = 1;\n")
    (tmp_path / "middle.js").write_text(
        'import { low } from "./low.js";\nexport class Middle {}\nconst own = low;\n'
    )
    (tmp_path / "top.js").write_text(
        'import { low } from "./low.js";\nimport {\n  Middle,\n} from "./middle.js";\n'
        "export default function () { return [low, Middle]; }\n"
    )
    assert script(tmp_path / "top.js") == (
        "const low = 1;\n"
        "\nclass Middle {}\nconst own = low;\n"
        "\nexport default function () { return [low, Middle]; }\n"
    )


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_no_two_modules_of_a_component_define_the_same_name(path: Path) -> None:
    """Joined they share one scope, which the type check of the single modules cannot see."""
    names = re.findall(r"^(?:const|let|function|class) (\w+)", script(path), flags=re.MULTILINE)
    assert names or "import" not in path.read_text("utf-8")
    assert len(names) == len(set(names))
