"""Encoders of slips: ESC/POS bytes, text, pictures, PDF."""
