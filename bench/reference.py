"""What ours is measured against over HTTP: routes that do nothing, served as `usf serve` serves.

Run as `python -m bench.reference <routes|bare> <port>`, so that it is a process like the real service.
"""

import sys
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api.http.models.contributions import NewContribution
from api.http.serving import run

routes = FastAPI()


@routes.post("/v1/accounts/{account}/contributions", status_code=201)
async def take(account: str, body: NewContribution) -> None:
    """Understand the body, and do nothing."""


@routes.get("/v1/accounts/{account}/balances")
async def show(account: str) -> None:
    """Do nothing."""


async def bare(scope: Scope, _: Receive, send: Send) -> None:
    """Not even look at the request: what server and load generator can do at most."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})


APPS: dict[str, Any] = {"routes": routes, "bare": bare}


if __name__ == "__main__":
    run(APPS[sys.argv[1]], "127.0.0.1", int(sys.argv[2]))
