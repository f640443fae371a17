"""Proves that every rule is held by a test: `python -m tests.rules`, or `make rules`.

For each `raise` of a refusal in `ledger/`, and each call to a function for nothing but its refusals, that one
statement is taken out and the tests run that name one of the refusal's rules; at least one of them must fail. A
refusal without a rule number needs a failing test that names its class. Every rule in `numbered.py` must be named by
some test.
"""
