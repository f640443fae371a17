"""Payment files out, and a bank's answers in."""
