"""Data flows one way: publisher → store → metrics → chart → page. What a package may import is held here."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from cards.registry import KINDS
from tests.each import each

ROOT = Path(__file__).parent.parent
# A package may import itself and these. `catalogue` (facts) is read by all; the two command-line and router files put the parts together.
ALLOWED = {
    "catalogue": set(),
    "store": {"catalogue"},
    "data_sources": {"catalogue", "store"},
    "balance": {"catalogue"},
    "evidence": {"catalogue", "balance"},
    "texts": {"catalogue", "balance"},
    "charts": {"catalogue", "balance", "texts"},
    "cards": {"catalogue", "store", "balance", "evidence", "texts", "charts"},
    "exports": {"catalogue", "store", "balance", "texts", "charts", "cards"},
    "api": {"catalogue", "store", "balance", "texts", "charts", "cards", "exports"},
    "streamlit_seams": set(),
    "ui": {"streamlit_seams", "catalogue", "store", "balance", "evidence", "texts", "charts", "cards", "exports", "api"},
    "pages": {"catalogue", "balance", "texts", "charts", "cards", "exports", "api", "ui"},
    "serving": {"streamlit_seams", "store", "texts", "charts", "cards", "exports", "api", "ui"},
}
COMPOSITION_ROOTS = {
    "data_sources/__main__.py": {"balance"},
    "catalogue/__main__.py": {"store", "evidence"},
    "evidence/__main__.py": {"store"},
    "evidence/calibration.py": {"store"},
}
NO_STREAMLIT = ("catalogue", "store", "data_sources", "balance", "evidence", "texts", "charts", "cards", "exports", "api")
# Beside our own packages; no file, no network, no table of figures.
PAGE_MAY_IMPORT = ALLOWED["pages"] | {"__future__", "collections", "dataclasses", "functools", "html", "streamlit", "typing", "urllib"}
FILES = sorted(path for package in ALLOWED for path in (ROOT / package).rglob("*.py"))


def modules(path: Path) -> set[str]:
    """Full names of everything a file imports, inside functions too; of `from a import b` also `a.b`."""
    return _modules(ast.parse(path.read_text(encoding="utf-8")))


def _modules(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def imported(path: Path) -> set[str]:
    """Top-level names of everything a file imports, inside functions too."""
    return {name.split(".")[0] for name in modules(path)}


@each("path", FILES)
def test_imports_follow_the_flow(path):
    place = path.relative_to(ROOT)
    package = place.parts[0]
    ours = imported(path) & (set(ALLOWED) | {"app", "server", "tests", "benchmarks"})
    allowed = {package} | ALLOWED[package] | COMPOSITION_ROOTS.get(place.as_posix(), set())
    assert ours <= allowed, f"{place} imports {sorted(ours - allowed)}, against the flow of data"


@each("path", [path for path in FILES if path.relative_to(ROOT).parts[0] in NO_STREAMLIT])
def test_no_streamlit_outside_the_interface(path):
    assert "streamlit" not in imported(path)


def asked(name: str) -> set[str]:
    """What a file of requirements asks for, by name."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=<>\s]", line)[0].lower() for line in lines if line[:1].isalnum()}


def test_all_that_is_imported_is_asked_for():
    """By its own name, not as a part of something else that may leave it out some day; by the tests too, inside functions too."""
    ours = {*ALLOWED, "app", "server", "tests", "benchmarks", "tools"}
    running = asked("requirements.in") | asked("requirements-s3.in")
    places = [(path, running) for path in [*FILES, ROOT / "app.py", ROOT / "server.py"]]
    developing = running | asked("requirements-dev.in")
    places += [(path, developing) for name in ("tests", "benchmarks", "tools") for path in (ROOT / name).rglob("*.py")]
    there, faults = packages_distributions(), []
    for path, wanted in places:
        beside = {other.stem for other in path.parent.glob("*.py")}
        for name in imported(path) - ours - beside - sys.stdlib_module_names:
            if not {dist.lower().replace("_", "-") for dist in there.get(name, ())} & wanted:
                faults.append(f"{path.relative_to(ROOT)} imports {name}, which no requirements*.in has")
    assert faults == []


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev", "requirements-s3", "requirements-audit"])
def test_all_that_is_asked_for_has_its_version(kind):
    """What is asked for and not pinned is on the machine of the one who added it, and on no other."""
    assert sorted(asked(f"{kind}.in") - asked(f"{kind}.txt")) == []


