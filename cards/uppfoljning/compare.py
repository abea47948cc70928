"""Two follow-ups of the same year side by side, as a card: which verdicts are others, and whether figures or rules made them so."""

from __future__ import annotations

from collections.abc import Mapping

from balance.verdict import GapWord
from cards.common.verdict_words import verdict_words
from cards.common.words import gap_text, inner, period_words
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.editions import Cause, Difference, FollowUp, differences
from charts.table import Column, Row
from texts import Texts, format_number


def comparison_card(view: View, old: FollowUp, new: FollowUp) -> Card:
    """The card; its link leads to the later follow-up. Raises ValueError for follow-ups of two years."""
    t, found, year = view.t, differences(old, new), str(new.year)
    table, known = _table(view, found, year), view.data.catalogue.indicators
    judged = {name: [str(row["now_period"])] for name, row in new.verdicts.items() if row.get("now_word") and name in known}
    return Card(
        id="uppfoljning.helhet",
        query={"ar": year, "mot": str(new.against)},
        title=t.plural("uppfoljning.compare.title", len(found), year=year) if found else t("uppfoljning.compare.title_none", year=year),
        kicker=t("uppfoljning.compare.kicker", old=old.edition, new=new.edition),
        body=[*_causes(t, found), _rules(t, old, new)],
        table=LazyTable(lambda: table, "open") if found else None,
        notes=[t("uppfoljning.compare.how")],
        document=t("uppfoljning.compare.document", year=year),
        provenance=Provenance(list(judged), shown_at=judged),
    )


def _causes(t: Texts, found: list[Difference]) -> list[str]:
    """How many verdicts are others for each cause."""
    counts = {cause: sum(one.cause is cause for one in found) for cause in Cause}
    parts = [t("uppfoljning.compare.counted", n=n, cause=t(f"uppfoljning.compare.cause.{cause}")) for cause, n in counts.items() if n]
    return [t("uppfoljning.compare.because", parts="; ".join(parts))] if parts else []


def _rules(t: Texts, old: FollowUp, new: FollowUp) -> str:
    """The thresholds that are others, by their ids in the catalogue."""
    before, after = old.rules.model_dump(), new.rules.model_dump()
    names = [t("uppfoljning.compare.rule", name=name, before=_number(t, before[name]), after=_number(t, after[name]))
             for name in after if before[name] != after[name]]  # fmt: skip
    return t("uppfoljning.compare.rules", names=t.join(names)) if names else t("uppfoljning.compare.rules_same")


def _number(t: Texts, value: float) -> str:
    return format_number(value, next((n for n in range(4) if round(value, n) == value), 4), t.language)


def _table(view: View, found: list[Difference], year: str) -> Table:
    t, rows = view.t, []
    for one in found:
        name = str((one.new or one.old)["name"])
        rows.append(Row([name, _cell(view, one.old), _cell(view, one.new), t(f"uppfoljning.compare.cause.{one.cause}")]))
    keys = ("measure", "before", "after", "cause")
    return Table([Column(t(f"uppfoljning.compare.column.{key}")) for key in keys], rows, t("uppfoljning.compare.caption", year=year))


def _cell(view: View, side: Mapping[str, object]) -> str:
    """A verdict with its period and gap; a dash where there is none."""
    word, entry = GapWord(str(side.get("now_word") or "unknown")), view.data.catalogue.indicators.get(str(side.get("indicator")))
    if word is GapWord.UNKNOWN:
        return "–"
    period, gap = str(side["now_period"]), float(str(side["now_gap"]))
    words = {"word": inner(verdict_words(view.t, word)), "period": period if entry is None else period_words(view.t, entry, period)}
    told = format_number(gap, 2, view.language) if entry is None else gap_text(view.t, entry, gap, entry.decimals + 1)
    return view.t("uppfoljning.side", **words, gap=told)
