"""Chaos: real faults under load, and what must hold after each of them. `python -m tests.chaos`, or `make chaos`."""
