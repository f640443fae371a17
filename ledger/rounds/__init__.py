"""Decision rounds: from the draft over frozen terms and ballots to a final result."""
