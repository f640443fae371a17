"""Chains are followed from gift to gift, through every account."""

from datetime import date

import pytest

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.state import Destination, Line
from ledger.contributions.events import (
    ContributionReceived,
    ContributionRefunded,
)
from ledger.disbursements.events import DisbursementAuthorised, DisbursementReturned
from ledger.disbursements.state import Party, PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    ContributionId,
    DisbursementId,
    MemberToken,
    PartyToken,
    SheetId,
    TransferId,
    numbered_id,
    stream_of,
)
from ledger.promises.events import HonouringTakenBack, PromiseForgiven, PromiseHonoured, PromiseOpened
from ledger.promises.state import Honours
from ledger.transfers.events import TransferBooked
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded
from ledger.work.state import Hours
from projections import chains
from projections.chains.links import Link, PromiseTotals, Summary
from projections.chains.links import Sum as Total
from projections.chains.tables import EVERY
from projections.follower import Follower
from tests.projections.log import ACCOUNT, Log
from tests.projections.samples import BUS, ROUND, SEAL

DAY = date(2026, 3, 1)
HOME = Destination.DISADVANTAGED_AT_HOME

TWIN = AccountId("account-0000000000000002")
GIFT, PASSED_ON = (
    ContributionId(numbered_id("contribution", 1, 7)),
    ContributionId(numbered_id("contribution", 1, 8)),
)
PAID, THERE = DisbursementId("disbursement-0000000000000001"), DisbursementId("disbursement-0000000000000002")
TRAINING = DisbursementId("disbursement-0000000000000003")
TRANSFER = TransferId("transfer-0000000000000001")


def gift(contribution: ContributionId, amount: int, unit: str = "EUR") -> ContributionReceived:
    """A gift without an earmark."""
    giver = PartyToken("giver-1")
    return ContributionReceived(
        contribution=contribution, giver=giver, unit=unit, amount_minor=amount, effective=DAY
    )


def authorised(line: Line, payee: Party) -> DisbursementAuthorised:
    """A payment at home."""
    return DisbursementAuthorised(
        proposal=BUS, destination=HOME, tranche=1, line=line, payee=payee, beneficiary=payee
    )


def pay(log: Log, account: AccountId, disbursement: DisbursementId, line: Line, payee: Party) -> None:
    """Award, authorise, book and settle, in the account's partition."""
    partition = "main" if account == ACCOUNT else "north"
    own = stream_of(account, disbursement)
    log.record(
        BudgetAwarded(round=ROUND, awards=(Award(BUS, HOME, (line,)),), freed=()),
        PaymentBooked(disbursement=disbursement, proposal=BUS, destination=HOME, line=line, effective=DAY),
        stream=account,
        partition=partition,
    )
    opened = PromiseOpened(unit=line.unit, amount_minor=line.amount_minor, effective=DAY)
    log.record(authorised(line, payee), opened, stream=own, partition=partition)


HOUSEHOLD = Party(PartyKind.HOUSEHOLD, PartyToken("payee-1"))


@pytest.fixture
def chain(log: Log) -> Log:
    """Of 100 euros 60 are paid; of these 30 are passed on as 3,300 escudos to the twin, which pays 2,200 of them."""
    log.record(gift(GIFT, 100_00))
    pay(log, ACCOUNT, PAID, Line("EUR", UNRESTRICTED, 60_00), HOUSEHOLD)
    log.record(gift(PASSED_ON, 3_300_00, "CVE"), stream=TWIN, partition="north")
    honoured = PromiseHonoured(
        account=TWIN, contribution=PASSED_ON, unit="EUR", amount_minor=30_00, effective=DAY
    )
    log.record(honoured, stream=stream_of(ACCOUNT, PAID))
    pay(log, TWIN, THERE, Line("CVE", UNRESTRICTED, 2_200_00), HOUSEHOLD)
    assert Follower(log.shelf, log.views).catch_up()
    return log


def told(links: list[Link]) -> list[tuple[str, int, str, str, int]]:
    """Kind, depth, account, what it is about, and how much."""
    return [(link.kind.value, link.depth, link.account[-1], link.about, link.amount_minor) for link in links]


def test_a_gift_is_followed_through_every_hand_that_passed_it_on(chain: Log) -> None:
    """K2, K5"""
    with chain.shelf.reading() as db:
        begins = chains.begins_at(db, ACCOUNT, GIFT)
        assert begins is not None
        assert told(chains.page(db, begins)) == [
            ("moved", 0, "1", BUS, 60_00),
            ("disbursed", 0, "1", PAID, 60_00),
            ("passed-on", 1, "2", PASSED_ON, 3_300_00),
            ("moved", 1, "2", BUS, 2_200_00),
            ("disbursed", 1, "2", THERE, 2_200_00),
        ]
        assert chains.page(db, begins, after=1, limit=2) == chains.page(db, begins)[1:3]


