"""What an operator may set, by environment variables that begin with `USF_`."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from ledger.papers.media import LARGEST_BYTES


class Settings(BaseSettings):
    """Bounds of the HTTP service. Every one is finite, so that no request can hold the service up."""

    model_config = SettingsConfigDict(env_prefix="USF_", extra="ignore")

    largest_body_bytes: Annotated[int, Field(ge=1_024)] = 1_048_576
    """Of a JSON body. A stream of lines (NDJSON) has no bound as a whole, only each line has."""
    largest_paper_bytes: Annotated[int, Field(ge=1_024, le=104_857_600)] = LARGEST_BYTES
    """Of an evidence file."""
    papers_in_memory_bytes: Annotated[int, Field(ge=1_024)] = 134_217_728
    """Of all papers that are being sent here or fetched at the same time."""
    paper_seconds: Annotated[float, Field(gt=0)] = 900.0
    """How long one paper may be on its way, so that a slow line is served and a silent one lets go."""
    largest_line_bytes: Annotated[int, Field(ge=1_024)] = 65_536
    lines_in_flight: Annotated[int, Field(ge=1, le=4_096)] = 1_024
    """Lines of one stream that may wait for the ledger at once: two of its batches, so that it need not wait for us."""
    unread_bytes: Annotated[int, Field(ge=1_024)] = 16_777_216
    """Results kept for the caller of one stream who does not read them yet; then nothing more is read of it."""
    deepest_nesting: Annotated[int, Field(ge=8)] = 16
    """Lists and objects within each other in a JSON body."""
    readers: Annotated[int, Field(ge=1, le=64)] = 16
    """Reads of the database at the same time."""
    wait_seconds: Annotated[float, Field(gt=0, le=10)] = 5.0
    """How long a read waits for `min_position` when the caller does not say."""
    ready_lag_events: Annotated[int, Field(ge=0)] = 10_000
    """How far views may lie behind the log before the service says that it is not ready."""
    ready_lag_seconds: Annotated[float, Field(gt=0)] = 30.0
