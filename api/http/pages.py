"""Pages: `?after=&limit=`, with the way to the next one in the header Link."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from starlette.requests import Request

from api.http.refusals import CursorMalformed

LARGEST_PAGE = 1_000

Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="At most so many.")]
After = Annotated[
    str | None, Query(max_length=4_000, description="Where the page before ended: follow the header Link.")
]

_NUMBERS = re.compile(r"(0|[1-9][0-9]{0,17})(?:\.(0|[1-9][0-9]{0,17}))?", re.ASCII)


def after_number(after: str | None) -> int:
    """Where a page begins that is ordered by one number. Raises CursorMalformed."""
    return after_pair(after)[0]


def after_pair(after: str | None) -> tuple[int, int]:
    """Where a page begins that is ordered by two numbers. Raises CursorMalformed."""
    if after is None:
        return 0, 0
    match = _NUMBERS.fullmatch(after)
    if match is None:
        raise CursorMalformed
    return int(match[1]), int(match[2] or 0)


def link(request: Request, rows: Sequence[Any], limit: int, after: Callable[[Any], Any]) -> dict[str, str]:
    """The header that leads to the next page; none after the last. `after` names the place of a row."""
    if len(rows) < limit:
        return {}
    return {"Link": next_link(request, str(after(rows[-1])))}


def next_link(request: Request, after: str) -> str:
    """The header Link of a page that another may follow."""
    # What the route does not know is left out, so that nothing is repeated that nobody has read.
    known = request.scope["route"].queries - {"after", "min_position", "timeout"}
    query = {name: value for name, value in request.query_params.items() if name in known}
    return f'<{request.url.path}?{urlencode({**query, "after": after})}>; rel="next"'
