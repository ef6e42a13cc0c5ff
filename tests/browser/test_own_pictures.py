"""Your own pictures in a real browser: a ZIP from the disk, its figures, and the example."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from siamese.comparator import Comparator
from siamese.evaluation.pair_scores import pair_distances, score
from siamese.files import png
from siamese.preprocessing import to_digit
from tests.browser.conftest import OpenPage
from tests.browser.pages.frame import expect_no_overflow, settle
from tests.browser.server import Server
from tests.support.glyphs import STROKES, on_paper, write

WIDTHS = (3, 8, 14)


@pytest.fixture
def url(server: Server) -> str:
    """The part's address."""
    return f"{server.url}/verification?part=Your+own+pictures"


def pack(folder: Path) -> Path:
    """Three pictures of each of four digits, and of one a picture of another; a folder around
    them, and what macOS adds."""
    file = folder / "mine.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for digit in STROKES:
            for width in WIDTHS:
                picture = png(on_paper(write(digit, width=width)))
                archive.writestr(f"mine/{digit}/{width:02d}.png", picture)
                archive.writestr(f"__MACOSX/mine/{digit}/._{width:02d}.png", b"of macOS")
        archive.writestr("mine/7/words.png", b"no picture")
        archive.writestr("mine/7/z.png", png(on_paper(write(3))))
    return file


def expected(shipped: Comparator) -> list[str]:
    """Accuracy, equal error rate and AUC, from the pictures themselves."""
    drawn = [(digit, on_paper(write(digit, width=width))) for digit in STROKES for width in WIDTHS]
    drawn.append((7, on_paper(write(3))))
    labels = np.array([digit for digit, _ in drawn])
    images = np.stack([to_digit(picture) for _, picture in drawn])
    pairs = pair_distances(shipped.embed(images), labels, 100_000, np.random.default_rng(0))
    found = score(pairs, len(images), shipped.threshold)
    rates = (found.accuracy, found.equal_error_rate)
    return [*(f"{100 * rate:.2f}\u202f%" for rate in rates), f"{found.auc:.4f}"]


def test_a_zip_is_measured(
    open_page: OpenPage, url: str, tmp_path: Path, shipped: Comparator
) -> None:
    page = open_page()
    page.goto(url)
    settle(page)
    damaged = {"name": "damaged.zip", "mimeType": "application/zip", "buffer": b"PK"}
    page.locator("input[type=file]").set_input_files(damaged)
    expect(
        page.get_by_text("damaged.zip: This is not a ZIP file, or it is damaged")
    ).to_be_visible()
    page.locator("input[type=file]").set_input_files(pack(tmp_path))
    expect(page.get_by_test_id("stMetricValue")).to_have_text(expected(shipped))
    expect(page.get_by_text("13 pictures", exact=True)).to_be_visible()
    expect(page.get_by_text("mine/7/words.png: This is not a picture")).to_be_visible()
    first = page.locator(".tiles button").first
    expect(first).to_contain_text("predicted same")  # the 3 in folder 7, beside another 3
    page.get_by_role("radio", name="Threshold").click()
    page.get_by_role("radio", name="Your own pictures").click()
    expect(page.get_by_test_id("stMetricValue")).to_have_count(3)  # they are kept
    page.get_by_role("button", name="Remove pictures").click()
    expect(page.get_by_role("button", name="Download the example")).to_be_visible()


def test_the_example_can_be_kept_and_sent_from_a_phone(
    phone: Page, url: str, tmp_path: Path
) -> None:
    phone.goto(url)
    settle(phone)
    with phone.expect_download() as coming:
        phone.get_by_role("button", name="Download the example").tap()
    coming.value.save_as(tmp_path / "example.zip")
    names = zipfile.ZipFile(tmp_path / "example.zip").namelist()
    assert names[0] == "my-digits/0/000.png"
    phone.locator("input[type=file]").set_input_files(tmp_path / "example.zip")
    expect(phone.get_by_text(f"{len(names)} pictures", exact=True)).to_be_visible()
    expect(phone.locator(".as-seen img")).to_have_count(10)
    phone.locator(".tiles button").nth(5).tap()
    enlarged = phone.locator(".st-key-enlarged")
    expect(enlarged.locator(".verdict")).to_be_in_viewport(ratio=1)
    expect(enlarged.get_by_role("button", name="Compare these two")).to_be_in_viewport(ratio=1)
    expect_no_overflow(phone)
