"""The draft answer to a consultation: its parts in order, nothing in it but what the cards say and the reader wrote, the rest left open."""

import io
import json
import re
import struct
import zlib

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm

from api.files import card_of
from cards.basket import Item, encode, to_file
from cards.registry import build
from exports import ExportError, citation, make_answer, pictures
from exports import __main__ as command
from exports.answer import PARTS
from exports.counter import counter_figures
from tests.api_client import api_client
from tests.exported import AT, EN, SV

COMMENT = "Vi instämmer i huvudsak."
ITEMS = (("balans.niva", {"matt": "tertiary_25_64"}, ""), ("balans.ojamlikhet", {"matt": "employment_rate"}, COMMENT))
HEADINGS = {
    "sv": ["Förslag till beslut", "Sammanfattning", "Beskrivning av ärendet", "Förvaltningens synpunkter",
           "Ekonomiska och juridiska konsekvenser", "Bilagor och källor"],
    "en": ["Proposed decision", "Summary", "Description of the matter", "The administration’s opinion",
           "Financial and legal consequences", "Appendices and sources"],
}  # fmt: skip
LABELS = {
    "sv": r"(Figur|Tabell) \d+\. |Öppna kortet\.|Uppgifter för [\d–]+\.",
    "en": r"(Figure|Table) \d+\. |Open the card\.|Figures for [\d–]+\.",
}


def cards_in(view):
    return [(build(view, card, query), comment) for card, query, comment in ITEMS]


def parts_of(made):
    """Paragraphs other than headings by the heading that they stand under ("" before the first)."""
    found, here = {"": []}, ""
    for paragraph in made.paragraphs:
        if paragraph.style.name == "Heading 1":
            here = paragraph.text
            found[here] = []
        else:
            found[here].append(paragraph)
    return found


def left_open(paragraph):
    return any(run.font.highlight_color is WD_COLOR_INDEX.YELLOW for run in paragraph.runs)


def png(width, height):
    """A white picture."""
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    made = b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + made


@pytest.mark.parametrize("view", [SV, EN], ids=["sv", "en"])
def test_every_sentence_is_a_cards_and_what_no_figure_says_is_left_open(view, no_browser):
    items = cards_in(view)
    made = Document(io.BytesIO(make_answer(view, items, AT).content))
    parts = parts_of(made)
    decision, summary, matter, opinion, consequences, sources = HEADINGS[view.language]
    assert list(parts) == ["", decision, summary, matter, opinion, consequences, sources]
    assert len(PARTS) == len(HEADINGS[view.language])
    for heading in (decision, consequences):
        assert [left_open(paragraph) for paragraph in parts[heading]] == [True]
    said = [card_of(view, card) for card, _ in items]
    assert [p.text.removesuffix(".") for p in parts[summary]] == [each["title"].removesuffix(".") for each in said]
    written = [p for p in parts[opinion] if p.style.name == "Normal" and not left_open(p)]
    assert written[0].text == COMMENT
    assert sum(map(left_open, parts[opinion])) == 1  # the card without a comment
    assert [p.text for p in parts[opinion] if p.style.name == "List Bullet"] == counter_figures(view, [card for card, _ in items])
    generation = view.data.snapshot.edition
    assert len(parts[sources]) == len(items)
    assert all(generation in p.text and re.search(r"20\d\d-\d\d-\d\d", p.text) for p in parts[sources])
    texts = [text for each in said for text in _texts(each)] + [COMMENT, *counter_figures(view, [card for card, _ in items])]
    texts += [citation(view, card, "text", AT) for card, _ in items]
    lead = view.t("exports.brief.counter"), view.t("exports.brief.counter_lead")
    for heading in (summary, matter, opinion, sources):
        for paragraph in parts[heading]:
            assert left_open(paragraph) or _rest(paragraph.text, [*texts, *lead], view.language) == "", paragraph.text


def _texts(said):
    table = [said["table"]["caption"]] if said["table"] else []
    return [said["title"], said["kicker"], *said["body"], said["heading"], *said["notes"], said["source"], *table]


def _rest(text, pieces, language):
    """What of a paragraph is none of the pieces, longest first."""
    for piece in sorted({piece for piece in pieces if piece}, key=len, reverse=True):
        text = text.replace(piece, "")
    return re.sub(LABELS[language], "", text).strip(" .")


def test_the_same_cards_give_the_same_bytes_and_the_name_says_what_it_is(no_browser):
    one, other = (make_answer(SV, cards_in(SV), AT) for _ in range(2))
    assert one.content == other.content
    assert one.filename == "utkast-till-remissvar.docx"
    with pytest.raises(ExportError):
        make_answer(SV, [])


def test_tables_behind_pictures_are_appendices_and_a_high_picture_is_whole_on_its_page(monkeypatch):
    monkeypatch.setattr(pictures, "picture_if_any", lambda facts: png(40, 400))
    made = Document(io.BytesIO(make_answer(SV, cards_in(SV), AT).content))
    captions = {heading: [p.text for p in found if p.style.name == "Caption"] for heading, found in parts_of(made).items()}
    assert [text.split(".")[0] for text in captions["Beskrivning av ärendet"]] == ["Figur 1", "Figur 2"]
    assert [text.split(".")[0] for text in captions["Bilagor och källor"]] == ["Tabell 1", "Tabell 2"]
    assert len(made.tables) == 2
    assert all(shape.height <= Cm(22.5) and abs(shape.height / shape.width - 10) < 0.01 for shape in made.inline_shapes)


def test_the_draft_is_had_from_the_page_over_http_and_from_the_command(no_browser, tmp_path, capsys):
    items = [Item(card, query, comment) for card, query, comment in ITEMS]
    answer = api_client().get("/consultation-answer.docx", params={"korg": encode(items), "lang": "en"})
    assert answer.status_code == 200
    assert "draft-answer-to-a-consultation.docx" in answer.headers["content-disposition"]
    assert api_client().get("/consultation-answer.docx", params={"korg": "0"}).status_code in (400, 404)
    saved, at = tmp_path / "korg.json", ("--base-url", "http://testserver")  # a file made for a request has the address that was asked
    saved.write_bytes(to_file([*items, Item("balans.gone", {})]))
    assert command.main(["underlag", "--basket", str(saved), "--format", "remissvar", "--lang", "en", *at, "--out", str(tmp_path)]) == 0
    assert "balans.gone" in capsys.readouterr().err
    assert (tmp_path / "draft-answer-to-a-consultation.docx").read_bytes() == answer.content
    saved.write_text(json.dumps({"cards": []}), encoding="utf-8")
    assert command.main(["underlag", "--basket", str(saved), "--out", str(tmp_path)]) == 2
