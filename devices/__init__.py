"""Paper, light and scanners: knows no dossier and no database."""
