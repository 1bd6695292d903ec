"""What is remembered: the ledger, the rows that follow from it, and their journey. Knows no screen and no device."""
