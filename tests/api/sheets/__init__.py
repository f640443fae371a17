"""Sheets: cash books taken in row by row."""
