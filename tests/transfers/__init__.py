"""Transfers under crashes, losses, repetitions, delays and disorder, on real ledgers with their real post."""
