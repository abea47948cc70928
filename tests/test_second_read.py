"""A second read: figures taken off the pages as they are shown, each found again in the store by other means.

Nothing of the program that calculates, rounds or writes figures is used here: the parquet file is read with pandas, groups are added up
with fractions, and numbers are written with decimal arithmetic.
"""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from catalogue import Indicator, Measure, load_catalogue
from tests.pages import html_of, open_page

CATALOGUE = load_catalogue()
EMBEDDED = Path(__file__).parent.parent / "store" / "embedded"
GROUPS = {name: tuple(CATALOGUE.groups[name].members) for name in ("north", "south", "city")}
KOMMUNER = [code for members in GROUPS.values() for code in members]
WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
OVER_TIME = (
    "employment_rate", "employment_rate_monthly", "unemployment_rate", "unemployment_rate_monthly", "net_income", "low_economic_standard",
    "overcrowding", "vocational_eligible_grade_9", "university_eligible_4_years", "population", "open_unemployment_18_65",
)  # fmt: skip
ON_THE_MAP = ("tertiary_25_65", "employment_rate", "low_economic_standard", "overcrowding", "net_income", "jobs_ratio", "population")
REGISTER = {"sv": "äldre register", "en": "older register"}
MONTHS = {
    "sv": ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}


@lru_cache(maxsize=1)
def figures() -> dict[str, pd.DataFrame]:
    """Every figure of both sexes together as it stands in the files: {indicator: area, period, value}."""
    parts = []
    for file in EMBEDDED.glob("*.parquet"):
        table = pd.read_parquet(file, columns=["indicator", "area", "period", "sex", "value"])
        parts.append(table[(table["sex"] == "T") & table["value"].notna()].astype({"indicator": str, "area": str, "period": str}))
    return {str(name): rows for name, rows in pd.concat(parts, ignore_index=True).groupby("indicator")}


@lru_cache(maxsize=512)
def by_period(indicator: str) -> dict[str, dict[str, Fraction]]:
    """Figures of an indicator in the kommuner as exact fractions: {period: {kommun: value}}."""
    found: dict[str, dict[str, Fraction]] = {}
    rows = figures().get(indicator)
    if rows is not None:
        kommuner = rows[rows["area"].isin(KOMMUNER)]
        for area, period, value in zip(kommuner["area"].array, kommuner["period"].array, kommuner["value"].array, strict=True):
            found.setdefault(period, {})[area] = Fraction(repr(float(value)))
    return found


def weights(indicator: Indicator, period: str) -> dict[str, Fraction]:
    """The denominator's figures of the right year (that before, where the publisher divides by it), or of the nearest in which nine in ten
    of the kommuner have one; a kommun without one there has its own nearest."""
    known, wanted = by_period(str(indicator.denominator or indicator.averaged_by)), int(period[:4]) - indicator.denominator_lag
    count = {p: sum(k in areas for k in KOMMUNER) for p, areas in known.items()}
    whole = [p for p in known if count[p] >= 0.9 * max(count.values())]
    near = lambda p: (abs(int(p[:4]) - wanted), -int(p[:4]))  # noqa: E731
    chosen = known[min(whole, key=near)]
    return {k: chosen[k] if k in chosen else known[min((p for p in known if k in known[p]), key=near)][k] for k in KOMMUNER}


def group_value(indicator: Indicator, group: str, period: str) -> Fraction | None:
    values = by_period(indicator.id)[period]
    members = GROUPS[group]
    if len(members) == 1:
        return values.get(members[0])
    # A kommun that had not been formed yet (Nykvarn, 1999) is no member.
    members = tuple(m for m in members if m in values or period >= (CATALOGUE.areas[m].since or period))
    present = [member for member in members if member in values]
    if indicator.measure is Measure.COUNT:
        return sum((values[m] for m in members), Fraction(0)) if present == list(members) else None
    heavy = weights(indicator, period)
    whole, known = (sum((heavy[m] for m in some), Fraction(0)) for some in (members, present))
    return sum((values[m] * heavy[m] for m in present), Fraction(0)) / known if known >= whole * Fraction(95, 100) else None


def mean_of_five_years(indicator: Indicator, group: str, last: str) -> Fraction | None:
    """All that was built in five years for all who lived there in each of them."""
    years = [str(year) for year in range(int(last) - 4, int(last) + 1)]
    values, heavy = by_period(indicator.id), by_period(str(indicator.denominator))
    pairs = [(values[year][member], heavy[year][member]) for year in years for member in GROUPS[group]]
    return sum((value * weight for value, weight in pairs), Fraction(0)) / sum((weight for _, weight in pairs), Fraction(0))


