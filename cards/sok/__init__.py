"""The page of what a search found."""