def test_a_payment_is_followed_back_to_every_gift_behind_it(chain: Log) -> None:
    """K5: what was passed on by halves is half of what was paid."""
    with chain.shelf.reading() as db:
        begins = chains.begins_at(db, TWIN, THERE)
        assert begins is not None
        assert told(chains.page(db, begins, back=True)) == [
            ("moved", 0, "2", BUS, 2_200_00),
            ("contribution", 0, "2", PASSED_ON, 2_200_00),
            ("passed-on", 1, "1", PAID, 20_00),
            ("moved", 1, "1", BUS, 20_00),
            ("contribution", 1, "1", GIFT, 20_00),
        ]


def test_hours_that_pass_on_are_followed_both_ways(log: Log) -> None:
    """K2, K5: who was given 60 euros passes half of it on by two hours of work, of which one is given again."""
    here, away = (ContributionId(numbered_id("contribution", 1, random)) for random in (8, 9))
    abroad = Honours(AccountId("account-0000000000000003"), THERE, "EUR", 5_00, DAY)
    lines = (
        Hours(here, HOUSEHOLD.token, 120, honours=Honours(ACCOUNT, PAID, "EUR", 30_00, DAY)),  # type: ignore[arg-type]
        Hours(away, PartyToken("giver-2"), 60, honours=abroad),
    )
    sheet, member = SheetId("sheet-1"), MemberToken("member-1")
    recorded = WorkDayRecorded(sheet=sheet, leader=member, lines=lines, effective=DAY)
    confirmed = WorkDayConfirmed(
        sheet=sheet, confirmed_by=member, purpose=UNRESTRICTED, lines=lines, effective=DAY
    )
    log.record(gift(GIFT, 100_00))
    pay(log, ACCOUNT, PAID, Line("EUR", UNRESTRICTED, 60_00), HOUSEHOLD)
    log.record(recorded, confirmed, stream=TWIN, partition="north")
    honoured = PromiseHonoured(account=TWIN, contribution=here, unit="EUR", amount_minor=30_00, effective=DAY)
    log.record(honoured, stream=stream_of(ACCOUNT, PAID))
    pay(log, TWIN, TRAINING, Line("work:minute", UNRESTRICTED, 180), HOUSEHOLD)
    assert Follower(log.shelf, log.views).catch_up()
    with log.shelf.reading() as db:
        gifts, training = chains.begins_at(db, ACCOUNT, GIFT), chains.begins_at(db, TWIN, TRAINING)
        assert gifts is not None
        assert told(chains.page(db, gifts))[2:] == [
            ("passed-on", 1, "2", here, 120),
            ("moved", 1, "2", BUS, 120),
            ("disbursed", 1, "2", TRAINING, 120),
        ]
        assert training is not None
        back = told(chains.page(db, training, back=True))
        assert ("passed-on", 1, "1", PAID, 30_00) in back
        assert ("passed-on", 1, "3", THERE, 5_00) in back
        assert ("contribution", 1, "1", GIFT, 30_00) in back


def test_a_chain_is_summed_up_by_depth_reach_and_unit(chain: Log) -> None:
    """K4, L3"""
    with chain.shelf.reading() as db:
        begins = chains.begins_at(db, ACCOUNT, GIFT)
        assert begins is not None
        found = chains.summary(db, begins)
        assert found == Summary(
            depth=1,
            gifts=2,
            disbursements=2,
            accounts=2,
            disbursed=(Total("CVE", 2_200_00), Total("EUR", 60_00)),
            honoured=(Total("EUR", 30_00),),
            open=(Total("CVE", 2_200_00), Total("EUR", 30_00)),
            whole=True,
        )
        assert not chains.summary(db, begins, most=2).whole
        assert chains.summary(db, begins, open_of=ACCOUNT).open == (Total("EUR", 30_00),)


def test_open_promises_are_told_as_totals_of_an_account(chain: Log) -> None:
    """K3, K4: what is said beyond a promise is not counted, and what is forgiven is open no more."""
    own = stream_of(ACCOUNT, PAID)
    with chain.shelf.reading() as db:
        assert chains.promise_totals(db, ACCOUNT) == [PromiseTotals("EUR", 1, 60_00, 30_00, 30_00)]
    more = PromiseHonoured(
        account=TWIN, contribution="contribution-x", unit="EUR", amount_minor=50_00, effective=DAY
    )
    chain.record(more, stream=own)
    Follower(chain.shelf, chain.views).catch_up()
    with chain.shelf.reading() as db:
        assert chains.promise_totals(db, ACCOUNT) == [PromiseTotals("EUR", 1, 60_00, 60_00, 0)]
    less = HonouringTakenBack(account=TWIN, contribution=PASSED_ON, unit="EUR", amount_minor=30_00)
    chain.record(less, PromiseForgiven(reason=SEAL), stream=own)
    Follower(chain.shelf, chain.views).catch_up()
    with chain.shelf.reading() as db:
        assert chains.promise_totals(db, ACCOUNT) == [PromiseTotals("EUR", 1, 60_00, 50_00, 0)]


