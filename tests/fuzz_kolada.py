"""Kolada's answers by grammar and by mutation, read by the loader and by a slow, plain reader.

What must hold: a figure of the loader's is one that stands in the answer for that KPI, area, year and sex, and every figure that stands
there once and whole is among the loader's; what cannot be read is refused with `SourceError`; nothing else is raised.
"""

from __future__ import annotations

import copy
import random
from typing import Any

from data_sources.kolada import KoladaLoader
from data_sources.protocol import SourceError
from data_sources.settings import Settings
from tests.fuzz_jsonstat import mutated
from tests.store_samples import catalogue, indicator

CATALOGUE = catalogue(indicator("people", "kolada:N1"))
AREAS = {"0126": "0126", "0127": "0127", "0180": "0180", "0001": "01"}
SAID = {"": "ok", "Missing": "", "missing": "", "Privacy": "", "Not applicable": ""}
Case = tuple[list[Any], str]
Key = tuple[str, str, str]


class Pages:
    """A client that answers with pages, one after the other, and has the KPI in its register."""

    base_url = "http://kolada.example/v3"

    def __init__(self, pages: list[Any]) -> None:
        self.pages = list(pages)

    def get_json(self, path: str, params: Any = None, *, table: str = "") -> Any:
        del params, table
        if path.startswith("/kpi"):
            return {"values": [{"id": "N1", "title": "People", "municipality_type": "A"}], "count": 1}
        return self.pages.pop(0) if self.pages else {"values": [], "count": 0}

    def close(self) -> None:
        """Nothing is open."""


def grown(chance: random.Random) -> list[Any]:
    """Pages as Kolada gives them: every area and year in some order, by sex, with what is missing and what was deleted."""
    items = []
    for area in AREAS:
        for year in chance.sample(range(2000, 2026), chance.randint(1, 4)):
            values = [_value(chance, sex) for sex in chance.sample("TKM", chance.randint(1, 3))]
            items.append({"kpi": "N1", "municipality": area, "period": chance.choice((year, str(year))), "values": values})
    chance.shuffle(items)
    cut = chance.randint(0, len(items))
    pages = [items[:cut], items[cut:]] if chance.random() < 0.5 else [items]
    made = [{"values": page, "count": len(page), "next_url": None} for page in pages]
    for number, page in enumerate(made[:-1]):
        page["next_url"] = f"{Pages.base_url}/data?page={number + 2}&per_page=5000"
    return made


def _value(chance: random.Random, sex: str) -> dict[str, Any]:
    status = chance.choice(("", "", "", *SAID))
    number = chance.choice((1, 12.5, 0.1, 10**6, chance.random() * 1000 + 1, None))
    found = {"gender": sex, "count": 1, "status": status, "value": number if status == "" else chance.choice((None, number))}
    if chance.random() < 0.1:
        found["isdeleted"] = True
    elif chance.random() < 0.5:
        found["isdeleted"] = False
    return found


def plain(pages: list[Any]) -> dict[Key, list[float | None]]:
    """Area, year and sex to what is said there, figure or none, one value at a time."""
    found: dict[Key, list[float | None]] = {}
    for page in pages:
        for item in page["values"]:
            if item["kpi"] != "N1" or item["municipality"] not in AREAS:
                continue
            for value in item["values"]:
                if value.get("isdeleted") or value.get("gender") not in ("T", "K", "M"):
                    continue
                holds = str(value.get("status") or "").strip().casefold() not in ("missing", "privacy", "not applicable")
                number = value.get("value")
                key = (AREAS[item["municipality"]], str(item["period"]), value["gender"])
                found.setdefault(key, []).append(float(number) if holds and number is not None else None)
        if not page.get("next_url"):
            break
    return found


def fault_of(case: Case) -> str:
    """What is wrong with how the loader reads the pages; "" when nothing is."""
    pages, how = case
    entry = CATALOGUE.indicators["people"]
    loader = KoladaLoader(Settings({"kolada": Pages.base_url}), Pages(copy.deepcopy(pages)))  # type: ignore[arg-type]
    try:
        frame = loader.fetch(entry, entry.sources[0], CATALOGUE).frame
    except SourceError as error:
        return f"a right answer is refused: {error}" if how == "grown" and error.kind != "empty" else ""
    except Exception as error:  # the very thing that is looked for
        return f"{type(error).__name__} outside the contract: {error}"
    try:
        said = plain(pages)
    except Exception:  # it makes no promises
        return ""
    held = frame[frame["value"].notna()]
    ours: dict[Key, set[float]] = {}
    for area, period, sex, value in zip(held["area"], held["period"], held["sex"], held["value"], strict=True):
        ours.setdefault((str(area), str(period), str(sex)), set()).add(float(value))
    invented = [f"{key}: {values}" for key, values in ours.items() if not values <= {v for v in said.get(key, []) if v is not None}]
    lost = [f"{key}: {value}" for key, (value, *more) in said.items() if not more and value and ours.get(key) != {value}]
    return f"invented {invented[:3]}, lost {lost[:3]}" if invented or lost else ""


def made(chance: random.Random) -> Case:
    """A case: half by grammar, half by mutation."""
    pages = grown(chance)
    return (pages, "grown") if chance.random() < 0.5 else (_listed(mutated(chance, pages)), "mutated")


def _listed(pages: Any) -> list[Any]:
    return pages if isinstance(pages, list) else [pages]
