"""The return screen."""
