"""Cards of the start page."""
