"""The ledger: events appended, taken in, read, checked, and the rows folded from them."""
