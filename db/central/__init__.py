"""The centre: a PostgreSQL database that holds every office's ledger, and hands each office what concerns it."""