def test_every_package_is_held():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "benchmarks", "tools"} == set(ALLOWED) - {"pages"}


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of every string but docstrings; what an f-string fills in is left out."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (inside | said):
            yield node.lineno, node.value


def page_faults(source: str) -> list[str]:
    """What a page may not do, by line: define a class, calculate, read or write, say words of its own, or grow long."""
    tree, faults = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            faults.append(f"{node.lineno} defines a class")
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(
            node.op, ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow
        ):
            faults.append(f"{node.lineno} calculates")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("open", "sum", "round", "min", "max"):
            faults.append(f"{node.lineno} calls {node.func.id}")
    faults += [f"imports {name}" for name in sorted({name.split(".")[0] for name in _modules(tree)} - PAGE_MAY_IMPORT)]
    words = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[A-ZÅÄÖ][a-zåäö]+$")
    faults += [f"{line} says {text!r}" for line, text in literals(tree) if words.search(re.sub(r"<[^>]*>", "", text))]
    return faults + (["is longer than 130 lines"] if len(source.splitlines()) > 130 else [])


def test_pages_only_put_pieces_together():
    found = {path.name: page_faults(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "pages").glob("*.py"))}
    assert len(found) >= 15
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_page_that_does_more_is_found_out():
    """The rule itself: each of these lines is a fault, and the last two are none."""
    wrong = ["class A: ...", "x = 3 - 1", "x = sum([1])", "open('x')", "import pandas", 'x = "<p>Stockholm is large</p>"', "x = 'Källa'"]
    assert [line for line in wrong if not page_faults(line)] == []
    assert page_faults('"""What it is."""\nx = f\'<p class="note no-print">{1}</p>\'') == []


def test_a_page_of_cards_borrows_only_what_is_common():
    """`cards/<page>` imports the machinery and `cards/common`, never another page's package; of all others only the registry imports
    one, and `cards/common` none."""
    packages = {path.parent.name for path in (ROOT / "cards").glob("*/__init__.py")}
    pages = packages - {"common"}
    wrong = []
    for path in sorted((ROOT / "cards").rglob("*.py")):
        for module in modules(path):
            parts = module.split(".")
            if parts[0] == "cards" and len(parts) > 1 and parts[1] in pages - {path.parent.name} and path.name != "registry.py":
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert packages > pages
    assert wrong == []


def test_a_card_stands_in_the_file_named_by_its_id():
    """`balans.niva` is built in `cards/balans/niva.py`; cards that are alike but for their measure (a `partial` each) share one file."""
    for name, kind in KINDS.items():
        page, card = name.split(".")
        shared = isinstance(kind.build, partial)
        module = kind.build.func.__module__ if shared else kind.build.__module__
        assert module.startswith(f"cards.{page}.") if shared else module == f"cards.{page}.{card}", name


def test_one_class_name_one_meaning():
    found: dict[str, list[str]] = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_file_is_longer_than_can_be_read_at_a_sitting():
    """350 lines."""
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name for name, lines in lengths.items() if lines > 350} == set()


def test_the_app_starts_without_geopandas():
    """It is slow to import: only what fetches boundaries, which the app never imports, names it outside functions."""
    found = set()
    for path in [*FILES, ROOT / "app.py", ROOT / "server.py"]:
        at_once = ast.Module([node for node in ast.parse(path.read_text(encoding="utf-8")).body if "Import" in type(node).__name__], [])
        modules = {node.module for node in at_once.body if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in at_once.body if isinstance(node, ast.Import) for alias in node.names}
        found |= {path.relative_to(ROOT).as_posix()} if modules & {"geopandas", "pyogrio", "store.areas"} else set()
    assert found == {"store/areas.py", "data_sources/geometry.py", "data_sources/placing.py"}
