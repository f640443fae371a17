"""Pass-on promises: what a beneficiary promises to pass on to others in need; moral, never a receivable (K1)."""
