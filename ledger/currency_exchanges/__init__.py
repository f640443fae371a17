"""Currency exchanges: money of one unit becomes money of another, for the same purpose (C10)."""
