"""Words and numbers: both languages whole, nothing unused, numbers as each language writes them."""

import ast
import re
import string
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.each import each
from texts import LANGUAGES, format_change, format_number, format_period, format_periods, format_span, load_texts

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("pages", "ui", "cards", "charts", "exports", "api", "texts", "serving")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
THIN, MINUS = "\u202f", "\u2212"


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys():
    sv, en = (set(load_texts(language).words) for language in LANGUAGES)
    assert sv == en, f"only in sv: {sorted(sv - en)}; only in en: {sorted(en - sv)}"


@each("key", lambda: sorted(load_texts("sv").words))
def test_both_languages_ask_for_the_same_values(key):
    sv, en = load_texts("sv").words[key], load_texts("en").words[key]
    assert placeholders(sv) == placeholders(en)
    assert (sv == "") == (en == "")


def test_english_prose_says_per_cent():
    """One spelling: "per cent" in words; "percent" is the id of a unit and the name of a value."""
    prose = [key for key, text in load_texts("en").words.items() if re.search(r"\bpercent\b(?!\})", text, re.IGNORECASE)]
    assert not prose
    files = [path for path in sorted((ROOT / "catalogue").rglob("*.yaml")) for line in path.read_text(encoding="utf-8").splitlines()
             if re.search(r"\bpercent\b", line, re.IGNORECASE) and line.strip() != "unit: percent"]  # fmt: skip
    assert not files


# Texts that are rewritten at the same time as this test is written: struck out as each is done.
BEING_REWRITTEN: frozenset[str] = frozenset()
TRANSLATED = {  # a word of the code or of the Swedish, and what English writes instead
    r"\bkommun(er|s|'s)?\b": "municipality",
    r"\breckon": "work out, count",
    r"\b(cannot|can not) be told\b(?! apart)": "cannot be determined",
    r"\bfigures? carr(y|ies)\b": "show, contain",
    r"\bspeaks? (for|against)\b": "support, contradict",
}
REPLACED = {  # what Swedish wrote, and writes
    "siffrorna bär": "siffrorna visar",
    "visar ett behov": "visar en skillnad",
    "invänder inte": "talar inte emot",
    "korgen": "underlaget",
    "Ta med": "Ladda ner och dela",
    "utan riktning": "varken bättre eller sämre",
    "aldrig uppskattade": "publicerade visas som de är, beräknade är märkta",
    "Hämtas vid uppdatering": "finns inte i den här utgåvan",
    "Boende i vård": "arbetar i vård och omsorg",
    "Boende i kunskap": "arbetar i kunskapsintensiva tjänster (efter bostad)",
    "nstrumentets eg": "vårt eget",
}


def said_in(language):
    """Every text that a reader may meet, by where it stands: the pages' and the catalogue's names, definitions and caveats."""
    for key, text in load_texts(language).words.items():
        if key.split(".")[0] not in BEING_REWRITTEN:
            yield key, text
    for path in sorted((ROOT / "catalogue").rglob("*.yaml")):
        nodes = [(path.name, yaml.safe_load(path.read_text(encoding="utf-8")))]
        while nodes:
            where, node = nodes.pop()
            if isinstance(node, dict) and isinstance(node.get(language), str):
                yield where, node[language]
            elif isinstance(node, dict | list):
                within = (
                    node.items()
                    if isinstance(node, dict)
                    else ((each.get("id", "") if isinstance(each, dict) else "", each) for each in node)
                )
                nodes += [(f"{where}.{name}", each) for name, each in within]


def test_english_is_written_and_not_translated():
    found = [
        (where, word)
        for where, text in said_in("en")
        for word in TRANSLATED
        if re.search(word, re.sub(r"\{[^}]*\}|`[^`]*`", "", text), re.IGNORECASE)
    ]
    assert len(list(said_in("en"))) > 1500
    assert found == []


def test_words_that_said_more_than_the_figures_do_are_gone():
    assert [(where, word) for where, text in said_in("sv") for word in REPLACED if word in text] == []


def asked_for():
    """Patterns of every text key that the code names; what an f-string fills in may be anything but a dot, or two steps."""
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z_]+(\.\w+)+", node.value):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[^.]+(\.[^.]+)?" for p in node.values]
                if re.match(r"[a-z_]+\\\.", parts[0]):
                    found.add("".join(parts))
    return found


def test_every_text_is_used():
    patterns = [re.compile(f"{pattern}(\\.(one|other))?") for pattern in asked_for()]
    unused = [key for key in load_texts("sv").words if not any(p.fullmatch(key) for p in patterns)]
    assert not unused


def test_every_plain_key_in_the_code_exists():
    words = load_texts("sv").words
    files = {key.split(".")[0] for key in words}
    missing = []
    for path in CODE:
        for key in re.findall(r"""\bt(?:\.plural)?\(\s*"([a-z_]+\.[a-z0-9_.]+)\"""", path.read_text(encoding="utf-8")):
            if key.split(".")[0] in files and key not in words and f"{key}.one" not in words:
                missing.append(f"{path.name}: {key}")
    assert not missing


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (58.046, 1, "58,0", "58.0"),
        (114304, 0, f"114{THIN}304", "114,304"),
        (-9.272, 1, f"{MINUS}9,3", f"{MINUS}9.3"),
        (220.5, 0, "221", "221"),
        (0.125, 2, "0,13", "0.13"),
        (-0.04, 1, "0,0", "0.0"),
        (float("nan"), 1, "–", "–"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers(value, decimals, sv, en):
    assert format_number(value, decimals, "sv") == sv
    assert format_number(value, decimals, "en") == en


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_round_half_up_once(value, decimals):
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert Decimal(format_number(value, decimals, "en").replace(",", "").replace(MINUS, "-")) == exact


def test_changes_carry_their_sign():
    assert format_change(1.26, 1, "sv") == "+1,3"
    assert format_change(0.001, 1, "sv") == "0,0"


def test_periods():
    assert format_period("2024", "sv") == "2024"
    assert format_period("2026M06", "sv") == "juni 2026"
    assert format_period("2026M06", "en") == "June 2026"
    assert format_span("2015", "2024", "sv") == "2015–2024"
    assert format_span("2020M06", "2026M06", "sv") == "juni 2020 – juni 2026"
    assert format_periods(["2021", "2022"], "en") == "2021 and 2022"
    assert format_periods(["2020", "2021", "2022", "2023", "2024"], "en") == "2020–2024"


def test_a_list_in_running_text():
    t = load_texts("sv")
    assert [t.join(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a och b", "a, b och c"]


def test_an_unknown_key_is_a_fault():
    with pytest.raises(KeyError):
        load_texts("sv")("no.such.key")
