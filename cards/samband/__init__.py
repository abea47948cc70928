"""Cards of the page about two measures."""
