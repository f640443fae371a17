"""Whether the ledger's states and marks show what the model remembers."""

from collections.abc import Mapping
from typing import Any

from ledger.accounts.events import left_to_authorise_mark
from ledger.accounts.state import Account, MemberRecord
from ledger.contributions.events import ContributionPledged, ContributionReceived
from ledger.contributions.state import ContributionRecord, contribution_mark
from ledger.disbursements.state import Disbursement
from ledger.identifiers import AccountId, ContributionId, ProposalId, PurposeId, Stream, part_of, stream_of
from ledger.ledger import Ledger
from ledger.minutes.state import Minutes
from ledger.proposals.state import Proposal
from ledger.rounds.state import Round
from ledger.workspace import Workspace
from tests.model.remembered import LocalAccount


def agree_in_all(ledger: Ledger, name: str, account: LocalAccount) -> None:
    """The account, and each proposal, round and payment in it."""
    agree(ledger, Stream(name), account)
    for part in (*account.proposals, *account.rounds, *account.minutes, *account.payments):
        agree(ledger, stream_of(AccountId(name), part), account)
    members = {token: _membership(record) for token, record in ledger.members_of(AccountId(name)).items()}
    assert members == {
        token: (member.since, member.until, member.of_age, member.suspended)
        for token, member in account.members.items()
    }


def _membership(record: MemberRecord) -> tuple[Any, ...]:
    return record.since, record.until, record.of_age, record.suspended


def agree(ledger: Ledger, stream: Stream, account: LocalAccount) -> None:
    """One stream's state, and the marks that belong to it."""
    found = ledger.state(stream)
    assert found is not None
    state, part = found[0], part_of(stream)
    match state:
        case Account():
            _account(ledger, stream, state, account)
        case Proposal():
            proposal = account.proposals[part]
            assert (state.status, state.version) == (proposal.status, proposal.version)
            assert state.interests.keys() == proposal.interests
            assert state.interests_stated is proposal.stated
        case Round():
            _round(state, account, part)
        case Minutes():
            met = account.minutes[part]
            assert (state.attendance, state.day) == (met.attendance, met.began.date())
            assert (state.attending is None) is (met.there is None)
        case Disbursement():
            payment = account.payments[part]
            assert state.status == payment.status
            assert (state.line.unit, state.line.purpose) == payment.where
            assert state.line.amount_minor == payment.amount
            signers = {
                str(who): str(office)
                for who, office in zip(state.signed_off, state.signed_off_as, strict=True)
            }
            assert signers == payment.signers
        case _:
            raise AssertionError(f"{stream} is nothing that an account has")


def _account(ledger: Ledger, stream: Stream, state: Account, account: LocalAccount) -> None:
    shown = {
        (unit, str(purpose), str(destination)): (totals.received, totals.reserved, totals.paid)
        for (unit, purpose, destination), totals in state.totals.items()
        if (totals.received, totals.reserved, totals.paid) != (0, 0, 0)
    }
    expected = account.balances()
    assert shown == expected, f"balances: the ledger has {shown}, the model {expected}"
    for unit, purpose in {(unit, purpose) for unit, purpose, _ in expected}:
        assert state.available(unit, PurposeId(purpose)) == account.available(unit, purpose)
    assert {str(office): str(who) for office, who in state.officers.items()} == account.officers
    assert state.members == sum(member.until is None for member in account.members.values())
    assert {"unrestricted", *state.purposes} == account.purposes
    assert state.rules_version == account.rules_version
    with ledger.store.source(account.partition) as source:
        records = Workspace(source)
        gifts = {
            event.contribution: records.marks.get(
                contribution_mark(AccountId(stream), event.contribution), ContributionRecord
            )
            for _, event in source.events(stream, 0)
            if isinstance(event, ContributionPledged | ContributionReceived)
        }
        lefts = source.group(
            left_to_authorise_mark(AccountId(stream), ProposalId(""), "", PurposeId(""))[:-2]
        )
    _gifts(gifts, account)
    _left({mark: int(stored.value) for mark, stored in lefts.items()}, account, stream)
    _held(state, account)


def _gifts(shown: Mapping[ContributionId, ContributionRecord | None], account: LocalAccount) -> None:
    """What is left of each gift, and where it lies."""
    assert shown.keys() == account.gifts.keys()
    for name, record in shown.items():
        gift = account.gifts[name]
        assert record is not None, f"{name} left no mark"
        assert (record.status, record.unit, record.purpose) == (gift.status, gift.unit, gift.purpose)
        assert record.left_minor == gift.left, (
            f"{name}: {record.left_minor} is left, the model says {gift.left}"
        )


def _left(shown: dict[str, int], account: LocalAccount, stream: str) -> None:
    """What may still be authorised of each decision (B1)."""
    expected = {
        f"left:{stream}:{name}:{unit}:{purpose}": amount
        for name in account.proposals
        for (unit, purpose), amount in account.left_to_authorise(name).items()
        if amount
    }
    shown = {mark: amount for mark, amount in shown.items() if amount}
    assert shown == expected, f"left to authorise: the ledger has {shown}, the model {expected}"


def _held(state: Account, account: LocalAccount) -> None:
    """What each open round and each decision holds reserved."""
    expected = {
        (holder, unit, purpose): amount
        for holder, sums in (
            *((name, account.held(name)) for name in account.proposals),
            *((name, r.holds()) for name, r in account.rounds.items()),
        )
        for (unit, purpose), amount in sums.items()
        if amount
    }
    shown = {
        (holder, holding.unit, str(holding.purpose)): holding.amount_minor
        for holder, holdings in state.holdings.items()
        for holding in holdings
    }
    assert shown == expected, f"reservations: the ledger has {shown}, the model {expected}"


def _round(state: Round, account: LocalAccount, part: str) -> None:
    """Where it stands and, once counted, its tallies and winners."""
    round_ = account.rounds[part]
    assert (state.status, state.ballots_cast) == (round_.status, round_.ballots_cast)
    assert state.recused.keys() == round_.recused
    assert (set(state.suspended), set(state.annulled)) == (round_.suspended, round_.annulled)
    if state.terms is not None:
        assert state.terms.electorate == len(round_.electors)
        assert {(line.unit, line.purpose): line.amount_minor for line in state.terms.budget} == round_.budget
    assert (state.result is None) is (round_.result is None)
    if state.result is not None:
        assert state.result.by_hand == round_.present
        shown = (
            state.result.ballots_counted,
            state.result.quorum_reached,
            tuple((tally.label, tally.votes, tally.score) for tally in state.result.tallies),
            state.result.accepted,
            state.result.tie_decided,
        )
        assert shown == tuple(round_.result), f"result: the ledger has {shown}, the model {round_.result}"
