"""Where money lies: bank accounts, cash boxes, wallets, and people with an advance (L12)."""
