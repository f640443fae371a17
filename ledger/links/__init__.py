"""Links: what lives between two twinned territories, and who carries it on each side."""
