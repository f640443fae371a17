"""Log lines as JSON objects on stderr, one each."""

import logging
import sys
import traceback
from contextlib import suppress
from typing import TextIO, cast

import structlog


class Unfailing:
    """A stream whose lines are lost where they cannot be written, as on a full disk.

    What a request did is recorded by then, or refused for a reason: neither may turn into an unexpected error because
    nobody could write it down.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        """Write if that can be done."""
        with suppress(OSError, ValueError):
            self._stream.write(line)

    def flush(self) -> None:
        """Flush if that can be done."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def log_as_json(level: int = logging.INFO) -> None:
    """Set the process up to log so. Called once by what serves; tests and libraries leave logging alone."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, Unfailing(sys.stderr))),
        cache_logger_on_first_use=True,
    )


def place_of(error: BaseException) -> list[str]:
    """Where it happened, innermost last, without any values."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
