"""The measuring instrument: what the ledger does in a second, beside what the machine and others could do in it."""
