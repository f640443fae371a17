"""What opening a round freezes, in one event (R1). None of it changes afterwards (R2)."""

from enum import StrEnum

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import CallId, MinutesId, ProposalId, Seal


class BallotType(StrEnum):
    """How electors express themselves."""

    YES_NO_ABSTAIN = "yes-no-abstain"
    APPROVAL = "approval"


class Confidentiality(StrEnum):
    """Who may see choices, and when. `open`: after counting anyone may see who chose what."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"


YES, NO, ABSTAIN = "yes", "no", "abstain"


class Item(msgspec.Struct, frozen=True):
    """A proposal as a drafted round names it."""

    label: str
    """Short public label, the option's name on the ballot."""
    proposal: ProposalId


class Option(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A proposal as frozen on the ballot (P2, R1)."""

    label: str
    proposal: ProposalId
    version: int
    seal: Seal
    destination: Destination
    costs: tuple[Line, ...]
    call: CallId | None = None
    """The call on the fund that it meets (P5)."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that R1 names; what is left out is not written down."""

    ballot_type: BallotType
    body: Body
    options: tuple[Option, ...]
    budget: tuple[Line, ...]
    """Reserved at once (R1)."""
    electorate: int
    """How many electors; recused members are not among them (M3, R3)."""
    recused: int
    members_list: Seal
    """Seal of the list of electing members, in random order."""
    tokens_list: Seal
    """Seal of the list of round tokens, in another random order."""
    rules_version: int
    quorum_percent: int
    second_call_quorum_percent: int | None
    threshold_percent: int
    tie_rule: TieRule
    objection_days: int
    closes_us: int
    """Deadline, microseconds since 1970 in UTC."""
    confidentiality: Confidentiality
    opened_us: int = 0
    counting_us: int = 0
    """When it is counted at the earliest; until then a show of hands may be entered (R9). 0: at the deadline."""
    minutes: MinutesId | None = None
    """Of the assembly in which it opened and closed in one sitting (R9)."""

    @property
    def entry_ends_us(self) -> int:
        """Until when votes of an assembly that met while the round was open are entered (R9)."""
        return max(self.closes_us, self.counting_us)
