"""The measurements, one module for each family of rows."""
