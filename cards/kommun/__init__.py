"""Cards of the page about one kommun."""
