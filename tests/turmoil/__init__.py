"""Everything at once and in any order: whatever is asked of a ledger, what it pays rests on a final decision."""
