"""What opening a round freezes, in one event (R1). None of it changes afterwards (R2)."""

from enum import StrEnum

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import (
    MOST_DECISION_DAYS,
    PROXIES_PER_HOLDER,
    Body,
    ObjectionBody,
    TieRule,
)
from ledger.identifiers import CallId, MinutesId, ProposalId, RoundId, Seal


class BallotType(StrEnum):
    """How electors express themselves."""

    YES_NO_ABSTAIN = "yes-no-abstain"
    APPROVAL = "approval"
    """Any of the options."""
    CUMULATIVE = "cumulative"
    """Points to share out among options, so many together."""
    RANKED = "ranked"
    """Options in the order of preference."""
    SCORE = "score"
    """Points for each option, up to so many each."""

    @property
    def shares_budget(self) -> bool:
        """Whether it chooses among proposals for money; else it answers one question."""
        return self is not BallotType.YES_NO_ABSTAIN

    @property
    def gives_points(self) -> bool:
        """Whether each option that is named is given points."""
        return self in (BallotType.CUMULATIVE, BallotType.SCORE)


class RuleKind(StrEnum):
    """How ballots become a result."""

    MAJORITY = "majority"
    """More yes than no."""
    GREEDY = "greedy"
    """In the order of their scores, as far as the budget goes."""
    EQUAL_SHARES = "equal-shares"
    """Each elector who took part has an equal share, and pays for what they chose."""


class ScoredBy(StrEnum):
    """What greedy orders options by."""

    VOTES = "votes"
    """Ballots that name the option."""
    POINTS = "points"
    RANKS = "ranks"
    """Of a ranked ballot: as many points for the first place as it names options, one less for each next."""


class Completion(StrEnum):
    """What Equal Shares does with money that is left."""

    NONE = "none"
    ADD1 = "add1"
    """Shares grow by one whole currency unit at a time while the costs of what they buy still fit the budget."""
    ADD1_GREEDY = "add1-greedy"
    """The same, then whatever still fits, in the order of scores."""


class CountingRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rule of a round, frozen with it; what is left out is not written down."""

    kind: RuleKind
    version: int = 1
    """Of the rule's definition: a result is recounted by the definition under which it was counted."""
    scored_by: ScoredBy = ScoredBy.VOTES
    minimum_score: int = 0
    """An option whose score is lower is not accepted; one that has just this score may be."""
    stops: bool = False
    """Greedy stops at the first option that does not fit, instead of passing over it."""
    completion: Completion = Completion.NONE
    compared: bool = False
    """The result of Equal Shares is compared with greedy's, and electors' preference decides between them."""


class Bounds(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a ballot may hold; 0: no such bound."""

    min_length: int = 0
    """Options that it names at least."""
    max_length: int = 0
    max_sum_cost_minor: int = 0
    """What the named options cost together at most, in the budget's one unit."""
    min_sum_points: int = 0
    max_sum_points: int = 0
    max_points: int = 0
    """For one option."""


RULE_OF = {
    BallotType.YES_NO_ABSTAIN: CountingRule(kind=RuleKind.MAJORITY),
    BallotType.APPROVAL: CountingRule(kind=RuleKind.GREEDY),
    BallotType.CUMULATIVE: CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.POINTS),
    BallotType.RANKED: CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.RANKS),
    BallotType.SCORE: CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.POINTS),
}
"""The rule of a round that declares none."""


def rule_of(ballot_type: BallotType, declared: CountingRule | None) -> CountingRule:
    """By which ballots of this type are counted."""
    return declared or RULE_OF[ballot_type]


class Confidentiality(StrEnum):
    """Who may see choices, and when.

    `open`: after counting anyone may see who chose what. `confidential`: nobody is ever told; after counting choices
    are listed without whose they are.
    """

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


class Extension(msgspec.Struct, frozen=True):
    """A ballot that reaches the quorum late moves the deadline once, so that others have time to answer it."""

    within_minutes: int
    """Before the deadline: how late is late."""
    by_minutes: int
    """After that ballot: when the round closes then."""


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
    rule: CountingRule | None = None
    """None: the one that goes with the ballot type."""
    bounds: Bounds = Bounds()
    objection_body: ObjectionBody = ObjectionBody.DECIDING_BODY
    """Who decides on objections (R8)."""
    objection_decision_days: int = MOST_DECISION_DAYS
    """Within how many days; an objection that is not decided by then lapses (R8)."""
    extension: Extension | None = None
    second_call_of: RoundId | None = None
    """The round whose count missed the quorum; this one asks the same, with the quorum of a second call."""
    proxies_per_holder: int = PROXIES_PER_HOLDER
    """How many others an elector may vote for, at most (M6)."""

    @property
    def counting_rule(self) -> CountingRule:
        """By which it is counted."""
        return rule_of(self.ballot_type, self.rule)

    @property
    def entry_ends_us(self) -> int:
        """Until when votes of an assembly that met while the round was open are entered (R9), unless the deadline
        moves.
        """
        return max(self.closes_us, self.counting_us)
