"""Flows: what one side of a twinning tells the other of the transfers between them, so that the two can be compared."""
