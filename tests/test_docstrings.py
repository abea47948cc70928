"""The examples in docstrings, worked numbers among them, are run as they stand, in every package."""

import doctest
import importlib
import inspect
from pathlib import Path

from tests.each import each

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name not in ("tests", "benchmarks"))
FORMULAS = ("balance", "evidence")


def modules(*packages: str) -> dict[str, str]:
    """Text of each module of the packages by its name."""
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path.read_text("utf-8") for path in paths}


@each("name", lambda: [name for name, text in modules(*PACKAGES).items() if "    >>> " in text])
def test_docstring_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted
    assert result.failed == 0


@each("name", lambda: modules(*FORMULAS))
def test_every_public_function_of_a_formula_is_documented(name):
    module = importlib.import_module(name)
    functions = [f for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == name and not n.startswith("_")]
    assert [f.__name__ for f in functions if not inspect.getdoc(f)] == []
