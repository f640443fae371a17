"""The write side of the fund's ledger: what may happen, and what did. It knows neither HTTP nor views."""
