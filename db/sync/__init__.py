"""The journey between an office's file and the centre: events up, events down, and the truth about both."""
