"""Bank details: where payees are paid, and what our own bank accounts are called outside. Kept with people's names."""
