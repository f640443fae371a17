"""Races: many callers want the same thing at the same time, and exactly one of them gets it.

`USF_RACES` says how often each race is run; `make races` runs it hundreds of times. State is built once per race, and
every round of it is about another subject in the same ledger. Afterwards all sums hold, in this process and after a
restart, and replaying the whole history finds no fault.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.associations.rules import BODY_OF, Tier
from ledger.command import Command
from ledger.contributions.commands import AcceptEarmark, Giver, ReceiveContribution
from ledger.disbursements.commands import AuthoriseDisbursement, PartyGiven
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.identifiers import UNRESTRICTED, ContributionId, DisbursementId, PurposeId, RoundId, Stream
from ledger.ledger import Request
from ledger.proposals.commands import LineGiven
from ledger.replay import Figures, Replay
from ledger.rounds.commands import DraftRound, OpenRound
from ledger.rounds.terms import BallotType, Item
from tests.races.contenders import Contest, Entry, Outcome, by_processes, by_threads
from tests.season import Season
from tests.stores import database_at

RACES = int(os.environ.get("USF_RACES", "5"))

Runner = Callable[[Season, Sequence[Contest]], list[list[Outcome]]]


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Season]:
    season = Season.open(database_at(tmp_path / "usf.db")).found()
    yield season
    season.close()


def _threads(season: Season, contests: Sequence[Contest]) -> list[list[Outcome]]:
    return by_threads(season.ledger, contests)


def _processes(season: Season, contests: Sequence[Contest]) -> list[list[Outcome]]:
    return by_processes(season.ledger.store.address, contests)


@pytest.fixture(params=[_threads, _processes], ids=["threads", "processes"])
def run(request: pytest.FixtureRequest) -> Runner:
    """All contenders as threads of one process, or shared out among processes."""
    runner: Runner = request.param
    return runner


def many(season: Season, commands: Sequence[Command]) -> list[str]:
    """Commands that do not compete, in as few batches as may be; the ids that they made."""
    made: list[str] = []
    treasurer = season.treasurer
    for start in range(0, len(commands), 5000):
        futures = [season.ledger.submit(command, by=treasurer) for command in commands[start : start + 5000]]
        made += [future.result().created for future in futures]
    return made


def gift(season: Season, purpose: PurposeId = UNRESTRICTED) -> ReceiveContribution:
    return ReceiveContribution(
        account=season.account, unit="EUR", amount="1.00", giver=Giver(name="Emma Grant"), earmark=purpose
    )


def winners(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.answer is not None]


def figures(season: Season) -> Figures:
    return Replay(season.ledger.store).run()


def balances(season: Season) -> bytes:
    """Every total and reservation of the account, byte for byte."""
    state = season.state()
    return msgspec.json.encode(
        [sorted(map(repr, state.totals.items())), sorted(map(repr, state.holdings.items()))]
    )


def holds_after_a_restart(season: Season) -> None:
    """The history has no fault, and a fresh process sees the same in every figure."""
    before, held = figures(season), balances(season)
    season.reopened()
    assert figures(season) == before
    assert balances(season) == held
    assert season.ledger.state(Stream(season.account)) == season.ledger.state_at(
        Stream(season.account), 2**62
    )


def test_of_64_refunds_from_a_purpose_that_can_pay_one_exactly_one_is_paid(
    founded: Season, run: Runner
) -> None:
    """C9, L2"""
    declare = DeclarePurpose(account=founded.account, kind=PurposeKind.PROJECT, description="The school bus")
    purposes = [PurposeId(made) for made in many(founded, [declare] * RACES)]
    gifts = many(founded, [gift(founded, purpose) for purpose in purposes for _ in range(64)])
    many(
        founded,
        [
            AcceptEarmark(account=founded.account, contribution=ContributionId(contribution))
            for contribution in gifts
        ],
    )
    reserve_all_but_one(founded, purposes)
    treasurer = founded.treasurer
    contests = [
        [Entry(founded.refund(ContributionId(g), "1.00"), treasurer) for g in gifts[n * 64 : n * 64 + 64]]
        for n in range(RACES)
    ]
    for purpose, outcomes in zip(purposes, run(founded, contests), strict=True):
        assert len(winners(outcomes)) == 1
        assert Counter(outcome.refusal for outcome in outcomes)["not-enough-available"] == 63
        assert founded.available(purpose) == 0
    holds_after_a_restart(founded)
    assert all(founded.available(purpose) == 0 for purpose in purposes)


def reserve_all_but_one(season: Season, purposes: Sequence[PurposeId]) -> None:
    """An open round holds 63 of the 64 euro of each purpose."""
    season.receive("1.00")
    proposal = season.admitted_proposal(season.spending("1.00"))
    draft = DraftRound(
        account=season.account,
        title="The assembly decides.",
        ballot_type=BallotType.APPROVAL,
        body=BODY_OF[Tier.MICRO_LOCAL],
        items=(Item("p1", proposal),),
        budget=tuple(LineGiven("EUR", purpose, "63.00") for purpose in purposes),
        closes=season.now() + timedelta(days=1),
    )
    season.do(OpenRound(account=season.account, round=RoundId(season.do(draft))))


def test_of_64_sign_offs_of_one_payment_each_officers_first_counts_alone(
    founded: Season, run: Runner
) -> None:
    """B3"""
    founded.receive(f"{RACES}.00")
    proposal = founded.accepted_proposal(f"{RACES}.00")
    payments = many(
        founded,
        [
            AuthoriseDisbursement(
                account=founded.account,
                proposal=proposal,
                tranche=tranche,
                unit="EUR",
                purpose=UNRESTRICTED,
                amount="1.00",
                payee=PartyGiven(kind=PartyKind.PERSON, name="Rui Mason"),
            )
            for tranche in range(1, RACES + 1)
        ],
    )
    officers = founded.treasurer, founded.second_signatory
    contests = [
        [Entry(founded.sign_off(DisbursementId(payment)), officers[n % 2]) for n in range(64)]
        for payment in payments
    ]
    for payment, outcomes in zip(payments, run(founded, contests), strict=True):
        assert sorted(outcome.actor for outcome in winners(outcomes)) == sorted(officers)
        assert {outcome.refusal for outcome in outcomes} == {"", "already-signed-off"}
        signed = founded.disbursement(DisbursementId(payment))
        assert sorted(signed.signed_off) == sorted(officers)
        assert signed.status is DisbursementStatus.SIGNED_OFF
    holds_after_a_restart(founded)


def test_of_50_reversals_of_one_entry_exactly_one_takes_it_out(founded: Season, run: Runner) -> None:
    """L6"""
    gifts = [ContributionId(made) for made in many(founded, [gift(founded)] * RACES)]
    assert founded.available() == RACES * 100
    treasurer = founded.treasurer
    contests = [[Entry(founded.reverse(one), treasurer)] * 50 for one in gifts]
    for outcomes in run(founded, contests):
        assert len(winners(outcomes)) == 1
        assert Counter(outcome.refusal for outcome in outcomes)["nothing-left-to-reverse"] == 49
    assert founded.available() == 0
    holds_after_a_restart(founded)


def test_of_50_equal_requests_with_one_key_one_has_an_effect_and_all_have_its_answer(
    founded: Season, run: Runner
) -> None:
    """C2"""
    treasurer = founded.treasurer
    contests = [
        [Entry(gift(founded), treasurer, Request("caller", f"key {n}", "1 euro from Emma"))] * 50
        for n in range(RACES)
    ]
    told = run(founded, contests)
    for outcomes in told:
        answers = [outcome.answer for outcome in winners(outcomes)]
        assert len(answers) == 50
        assert len({(answer.position, answer.created) for answer in answers if answer}) == 1
        assert [answer.replayed for answer in answers if answer].count(False) == 1
    assert founded.available() == RACES * 100
    before, held = figures(founded), balances(founded)
    # A late repeat, in this process and after a restart, leaves every balance byte for byte as it was.
    for _ in range(2):
        for (entry, *_), (first, *_) in zip(contests, told, strict=True):
            assert first.answer is not None
            again = founded.ledger.handle(entry.command, by=entry.actor, request=entry.request)
            assert (again.created, again.replayed) == (first.answer.created, True)
        assert balances(founded) == held
        assert figures(founded) == before
        founded.reopened()
    holds_after_a_restart(founded)


def test_a_back_dated_entry_changes_no_earlier_answer(founded: Season) -> None:
    """L10"""
    first_day = founded.now().date()
    founded.wait_days(30)
    stream, partition = Stream(founded.account), founded.ledger.partition_of(founded.account)
    for _ in range(RACES):
        founded.receive("1.00")
        head = founded.ledger.store.head(partition)
        log = founded.ledger.store.read(partition, head - 5, 5)
        known = founded.ledger.state_at(stream, head)
        late = msgspec.structs.replace(gift(founded), effective=first_day)
        contest = [Entry(late, founded.treasurer)] * 8
        by_threads(founded.ledger, [contest])
        assert founded.ledger.state_at(stream, head) == known
        assert founded.ledger.store.read(partition, head - 5, 5) == log
    assert founded.available() == RACES * 900
    holds_after_a_restart(founded)
