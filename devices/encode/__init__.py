"""Slip to bytes, to text, to a picture."""
