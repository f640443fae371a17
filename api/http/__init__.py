"""The HTTP API: routes translate, delegate and return."""
