"""What schemathesis must be told of this API; it loads this file by `schemathesis.toml`."""

import json
from typing import Any

import schemathesis


@schemathesis.serializer("application/xml")
def document(_: Any, value: Any) -> bytes:
    """A text stands for a bank's own file."""
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace")


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """A text stands for the lines themselves; anything else becomes one line."""
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace")
