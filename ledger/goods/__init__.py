"""Goods: gifts in kind from delivery to inspection, and the stock that they make (C3, B8)."""
