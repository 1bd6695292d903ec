"""Dossiers (hồ sơ): intake, moves, corrections, return, queries."""
