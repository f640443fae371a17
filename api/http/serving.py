"""How the application is served: by `usf serve`, and likewise by whatever its speed is compared with."""

import gc
from typing import Any

import uvicorn

IDLE_SECONDS = 75
"""How long a connection without a request stays open: longer than proxies keep theirs, so that they close first."""

LEAVING_SECONDS = 5
"""How long requests under way may take to end when the process is told to."""

COLLECTED_AFTER = 20_000
"""Objects made and not let go before circles among them are looked for; Python's own 700 are a few requests."""


def run(app: Any, host: str, port: int) -> None:
    """Serve until a signal ends it. Each request is already told in a line of the application's own."""
    # What was made so far stays as long as the process, and need not be looked through while a request waits.
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 10, 10)
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        # Nothing reads a caller's address, so that no proxy needs to be believed.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LEAVING_SECONDS,
    )
