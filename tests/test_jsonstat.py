"""The json-stat2 reader: every corner of the format, recorded answers, and a naive reader to agree with."""

import copy
import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources import jsonstat
from data_sources.jsonstat import JsonStatError
from tests.recorded import recorded


def document(**changes):
    """Two regions, two years, one contents code."""
    base = {
        "version": "2.0",
        "class": "dataset",
        "label": "Sysselsatta",
        "source": "SCB",
        "updated": "2026-01-02T07:00:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [2, 1, 2],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            "Region": {"label": "region", "category": {"index": {"0126": 0, "0127": 1}, "label": {"0126": "Huddinge", "0127": "Botkyrka"}}},
            "ContentsCode": {"label": "tabellinnehåll", "category": {"label": {"A1": "Antal"}, "unit": {"A1": {"base": "antal"}}}},
            "Tid": {"label": "år", "category": {"index": ["2023", "2024"]}},
        },
        "value": [1, 2.5, None, 4],
    }
    return copy.deepcopy(base | changes)


def rows(cube):
    frame = cube.frame
    values = [None if math.isnan(value) else value for value in frame["value"]]
    return list(zip(frame["Region"], frame["Tid"], values, frame["status"], strict=True))


PLAIN = [("0126", "2023", 1.0, ""), ("0126", "2024", 2.5, ""), ("0127", "2023", None, ""), ("0127", "2024", 4.0, "")]


def test_codes_values_and_labels():
    cube = jsonstat.read(document())
    assert rows(cube) == PLAIN
    assert list(cube.frame.columns) == ["Region", "ContentsCode", "Tid", "value", "status"]
    assert cube.frame["value"].dtype == np.float64
    region = cube.metadata.dimensions["Region"]
    assert region.labels == {"0126": "Huddinge", "0127": "Botkyrka"}
    assert cube.metadata.dimensions["ContentsCode"].codes == ("A1",)  # index absent: one category
    assert cube.metadata.dimensions["ContentsCode"].units == {"A1": "antal"}
    assert cube.metadata.updated == "2026-01-02T07:00:00Z"
    assert cube.metadata.role("time", "x") == "Tid"
    assert cube.metadata.role("geo", "Region") == "Region"


def test_values_as_an_object():
    assert rows(jsonstat.read(document(value={"0": 1, "1": 2.5, "3": 4}))) == PLAIN
    assert rows(jsonstat.read(document(value={"3": 4, "2": None, "1": 2.5, "0": 1}))) == PLAIN
    assert jsonstat.read(document(value={})).frame["value"].isna().all()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, ["", "", "", ""]),
        ("p", ["p", "p", "p", "p"]),
        (["p"], ["p", "p", "p", "p"]),
        (["", ".", "..", None], ["", ".", "..", ""]),
        ({"2": "..", "0": "."}, [".", "", "..", ""]),
        ({}, ["", "", "", ""]),
    ],
)
def test_status_in_all_its_forms(status, expected):
    assert list(jsonstat.read(document(status=status)).frame["status"]) == expected


def test_a_zero_beside_a_mark_is_kept_apart_from_the_mark():
    frame = jsonstat.read(document(value=[0, 0, 0, 0], status={"1": ".."})).frame
    assert list(frame["value"]) == [0, 0, 0, 0]
    assert list(frame["status"]) == ["", "..", "", ""]


def test_the_index_orders_the_codes_whatever_the_order_of_keys():
    turned = document()
    turned["dimension"]["Region"]["category"]["index"] = {"0127": 1, "0126": 0}
    assert rows(jsonstat.read(turned)) == PLAIN


def test_dimensions_in_any_order():
    turned = document(id=["Tid", "ContentsCode", "Region"], size=[2, 1, 2], value=[1, None, 2.5, 4])
    assert sorted(map(str, rows(jsonstat.read(turned)))) == sorted(map(str, PLAIN))


def test_one_category_without_index_or_label_is_named_after_its_dimension():
    bare = document()
    bare["dimension"]["ContentsCode"] = {"category": {}}
    assert jsonstat.read(bare).metadata.dimensions["ContentsCode"].codes == ("ContentsCode",)


