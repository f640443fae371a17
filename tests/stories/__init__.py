"""Whole years: two associations keep theirs from the founding to the closed books."""
