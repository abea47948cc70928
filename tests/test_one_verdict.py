"""One rule everywhere, over all measures and periods: no two places give two words for the same gap."""

from __future__ import annotations

import pytest

from api.verdicts import balance_of, direction_in
from balance.regional import regional_balance
from balance.verdict import GapWord
from cards.common.standing import standings
from cards.common.standing_table import standings_table
from cards.common.verdict_words import direction_words, hangs_on_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on
from cards.common.words import inner
from cards.context import View
from cards.data import get_data
from cards.mal.tables import measures_table
from cards.registry import build
from catalogue import Measure, Polarity
from catalogue.models import Unit
from charts.tokens import LIGHT
from texts import LANGUAGES, load_texts

DATA = get_data()
MIRRORED = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER, Polarity.NEITHER: Polarity.NEITHER}
TURNED = {GapWord.HIGHER: GapWord.LOWER, GapWord.SLIGHTLY_HIGHER: GapWord.SLIGHTLY_LOWER}
TURNED |= {low: high for high, low in TURNED.items()}


def view_in(language: str) -> View:
    return View(load_texts(language), DATA, LIGHT)


def test_a_share_and_its_complement_get_the_same_verdict():
    """Every measure in per cent, every period: 100 minus the figures, with the other end the better one."""
    faults, seen = [], 0
    for entry in DATA.with_figures:
        if entry.unit is not Unit.PERCENT or entry.measure is not Measure.RATE:
            continue
        values, weights = DATA.judged(entry.id)
        turned = entry.model_copy(update={"polarity": MIRRORED[entry.polarity]})
        for period in DATA.periods(entry.id):
            own = DATA.judged_balance(entry.id, period, "apart").verdict
            other = regional_balance(100 - values[[period]], turned, weights, DATA.catalogue, period).verdict
            seen += own.word is not GapWord.UNKNOWN
            if other.word is not TURNED.get(own.word, own.word) or (own.d is not None and abs(own.d + (other.d or 0)) > 1e-9):
                faults.append((entry.id, period, own, other))
    assert faults == []
    assert seen > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_places_give_two_words_for_the_same_gap(language):
    """Overview, the strategy's areas (whole rows), Balans (its page and the card of what it hangs on), Mål and API: word, what it hangs on,
    and direction."""
    view, t = view_in(language), load_texts(language)
    by_theme = standings(DATA, "apart")
    every = [one for rows in by_theme.values() for one in rows]
    overview = {row.cells[0]: row.cells for row in standings_table(view, "apart", by_theme, "").rows}
    goals = [row.cells for row in measures_table(view).rows]
    focus = [build(view, "strategin.omrade", {"inriktning": area}).table() for area in DATA.catalogue.focus_areas]
    faults = [row.cells for table in focus for row in table.rows if row.cells != overview[row.cells[0]]]
    seen = 0
    for one in every:
        if one.balance.status is GapWord.UNKNOWN:
            continue
        name, entry, period = one.indicator.name[language], one.indicator.id, one.balance.period
        api, becomes = balance_of(DATA, entry, period, "apart"), direction_in(DATA, entry, "apart")
        word, said = verdict_words(t, GapWord(api["status"])), hangs_on_words(t, DATA.catalogue, hangs_on(DATA, entry, period, "apart"))
        moves = direction_words(t, direction_of(DATA, entry, "apart"))
        page, depends = (build(view, card, {"matt": entry}) for card in ("balans.niva", "balans.hanger"))
        newest = page.table().rows[0]
        row = next(cells for cells in goals if cells[0].startswith(f"{name} (")) if one.balance.verdict.counts else None
        right = (
            word in " ".join(overview[name])
            and said in overview[name]
            and moves in overview[name]
            and api["verdict"]["word"] == api["status"] == one.balance.status
            and (becomes or {}).get("state") == (direction_of(DATA, entry, "apart") and direction_of(DATA, entry, "apart").state)
            and page.title.endswith(moves)
            and word.lower() in page.body[-1].lower()
            and said in page.body[-1]
            and depends.title.startswith(f"{name}: {inner(word)}")
            and word in newest.cells
            and (row is None or (word in row[5] and row[6] == said and row[7] == moves))
        )
        seen += 1
        faults += [] if right else [(entry, word, said, moves, page.title, page.body[-1], depends.title, row)]
    assert faults == []
    assert seen > 40
