"""Screens about what goes by post."""
