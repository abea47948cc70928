"""Shared pieces of the interface."""
