"""The screen of feedback."""
