"""Programs that make files of the project; none of them runs with it."""
