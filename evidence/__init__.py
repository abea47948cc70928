"""Evidence: what figures can and cannot say about a claim. Pure functions on frames; no page, no picture, no store."""
