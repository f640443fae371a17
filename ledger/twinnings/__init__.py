"""Twinnings: the agreement of two territories' associations, held by both sides under one id."""
