"""All operations by their paths, as routes for the server."""

from __future__ import annotations

from dataclasses import replace

from starlette.routing import BaseRoute, Mount, Route

from api import charts, choices, facts, figures, files
from api.description import described, description, start
from api.facts import BASE
from api.parameters import (
    AREAS,
    BASKET,
    CITY,
    COVER_PARAMETERS,
    FILE_PARAMETERS,
    FORMAT,
    INDICATOR,
    INDICATORS,
    LEVELS,
    LOOK,
    PAGE,
    PER_PAGE,
    PERIODS,
    PROFILE_PARAMETERS,
    QUERY,
    SEX,
    THEME,
)
from api.service import Endpoint, Operation, Service, nothing_here
from charts.table import Column, Row, html_table
from texts import Texts

BASKET_COUNTS, PROFILE_COUNTS = 5, 2  # exports

READING = (
    Operation("indicators", "/indicators", facts.indicators, (THEME, LEVELS)),
    Operation("indicator", "/indicators/{id}", facts.indicator),
    Operation("areas", "/areas", facts.areas, (LEVELS, PAGE, PER_PAGE)),
    Operation("area", "/areas/{code}", facts.area),
    Operation("goals", "/goals", facts.goals),
    Operation("search", "/search", facts.found, (QUERY,)),
    Operation("generations", "/generations", facts.generations),
    Operation("observations", "/observations", figures.observations, (INDICATORS, AREAS, PERIODS, SEX, LEVELS, FORMAT, PAGE, PER_PAGE)),
    Operation("balance", "/balance", figures.balance, (replace(INDICATOR, required=True), PERIODS, CITY)),
    Operation("cards", "/cards", files.cards),
    Operation("card", "/cards/{name}", files.card, FILE_PARAMETERS, choices=True, weight=files.card_weight),
    Operation("card_choices", "/cards/{id}/choices", choices.choices, choices=True),
    Operation("card_chart", "/cards/{id}/chart", charts.card_chart, (LOOK,), choices=True),
    Operation(
        "profile", "/profiles/{code}.{format}", files.profile, PROFILE_PARAMETERS, weight=lambda place: "export", exports=PROFILE_COUNTS
    ),
    Operation(
        "basket", "/basket.{format}", files.basket, (BASKET, LOOK, *COVER_PARAMETERS), weight=lambda place: "export", exports=BASKET_COUNTS
    ),
    Operation(
        "consultation_answer",
        "/consultation-answer.docx",
        files.consultation_answer,
        (BASKET, LOOK),
        weight=lambda place: "export",
        exports=BASKET_COUNTS,
    ),
    Operation("efforts", "/efforts", facts.efforts),
    Operation("efforts_template", "/efforts/template.csv", files.efforts_template),
)


def operations() -> tuple[Operation, ...]:
    """Every operation, the description and the list of them included."""
    first = Operation("start", "/", start(READING))
    return (first, *READING, Operation("openapi", "/openapi.json", description((first, *READING))))


def paths_html(t: Texts) -> str:
    """Each path below /api/v1 with what it gives, as a table in HTML."""
    rows = [Row([path, t(f"api.operation.{name}")]) for path, (name, _) in described(operations()).items()]
    return html_table([Column(t("api.page.path")), Column(t("api.page.what"))], rows, t("api.page.paths_caption"))


def routes(service: Service) -> list[BaseRoute]:
    """The interface under /api/v1. Every path below it is answered here, also one that there is nothing under."""
    known = operations()
    found = [Route(operation.path, Endpoint(service, operation)) for operation in known]
    nothing = Operation("nothing", "/{rest:path}", nothing_here([f"{BASE}{operation.path}" for operation in known]), choices=True)
    below = Mount(BASE, routes=[*found, Route(nothing.path, Endpoint(service, nothing))])
    return [Route(BASE, Endpoint(service, known[0])), below]
