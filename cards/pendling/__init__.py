"""Cards of the commuting page."""
