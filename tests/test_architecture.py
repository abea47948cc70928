"""Data flows one way: publisher → store → metrics → chart → page. What a package may import is held here."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A package may import itself and these. `catalogue` (facts) is read by all; the two command-line and router files put the parts together.
ALLOWED = {
    "catalogue": set(),
    "store": {"catalogue"},
    "data_sources": {"catalogue", "store"},
    "balance": {"catalogue"},
    "evidence": {"catalogue", "balance"},
    "texts": {"balance"},
    "charts": {"catalogue", "balance", "texts"},
    "cards": {"catalogue", "store", "balance", "evidence", "texts", "charts"},
    "exports": {"catalogue", "store", "balance", "texts", "charts", "cards"},
    "api": {"catalogue", "store", "balance", "texts", "charts", "cards", "exports"},
    "streamlit_seams": set(),
    "ui": {"streamlit_seams", "catalogue", "store", "balance", "evidence", "texts", "charts", "cards", "exports", "api"},
    "pages": {"catalogue", "balance", "texts", "charts", "cards", "ui"},
    "serving": {"streamlit_seams", "store", "texts", "charts", "cards", "exports", "api", "ui"},
}
COMPOSITION_ROOTS = {"data_sources/__main__.py": {"balance"}}
NO_STREAMLIT = ("catalogue", "store", "data_sources", "balance", "evidence", "texts", "charts", "cards", "exports", "api")
FILES = sorted(path for package in ALLOWED for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names of everything a file imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_follow_the_flow(path):
    place = path.relative_to(ROOT)
    package = place.parts[0]
    ours = imported(path) & (set(ALLOWED) | {"app", "server", "tests", "benchmarks"})
    allowed = {package} | ALLOWED[package] | COMPOSITION_ROOTS.get(place.as_posix(), set())
    assert ours <= allowed, f"{place} imports {sorted(ours - allowed)}, against the flow of data"


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(ROOT).parts[0] in NO_STREAMLIT], ids=lambda p: p.name)
def test_no_streamlit_outside_the_interface(path):
    assert "streamlit" not in imported(path)


def test_all_that_is_imported_is_asked_for():
    """By its own name, not as a part of something else that may leave it out some day."""
    asked = {re.split(r"[=<>\s]", line)[0] for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()}
    ours = {*ALLOWED, "app", "server"}
    there = packages_distributions()
    for path in [*FILES, ROOT / "app.py", ROOT / "server.py"]:
        for name in imported(path) - ours - sys.stdlib_module_names:
            assert {dist.lower() for dist in there[name]} & asked, f"{path.relative_to(ROOT)} imports {name}, which requirements.in lacks"


def test_every_package_is_held():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "benchmarks", "tools"} == set(ALLOWED) - {"pages"}


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.name)
def test_pages_are_thin(path):
    """A page puts pieces together: it defines no class, does no arithmetic and reads no file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120
    for node in ast.walk(tree):
        assert not isinstance(node, ast.ClassDef)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Mult, ast.Div, ast.Pow)):
            pytest.fail(f"{path.name}:{node.lineno} calculates")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "open"


def test_the_app_starts_without_geopandas():
    """It is slow to import: only what fetches boundaries, which the app never imports, names it outside functions."""
    found = set()
    for path in [*FILES, ROOT / "app.py", ROOT / "server.py"]:
        at_once = ast.Module([node for node in ast.parse(path.read_text(encoding="utf-8")).body if "Import" in type(node).__name__], [])
        modules = {node.module for node in at_once.body if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in at_once.body if isinstance(node, ast.Import) for alias in node.names}
        found |= {path.relative_to(ROOT).as_posix()} if modules & {"geopandas", "pyogrio", "store.areas"} else set()
    assert found == {"store/areas.py", "data_sources/geometry.py", "data_sources/placing.py"}
