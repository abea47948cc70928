"""What may be asked with: each parameter's name and form, said once, for checking a request and for describing the interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl

from api.problems import Problem
from cards.basket import CARD as CARD_FORM
from catalogue import Catalogue, Level, Theme, load_catalogue
from catalogue.nearest import areas_meant
from exports.model import LENGTHS, SCALES, SIZES
from store.schema import SEXES
from texts import LANGUAGES

BETWEEN = ","  # between several values of one parameter
LONGEST_QUERY = 8000  # characters; a basket takes at most 6 000
LONGEST_VALUE = 6500
MOST_FIELDS = 40
MOST_VALUES = 400  # of one parameter: all kommuner of the country and then some
MOST_PER_PAGE = 1000
MOST_PAGES = 1_000_000

AREA = r"(?:[0-9]{2}|[0-9]{4}|[0-9]{4}R[0-9]{3}(?:_RegSO2025)?|sthlm:[0-9A-Za-zÅÄÖåäö_-]{1,60})"
PERIOD = r"(?:19|20)[0-9]{2}(?:M(?:0[1-9]|1[0-2]))?"
GENERATION = r"[0-9A-Za-z][0-9A-Za-z.-]{0,99}"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class QueryParameter:
    """A parameter of a query. `options` is everything it can be, or `pattern` its form, or `whole` the limits of a whole number.

    `several`: values with commas between. `formerly`: options of today by what they were called before; both may be asked for. The
    description is `api.parameter.<name>` in the texts.
    """

    name: str
    options: Callable[[], Sequence[str]] | None = None
    pattern: str = ""
    whole: tuple[int, int] | None = None
    several: bool = False
    required: bool = False
    default: str = ""
    formerly: Callable[[], Mapping[str, str]] | None = None

    def read(self, text: str) -> tuple[str, ...]:
        """The values in a text, each of the right form. Raises Problem("bad_value")."""
        parts = tuple(text.split(BETWEEN)) if self.several else (text,)
        parts = tuple(self.formerly().get(part, part) for part in parts) if self.formerly else parts
        if len(parts) > MOST_VALUES:
            raise Problem("bad_value", name=self.name, value=text, expected=f"≤ {MOST_VALUES}")
        for part in parts:
            if not self._fits(part):
                if self is AREAS and (meant := area_problem(part, load_catalogue())):
                    raise meant
                known = list(self.options()) if self.options else []
                near = get_close_matches(part[:80], known, n=3, cutoff=0.6)
                expected = ", ".join(near or known[:12]) or self.form
                raise Problem("bad_value", more={"parameter": self.name, "near": near}, name=self.name, value=part, expected=expected)
        return tuple(dict.fromkeys(parts))

    @property
    def form(self) -> str:
        """What is expected, for programmers: a range or a regular expression."""
        return f"{self.whole[0]}–{self.whole[1]}" if self.whole else self.pattern

    def _fits(self, part: str) -> bool:
        if self.options is not None:
            return part in self.options()
        if self.whole is not None:
            return bool(re.fullmatch(r"[1-9][0-9]{0,6}", part)) and self.whole[0] <= int(part) <= self.whole[1]
        return bool(re.fullmatch(self.pattern, part))

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the parameter."""
        one: dict[str, Any]
        if self.options is not None:
            one = {"type": "string", "enum": list(self.options())}
        elif self.whole is not None:
            one = {"type": "integer", "minimum": self.whole[0], "maximum": self.whole[1]}
        else:
            one = {"type": "string", "pattern": f"^{self.pattern}$"}
        if self.several:
            return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}
        if self.default:
            one["default"] = int(self.default) if self.whole else self.default
        return one


def _of(*names: str) -> Callable[[], Sequence[str]]:
    return lambda: names


def _indicators() -> Sequence[str]:
    return tuple(load_catalogue().indicators)


def _renamed() -> Mapping[str, str]:
    return load_catalogue().renamed


LANG = QueryParameter("lang", _of(*LANGUAGES), default="sv")
KEPT = QueryParameter("generation", pattern=GENERATION)
COMMON = (LANG, KEPT)
PAGE = QueryParameter("page", whole=(1, MOST_PAGES), default="1")
PER_PAGE = QueryParameter("per_page", whole=(1, MOST_PER_PAGE), default="100")
INDICATOR = QueryParameter("indicator", _indicators, formerly=_renamed)
INDICATORS = QueryParameter("indicator", _indicators, several=True, formerly=_renamed)
AREAS = QueryParameter("area", pattern=AREA, several=True)
PERIODS = QueryParameter("period", pattern=PERIOD, several=True)
SEX = QueryParameter("sex", _of(*SEXES), several=True)
LEVELS = QueryParameter("level", _of(*(level.value for level in Level)), several=True)
THEME = QueryParameter("theme", _of(*(theme.value for theme in Theme)))
CITY = QueryParameter("city", _of("apart", "excluded", "split"), default="apart")
FORMAT = QueryParameter("format", _of("json", "csv", "json-stat2", "parquet"), default="json")
LOOK = QueryParameter("tema", _of("light", "dark"), default="light")
SIZE = QueryParameter("storlek", _of(*SIZES), default="column")
SCALE = QueryParameter("skala", whole=(SCALES[0], SCALES[-1]), default="2")
CSV_STYLE = QueryParameter("csv", _of("excel", "plain"), default="excel")
FILE_PARAMETERS = (LOOK, SIZE, SCALE, CSV_STYLE)
CARD = QueryParameter("kort", pattern=CARD_FORM.pattern, required=True)
QUERY = QueryParameter("q", pattern=r"[^\x00-\x1f\x7f]{1,80}")
BASKET = QueryParameter("korg", pattern=r"[0-9][A-Za-z0-9_=-]{1,5999}", required=True)


