"""Files opened by programs that are not ours: LibreOffice turns workbook, deck and brief into PDF, poppler reads them and our own PDF."""

import shutil
import subprocess

import pytest

from cards.data import get_data
from cards.registry import build
from cards.view import View
from charts.tokens import LIGHT
from exports import Options, browser, make
from tests.conftest import NO_CHROMIUM
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
CARD = build(SV, "balans.niva", {"matt": "employment_rate"})
OPTIONS = Options(base_url="https://balans.example")
SAID = ("SCB (TAB3200", "2020–2024", "balans.example")


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=60).stdout.decode()


@pytest.mark.timeout(300)
def test_libreoffice_opens_workbook_deck_and_brief(tmp_path, monkeypatch):
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine (Debian: libreoffice-writer, -calc, -impress)")
    for name in browser.CHROMIUM_SETTINGS:
        monkeypatch.setenv(name, "/nowhere/chromium")  # the brief with its table alone: the picture has tests of its own
    browser.RENDERER.close()
    for fmt in ("xlsx", "pptx", "docx"):
        (tmp_path / f"{fmt}.{fmt}").write_bytes(make(SV, CARD, fmt, OPTIONS).content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *(f"{tmp_path}/{f}.{f}" for f in ("xlsx", "pptx", "docx")),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    newest = f"{SV.data.over_time('employment_rate', 'apart')['north'].iloc[-1]:.1f}"
    for fmt in ("xlsx", "pptx", "docx"):
        text = " ".join(text_of(tmp_path / f"{fmt}.pdf").split())
        for part in SAID:
            assert part in text, (fmt, part)
        assert newest in text or newest.replace(".", ",") in text, fmt


@pytest.mark.browser
def test_poppler_reads_text_and_fonts_of_a_pdf(tmp_path):
    assert browser.browser_path(), NO_CHROMIUM
    path = tmp_path / "card.pdf"
    path.write_bytes(make(SV, CARD, "pdf", OPTIONS).content)
    browser.RENDERER.close()
    text = text_of(path)
    assert all(part in text for part in SAID)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, timeout=60).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)  # embedded
    assert any("SourceSansPro-Regular" in line for line in fonts)
