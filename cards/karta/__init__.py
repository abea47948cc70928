"""Cards of the map page."""
