"""Raw insertion: the rows that the ledger left behind, put into empty tables without the ledger."""
