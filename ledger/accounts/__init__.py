"""Local accounts: units, purposes, destinations, what was received, reserved and paid."""
