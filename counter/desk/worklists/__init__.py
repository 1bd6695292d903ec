"""Worklists (việc): what waits to be done, and what may be done with many dossiers at once."""
