"""Cards of the page on data and method."""
