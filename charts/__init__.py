"""Figures drawn from computed results."""
