"""Settings: what is read before the first frame, and what is checked once the office is open."""
