"""Log lines as JSON objects on stderr, one each."""

import logging
import sys

import structlog


def log_as_json(level: int = logging.INFO) -> None:
    """Set the process up to log so. Called once by what serves; tests and libraries leave logging alone."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