def test_a_transfer_is_followed_into_the_other_account_and_back(log: Log) -> None:
    """X4, K5: where the other account is not here, the chain ends at the transfer's id."""
    log.record(gift(GIFT, 100_00))
    line = Line("EUR", UNRESTRICTED, 80_00)
    pay(log, ACCOUNT, PAID, line, Party(PartyKind.LOCAL_ACCOUNT, PartyToken(TWIN)))
    Follower(log.shelf, log.views).catch_up()
    with log.shelf.reading() as db:
        begins = chains.begins_at(db, ACCOUNT, GIFT)
        assert begins is not None
        assert told(chains.page(db, begins))[-1] == ("elsewhere", 0, "2", TRANSFER, 80_00)
    booked = TransferBooked(
        transfer=TRANSFER, sender=ACCOUNT, line=Line("EUR", UNRESTRICTED, 79_00), effective=DAY
    )
    log.record(booked, stream=TWIN, partition="north")
    pay(log, TWIN, THERE, Line("EUR", UNRESTRICTED, 50_00), HOUSEHOLD)
    Follower(log.shelf, log.views).catch_up()
    with log.shelf.reading() as db:
        assert told(chains.page(db, begins))[-3:] == [
            ("transferred", 0, "2", TRANSFER, 79_00),
            ("moved", 0, "2", BUS, 50_00),
            ("disbursed", 0, "2", THERE, 50_00),
        ]
        back = chains.begins_at(db, TWIN, THERE)
        assert back is not None
        assert told(chains.page(db, back, back=True)) == [
            ("moved", 0, "2", BUS, 50_00),
            ("transferred", 0, "1", TRANSFER, 50_00),
            ("moved", 0, "1", BUS, 50_64),
            ("contribution", 0, "1", GIFT, 50_64),
        ]


def test_a_payment_that_came_back_is_followed_into_what_it_paid_next(log: Log) -> None:
    """B5, K5"""
    log.record(gift(GIFT, 100_00))
    line = Line("EUR", UNRESTRICTED, 100_00)
    pay(log, ACCOUNT, PAID, line, HOUSEHOLD)
    again = {"proposal": BUS, "destination": HOME, "line": line, "effective": DAY}
    log.record(
        PaymentRestored(disbursement=PAID, **again),  # type: ignore[arg-type]
        PaymentBooked(disbursement=THERE, **again),  # type: ignore[arg-type]
    )
    log.record(
        DisbursementReturned(proposal=BUS, tranche=1, line=line, reason=SEAL, effective=DAY),
        stream=stream_of(ACCOUNT, PAID),
    )
    Follower(log.shelf, log.views).catch_up()
    with log.shelf.reading() as db:
        begins = chains.begins_at(db, ACCOUNT, GIFT)
        assert begins is not None
        assert [kind for kind, *_ in told(chains.page(db, begins))] == [
            "moved",
            "disbursed",
            "returned",
            "disbursed",
        ]
        assert chains.promise_totals(db, ACCOUNT) == [PromiseTotals("EUR", 1, 100_00, 0, 0)]
        back = chains.begins_at(db, ACCOUNT, THERE)
        assert back is not None
        assert told(chains.page(db, back, back=True))[-1] == ("contribution", 0, "1", GIFT, 100_00)


def test_the_view_finds_what_an_account_with_many_gifts_gave_back(log: Log) -> None:
    """C9, K5: each gift lies where it came in, and what is given back of it is its own."""
    many = 3 * EVERY
    gifts = [ContributionId(numbered_id("contribution", number, 1)) for number in range(1, many + 1)]
    log.record(*(gift(contribution, number) for number, contribution in enumerate(gifts, 1)))
    of = {"unit": "EUR", "purpose": UNRESTRICTED, "reason": SEAL, "effective": DAY}
    log.record(ContributionRefunded(contribution=gifts[299], amount_minor=100, **of))  # type: ignore[arg-type]
    Follower(log.shelf, log.views).catch_up()
    with log.shelf.reading() as db:
        for number in (1, EVERY, EVERY + 1, 300, many):
            before = sum(range(1, number))
            begins = chains.begins_at(db, ACCOUNT, gifts[number - 1])
            assert begins is not None
            assert begins[1:] == (before, before + number)
        begins = chains.begins_at(db, ACCOUNT, gifts[299])
        assert begins is not None
        assert told(chains.page(db, begins)) == [("given-back", 0, "1", gifts[299], 100)]
        assert chains.begins_at(db, ACCOUNT, ContributionId("contribution-nothing-of-ours")) is None
        assert chains.begins_at(db, TWIN, gifts[0]) is None
