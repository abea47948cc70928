"""Examples of use that run as they stand: the same question in curl, Python and R. A test runs those that it has a program for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from api.facts import BASE
from charts.root import rooted

QUESTION = "indicator=employment_rate&area=0126,0162&sex=T&format=csv"
CARD = "balans.niva.xlsx?matt=employment_rate&lang=sv"
ELSEWHERE = "http://localhost:8501"

CURL = """\
curl --silent --fail "{base}/observations?{question}"
curl --silent --fail --remote-name --remote-header-name "{base}/cards/{card}"
"""
PYTHON = """\
import pandas as pd

table = pd.read_csv(
    "{base}/observations?{question}",
    dtype={{"area": str, "period": str}},
)
print(table.pivot(index="period", columns="area_name", values="value"))
print(table["status"].value_counts())
"""
R = """\
table <- read.csv(
  "{base}/observations?{question}",
  colClasses = c(area = "character", period = "character"), encoding = "UTF-8"
)
print(reshape(table[c("period", "area_name", "value")],
  idvar = "period", timevar = "area_name", direction = "wide"))
print(table(table$status))
"""
EXAMPLES = {"curl": ("bash", CURL), "Python": ("python", PYTHON), "R": ("r", R)}


def address_of(page: str | None) -> str:
    """Where the interface answers, told by the address of the page that the reader has open; nothing but an origin is taken from it.

    >>> address_of("https://balans.example:8443/api?lang=en")
    'https://balans.example:8443/api/v1'
    """
    parts = urlsplit(page or "")
    good = parts.scheme in ("http", "https") and re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:]+\](:[0-9]{1,5})?", parts.netloc)
    return (f"{parts.scheme}://{parts.netloc}" if good else ELSEWHERE) + rooted(BASE)


def examples(base: str) -> dict[str, tuple[str, str]]:
    """For each program: the language of the text, and the text with the address filled in."""
    return {name: (language, text.format(base=base, question=QUESTION, card=CARD)) for name, (language, text) in EXAMPLES.items()}
