"""Pictures that are JSON already: `st.plotly_chart` takes a figure only, which it copies and writes as JSON in every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import orjson
import streamlit as st

if TYPE_CHECKING:  # plotly itself is read when the first picture is drawn
    import plotly.graph_objects as go


class FigureJson(NamedTuple):
    """A figure as it is sent, and its height (px; None: plotly's own)."""

    json: str
    height: int | None


def written(figure: go.Figure) -> FigureJson:
    """The figure as JSON."""
    return FigureJson(figure.to_json(validate=False), figure.layout.height)


class _Written(dict[str, Any]):
    """What plotly and Streamlit read of a figure before it is written, and the figure as they then find it written."""

    def __init__(self, drawn: FigureJson) -> None:
        super().__init__(layout={"height": drawn.height})
        self._json = drawn.json

    def to_plotly_json(self) -> orjson.Fragment:
        """What plotly writes instead of the dictionary."""
        return orjson.Fragment(self._json)


@lru_cache(maxsize=1)
def _figure() -> Callable[[FigureJson], go.Figure]:
    from plotly.basedatatypes import BaseFigure  # noqa: PLC0415 - see above

    class Figure(BaseFigure):  # type: ignore[misc]
        """A figure that Streamlit takes for one."""

        def __init__(self, drawn: FigureJson) -> None:  # not the parent's, which would make a whole figure
            self.__dict__["_drawn"] = drawn

        def to_dict(self) -> dict[str, Any]:
            """All that Streamlit asks of it."""
            return _Written(self.__dict__["_drawn"])

    return Figure


def show_written(
    drawn: FigureJson, key: str, config: Mapping[str, Any], alt: str, on_select: Callable[[], None] | Literal["ignore"] = "ignore"
) -> None:
    """`st.plotly_chart` of a figure that is written already; `on_select` is called when a point of it is clicked."""
    st.plotly_chart(_figure()(drawn), theme=None, key=key, config=dict(config), alt=alt, on_select=on_select, selection_mode="points")
