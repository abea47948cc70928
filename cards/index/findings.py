"""What the index says in words. Rules on figures only; the words are in texts/*/index.yaml."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from balance.rounding import round_to_decimal
from cards.choices import BETWEEN
from cards.common.words import inner
from cards.context import View
from cards.index.figures import DRAWS, Index
from catalogue.region import FIRST, PAIR, SECOND
from texts import Texts, format_number

DECIMALS = 2  # of the index
FAR = 5  # places between the ends of an interval from which a place is called loose

FAR_MOVE = 3  # places


def title(t: Texts, index: Index) -> str:
    """South and north on the scale from 0 to 1; equal where they are printed the same."""
    north, south = (index.scores[group] for group in PAIR)
    if pd.isna(north) or pd.isna(south):
        return t("index.title.unknown")
    if round_to_decimal(south, DECIMALS) == round_to_decimal(north, DECIMALS):
        return t("index.title.equal", value=number(t, south))
    return t("index.title.apart", south=number(t, south), north=number(t, north))


def sentences(t: Texts, index: Index, names: Mapping[str, str]) -> list[str]:
    """What is read beside the order: the ends of the list, and for how many kommuner the place hangs on the weights."""
    found = [ends_sentence(t, index, names), loose_sentence(t, index)]
    return [sentence for sentence in found if sentence]


def order_sentence(t: Texts, index: Index) -> str:
    """Under how many of the other weights the group that is behind now is behind; empty without figures or with one measure alone."""
    if index.south_ahead is None or index.north_ahead is None or len(index.weights) < 2:
        return ""
    behind = SECOND if index.scores[SECOND] < index.scores[FIRST] else FIRST
    times = round((index.north_ahead if behind == SECOND else index.south_ahead) * DRAWS)
    key = "all" if times == DRAWS else "some"
    return t(f"index.order.{behind}.{key}", k=format_number(times, 0, t.language), n=format_number(DRAWS, 0, t.language))


def ends_sentence(t: Texts, index: Index, names: Mapping[str, str]) -> str:
    """The kommuner first and last, all that share the place; empty with fewer than two, or where all have the same index."""
    scores = index.scores.reindex(index.kommuner)
    high, low = scores.max(), scores.min()
    if len(scores) < 2 or high == low:
        return ""
    first, last = (t.join([names[str(code)] for code in scores.index[scores == end]]) for end in (high, low))
    return t("index.ends", first=first, last=last, high=number(t, high), low=number(t, low))


def loose_sentence(t: Texts, index: Index) -> str:
    """For how many kommuner the interval of places is wide; empty for none."""
    spans = (index.places["high"] - index.places["low"]).drop(list(PAIR), errors="ignore")
    loose = int((spans >= FAR).sum())
    return t.plural("index.loose", loose, of=len(spans), far=FAR) if loose else ""


def left_out_title(t: Texts, index: Index) -> str:
    """Whether the order of north and south hangs on any one measure."""
    gaps = _gaps(index)
    now = index.scores[SECOND] - index.scores[FIRST]
    turning = [name for name, gap in gaps.items() if gap * now <= 0]
    if turning:
        return t.plural("index.left_out.turns", len(turning))
    return t("index.left_out.south_behind" if now < 0 else "index.left_out.south_ahead")


def left_out_sentence(t: Texts, index: Index, names: Mapping[str, str]) -> str:
    """The measure without which the distance changes most; empty where none changes the distance as printed."""
    now = index.scores[SECOND] - index.scores[FIRST]
    effects = {name: abs(gap) - abs(now) for name, gap in _gaps(index).items()}
    most = max(effects, key=lambda name: abs(effects[name]))
    before, after = (round_to_decimal(abs(gap), DECIMALS) for gap in (now, _gaps(index)[most]))
    if before == after:
        return ""
    words = {"name": inner(names[most]), "before": number(t, abs(now)), "after": number(t, abs(_gaps(index)[most]))}
    return t("index.left_out.smaller" if (after or 0) < (before or 0) else "index.left_out.larger", **words)


def moves_title(t: Texts, index: Index, names: Mapping[str, str], areas: Mapping[str, str]) -> str:
    """The longest move of a kommun when a measure is left out."""
    steps = {(str(code), str(name)): int(step) for name in index.moves for code, step in index.moves[name].items()}
    code, name = max(steps, key=lambda key: abs(steps[key]))
    if not steps[code, name]:
        return t("index.moves.none")
    rank = index.place[code][0]
    words = {"area": areas[code], "name": inner(names[name]), "before": rank, "after": rank + steps[code, name]}
    as_far = {area for area, measure in steps if abs(steps[area, measure]) == abs(steps[code, name])}
    return t("index.moves.several", n=len(as_far), **words) if len(as_far) > 1 else t("index.moves.title", **words)


def widest_title(t: Texts, index: Index, names: Mapping[str, str]) -> str:
    """The measure where north and south are furthest apart on the scale."""
    gaps = {part.entry.indicator: part.normalised[SECOND] - part.normalised[FIRST] for part in index.used}
    known = {name: gap for name, gap in gaps.items() if not pd.isna(gap)}
    if not known:
        return t("index.title.unknown")
    most = max(known, key=lambda name: abs(known[name]))
    part = next(part for part in index.used if part.entry.indicator == most)
    south, north = (number(t, part.normalised[group]) for group in (SECOND, FIRST))
    return t("index.widest", name=inner(names[most]), south=south, north=north)


def weights_sentence(t: Texts, index: Index, names: Mapping[str, str]) -> str:
    """What the weights come to in words: which measures weigh most and least, each in per cent of the whole, and which are left out."""
    by: dict[str, list[str]] = {}
    for name, share in sorted(index.weights.items(), key=lambda item: -item[1]):
        by.setdefault(format_number(100 * share, 1, t.language), []).append(inner(names[name]))
    said, (most, *_, least) = list(by.items()), [*by, *by]
    if len(index.weights) == 1:
        words = t("index.weigh.alone", name=said[0][1][0])
    elif len(said) == 1:
        words = t("index.weigh.equal", n=len(index.weights), share=most)
    else:
        words = t("index.weigh.apart", most=t.join(by[most]), high=most, least=t.join(by[least]), low=least)
    left = [inner(names[part.entry.indicator]) for part in index.parts if part.entry.indicator not in index.weights]
    return " ".join([words, *([t("index.weigh.left", names=t.join(left))] if left else [])])


def weights_state(t: Texts, weights: str, usual: str) -> str:
    """Beside the fold of the weights, what is in it: weights that are all alike, those of the start view, or the reader's own."""
    alike = len(set(weights.split(BETWEEN))) == 1
    return t(f"index.fold_state.{'equal' if alike else 'usual' if weights == usual else 'altered'}")


def number(t: Texts, value: float) -> str:
    """A figure of the index as text."""
    return format_number(value, DECIMALS, t.language)


def _gaps(index: Index) -> dict[str, float]:
    """South less north when a measure is left out, by measure."""
    return {str(name): float(row[SECOND] - row[FIRST]) for name, row in index.without.iterrows()}


def measure_names(view: View, index: Index) -> dict[str, str]:
    """Names of the measures in the index, by id."""
    return {part.entry.indicator: view.data.catalogue.indicators[part.entry.indicator].name[view.language] for part in index.parts}
