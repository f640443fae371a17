"""What came of a season."""

import msgspec

from ledger.identifiers import AccountId, RoundId


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a season; amounts in minor units of the file's currency."""

    account: AccountId
    round: RoundId
    ballots_counted: int
    ballots_refused: dict[str, int]
    """How many, by the slug of the refusal."""
    ballots_replaced: int
    """Ballots of voters who voted again later: the last one counts (V3)."""
    withdrawn: list[str]
    """Ids of the projects that were withdrawn after the vote, and are left off the ballot."""
    selected: list[str]
    """Ids of the accepted projects, sorted as text."""
    agrees_with_file: bool | None
    """Whether these are the file's own winners; none where it does not say."""
    tie_decided: bool
    unit: str
    budget_minor: int
    disbursed_minor: int
    remaining_minor: int
    events: int
    seconds: float