def places(north: Fraction | None, south: Fraction | None, decimals: int) -> int:
    """The fewest decimals, at most two more than the measure's own, with which what is shown subtracts; one more where none does."""
    if north is None or south is None:
        return decimals
    for more in range(3):
        one, other, apart = (rounded(each, decimals + more) for each in (south, north, south - north))
        if one - other == apart:
            return decimals + more
    return decimals + 1


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up; 11 decimals first: a fraction has no end, and what a float cannot tell from a tie is a tie."""
    exact = WIDE.divide(Decimal(value.numerator), Decimal(value.denominator)).quantize(Decimal("1e-11"), context=WIDE)
    return exact.quantize(Decimal(1).scaleb(-decimals), context=WIDE)


def written(value: Fraction | None, decimals: int, language: str, *, signed: bool = False) -> str:
    """The figure as it must stand on the page: rounded once, half up, with the language's marks."""
    if value is None:
        return "–"
    printed = rounded(value, decimals)
    text = f"{abs(printed):,}"
    if language == "sv":
        text = text.replace(",", "\u202f").replace(".", ",")
    sign = "\u2212" if printed < 0 else "+" if signed and printed > 0 else ""
    return sign + text


def cells(row: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.S)]


def period_in(text: str, language: str) -> str:
    """The last year, with its month if one stands before it, in a line such as "% …, juni 2026, preliminär"."""
    names = "|".join(MONTHS[language])
    month, year = re.findall(rf"(?:({names}) )?((?:19|20)\d\d)\b", text)[-1]
    return f"{year}M{MONTHS[language].index(month) + 1:02d}" if month else year


def rows_of_pair(html: str, language: str) -> list[tuple[str, str, str]]:
    """(what, on the page, in the store) for every group value in a page's rows of north and south."""
    names = {indicator.name[language]: indicator for indicator in CATALOGUE.shown}
    found = []
    for row in re.findall(r"<tr>(?:(?!</tr>).)*</tr>", html, flags=re.S):
        name = re.search(r'class="measure">(?:<a [^>]*>)?([^<]+)<', row)
        if name is None:
            continue
        indicator = names[unescape(name[1])]
        unit = re.search(r'class="unit">(.*?)</span>', row, flags=re.S)
        assert unit
        period = period_in(re.sub(r"<b.*?</b>", "", unit[1]), language)
        value = mean_of_five_years if indicator.several_years else group_value
        values = {group: value(indicator, group, period) for group in GROUPS}
        decimals = places(values["north"], values["south"], indicator.decimals)
        for group, text in re.findall(r'class="num (north|south|city)"[^>]*>([^<]*)<', row):
            expected = written(values[group], decimals, language)
            found.append((f"{indicator.id} {group} {period}", unescape(text), expected))
    return found


def over_time(name: str, language: str) -> list[tuple[str, str, str]]:
    """The same for every period of the balance page's first table: north, south, city, gap and ratio."""
    indicator = CATALOGUE.indicators[name]
    table = re.search(r'<table class="figures">.*?</table>', html_of(open_page("balans", matt=name, lang=language)), flags=re.S)
    assert table
    found = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table[0].split("<tbody>")[1], flags=re.S):
        label, north, south, city, distance, ratio, *_ = cells(row)
        period = period_in(label, language)
        earlier = REGISTER[language] in label  # the register before this one has rows of its own in the same table
        measure = CATALOGUE.indicators[str(indicator.continues)] if earlier else indicator
        values = {group: group_value(measure, group, period) for group in GROUPS}
        what = f"{name} {label}"
        shown = zip((north, south, city), ("north", "south", "city"), strict=True)
        decimals = places(values["north"], values["south"], indicator.decimals)
        found += [(f"{what} {group}", text, written(values[group], decimals, language)) for text, group in shown]
        if values["north"] is not None and values["south"] is not None:
            gap = values["south"] - values["north"]
            distance = re.sub(r" \((avrundat|rounded)\)$", "", distance)
            found.append((f"{what} gap", distance, written(gap, decimals, language, signed=True)))
            if values["north"]:
                found.append((f"{what} ratio", ratio, written(values["south"] / values["north"], 2, language)))
    return found


def on_the_map(name: str, language: str) -> list[tuple[str, str, str]]:
    """The same for every kommun of the map: the chart's own text."""
    indicator = CATALOGUE.indicators[name]
    (chart,) = open_page("karta", matt=name, lang=language).get("plotly_chart")
    drawn = json.loads(chart.proto.spec)["data"][0]
    newest = max(period for period, areas in by_period(name).items() if len(set(areas) & set(drawn["locations"])) >= 13)
    return [
        (f"{name} {area} {newest}", text.split(" ")[0], written(by_period(name)[newest][area], indicator.decimals, language))
        for area, text in zip(drawn["locations"], drawn["text"], strict=True)
    ]


def compare(found: list[tuple[str, str, str]], at_least: int) -> None:
    assert len(found) >= at_least
    assert [(what, shown) for what, shown, _ in found] == [(what, expected) for what, _, expected in found]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_group_value_of_the_start_page(language: str):
    compare(rows_of_pair(html_of(open_page(lang=language, visa="alla")), language), 100)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_group_value_of_the_strategy(language: str):
    compare(rows_of_pair(html_of(open_page("strategin", lang=language)), language), 60)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_period_of_eleven_measures(language: str):
    names = OVER_TIME if language == "sv" else OVER_TIME[1:4]  # test_figures_subtract holds the two languages together
    compare([each for name in names for each in over_time(name, language)], 400 if language == "sv" else 50)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kommun_of_seven_maps(language: str):
    names = ON_THE_MAP if language == "sv" else ON_THE_MAP[-2:]
    compare([each for name in names for each in on_the_map(name, language)], 26 * len(names) - 2)
