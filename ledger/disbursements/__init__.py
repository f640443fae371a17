"""Disbursements: from the authorisation under a final decision to the evidence of what was done."""
