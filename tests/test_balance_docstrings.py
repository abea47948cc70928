"""The worked numbers in the docstrings of balance/ are run as they stand."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import balance

MODULES = [f"balance.{module.name}" for module in pkgutil.iter_modules(balance.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_is_documented(name):
    module = importlib.import_module(name)
    functions = [f for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == name and not n.startswith("_")]
    assert [f.__name__ for f in functions if not inspect.getdoc(f)] == []


def test_modules_are_found():
    assert {"balance.gap", "balance.grouping", "balance.regional", "balance.rounding"} <= set(MODULES)
