"""Links that were made once and stand in mails and minutes since: they give the same cards, choices and comments for ever.

When one of these fails, the form has been changed: put it back, and read cards/basket_link.py on what may be done instead. Links are only
read here, since another zlib may pack the same basket in another way.
"""

from __future__ import annotations

import pytest

from cards.basket import decode

NIVA = ("balans.niva", {"matt": "employment_rate", "visa": "niva", "stad": "apart"}, "")
SERIES = ("jamfor.serie", {"omraden": "0180.0126.01", "matt": "new_firms", "x": "å ä&ö=1"}, "")
LINKS = {
    "1I8sqLkiIgkmILjS7sQc1Z3B2Zk5OHijmFA4vKVIoLjm8rai4RCFTofjwtpTUIgA": [
        NIVA,
        ("karta.karta", {"matt": "tertiary_25_64", "niva": "regso2025", "ar": "2024"}, "Skillnaden är störst i söder"),
    ],
    "1AwUzEAM5Oci2GBkYG3D6Hl6ak1qikHd4abFCZl5JqsKjhslAPOfwkry80kcNcwE": [
        ("mal.mal", {"mal": "employment_2030"}, "Målet nås inte – “ännu”"),
    ],
    "1Q_E-JBTtE21BQRpkYGioB2UYAUOFCxweevlFKXlADfagMEotsgUGvx5QGWeibZJasr2CtoKhgYGCKgA": [
        ("flemingsberg.profil", {"a": "0126R011.0126R012", "b": ""}, ""),
        ("index.ordning", {"vikter": "0.0.1.0"}, "a=b&c? + 100 %"),
    ],
    "1gwZocWpRZqo9RrACCTWwsrzU8vi0zKLcYrUKW1VnY1VHU20wZaJqZAZiOJmpGrsYcg1i0wA": [SERIES] * 3,
}


def found_in(link: str) -> list[tuple[str, dict[str, str], str]]:
    return [(item.card, dict(item.query), item.comment) for item in decode(link)]


@pytest.mark.parametrize(("link", "cards"), LINKS.items(), ids=["two", "comment", "empty choice", "the same thrice"])
def test_a_link_of_form_1_gives_what_it_gave_when_it_was_made(link, cards):
    assert found_in(link) == cards


def test_a_link_that_was_cut_off_gives_what_it_gave():
    """At a mail's line break, for one: the whole cards before the cut."""
    link = next(iter(LINKS))
    assert found_in(link[:40]) == [NIVA]
    assert found_in(f"{link}==") == LINKS[link]
    assert found_in(f"2{link[1:]}") == []  # of a form that is still to come
