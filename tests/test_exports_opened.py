"""Files opened by programs that are not ours: LibreOffice turns workbook, deck and brief into PDF, poppler reads them and our own PDF."""

import shutil
import subprocess
from functools import cache

import pytest

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.tokens import LIGHT
from exports import Options, browser, make
from exports.tables import harmless, written
from tests.conftest import NO_CHROMIUM
from texts import load_texts

NO_OFFICE = "no LibreOffice on this machine (Debian: libreoffice-writer, -calc, -impress)"
OPTIONS = Options(base_url="https://balans.example")
SAID = ("SCB (TAB3200", "2020–2024", "balans.example")


def swedish():
    return View(load_texts("sv"), get_data(), LIGHT)


@cache
def card_as(fmt):
    """A card as a file."""
    return make(swedish(), build(swedish(), "balans.niva", {"matt": "employment_rate"}), fmt, OPTIONS).content


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60).stdout.decode()


def convert(folder, fmt, *files, how=()):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *how, "--convert-to", fmt, "--outdir", str(folder), *files]
    subprocess.run(command, capture_output=True, check=True, timeout=240)


@pytest.mark.timeout(300)
def test_libreoffice_opens_workbook_deck_and_brief(tmp_path, monkeypatch):
    if shutil.which("soffice") is None:
        pytest.skip(NO_OFFICE)
    for name in browser.CHROMIUM_SETTINGS:
        monkeypatch.setenv(name, "/nowhere/chromium")  # the brief with its table alone: the picture has tests of its own
    browser.RENDERER.close()
    for fmt in ("xlsx", "pptx", "docx"):
        (tmp_path / f"{fmt}.{fmt}").write_bytes(card_as(fmt))
    convert(tmp_path, "pdf", *(f"{tmp_path}/{fmt}.{fmt}" for fmt in ("xlsx", "pptx", "docx")))
    newest = f"{swedish().data.over_time('employment_rate', 'apart')['north'].iloc[-1]:.1f}"
    for fmt in ("xlsx", "pptx", "docx"):
        text = " ".join(text_of(tmp_path / f"{fmt}.pdf").split())
        for part in SAID:
            assert part in text, (fmt, part)
        assert newest in text or newest.replace(".", ",") in text, fmt


@pytest.mark.timeout(300)
def test_libreoffice_keeps_codes_and_runs_no_formula(tmp_path):
    """With Swedish settings, and told to read numbers and to calculate formulas."""
    if shutil.which("soffice") is None:
        pytest.skip(NO_OFFICE)
    texts = ["=1+1", "\n=1+1", "\ufeff=1+1", "-2+3", "+1,31", "0114 Upplands Väsby"]
    (tmp_path / "texts.csv").write_bytes(written(["text"], ([harmless(text)] for text in texts), swedish(), "excel"))
    (tmp_path / "card.csv").write_bytes(card_as("csv"))
    read = "--infilter=CSV:59,34,76,1,,1053,false,true,false,false,false,0,true"
    convert(tmp_path, "fods", f"{tmp_path}/texts.csv", f"{tmp_path}/card.csv", how=[read])
    content, card = ((tmp_path / f"{name}.fods").read_text(encoding="utf-8") for name in ("texts", "card"))
    assert "table:formula" not in content
    assert 'office:value="1.31"' in content
    assert "<text:p>0114 Upplands Väsby</text:p>" in content
    assert "<text:p>0114 Upplands Väsby</text:p>" in card
    assert "<text:p>114</text:p>" not in card


@pytest.mark.browser
def test_poppler_reads_text_and_fonts_of_a_pdf(tmp_path):
    assert browser.browser_path(), NO_CHROMIUM
    path = tmp_path / "card.pdf"
    path.write_bytes(card_as("pdf"))
    browser.RENDERER.close()
    text = text_of(path)
    assert all(part in text for part in SAID)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, timeout=60).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)  # embedded
    assert any("SourceSansPro-Regular" in line for line in fonts)
