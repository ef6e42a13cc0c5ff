"""Home shows what the manifest says, and needs no TensorFlow for it."""

import json
from pathlib import Path

import pytest

import siamese.manifest
from siamese.manifest import Manifest
from tests.pages.fresh import heavy_imports
from tests.pages.visitor import Visitor


def test_home_shows_the_manifests_figures(visitor: Visitor) -> None:
    papers = Manifest.load()
    shown = {metric.label: metric.value for metric in visitor.app.metric}
    assert shown == {
        "Equal error rate": f"{100 * papers.equal_error_rate:.2f}\u202f%",
        "Accuracy": f"{100 * papers.accuracy:.2f}\u202f%",
        "5-way 1-shot accuracy": f"{100 * papers.one_shot.accuracy:.0f}\u202f%",
        "Parameters": f"{papers.parameters:,}",
        "Threshold": f"{papers.threshold:.2f}",
    }
    assert any(
        f"{papers.data['test_pairs']:,} pairs" in text.value for text in visitor.app.markdown
    )


def test_home_follows_another_manifest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    papers = json.loads((siamese.manifest.ASSETS / "manifest.json").read_text(encoding="utf-8"))
    papers["equal_error_rate"] = 0.1234
    (tmp_path / "manifest.json").write_text(json.dumps(papers), encoding="utf-8")
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    assert Visitor().app.metric[0].value == "12.34\u202f%"


@pytest.mark.parametrize(
    ("drawings", "written", "words"),
    [
        (0, 0, "on 55,000 images of MNIST (recipe"),
        (22000, 0, "on 55,000 images of MNIST and 22,000 drawings made from them (recipe"),
        (
            11000,
            10998,
            "on 55,000 images of MNIST, 11,000 drawings made from them and 10,998 digits in the "
            "program's own handwriting (recipe",
        ),
    ],
)
def test_home_tells_what_the_network_learned_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, drawings: int, written: int, words: str
) -> None:
    papers = json.loads((siamese.manifest.ASSETS / "manifest.json").read_text(encoding="utf-8"))
    papers["data"] |= {
        "training_images": 55000,
        "training_drawings": drawings,
        "training_handwriting": written,
    }
    (tmp_path / "manifest.json").write_text(json.dumps(papers), encoding="utf-8")
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    assert any(words in text.value for text in Visitor().app.markdown)


def test_a_missing_manifest_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("siamese.manifest.ASSETS", tmp_path)
    app = Visitor().app
    [error] = app.error
    assert str(tmp_path / "manifest.json") in error.value
    assert "make train" in error.value
    assert "\n" not in error.value
    assert not app.exception


def test_home_leads_to_every_page(visitor: Visitor) -> None:
    links = [link.proto.page for link in visitor.app.get("page_link")]
    assert links == [
        "draw", "pairs", "verification", "loss", "training", "network", "layers", "pooling",
    ]  # fmt: skip


def test_home_imports_nothing_heavy() -> None:
    assert heavy_imports("pages/home.py", "Siamese Lab") == set()
