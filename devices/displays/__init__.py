"""Customer displays and number panels."""
