"""Elections as the public library Pabulib tells them: read, run through the ledger, written."""
