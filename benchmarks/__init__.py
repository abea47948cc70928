"""Benchmarks: each compares with the obvious alternative in the same run and prints ratios."""

from store.terminal import prepare

prepare()  # each benchmark can be run by itself, and all of them print
