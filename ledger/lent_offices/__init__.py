"""Offices held by people whom a federation, or a twin, lends (A3)."""
