"""Payment files: orders to a bank to pay what was signed off, and what the bank answers."""
