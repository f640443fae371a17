"""Territories: villages, towns, islands and what they lie in; entered in the register, in the commons."""
