"""Currency exchanges: money becomes money of another unit, for the same purpose (C10); mistakes are reversed (L6)."""
