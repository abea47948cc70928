"""Cards of the university page: claims against figures, the need in the south, what happened elsewhere, a what-if, and an argument."""
