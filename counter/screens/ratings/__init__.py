"""The screen on which a citizen says how satisfied they are."""
