"""Minutes for the views."""

from datetime import date
from typing import Final

from ledger.identifiers import MemberToken, MinutesId, Seal, stream_of
from ledger.minutes.events import MinutesRecorded
from tests.projections.log import ACCOUNT, NOON_US, Log

SEAL: Final = Seal("5ea1" * 16)
ANA, BIA = (MemberToken(f"member-000000000000000{n}") for n in (1, 2))
MINUTES: Final = MinutesId("minutes-0000000000000001")


def record_minutes(log: Log) -> None:
    """An assembly met at noon for an hour."""
    log.record(
        MinutesRecorded(
            began_us=NOON_US,
            ended_us=NOON_US + 3_600_000_000,
            convened=date(2026, 2, 3),
            convocation=SEAL,
            attendance=3,
            attesting=(ANA, BIA),
            text=SEAL,
            entry_until=date(2026, 3, 9),
        ),
        stream=stream_of(ACCOUNT, MINUTES),
    )
