"""Valuations: what goods and hours are said to be worth; overlays that enter no balance (L3)."""
