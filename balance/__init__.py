"""Balance metrics: pure functions on tidy frames."""
