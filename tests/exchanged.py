"""The figures with north and south exchanged: every sentence that says which is worse off must turn with them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cards.data import Data, get_data
from catalogue.region import FIRST, SECOND


@cache
def exchanged() -> Data:
    """The same figures, with the kommuner of the south in the north and those of the north in the south."""
    data = get_data()
    groups, roles = data.catalogue.groups, data.catalogue.region.groups
    first, second = groups[roles[FIRST]], groups[roles[SECOND]]
    turned = {
        first.id: first.model_copy(update={"members": second.members}),
        second.id: second.model_copy(update={"members": first.members}),
    }
    return Data(replace(data.catalogue, groups={**groups, **turned}), data.snapshot)
