"""Cards of the comparison page."""
