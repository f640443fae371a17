"""Callers' keys: random, shown once, kept as a hash, naming a person and their roles per account."""
