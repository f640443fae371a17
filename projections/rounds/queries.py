"""Decision rounds: their rows and queries."""

from enum import StrEnum

import msgspec

from ledger.accounts.state import Destination
from ledger.associations.rules import Body, ObjectionBody, TieRule
from ledger.identifiers import (
    AccountId,
    MemberToken,
    MinutesId,
    ProposalId,
    PurposeId,
    RoundId,
    RoundToken,
    Seal,
)
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import BallotType, Confidentiality, CountingRule
from projections.base import Database, fetch


class BallotBounds(msgspec.Struct, frozen=True, kw_only=True):
    """What a ballot may hold; None: no such bound."""

    min_length: int | None
    max_length: int | None
    unit: str | None
    """Of the bound on costs."""
    max_sum_cost_minor: int | None
    min_sum_points: int | None
    max_sum_points: int | None
    max_points: int | None


class Round(msgspec.Struct, frozen=True):
    """A row. What opening freezes is None before, what counting finds likewise. The title is a paper."""

    account: AccountId
    id: RoundId
    status: RoundStatus
    ballot_type: BallotType
    rule: CountingRule
    bounds: BallotBounds
    body: Body
    confidentiality: Confidentiality
    closes_us: int
    title: Seal
    electorate: int | None
    recused: int | None
    members_list: Seal | None
    tokens_list: Seal | None
    rules_version: int | None
    quorum_percent: int | None
    second_call_quorum_percent: int | None
    threshold_percent: int | None
    tie_rule: TieRule | None
    objection_days: int | None
    opened_us: int | None
    closed_us: int | None
    counted_us: int | None
    """Start of the objection window."""
    final_us: int | None
    annulled_us: int | None
    objection_body: ObjectionBody | None
    """Who decides on objections (R8)."""
    objection_decision_days: int | None
    annulment: Seal | None
    """Of the reason why the round was annulled."""
    annulled_by: MinutesId | None
    """Minutes of the assembly that annulled it."""
    ballots_counted: int | None
    quorum_reached: bool | None
    tie_decided: bool | None
    """Another order of tied options would accept others (R7)."""
    counting_us: int
    """When it is counted at the earliest; until then a show of hands may be entered (R9)."""
    minutes: MinutesId | None
    """Of the assembly in which it opened and closed in one sitting (R9)."""
    by_hand: int | None
    """How many of those who took part were present at a show of hands (R9)."""
    choices_list: Seal | None
    """Of a counted confidential round: of the list of the choices that count, in random order."""
    ballots_list: Seal | None
    """Likewise: of the list of the numbers of the ballots that count (V5)."""
    extension_within_minutes: int | None
    """How late a ballot that reaches the quorum moves the deadline."""
    extension_by_minutes: int | None
    """To how long after that ballot."""
    extended_us: int | None
    """When it did."""
    second_call_of: RoundId | None
    """The round whose count missed the quorum, of which this is the second call."""
    proxies_per_holder: int | None
    """For how many others an elector may vote (M6)."""
    recused_later: int | None
    """Electors who were recused while it was open, and are not in the quorum's denominator (R3)."""
    set_aside: Seal | None
    """Of the list of those whose ballots do not count, since somebody was recused."""
    recorded_us: int
    position: int
    """Where it was drafted; pages follow it."""


class BudgetLine(msgspec.Struct, frozen=True):
    """What the round may give, in minor units of one unit and purpose."""

    unit: str
    purpose: PurposeId
    amount_minor: int


class Standing(StrEnum):
    """Whether what was decided on an item stands."""

    SUSPENDED = "suspended"
    """Its round is final, and an objection to it waits for its decision (R8)."""
    FINAL = "final"
    ANNULLED = "annulled"


class ObjectionState(StrEnum):
    """What became of an objection."""

    PENDING = "pending"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"
    """Nobody decided on it within the days for that."""
    MOOT = "moot"
    """Its item, or the round, was annulled for another reason."""


class RoundOption(msgspec.Struct, frozen=True):
    """A proposal on the ballot. Version, seal and destination are frozen at the opening; `accepted` at counting."""

    label: str
    proposal: ProposalId
    version: int | None
    seal: Seal | None
    destination: Destination | None
    accepted: bool | None
    standing: Standing | None
    """Whether what was decided on it stands; None until the round is final, or an objection to it upheld."""


class Objection(msgspec.Struct, frozen=True):
    """What an elector objects to an item, by number; who it is, is not kept here, and both reasons are papers."""

    number: int
    label: str
    reason: Seal
    raised_us: int
    decide_by_us: int
    state: ObjectionState
    decided_us: int | None
    decision: Seal | None
    """Of the reason of the decision."""
    minutes: MinutesId | None
    """Of the assembly that decided; the auditor did where there is a decision and none."""
    position: int


