"""Contributions: gifts of money, from the pledge to what is left of them."""
