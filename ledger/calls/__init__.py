"""Calls on the fund: what one account asks of another in the name of a twinning, and what became of it (P5)."""
