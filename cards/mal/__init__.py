"""Cards of the goals page."""
