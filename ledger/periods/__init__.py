"""Periods: a year, or any stretch of days, that closes by a decision on its report (L7)."""
