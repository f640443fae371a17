"""Payment files as banks read them, and what banks answer: pain.001 out; pain.002, camt.053 and camt.054 in."""