AGAINST = QueryParameter("jamfor", pattern=r"[0-9a-z]{1,20}")
APPENDIX = QueryParameter("bilaga", _of("0", "1"), default="0")
_LINE = r"[^\x00-\x1f\x7f]{0,120}"  # of text to be printed; empty for none
COVER_TITLE, SENDER, DATED = (QueryParameter(name, pattern=_LINE) for name in ("rubrik", "avsandare", "datum"))
LENGTH = QueryParameter("langd", _of(*LENGTHS))
COVER_PARAMETERS = (COVER_TITLE, SENDER, DATED, LENGTH)
PROFILE_PARAMETERS = (AGAINST, APPENDIX, LOOK)


@dataclass(frozen=True)
class RequestQuery:
    """What a request asks with: values of known parameters, and `choices`, those that belong to the card."""

    values: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, str]

    def one(self, parameter: QueryParameter) -> str:
        """The value of a parameter, or its default."""
        return self.values.get(parameter.name, (parameter.default,))[0]

    def several(self, parameter: QueryParameter) -> tuple[str, ...]:
        """The values of a parameter; none when it was not asked for."""
        return self.values.get(parameter.name, ())

    def number(self, parameter: QueryParameter) -> int:
        """The value of a whole number."""
        return int(self.one(parameter))

    @property
    def canonical(self) -> str:
        """The same text for the same question, in whatever order it was put."""
        pairs = [*((name, BETWEEN.join(values)) for name, values in self.values.items()), *self.choices.items()]
        return repr(sorted(pairs))


def area_problem(code: str, known: Catalogue) -> Problem | None:
    """The problem of a code that no area has, with those it may mean (a spreadsheet takes the zero from 0126); None: nothing is near."""
    near = areas_meant(code, known)
    if not near:
        return None
    words = ", ".join(f"{area.code} ({area.name})" for area in near)
    return Problem("unknown_area", more={"parameter": "area", "near": [area.code for area in near]}, name=code, near=words)


def pairs_of(query: bytes) -> list[tuple[str, str]]:
    """Names and values of a query. Raises Problem: long_query, bad_encoding."""
    if len(query) > LONGEST_QUERY:
        raise Problem("long_query", most=LONGEST_QUERY)
    try:
        return parse_qsl(query.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise Problem("bad_encoding") from error
    except ValueError as error:
        raise Problem("long_query", most=LONGEST_QUERY) from error


def asked(query: bytes, parameters: Sequence[QueryParameter], *, choices: bool = False) -> RequestQuery:
    """What a query asks, checked. Names that are not known are refused: a misspelt filter must not give everything.

    `choices`: other names than the parameters' are the choices of a card, and whoever builds it says which there are.
    Raises Problem.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, tuple[str, ...]] = {}
    other: dict[str, str] = {}
    for name, value in pairs_of(query):
        if name in values or name in other:
            raise Problem("repeated_parameter", more={"parameter": name[:100]}, name=name)
        if _CONTROL.search(name) or _CONTROL.search(value) or len(value) > LONGEST_VALUE:
            raise Problem(
                "bad_value",
                more={"parameter": name[:100]},
                name=name,
                value=_CONTROL.sub("\N{REPLACEMENT CHARACTER}", value),
                expected="text",
            )
        if name in known:
            values[name] = known[name].read(value)
        elif choices:
            other[name] = value
        else:
            raise unknown_parameter(name, known)
    for parameter in parameters:
        if parameter.required and parameter.name not in values:
            raise Problem("missing_parameter", more={"parameter": parameter.name}, name=parameter.name)
    return RequestQuery(values, other)


def unknown_parameter(name: str, known: Mapping[str, object] | Sequence[str]) -> Problem:
    """The problem of a name that is not known, with those that are."""
    names = sorted(known)
    near = get_close_matches(name[:80], names, n=3, cutoff=0.6)
    more = {"parameter": name[:100], "known": names, "near": near}
    return Problem("unknown_parameter", more=more, name=name, known=", ".join(names))
