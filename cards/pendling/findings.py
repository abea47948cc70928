"""What the commuting page says in words. Rules on figures only; the words are in texts/*/pendling.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance.rounding import round_half_up
from cards.common.industries import Industries
from cards.common.industry_words import LEAST_SHARE, QUOTIENT_DECIMALS, times
from cards.pendling.figures import Border, ByKommun, Flows
from catalogue.region import CITY, FIRST, PAIR, SECOND, WHOLE
from texts import Texts, format_change, format_number

RATIO_DECIMALS = 2
SHARE_DECIMALS = 0  # in titles


def flows_title(t: Texts, flows: Flows) -> str:
    """How large a part of those who live in north and in south work in the city; their number where the part is not known."""
    north, south = (flows.share(group, CITY) for group in PAIR)
    who = t(f"pendling.who.{flows.register}")
    if north is not None and south is not None:
        words = {name: format_number(value, SHARE_DECIMALS, t.language) for name, value in ((FIRST, north), (SECOND, south))}
        same = round_half_up(north, SHARE_DECIMALS) == round_half_up(south, SHARE_DECIMALS)
        return t(f"pendling.title.{'share_same' if same else 'share'}", **words, who=who, period=flows.period)
    counts = [flows.amounts.get((group, CITY)) for group in PAIR]
    if None in counts:
        return t("pendling.title.unknown", period=flows.period)
    north_text, south_text = (people(t, count) for count in counts)
    return t("pendling.title.count", north=north_text, south=south_text, period=flows.period)


def flows_sentences(t: Texts, flows: Flows) -> list[str]:
    """Both ways between the city and each side, what is left over for the city, and between the sides; what is not known is not said."""
    said = []
    for group in PAIR:
        inbound, outbound = flows.amounts.get((group, CITY)), flows.amounts.get((CITY, group))
        if inbound is not None and outbound is not None:
            said.append(t(f"pendling.flows.{group}", inbound=people(t, inbound), outbound=people(t, outbound)))
    net = {group: flows.net_to_city(group) for group in PAIR}
    if None not in net.values():
        words = {group: format_change(value, 0, t.language) for group, value in net.items()}
        said.append(t("pendling.flows.net", **words))
    across = {"southwards": flows.amounts.get(PAIR), "northwards": flows.amounts.get((SECOND, FIRST))}
    if None not in across.values():
        said.append(t("pendling.flows.across", **{way: people(t, amount) for way, amount in across.items()}))
    return said


def ratio_title(t: Texts, found: ByKommun) -> str:
    """Jobs per employed resident in north, south and the city."""
    return _three(t, "ratio", {group: format_number(value, RATIO_DECIMALS, t.language) for group, value in found.groups.items()}, found)


def ratio_sentence(t: Texts, found: ByKommun, names: Mapping[str, str]) -> str:
    """Which kommuner have at least a job per employed resident, by the figure as it is printed, and which has the fewest."""
    printed = {code: round_half_up(value, RATIO_DECIMALS) for code, value in found.kommuner.items()}
    many = sorted((code for code, value in printed.items() if value is not None and value > 1), key=lambda code: -found.kommuner[code])
    said = t("pendling.ratio.more", n=len(many), of=len(printed), names=t.join([names[code] for code in many])) if many else ""
    said = said or t("pendling.ratio.none", of=len(printed))
    lowest = min(printed.values(), key=lambda value: value or 0.0, default=None)
    least = [names[code] for code, value in printed.items() if value == lowest]
    return f"{said} {t('pendling.ratio.least', value=format_number(lowest, RATIO_DECIMALS, t.language), names=t.join(least))}"


def net_title(t: Texts, found: ByKommun) -> str:
    """Net commuting of north, south and the city, with signs."""
    return _three(t, "net", {group: format_change(value, 0, t.language) for group, value in found.groups.items()}, found)


def net_sentence(t: Texts, found: ByKommun) -> str:
    """In how many kommuner more people go out than come in."""
    out = sum(value < 0 for value in found.kommuner.values())
    return t("pendling.net.out", n=out, of=len(found.kommuner)) if out else t("pendling.net.none", of=len(found.kommuner))


def _three(t: Texts, kind: str, words: Mapping[str, str], found: ByKommun) -> str:
    """A title on north and south, with the city where it has a figure; without groups' figures that they are missing."""
    if found.groups.get(FIRST) is None or found.groups.get(SECOND) is None:
        return t(f"pendling.{kind}.unknown", period=found.period)
    key = "title" if found.groups.get(CITY) is not None else "title_apart"
    return t(f"pendling.{kind}.{key}", **words, period=found.period)


def border_title(t: Texts, found: Border) -> str:
    """Jobs per employed resident north and south of the border in the city."""
    north, south = (found.by_side.get(side) for side in PAIR)
    if north is None or south is None:
        return t("pendling.border.unknown", period=found.period)
    same = round_half_up(north, RATIO_DECIMALS) == round_half_up(south, RATIO_DECIMALS)
    words = {name: format_number(value, RATIO_DECIMALS, t.language) for name, value in ((FIRST, north), (SECOND, south))}
    return t(f"pendling.border.{'same' if same else 'title'}", **words, period=found.period)


def border_sentence(t: Texts, parts: Sequence[tuple[str, float | None]]) -> str:
    """The ratio of named parts of the city, highest first; parts without a figure are left out."""
    known = sorted(((name, value) for name, value in parts if value is not None), key=lambda part: -part[1])
    items = [t("pendling.border.part", name=name, value=format_number(value, RATIO_DECIMALS, t.language)) for name, value in known]
    return t("pendling.border.parts", items=t.join(items)) if items else ""


def matrix_title(t: Texts, names: tuple[str, str], amount: float, period: str) -> str:
    """The largest flow between two kommuner: where they live and where they work."""
    return t("pendling.matrix.title", lives=names[0], works=names[1], amount=people(t, amount), period=period)


def people(t: Texts, amount: float | None) -> str:
    """A number of people: "130 562"."""
    return format_number(amount, 0, t.language)


def industries_title(t: Texts, found: Industries, names: Mapping[str, str], words: str = "industries") -> str:
    """The most and the least common industry among the residents of the south, set against the county; the small ones are left out.

    `words`: the texts under `pendling`, of residents or of jobs.
    """
    known = {name: value for name in found.by_quotient if (value := found.quotient(name, SECOND)) is not None and _large(found, name)}
    if not known:
        return t(f"pendling.{words}.unknown", period=found.period)
    most, least = (choose(known, key=lambda name: known[name]) for choose in (max, min))
    if {round_half_up(known[name], QUOTIENT_DECIMALS) for name in (most, least)} == {1.0}:
        return t(f"pendling.{words}.level", period=found.period)
    high, low = times(t, known[most], known[least])
    key = "one" if most == least else "title"
    return t(f"pendling.{words}.{key}", most=names[most], high=high, least=names[least], low=low, period=found.period)


def _large(found: Industries, industry: str) -> bool:
    share = found.share(industry, WHOLE)
    return share is not None and share >= LEAST_SHARE


def industries_sentence(t: Texts, found: Industries, words: str = "industries") -> str:
    """How many would have to change industry for south and north to be alike; nothing where that is not known."""
    if found.apart is None:
        return ""
    n, moved = len(found.persons), 100 * found.apart
    if round_half_up(moved, 1) == 0:
        return t(f"pendling.{words}.alike", n=n)
    return t(f"pendling.{words}.apart", share=format_number(moved, 1, t.language), n=n)
