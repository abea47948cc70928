"""Figures of areas from before they were formed or after they were dissolved: publishers fill those years with zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from store.schema import NOT_EXISTING

if TYPE_CHECKING:
    from catalogue.reading import Catalogue


def without_false_zeros(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The tidy rows, where a 0 (or no figure) of an area that did not exist in the period has become NaN with the status `not_existing`.

    Another value is kept: stocks are published for the year before a kommun was formed, on its borders of the day after. SCB's TAB638 has 0
    for Nykvarn (formed in 1999) up to 1997 and 7 724 inhabitants in 1998: the zeros are no figures, the 7 724 are.
    """
    spans = {code: area for code, area in catalogue.areas.items() if area.since or area.until}
    concerned = frame["area"].isin(list(spans)).to_numpy()
    if not concerned.any():
        return frame
    rows = frame.loc[concerned, ["area", "period", "value"]]
    pairs = list(zip(rows["area"], rows["period"], strict=True))
    absent = {pair for pair in set(pairs) if not spans[pair[0]].existed_in(pair[1])}
    hollow = np.zeros(len(frame), dtype=bool)
    hollow[concerned] = np.array([pair in absent for pair in pairs], dtype=bool) & (rows["value"].isna() | rows["value"].eq(0)).to_numpy()
    if not hollow.any():
        return frame
    return frame.assign(value=frame["value"].mask(hollow), status=frame["status"].mask(hollow, NOT_EXISTING))
