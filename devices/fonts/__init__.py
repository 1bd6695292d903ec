"""Fonts that hold every Vietnamese letter, and their bitmaps for printers; SIL Open Font License, see OFL.txt."""
