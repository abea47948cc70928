"""The yearly follow-up: its words follow from the figures, nothing is taken for unchanged, and two editions are told apart by cause."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from cards.context import View
from cards.data import Data, get_data
from cards.registry import build
from cards.uppfoljning import siffror
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.editions import Cause, FollowUp, differences
from cards.uppfoljning.figures import Comparable, followed
from catalogue import load_catalogue
from catalogue.region import CITY, FIRST, SECOND
from catalogue.rules import load_rules
from charts.tokens import LIGHT
from exports import __main__ as cli
from exports import follow_up
from exports.model import DEFAULT
from store.schema import COLUMNS, tidy
from store.snapshot import Snapshot
from texts import load_texts

CATALOGUE = load_catalogue()
TEXT = dict.fromkeys(("area", "period", "now_period", "now_weight_period"), str)
YEARS = Follow(2024, 2023)
WORK, FIRMS, NEW_FIRMS = "employment_rate", "firms_per_1000", "new_firms_per_1000"
Means = Mapping[str, Mapping[str, tuple[float, float]]]  # measure → period → north, south


def made(means: Means, generation: str = "made-up") -> Data:
    """Figures whose groups have the given means (every kommun weighs the same) and whose kommuner differ by about 4.8."""
    rows = []
    for measure, periods in means.items():
        weight = CATALOGUE.indicators[measure].weighted_by
        for period, (north, south) in periods.items():
            for group, mean in ((FIRST, north), (SECOND, south), (CITY, (north + south) / 2)):
                members = CATALOGUE.members(group)
                steps = [*[5.0, -5.0] * (len(members) // 2), *[0.0] * (len(members) % 2)]
                for area, step in zip(members, steps, strict=True):
                    rows.append((measure, area, period, "T", mean + step, "ok", "kolada:X", "", "2026-01-01"))
                    rows += [(weight, area, period, "T", 1000.0, "ok", "scb:Y", "", "2026-01-01")] if weight else []
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).drop_duplicates(["indicator", "area", "period"])
    return Data(CATALOGUE, Snapshot(tidy(frame), generation, "2026-01-01T00:00:00Z", "embedded"))


def view(means: Means, language: str = "sv") -> View:
    return View(load_texts(language), made(means), LIGHT)


def card(of: View, name: str = "omrade", **more: str):
    return build(of, f"uppfoljning.{name}", {"ar": "2024", "mot": "2023", **({"inriktning": "skills"} if name == "omrade" else {}), **more})


def test_flipped_figures_flip_the_words():
    """Gap −0.5 of a spread of about 4.8 is about equal, −4 is worse; turned round it is better; the same in both years is no change."""
    worse = {WORK: {"2023": (80.0, 79.5), "2024": (80.0, 76.0)}}
    better = {WORK: {year: pair[::-1] for year, pair in worse[WORK].items()}}
    still = {WORK: dict.fromkeys(("2023", "2024"), (80.0, 76.0))}
    told = {name: card(view(means)) for name, means in (("worse", worse), ("better", better), ("still", still))}
    changed = "Kompetens: bedömningen har ändrats på det enda sakområde som kan jämföras, 2024 mot 2023"
    assert {name: each.title == changed for name, each in told.items()} == {"worse": True, "better": True, "still": False}
    assert told["still"].title.startswith("Kompetens: samma bedömning på det enda sakområde som kan jämföras")
    start = "Sysselsättningsgrad 20–64 år: 2023 ungefär lika"
    assert told["worse"].body[1].startswith(f"{start} (−0,5 procentenheter), 2024 sämre i söder (−4,0 procentenheter).")
    assert told["better"].body[1].startswith(f"{start} (+0,5 procentenheter), 2024 bättre i söder (+4,0 procentenheter).")
    assert not any("2024 sämre" in sentence for sentence in told["still"].body)
    whole = card(view(worse, "en"), "helhet")
    assert whole.title == "The verdict has changed in the only subject area that can be compared, 2024 against 2023"
    assert whole.body[0] == "There are figures of 2024, the latest year, in 1 of the strategy’s 44 measures."
    assert whole.body[1].endswith("Exports and investment nothing that can be compared; Skills 1 of 1.")


def test_no_change_is_judged_across_a_break_and_an_older_figure_is_named():
    """Firms begin a new series in 2023: other words before and after are no change. New firms end in 2022: not unchanged, not counted."""
    of = view({FIRMS: {"2022": (50.0, 50.0), "2023": (50.0, 40.0)}, NEW_FIRMS: {"2021": (12.0, 12.0), "2022": (12.0, 8.0)}})
    broken, older = (followed(of.data, name, 2023, 2022) for name in (FIRMS, NEW_FIRMS))
    assert broken.now is not None
    assert broken.then is not None
    assert broken.now.status is not broken.then.status
    assert (broken.comparable, broken.changed) == (Comparable.BROKEN, False)
    assert (older.comparable, older.changed) == (Comparable.OLDER, False)
    told = build(of, "uppfoljning.omrade", {"ar": "2023", "mot": "2022", "inriktning": "small_firms"})
    assert told.title == "Små och medelstora företag: inget sakområde kan jämföras, 2023 mot 2022"
    assert "Nyare siffror än 2022 saknas. De senaste är från 2022 för nystartade företag per 1 000 invånare." in told.body
    assert "En ny serie börjar mellan åren, och ingen ändring bedöms, för företag per 1 000 invånare." in told.body
    assert told.table is not None
    assert any("ny serie från 2023" in row.cells[-1] for row in told.table().rows)
    missing = build(of, "uppfoljning.utan", {"ar": "2023", "mot": "2022"})
    assert missing.table is not None
    rows = [row.cells for row in missing.table().rows]
    assert ["Små och medelstora företag", "Nystartade företag per 1 000 invånare", "De senaste siffrorna är för 2022."] in rows
    assert any(cells[2].startswith("Finns inte i den här utgåvan (Kolada (RKA) N03703)") for cells in rows)


def test_what_was_revised_is_told_and_whether_it_changes_a_verdict(monkeypatch):
    """2024 is revised from about equal to worse in all 26 kommuner, and 2022 of another measure is new."""
    before = {WORK: {"2023": (80.0, 79.5), "2024": (80.0, 79.5)}}
    now = view({WORK: {"2023": (80.0, 79.5), "2024": (80.0, 76.0)}, NEW_FIRMS: {"2022": (12.0, 8.0)}})
    for module in ("siffror", "editions"):
        monkeypatch.setattr(f"cards.uppfoljning.{module}.data_of_generation", lambda _: earlier)
    earlier = made(before, "earlier")
    told = siffror.figures_card(now, (YEARS, "earlier"))
    assert told.title == "26 nya, 11 ändrade och 0 borttagna siffror sedan den tidigare utgåvan"
    assert told.body[1:] == [
        "På ett mått är bedömningen för 2024 en annan än i den tidigare utgåvan.",
        "Sysselsättningsgrad 20–64 år: ungefär lika i den tidigare utgåvan, sämre i söder nu.",
    ]
    earlier = now.data
    assert siffror.figures_card(now, (YEARS, "same")).title == "Inga siffror är nya, ändrade eller borttagna sedan den tidigare utgåvan"


def row(gap: float, word: str, spread: float = 1.0, **more: object) -> dict[str, object]:
    return {"indicator": WORK, "name": "Work", "polarity": "higher", "several_years": False, "now_period": "2024", "now_gap": gap,
            "now_spread": spread, "now_word": word, **more}  # fmt: skip


def edition(one: dict[str, object] | None, **thresholds: float) -> FollowUp:
    return FollowUp("e", 2024, 2023, {} if one is None else {WORK: one}, load_rules().changed(**thresholds), frozenset({("north", "0114")}))


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.6, "worse")), Cause.FIGURES),
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.3, "worse"), clear=0.29), Cause.RULES),
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.6, "worse"), clear=0.29), Cause.EITHER),
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.4, "worse"), clear=0.35), Cause.TOGETHER),
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.3, "slightly_better", polarity="lower")), Cause.DEFINITION),
        (edition(row(-0.3, "slightly_worse")), replace(edition(row(-0.6, "worse")), groups=frozenset()), Cause.DEFINITION),
        (edition(None), edition(row(-0.6, "worse")), Cause.ADDED),
        (edition(row(-0.6, "worse")), edition(None), Cause.GONE),
        (edition(row(-0.3, "slightly_worse")), edition(row(-0.4, "slightly_worse"), clear=0.6), None),
    ],
)
def test_whether_figures_or_rules_made_a_verdict_another(old, new, cause):
    assert [one.cause for one in differences(old, new)] == ([] if cause is None else [cause])


def test_files_are_the_same_byte_for_byte_and_read_back_as_they_were_made(tmp_path, monkeypatch):
    monkeypatch.setattr("exports.pictures.picture_if_any", lambda *_: None)  # pictures are held by the tests of pictures
    of = view({WORK: {"2023": (80.0, 79.5), "2024": (80.0, 76.0)}})
    for fmt in ("zip", "pptx", "docx"):
        one, other = (follow_up.document(of, YEARS, fmt, DEFAULT) for _ in range(2))
        assert one.filename == f"uppfoljning-av-tillvaxtstrategin-2024-mot-2023.{fmt}"
        assert one.content == other.content, fmt
        (tmp_path / one.filename).write_bytes(one.content)
    path = tmp_path / "uppfoljning-av-tillvaxtstrategin-2024-mot-2023.zip"
    found = follow_up.read_package(path)
    kept = siffror.follow_up(of, YEARS)
    assert [replace(one, verdicts={}) for one in (found, kept)] == [replace(kept, verdicts={})] * 2
    assert (found.edition, found.rules, differences(found, kept)) == ("made-up", load_rules(), [])
    assert all(found.verdicts[WORK][name] == kept.verdicts[WORK][name] for name in ("now_gap", "now_spread", "then_word", "now_period"))
    told = follow_up.comparison(of, edition(row(-0.1, "about_equal")), found)
    assert told.table is not None
    assert told.title == "En bedömning för 2024 är en annan i den senare uppföljningen"
    changed = told.table().rows[0].cells
    assert changed[1:3] == [
        "2024 ungefär lika (−0,10 procentenheter)",
        "2024 sämre i söder (−4,00 procentenheter)",
    ]
    with pytest.raises(follow_up.NoFollowUp, match="two years"):
        follow_up.comparison(of, replace(found, year=2022), found)
    path.write_bytes(b"PK")
    with pytest.raises(follow_up.NoFollowUp, match="no data package"):
        follow_up.read_package(path)


def test_the_package_holds_what_every_gap_is_worked_out_from(tmp_path, capsys):
    """A second reading: each measure's gap from the package's own figures, weights and groups, and nothing else."""
    assert cli.main(["uppfoljning", "--year", "2024", "--against", "2023", "--format", "zip", "--out", str(tmp_path)]) == 0
    path = capsys.readouterr().out.strip()
    with zipfile.ZipFile(path) as package:
        tables = {name: pd.read_csv(io.BytesIO(package.read(f"data/{name}.csv")), dtype=TEXT)
                  for name in ("observations", "verdicts", "groups")}  # fmt: skip
        described = json.loads(package.read("datapackage.json"))
    assert described["version"] == get_data().snapshot.edition
    assert {resource["name"] for resource in described["resources"]} == {"observations", "table", "verdicts", "goals", "rules", "groups"}
    both = tables["observations"][tables["observations"]["sex"] == "T"]
    figures = both.set_index(["indicator", "area", "period"])["value"]
    members = tables["groups"].groupby("group")["area"].agg(list)
    tried = 0
    for one in tables["verdicts"].dropna(subset=["now_gap"]).to_dict("records"):
        if not isinstance(one["now_weights"], str):
            continue
        means, used = {}, ((one["indicator"], one["now_period"]), (one["now_weights"], one["now_weight_period"]))
        for group in (FIRST, SECOND):
            y, w = (figures.reindex([(name, area, period) for area in members[group]]).to_numpy() for name, period in used)
            known = ~np.isnan(y) & ~np.isnan(w)
            means[group] = float((y[known] * w[known]).sum() / w[known].sum())
        assert means[SECOND] - means[FIRST] == pytest.approx(one["now_gap"]), one["indicator"]
        tried += 1
    assert tried >= 12


def test_a_year_without_figures_is_refused_with_the_nearest(capsys):
    assert cli.main(["uppfoljning", "--year", "1950", "--out", "x"]) == 2
    assert "--year cannot be 1950; nearest is" in capsys.readouterr().err
