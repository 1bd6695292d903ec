"""Storage: the ledger, the rows folded from it, and the sync with the centre. Imports nothing of screens or devices."""
