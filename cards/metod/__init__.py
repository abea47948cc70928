"""Contents of the page on data and method, as HTML; it has no cards."""
