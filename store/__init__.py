"""The store: one tidy table in whole generations.

Nothing is imported here, so that a reader of figures does not pay for what only a refresh needs.
"""
