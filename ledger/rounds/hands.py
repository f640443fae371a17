"""A show of hands: the totals of an assembly by its minutes, which count as the votes of those present (R9)."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.command import Context, Decision, Fact, Listing, Log, Reads, Seen
from ledger.context import moment_of, seal_of
from ledger.identifiers import AccountId, MemberToken, MinutesId, RoundToken
from ledger.minutes.events import MinutesRecorded
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.minutes.state import Minutes
from ledger.rounds.ballot_refusals import HandsBeyondBounds, HandsCannotDecide
from ledger.rounds.checking import cost_of
from ledger.rounds.counting import Hands, Tally, sealed_as
from ledger.rounds.events import ShowOfHandsEntered
from ledger.rounds.look import RoundCommand
from ledger.rounds.proxy_refusals import (
    ProxiesBeforeDeadline,
    ProxiesNeedAttendanceList,
    RepresentedInConfidence,
)
from ledger.rounds.recusing import members_recused
from ledger.rounds.refusals import (
    AttendanceListNeeded,
    EntryTooLate,
    MeetingOutsideRound,
    MorePresentThanAttended,
    MorePresentThanElectors,
    MoreVotesThanPresent,
    PresentMissing,
    PresentNotAsListed,
    RoundNotAtThisStep,
    ShowOfHandsAlreadyEntered,
    TotalMalformed,
    TotalMissing,
    TotalOfUnknownOption,
    TotalTwice,
)
from ledger.rounds.represented import Carried, ProxyCarried, by_tokens, represented
from ledger.rounds.state import ElectorRecord, Round, RoundStatus, elector_mark
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Confidentiality, CountingRule, RuleKind, Terms

_SHOWN_BY_HAND = frozenset({BallotType.YES_NO_ABSTAIN, BallotType.APPROVAL})
"""What totals for each option can be counted as."""


class EnterShowOfHands(RoundCommand, frozen=True, kw_only=True):
    """Enter the totals of an assembly that met while a round was open, in which others vote electronically.

    Whoever was present counts once: their electronic ballots, cast before or after, do not. It may be entered anew
    until the round is counted; the last entry counts, and all are kept.
    """

    minutes: MinutesId
    totals: tuple[Tally, ...]
    present: int | None = None
    """Electors present, where no attendance list was kept: where one was, it tells."""
    proxies: tuple[ProxyCarried, ...] = ()
    """Of electors for whom somebody present raised a hand, too (M6)."""
    replaces: bool = False
    """A show of hands that was entered before was written down wrongly."""
    listed: tuple[RoundToken, ...] | None = None
    """Gathered, not given: round tokens of those on the attendance list who are electors; None: no list was kept."""
    carried: tuple[Carried, ...] = ()
    """Gathered, not given: the proxies by round tokens."""

    def gather(self, log: Log) -> Any:
        attending = attendance_list(log, self.account, self.minutes)
        recused = frozenset(members_recused(log, self.account, self.round))
        if attending is not None:
            attending = tuple(member for member in attending if member not in recused)
        listed = None if attending is None else log.tokens_in(self.round, attending)
        carried = by_tokens(log, self.round, self.proxies, recused)
        return msgspec.structs.replace(self, listed=listed, carried=carried)

    def reads(self, context: Context) -> Reads:
        tokens = (*(self.listed or ()), *(token for one in self.carried for token in (one.holder, one.giver)))
        marks = (elector_mark(self.account, self.round, RoundToken(token)) for token in tokens)
        minutes = minutes_stream(self.account, self.minutes)
        return Reads(streams=(self.account, self.stream, minutes), marks=tuple(marks))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        if found.status not in (RoundStatus.OPEN, RoundStatus.CLOSED):
            raise RoundNotAtThisStep(status=found.status.value, wanted="open or closed")
        terms = found.terms
        assert terms is not None, "a round that was opened has terms"
        require_decided_by_hands(terms.ballot_type, terms.counting_rule)
        minutes = minutes_in(seen, self.account, self.minutes)
        self._require_in_time(found, terms, minutes, context)
        if found.minutes is not None and not self.replaces:
            raise ShowOfHandsAlreadyEntered
        tokens = self._tokens(seen, found, context)
        others = self._represented(seen, found, terms, tokens, context)
        hands = Hands(
            present=present_of(
                self.present, minutes, None if tokens is None else len(tokens), found.electors
            ),
            totals=self.totals,
            represented=len(others),
        )
        listing: Listing | None = None
        if tokens is not None and terms.confidentiality is Confidentiality.OPEN:
            listing = context.listing(context.shuffled((*tokens, *others)))
            yield listing
        yield Fact(self.stream, entered(self.minutes, checked(terms, hands), listing, context))
        return self.round

    def _require_in_time(self, found: Round, terms: Terms, minutes: Minutes, context: Context) -> None:
        """The assembly met while the round was open, and its votes come in before the day of counting."""
        if minutes.began_us < terms.opened_us or minutes.ended_us > found.closes_us:
            raise MeetingOutsideRound
        # What was entered before somebody was recused must be entered without them, however late that was found (R3).
        if context.recorded_us >= found.entry_ends_us and not found.hands_overtaken:
            raise EntryTooLate(until=moment_of(found.entry_ends_us).isoformat(timespec="minutes"))

    def _represented(
        self,
        seen: Seen,
        found: Round,
        terms: Terms,
        present: tuple[RoundToken, ...] | None,
        context: Context,
    ) -> tuple[str, ...]:
        """The tokens of those who are represented; until the deadline they may still vote themselves (M6)."""
        if not self.carried:
            return ()
        if terms.confidentiality is Confidentiality.CONFIDENTIAL:
            raise RepresentedInConfidence
        if present is None:
            raise ProxiesNeedAttendanceList
        if context.recorded_us < found.closes_us:
            raise ProxiesBeforeDeadline

        def recorded(token: str) -> ElectorRecord | None:
            return seen.mark(elector_mark(self.account, self.round, RoundToken(token)), ElectorRecord)

        return represented(self.carried, present, terms.proxies_per_holder, recorded)

    def _tokens(self, seen: Seen, found: Round, context: Context) -> tuple[RoundToken, ...] | None:
        """The tokens of the electors present; they may be unknown only where nobody else votes, nor will."""
        if self.listed is None:
            if found.ballots_cast or context.recorded_us < found.closes_us:
                raise AttendanceListNeeded
            return None
        marks = {token: elector_mark(self.account, self.round, token) for token in self.listed}
        return tuple(token for token, mark in marks.items() if seen.mark(mark, ElectorRecord) is not None)


def attendance_list(log: Log, account: AccountId, minutes: MinutesId) -> tuple[MemberToken, ...] | None:
    """The members whom minutes list as present; None where they list none, or are none."""
    if not minutes.startswith("minutes-") or "/" in minutes:
        return None
    for _, event in log.events(minutes_stream(account, minutes)):
        if isinstance(event, MinutesRecorded) and event.attending is not None:
            return tuple(map(MemberToken, log.listing(event.attending)))
    return None


def present_of(given: int | None, minutes: Minutes, listed: int | None, electors: int) -> int:
    """How many electors were present: as the list tells, as it is said, or all who attended.

    Raises PresentNotAsListed, MorePresentThanAttended, MorePresentThanElectors or PresentMissing.
    """
    if listed is not None:
        if given is not None and given != listed:
            raise PresentNotAsListed(listed=listed)
        return listed
    if given is None and minutes.attendance <= electors:
        return minutes.attendance
    if given is None or given < 0:
        raise PresentMissing(attendance=minutes.attendance, electors=electors)
    if given > minutes.attendance:
        raise MorePresentThanAttended(present=given, attendance=minutes.attendance)
    if given > electors:
        raise MorePresentThanElectors(present=given, electors=electors)
    return given


def require_decided_by_hands(ballot_type: BallotType, rule: CountingRule) -> None:
    """Totals tell all that the count needs: not in which order people chose, nor who chose several options together."""
    if ballot_type not in _SHOWN_BY_HAND or rule.kind is RuleKind.EQUAL_SHARES:
        raise HandsCannotDecide


def checked(terms: Terms, hands: Hands) -> Hands:
    """The same totals, in the order of the ballot. Raises what keeps them from being possible (R9)."""
    labels = labels_of(terms)
    votes: dict[str, int] = {}
    for total in hands.totals:
        if total.label not in labels:
            raise TotalOfUnknownOption(label=total.label, labels=", ".join(labels))
        if total.label in votes:
            raise TotalTwice(label=total.label)
        if total.votes < 0:
            raise TotalMalformed(label=total.label)
        votes[total.label] = total.votes
    for label in labels:
        if label not in votes:
            raise TotalMissing(label=label)
    # Each person present answers once; of several options each may choose any, and none of them twice (V2).
    most = sum(votes.values()) if terms.ballot_type is BallotType.YES_NO_ABSTAIN else max(votes.values())
    if most > hands.voting:
        raise MoreVotesThanPresent(votes=most, present=hands.voting)
    if not _within_bounds(terms, votes, hands.voting):
        raise HandsBeyondBounds(present=hands.voting)
    return msgspec.structs.replace(hands, totals=tuple(Tally(label, votes[label]) for label in labels))


def _within_bounds(terms: Terms, votes: Mapping[str, int], present: int) -> bool:
    """Whether electors who keep to the bounds of a ballot can have given these totals together; that each of them did,
    totals cannot tell.
    """
    bounds = terms.bounds
    if bounds.max_length and sum(votes.values()) > bounds.max_length * present:
        return False
    if not bounds.max_sum_cost_minor:
        return True
    unit = terms.budget[0].unit
    cost = sum(votes[option.label] * cost_of(option, unit) for option in terms.options)
    return cost <= bounds.max_sum_cost_minor * present


def labels_of(terms: Terms) -> Sequence[str]:
    """What can be chosen on a ballot, in its order."""
    if terms.ballot_type is BallotType.YES_NO_ABSTAIN:
        return YES, NO, ABSTAIN
    return tuple(option.label for option in terms.options)


def entered(minutes: MinutesId, hands: Hands, tokens: Listing | None, context: Context) -> ShowOfHandsEntered:
    """The event that says what an assembly chose, with the seal by which it is pointed at before it is shown."""
    salt = context.salt()
    return ShowOfHandsEntered(
        minutes=minutes,
        hands=hands,
        tokens=None if tokens is None else tokens.seal,
        salt=salt,
        seal=seal_of(salt, sealed_as(hands)),
    )
