"""Loaders: one module per publisher, publisher to tidy frame."""
