"""Sentences that people read, made from events when they are asked for: templates by kind, in pt, fr and en."""
