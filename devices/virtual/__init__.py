"""A printer and a display without hardware."""
