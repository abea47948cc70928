"""Catalogue entries for tests of the SCB loader."""

from tests.small_catalogue import source

EDUCATION = {"variable": "UtbildningsNiva", "numerator": ["5", "6"], "denominator": ["21", "3+4", "5", "6"]}
SEXES = {"T": "1+2", "K": "2", "M": "1"}


def rate(**given):
    """The employment rate of TAB3200, by kommun and sex."""
    given = {"contents": "000002NS", "select": {"Alder": ["20-64"]}, "sex": SEXES, "first": "2020", "last": "2024"} | given
    return source(**given)


def counts(**given):
    """Residents by education of TAB6534: counts, for sums and shares."""
    return source(table="TAB6534", contents="000007Z6", first="2024", last="2025", **given)
