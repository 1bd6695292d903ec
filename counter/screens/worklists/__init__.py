"""The screen of the worklists (F6)."""