def test_several_contents():
    several = document(size=[2, 2, 2], value=list(range(8)))
    several["dimension"]["ContentsCode"]["category"] = {"index": ["A1", "B2"], "label": {"A1": "Antal", "B2": "Andel"}}
    frame = jsonstat.read(several).frame
    assert frame.loc[(frame["ContentsCode"] == "B2") & (frame["Region"] == "0127"), "value"].tolist() == [6, 7]


def test_a_dimension_called_status():
    odd = document(id=["status", "ContentsCode", "Tid"])
    odd["dimension"]["status"] = odd["dimension"].pop("Region")
    frame = jsonstat.read(odd).frame
    assert list(frame["dimension:status"]) == ["0126", "0126", "0127", "0127"]
    assert list(frame["status"]) == [""] * 4


def test_mandatory_notes_of_table_dimension_and_category():
    noted = document(note=["a", "b"], extension={"noteMandatory": {"1": True}})
    noted["dimension"]["Region"] |= {"note": ["c"], "extension": {"noteMandatory": {"0": True}}}
    noted["dimension"]["ContentsCode"]["category"]["note"] = {"A1": ["d", "e"]}
    noted["dimension"]["ContentsCode"]["extension"] = {"categoryNoteMandatory": {"A1": {"0": True}}}
    metadata = jsonstat.read(noted).metadata
    assert metadata.notes == ("a", "b")
    assert metadata.mandatory_notes == ("b", "c", "d")


def test_metadata_without_cells_and_with_a_size_of_its_own():
    metadata = jsonstat.read_metadata(document(value=[], size=[312, 1, 2]))
    assert metadata.dimensions["Region"].codes == ("0126", "0127")


def with_index(index):
    wrong = document()
    wrong["dimension"]["Region"]["category"]["index"] = index
    return wrong


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "an object is expected, not a list"),
        (None, "an object is expected, not missing"),
        ({"title": "Not Found", "status": 404}, "no object `dimension`"),
        (document(**{"class": "collection"}), "only a dataset"),
        (document(id=None), "`id`, the list of dimensions"),
        (document(id=["Region", "Region", "Tid"]), "named twice"),
        (document(id=["Region", "Kon", "Tid"]), "'Kon' has no categories"),
        (document(size=[2, 1, 3]), "`size` says [2, 1, 3]"),
        (document(size=[2, 2]), "`size` says [2, 2]"),
        (document(value=[1, 2, 3]), "`value` holds 3 values; the dimensions make 4 cells"),
        (document(value=[1, 2, 3, 4, 5]), "`value` holds 5 values"),
        (document(value=None), "`value` is missing"),
        (document(value="1 2 3 4"), "`value` is text"),
        (document(value=[1, "2", 3, 4]), "number 1 is '2', text"),
        (document(value=[1, True, 3, 4]), "number 1 is True, true or false"),
        (document(value=[1, [2], 3, 4]), "number 1 is [2], a list"),
        (document(value={"4": 1}), "a cell outside 0–3"),
        (document(value={"-1": 1}), "a cell outside 0–3"),
        (document(value={"first": 1}), "cell numbers are expected"),
        (document(value={"0": "1"}), "is '1', text"),
        (document(value=[1e308 * 10, 1, 1, 1]), "infinite"),
        (document(status=["", ".."]), "`status` holds 2 entries"),
        (document(status={"7": ".."}), "`status` names a cell outside"),
        (document(status=7), "`status` is a number"),
        (with_index(None), "several categories, but no `index`"),
        (with_index({"0126": 0, "0127": 0}), "a place of its own"),
        (with_index({"0126": 0, "0127": "1"}), "a place of its own"),
        (with_index(["0126", "0126"]), "given twice"),
        (with_index([126, 127]), "codes must be text"),
        (with_index("0126"), "`index` is text"),
    ],
)
def test_a_bad_document_says_what_is_wrong(wrong, says):
    with pytest.raises(JsonStatError) as caught:
        jsonstat.read(wrong)
    assert says in str(caught.value)


# --- against a naive reader ------------------------------------------------------------------------------------------------------

SYMBOLS = st.sampled_from(["", ".", "..", "p"])
NUMBERS = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False))