class OptionCost(msgspec.Struct, frozen=True):
    """What an option costs, in minor units of one unit and purpose."""

    label: str
    unit: str
    purpose: PurposeId
    amount_minor: int


class RoundTally(msgspec.Struct, frozen=True):
    """Counting ballots that chose this: an option's label, or yes, no, abstain."""

    label: str
    votes: int
    score: int | None
    """Points together, or those of its ranks; None where the rule goes by votes."""


class Ballot(msgspec.Struct, frozen=True):
    """A ballot as anyone may see it at any time: its number and its seal (V8)."""

    number: int
    elector: RoundToken
    seal: Seal
    recorded_us: int
    position: int
    """Where its event stands, for who may read the choices after counting."""


class ShowOfHands(msgspec.Struct, frozen=True):
    """A show of hands as anyone may see it at any time: its minutes and its seal (V8). The last one counts."""

    minutes: MinutesId
    seal: Seal
    tokens: Seal | None
    """Of the list of round tokens of those present, where others voted electronically."""
    recorded_us: int
    position: int
    """Where its event stands, for who may read the totals after counting."""


def find(db: Database, account: AccountId, round_id: RoundId) -> Round | None:
    """One round; None where the account has no such."""
    found = fetch(db, Round, "FROM rounds WHERE account = ? AND id = ?", (account, round_id))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    status: RoundStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Round]:
    """An account's rounds in the order of drafting, after the position of the page before."""
    wanted = "" if status is None else "AND status = :status"
    rest = (
        f"FROM rounds WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    )
    return fetch(db, Round, rest, {"account": account, "after": after, "status": status, "limit": limit})


def ballots_cast(db: Database, account: AccountId, round_id: RoundId) -> int:
    """How many ballots came, replaced ones too."""
    query = "SELECT COUNT(*) FROM ballots WHERE account = ? AND round = ?"
    return int(db.execute(query, (account, round_id)).fetchone()[0])


def budget(db: Database, account: AccountId, round_id: RoundId) -> list[BudgetLine]:
    """The round's budget, by unit and purpose."""
    rest = "FROM round_budgets WHERE account = ? AND round = ? ORDER BY unit, purpose"
    return fetch(db, BudgetLine, rest, (account, round_id))


def options(db: Database, account: AccountId, round_id: RoundId) -> list[RoundOption]:
    """The options, in the order of the ballot."""
    rest = "FROM round_options WHERE account = ? AND round = ? ORDER BY place"
    return fetch(db, RoundOption, rest, (account, round_id))


def costs(db: Database, account: AccountId, round_id: RoundId) -> list[OptionCost]:
    """What the options cost, by label, unit and purpose."""
    rest = "FROM round_costs WHERE account = ? AND round = ? ORDER BY label, unit, purpose"
    return fetch(db, OptionCost, rest, (account, round_id))


def tallies(db: Database, account: AccountId, round_id: RoundId) -> list[RoundTally]:
    """The tallies in the order of the result; none before counting (V8)."""
    rest = "FROM round_tallies WHERE account = ? AND round = ? ORDER BY place"
    return fetch(db, RoundTally, rest, (account, round_id))


def objections(
    db: Database, account: AccountId, round_id: RoundId, *, after: int = 0, limit: int = 100
) -> list[Objection]:
    """What electors objected, by number, after the number of the page before."""
    rest = "FROM objections WHERE account = ? AND round = ? AND number > ? ORDER BY number LIMIT ?"
    return fetch(db, Objection, rest, (account, round_id, after, limit))


def recusals(db: Database, account: AccountId, round_id: RoundId) -> list[MemberToken]:
    """Who declared a recusal before the opening, by token."""
    query = "SELECT member FROM round_recusals WHERE account = ? AND round = ? ORDER BY member"
    return [MemberToken(member) for (member,) in db.execute(query, (account, round_id))]


def ballots(
    db: Database, account: AccountId, round_id: RoundId, *, after: int = 0, limit: int = 100
) -> list[Ballot]:
    """The ballots by number, after the number of the page before."""
    rest = "FROM ballots WHERE account = ? AND round = ? AND number > ? ORDER BY number LIMIT ?"
    return fetch(db, Ballot, rest, (account, round_id, after, limit))


def shows_of_hands(db: Database, account: AccountId, round_id: RoundId) -> list[ShowOfHands]:
    """What was entered of assemblies, in that order."""
    rest = "FROM shows_of_hands WHERE account = ? AND round = ? ORDER BY position"
    return fetch(db, ShowOfHands, rest, (account, round_id))
