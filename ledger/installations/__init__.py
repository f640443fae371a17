"""Other installations that run this ledger, and the local accounts that lie there."""
