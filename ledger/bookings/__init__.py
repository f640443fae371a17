"""What happens to money without a gift or a payment: opening balances, fees, interest, thefts, and what counts find."""
