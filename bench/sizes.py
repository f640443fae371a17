"""How much is measured: by default what the targets speak of, and next to nothing for a test of the instrument."""

import os

import msgspec


class Sizes(msgspec.Struct, frozen=True):
    """Of one run; each can be set by an environment variable, such as `USF_BENCH_SAMPLES`."""

    contributions: int = 100_000
    """Single ones over HTTP, and lines of bulk streams."""
    accounts: int = 50
    givers: int = 40
    """Known to each account, as members who give every month are."""
    samples: int = 5
    """Of each figure; their median is the figure."""
    reads: int = 20_000
    """Of a sample of reads over HTTP."""
    questions: int = 200
    """About the past, in a sample."""
    few: int = 10_000
    """Contributions of a small history."""
    many: int = 1_000_000
    """Contributions of a long one."""
    minutes: float = 20
    """No row is begun after these."""


def sizes_from_environment() -> Sizes:
    """The default sizes with what the environment changes."""
    given = {
        field: os.environ[name]
        for field in Sizes.__struct_fields__
        if (name := f"USF_BENCH_{field.upper()}") in os.environ
    }
    return msgspec.convert(given, Sizes, strict=False)