@st.composite
def documents(draw):
    """A random cube in a random form, with its cells as {codes: (value, status)}."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    names = [f"D{place}" for place in range(len(sizes))]
    codes = [[f"{name}-{number}" for number in draw(st.permutations(range(size)))] for name, size in zip(names, sizes, strict=True)]
    cells = list(itertools.product(*codes))
    values = draw(st.lists(NUMBERS, min_size=len(cells), max_size=len(cells)))
    marks = draw(st.lists(SYMBOLS, min_size=len(cells), max_size=len(cells)))
    given_values = values if draw(st.booleans()) else {str(i): v for i, v in enumerate(values) if v is not None or draw(st.booleans())}
    status = draw(st.sampled_from([marks, {str(i): m for i, m in enumerate(marks) if m}])) if len(cells) > 1 else marks
    dimension = {}
    for name, some in zip(names, codes, strict=True):
        form = draw(st.sampled_from(["list", "object", "absent"] if len(some) == 1 else ["list", "object"]))
        category = {"label": {code: code.lower() for code in some}}
        if form == "list":
            category["index"] = some
        elif form == "object":
            category["index"] = dict(draw(st.permutations([(code, place) for place, code in enumerate(some)])))
        dimension[name] = {"category": category}
    made = {
        "version": "2.0",
        "class": "dataset",
        "id": names,
        "size": sizes,
        "dimension": dimension,
        "value": given_values,
        "status": status,
    }
    return made, dict(zip(cells, zip(values, marks, strict=True), strict=True))


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_cell_comes_back(pair):
    made, cells = pair
    frame = jsonstat.read(json.loads(json.dumps(made))).frame
    found = {}
    for row in frame.itertuples(index=False):
        *codes, value, status = row
        found[tuple(codes)] = (None if math.isnan(value) else value, status)
    assert found == {codes: (None if value is None else float(value), mark) for codes, (value, mark) in cells.items()}


# --- recorded answers ------------------------------------------------------------------------------------------------------------


def test_a_recorded_answer_of_labour_market_status():
    cube = jsonstat.read(recorded("scb/TAB3200_data_cut.json")["response"])
    assert len(cube.frame) == 130
    huddinge = cube.frame[(cube.frame["Region"] == "0126") & (cube.frame["Tid"] == "2024")]
    assert huddinge["value"].tolist() == [5.6]
    assert len(cube.metadata.mandatory_notes) == 2
    assert cube.metadata.dimensions["ContentsCode"].units == {"000002NN": "procent"}


def test_a_recorded_answer_of_population_by_month():
    cube = jsonstat.read(recorded("scb/TAB6471_data.json"))
    assert len(cube.frame) == 21 * 11 * 3 * 4
    first = cube.frame.iloc[0]
    assert (first["Region"], first["Alder"], first["Kon"], first["Tid"], first["value"]) == ("01", "0-9", "TotSa", "2026M01", 245284)
    parts = cube.frame[(cube.frame["Region"] == "01") & (cube.frame["Tid"] == "2026M04")]
    assert parts.loc[parts["Kon"] == "TotSa", "value"].sum() > 2_000_000
    assert any("Cell Key Method" in note for note in cube.metadata.mandatory_notes)


@pytest.mark.parametrize(
    ("name", "areas"), [("TAB6471_metadata.json", 312), ("TAB6680_metadata_en_cut.json", 4), ("TAB6260_metadata_en_cut.json", 28)]
)
def test_recorded_metadata(name, areas):
    metadata = jsonstat.read_metadata(recorded(f"scb/{name}"))
    assert len(metadata.dimensions["Region"].codes) == areas
    assert metadata.role("time", "") == "Tid"
    assert metadata.role("metric", "") == "ContentsCode"


def test_a_cell_number_that_is_written_in_another_way_is_no_cell_number():
    """Found by tests.fuzz: `"09"` was read as 9, and its value stood in the place of that of `"9"`."""
    cells = len(document()["value"])
    for odd in ("01", " 1", "1 ", "+1", "1_0", "-0", "١"):
        for name in ("value", "status"):
            with pytest.raises(JsonStatError, match="cell numbers"):
                jsonstat.read(document(**{name: {"1": 5 if name == "value" else "p", odd: 7 if name == "value" else "e"}}))
    odd_list = document()
    for dimension in odd_list["dimension"].values():
        dimension["extension"] = {"codelists": 5, "noteMandatory": 1, "categoryNoteMandatory": True}
    assert len(jsonstat.read(odd_list).frame) == cells
    for odd in ({}, []):
        with pytest.raises(JsonStatError, match="text is expected"):
            jsonstat.read(document(status=[odd] * cells))
