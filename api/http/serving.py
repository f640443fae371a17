"""How the application is served: by `usf serve`, and likewise by whatever its speed is compared with."""

from typing import Any

import uvicorn


def run(app: Any, host: str, port: int) -> None:
    """Serve until a signal ends it. Each request is already told in a line of the application's own."""
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning")
