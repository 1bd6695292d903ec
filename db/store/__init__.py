"""The office file: engine, upgrade, lock, keys, backup, bulk statements."""
