"""Cards of the composite index."""
