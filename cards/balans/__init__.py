"""Cards of the balance page."""
