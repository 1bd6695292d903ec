"""The sync between an office file and the centre: upload, download, comparison, and the state of all three."""
