"""The worked numbers in the docstrings of evidence/ are run as they stand, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import evidence

MODULES = [f"evidence.{module.name}" for module in pkgutil.iter_modules(evidence.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_hold(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
    functions = [f for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == name and not n.startswith("_")]
    assert [f.__name__ for f in functions if not inspect.getdoc(f)] == []
