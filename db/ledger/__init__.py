"""The ledger: appending, ingesting, reading and checking events, and the rows folded from them."""
