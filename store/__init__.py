"""The store: one tidy table in whole generations."""
