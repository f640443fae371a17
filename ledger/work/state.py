"""What is remembered of work: a mark for each sheet, and one for each person's minutes of a day."""

from datetime import date
from enum import StrEnum

import msgspec

from ledger.contributions.state import GiverKind, Motive
from ledger.identifiers import (
    AccountId,
    ContributionId,
    Mark,
    MemberToken,
    PartyToken,
    PurposeId,
    SheetId,
)
from ledger.promises.state import Honours

MINUTES_OF_A_DAY = 24 * 60


class SheetStatus(StrEnum):
    """Where an attendance sheet stands."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Hours(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of an attendance sheet: a contribution of time."""

    contribution: ContributionId
    worker: PartyToken | MemberToken
    minutes: int
    giver_kind: GiverKind = GiverKind.PERSON
    """An association or a company may give the time of its people."""
    honours: Honours | None = None
    """The promise that these hours honour once they are confirmed, where they do: they are a pass-on then (C7)."""


class SheetRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a sheet's mark."""

    status: SheetStatus
    leader: MemberToken
    effective: date
    purpose: PurposeId
    motive: Motive = Motive.GIFT
    lines: tuple[Hours, ...] = ()
    """Kept while the sheet waits to be confirmed."""


def sheet_mark(account: AccountId, sheet: SheetId) -> Mark:
    """Where it is kept how an attendance sheet stands."""
    return Mark(f"sheet:{account}:{sheet}")
