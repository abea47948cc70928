"""Benchmarks: each compares with the obvious alternative in the same run and prints ratios."""
