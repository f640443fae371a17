"""The fund once more, small and plain, held against the ledger under random commands."""
