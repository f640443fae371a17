"""Associations: their registration, founding, rules, members and officers."""
