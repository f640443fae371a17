"""Statements of places: what a bank says lies there, compared line by line with what the books say (L12, C2)."""
