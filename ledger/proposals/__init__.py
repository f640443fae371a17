"""Proposals: from the draft over the ballot to the report."""
