"""What each view shows of a whole season."""

from collections import Counter
from datetime import date
from operator import attrgetter
from typing import Any

import pytest

from ledger.accounts.state import Account, Destination
from ledger.associations.events import OfficerAppointed
from ledger.associations.rules import Office
from ledger.contributions.state import ContributionStatus
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import AWAITING, UNRESTRICTED, KeyId, ProposalId, stream_of
from ledger.keys.state import Role
from ledger.proposals.events import ProposalWithdrawn
from ledger.proposals.state import ProposalStatus
from ledger.rounds.state import RoundStatus
from projections import (
    accounts,
    audit,
    balances,
    contributions,
    disbursements,
    entries,
    journal,
    keys,
    members,
    proposals,
    rounds,
)
from projections.as_of import AsOf
from projections.audit import account_about
from projections.base import Database, View
from projections.follower import Follower
from projections.movements import MOVING, movements_of
from projections.views import VIEWS
from tests.projections.log import ACCOUNT, Log
from tests.projections.objected import OTHER
from tests.projections.samples import (
    ANA,
    ASSOCIATION,
    BIA,
    BUS,
    CANCELLED,
    CATY,
    DAY,
    DUDA,
    EARMARKED,
    FAILED,
    GIFT,
    HOME,
    KEPT,
    KEY,
    PAID,
    PLEDGE,
    ROUND,
    SCHOOL,
    WINE,
    WRONG,
    ballot,
    receive,
    record_season,
)


@pytest.fixture
def season(log: Log) -> Database:
    """The views after a whole season."""
    assert Follower(record_season(log).shelf, log.views).catch_up()
    return log.db


def test_balances_are_what_the_account_itself_remembers(log: Log, season: Database) -> None:
    """L2"""
    account = Account()
    for recorded in log.recorded["main"]:
        if recorded.stream == stream_of(ACCOUNT):
            recorded.event.apply(account)
    shown = {
        (b.unit, b.purpose, b.destination): (
            b.received_minor,
            b.reserved_minor,
            b.paid_minor,
            b.available_minor,
        )
        for b in balances.of_account(season, ACCOUNT)
    }
    assert shown == {
        where: (t.received, t.reserved, t.paid, t.available) for where, t in account.totals.items()
    }
    assert shown["EUR", UNRESTRICTED, HOME] == (30_00, 0, 30_00, 0)
    assert balances.every(season) == [
        balance for account in (ACCOUNT, OTHER) for balance in balances.of_account(season, account)
    ]
    assert balances.in_shortfall(season, ACCOUNT) == []


def test_a_shortfall_is_shown_by_unit_and_purpose(log: Log, db: Database) -> None:
    """L2"""
    record_season(log)
    log.record(receive(WRONG, -200_00))
    Follower(log.shelf, log.views).catch_up()
    assert balances.in_shortfall(db, ACCOUNT) == [("EUR", UNRESTRICTED, 112_00)]


def test_earmarked_money_waits_apart_until_it_is_accepted(log: Log, db: Database) -> None:
    """C5"""
    log.record(receive(EARMARKED, 40_00, earmark=SCHOOL))
    Follower(log.shelf, log.views).catch_up()
    (balance,) = balances.of_account(db, ACCOUNT)
    assert (balance.purpose, balance.received_minor) == (AWAITING, 40_00)
    found = contributions.find(db, log, "main", ACCOUNT, EARMARKED)
    assert found is not None
    assert (found.status, found.purpose) == (ContributionStatus.AWAITING, SCHOOL)


def test_the_books_balance_at_every_position(log: Log, season: Database) -> None:
    """L1, L12"""
    for recorded in log.recorded["main"]:
        as_of = AsOf(position=recorded.position)
        lines = journal.trial_balance(season, log, ACCOUNT, as_of)
        assert sum(line.balance_minor for line in lines) == 0
        posted: Counter[tuple[str, str]] = Counter()
        for posting in journal.postings(season, log, ACCOUNT, as_of):
            posted[posting.unit, posting.code] += posting.debit_minor - posting.credit_minor
        assert {(line.unit, line.code): line.balance_minor for line in lines} == posted
    assets = {
        line.code: line.balance_minor
        for line in journal.trial_balance(season, log, ACCOUNT)
        if line.unit == "EUR" and line.code.startswith("assets:")
    }
    held = 145_00 - 30_00 - 2_00
    assert assets == {
        "assets:bank": 25_00,
        "assets:cash-box": 5_00,
        "assets:for-the-road": 0,
        "assets:held": held - 30_00,
    }
    assert all(
        bool(line.debit_minor) != bool(line.credit_minor) for line in journal.postings(season, log, ACCOUNT)
    )


def test_pages_of_postings_and_entries_follow_each_other_without_a_gap(log: Log, season: Database) -> None:
    """L11"""
    whole = journal.postings(season, log, ACCOUNT)
    after, found = (0, 0), []
    while page := journal.postings(season, log, ACCOUNT, after=after, limit=3):
        found += page
        after = page[-1].position, page[-1].line
    assert found == whole
    explained = entries.explain(season, log, ACCOUNT, "EUR")
    after, pages = (0, 0), []
    while part := entries.explain(season, log, ACCOUNT, "EUR", after=after, limit=3):
        pages += part
        after = part[-1].entry.position, part[-1].entry.line
    assert pages == explained


def test_contributions_show_what_is_left_of_each(log: Log, season: Database) -> None:
    """C1, C9, L6"""
    shown = {
        c.id: (c.status, c.amount_minor, c.left_minor)
        for c in contributions.page(season, log, "main", ACCOUNT)
    }
    assert shown[PLEDGE] == (ContributionStatus.WITHDRAWN, 5_00, 0)
    assert shown[KEPT] == (ContributionStatus.RECEIVED, 7_00, 5_00)
    assert shown[EARMARKED] == (ContributionStatus.RECEIVED, 40_00, 40_00)
    assert shown[WRONG] == (ContributionStatus.REVERSED, 3_00, 0)
    lifted = contributions.find(season, log, "main", ACCOUNT, EARMARKED)
    assert lifted is not None
    assert (lifted.purpose, lifted.effective, lifted.anonymous) == (UNRESTRICTED, DAY, False)
    assert [
        c.id for c in contributions.page(season, log, "main", ACCOUNT, status=ContributionStatus.REVERSED)
    ] == [WRONG]


def test_proposals_show_where_they_stand_and_what_became_of_their_money(season: Database) -> None:
    """P2, B1, B5"""
    bus = proposals.find(season, ACCOUNT, BUS)
    assert bus is not None
    assert (bus.status, bus.version, bus.round, bus.destination) == (ProposalStatus.CLOSED, 2, ROUND, HOME)
    (line,) = proposals.lines(season, ACCOUNT, BUS)
    assert (line.requested_minor, line.awarded_minor) == (60_00, 60_00)
    assert (line.authorised_minor, line.paid_minor) == (30_00, 30_00)
    assert [i.member for i in proposals.interests(season, ACCOUNT, BUS)] == [DUDA]
    assert [p.measure for p in proposals.page(season, ACCOUNT)] == [
        "spend",
        "spend",
        "change-rules",
        "appoint",
        "lift-earmark",
        "close-period",
    ]
    assert [p.id for p in proposals.page(season, ACCOUNT, status=ProposalStatus.REJECTED)] == [WINE]
    assert proposals.find(season, ACCOUNT, ProposalId("proposal-none")) is None


def test_a_round_shows_its_frozen_terms_and_after_counting_its_result(season: Database) -> None:
    """R1, R4, R6"""
    found = rounds.find(season, ACCOUNT, ROUND)
    assert found is not None
    assert (found.status, found.electorate, found.recused) == (RoundStatus.FINAL, 3, 1)
    assert (found.ballots_counted, found.quorum_reached, found.tie_decided) == (1, True, False)
    assert [(b.unit, b.amount_minor) for b in rounds.budget(season, ACCOUNT, ROUND)] == [("EUR", 100_00)]
    assert [(o.label, o.accepted) for o in rounds.options(season, ACCOUNT, ROUND)] == [
        ("bus", True),
        ("wine", False),
    ]
    assert [(c.label, c.amount_minor) for c in rounds.costs(season, ACCOUNT, ROUND)] == [
        ("bus", 60_00),
        ("wine", 90_00),
    ]
    assert [(t.label, t.votes) for t in rounds.tallies(season, ACCOUNT, ROUND)] == [("bus", 1), ("wine", 0)]
    assert rounds.ballots_cast(season, ACCOUNT, ROUND) == 2
    assert [b.number for b in rounds.ballots(season, ACCOUNT, ROUND, after=1)] == [2]
    assert rounds.recusals(season, ACCOUNT, ROUND) == [DUDA]
    assert [r.id for r in rounds.page(season, ACCOUNT, status=RoundStatus.FINAL)] == [ROUND]


def test_no_table_holds_a_choice_or_a_running_tally_before_counting(log: Log, db: Database) -> None:
    """V8"""
    secret = "an-option-that-nobody-may-see"
    log.record(ballot(1, secret), stream=stream_of(ACCOUNT, ROUND), by="elector-1")
    Follower(log.shelf, log.views).catch_up()
    assert rounds.tallies(db, ACCOUNT, ROUND) == []
    for view in log.views:
        for table in view.tables:
            assert not any(secret in str(row) for row in db.execute(f"SELECT * FROM {table.name}")), (
                table.name
            )


def test_disbursements_show_every_step_and_who_signed_off(season: Database) -> None:
    """B3, B5"""
    paid = disbursements.find(season, ACCOUNT, PAID)
    assert paid is not None
    assert (paid.status, paid.amount_minor, paid.proposal) == (DisbursementStatus.EVIDENCED, 30_00, BUS)
    assert [(s.member, s.office) for s in disbursements.sign_offs(season, ACCOUNT, PAID)] == [
        (ANA, Office.TREASURER),
        (BIA, Office.SECOND_SIGNATORY),
    ]
    assert [step.status for step in disbursements.steps(season, ACCOUNT, PAID)] == [
        DisbursementStatus.SIGNED_OFF,
        DisbursementStatus.SENT,
        DisbursementStatus.SETTLED,
        DisbursementStatus.ACKNOWLEDGED,
        DisbursementStatus.EVIDENCED,
    ]
    statuses = {d.id: d.status for d in disbursements.page(season, ACCOUNT, proposal=BUS)}
    assert statuses[FAILED] is DisbursementStatus.FAILED
    assert statuses[CANCELLED] is DisbursementStatus.CANCELLED


def test_members_and_officers_are_shown_with_their_dates(season: Database) -> None:
    """M1, A3"""
    assert members.count(season, ACCOUNT) == 3
    assert [m.member for m in members.page(season, ACCOUNT)] == [ANA, BIA, CATY, DUDA]
    assert [m.member for m in members.page(season, ACCOUNT, on=DAY)] == [ANA, BIA, DUDA]
    assert members.page(season, ACCOUNT, on=date(2026, 1, 1)) == []
    duda = members.find(season, ACCOUNT, DUDA)
    assert duda is not None
    assert (duda.of_age, duda.suspended, duda.until) == (True, False, None)
    officers = {term.office: term.member for term in members.officers(season, ACCOUNT)}
    assert officers == {Office.TREASURER: ANA, Office.SECOND_SIGNATORY: BIA, Office.AUDITOR: DUDA}
    (held,) = members.offices_of(season, ACCOUNT, CATY)
    assert (held.since, held.until, held.decision) == (DAY, DAY, None)
    assert len(members.terms_of_office(season, ACCOUNT)) == 4


def test_who_is_appointed_takes_over_from_whoever_held_the_office(log: Log, db: Database) -> None:
    """A3"""
    record_season(log)
    later = date(2026, 2, 20)
    log.record(OfficerAppointed(office=Office.AUDITOR, member=CATY, effective=later, decision=BUS))
    Follower(log.shelf, log.views).catch_up()
    assert [t.member for t in members.officers(db, ACCOUNT) if t.office is Office.AUDITOR] == [CATY]
    (duda,) = members.offices_of(db, ACCOUNT, DUDA)
    assert duda.until == later


def test_the_register_and_each_account_tell_of_themselves(season: Database) -> None:
    """A1, A4, A5"""
    registered = accounts.association(season, ASSOCIATION)
    assert registered is not None
    assert (registered.account, registered.country, registered.partition) == (ACCOUNT, "CV", "main")
    assert accounts.associations(season) == [registered]
    account = accounts.find(season, ACCOUNT)
    assert account is not None
    assert (account.founded, account.rules_version, account.first_attesting) == (DAY, 2, ANA)
    assert accounts.page(season) == [account]
    assert [(r.version, r.rules.quorum_percent) for r in accounts.rules(season, ACCOUNT)] == [(1, 0), (2, 50)]
    assert [p.purpose for p in accounts.purposes(season, ACCOUNT)] == [SCHOOL]


def test_keys_are_shown_without_anything_to_find_them_by(season: Database) -> None:
    """L9"""
    key = keys.find(season, KeyId(KEY))
    assert key is not None
    assert key.revoked_us is not None
    (grant,) = keys.grants(season, KeyId(KEY))
    assert (grant.account, grant.member, grant.roles) == (ACCOUNT, ANA, (Role.TREASURER, Role.MEMBER))
    assert keys.page(season, account=ACCOUNT) == [key] == keys.page(season)
    for table in ("keys", "key_grants"):
        assert not any("key:0" in str(row) for row in season.execute(f"SELECT * FROM {table}"))


def test_the_trail_is_paged_by_account_and_stream(log: Log, season: Database) -> None:
    """L9, L10"""
    everything = audit.page(season, log, "main", limit=1_000)
    assert [line.position for line in everything] == [r.position for r in log.recorded["main"]]
    of_round = audit.page(season, log, "main", account=ACCOUNT, stream=stream_of(ACCOUNT, ROUND), limit=3)
    assert [line.kind for line in of_round] == ["round-drafted", "recusal-declared", "round-opened"]
    assert {line.account for line in everything} == {ACCOUNT, OTHER, None}
    sent = next(line for line in everything if line.kind == "disbursement-sent")
    assert (sent.decision, sent.effective, sent.offices) == (BUS, DAY, (Office.TREASURER,))


def test_the_trail_of_an_account_tells_of_itself_and_its_parts_in_one_order(
    log: Log, season: Database
) -> None:
    """L9"""
    about = [r.position for r in log.recorded["main"] if account_about(r) == ACCOUNT]
    for limit in (1, 2, 7, 1_000):
        after, found = 0, []
        while page := audit.page(season, log, "main", account=ACCOUNT, after=after, limit=limit):
            found += [line.position for line in page]
            after = found[-1]
        assert found == about
    rest = [line.position for line in audit.register(season, log, "main")]
    assert [r.position for r in log.recorded["main"] if not r.stream.startswith("account-")] == rest


def test_no_trail_tells_what_the_view_has_not_seen(log: Log, season: Database) -> None:
    """L9"""
    seen = [len(_trail(log, season, **asked)) for asked in _TRAILS]
    log.record(receive(GIFT, 1_00))
    log.record(ProposalWithdrawn(), stream=stream_of(ACCOUNT, WINE))
    assert [len(_trail(log, season, **asked)) for asked in _TRAILS] == seen
    assert len(contributions.page(season, log, "main", ACCOUNT)) == 14
    Follower(log.shelf, log.views).catch_up()
    assert [len(_trail(log, season, **asked)) for asked in _TRAILS] == [seen[0] + 2, seen[1] + 2, seen[2] + 1]


_TRAILS: tuple[dict[str, Any], ...] = (
    {},
    {"account": ACCOUNT},
    {"account": ACCOUNT, "stream": stream_of(ACCOUNT, WINE)},
)


def _trail(log: Log, db: Database, **asked: Any) -> list[audit.AuditLine]:
    return audit.page(db, log, "main", limit=1_000, **asked)


def test_the_kinds_that_are_said_to_move_money_are_those_that_do(log: Log) -> None:
    """L2, L8"""
    moving = {type(r.event) for r in record_season(log).recorded["main"] if movements_of(r)}
    assert moving == MOVING


def test_for_an_effective_date_nothing_is_said_of_reservations(log: Log, season: Database) -> None:
    """L10"""
    for balance in entries.balances(season, log, ACCOUNT, AsOf(effective=date(2026, 3, 1))):
        assert balance.reserved_minor is None
        assert balance.available_minor is None
        assert balance.held_minor == balance.received_minor - balance.paid_minor
    assert {b.destination for b in entries.balances(season, log, ACCOUNT, AsOf(effective=DAY))} == {
        Destination.UNASSIGNED,
        HOME,
    }


def test_sums_of_entries_may_be_larger_than_any_balance(log: Log, db: Database) -> None:
    """L4, L10"""
    largest = 2**63 - 1
    log.record(receive(WRONG, largest))
    log.record(receive(WRONG, -largest, effective=date(2026, 2, 20)))
    log.record(receive(WRONG, largest))
    Follower(log.shelf, log.views).catch_up()
    (then,) = entries.balances(db, log, ACCOUNT, AsOf(effective=DAY))
    assert then.received_minor == 2 * largest
    (held, _) = journal.trial_balance(db, log, ACCOUNT, AsOf(effective=DAY))
    assert held.debit_minor == 2 * largest
    (now,) = balances.of_account(db, ACCOUNT)
    assert now.received_minor == largest


class Untouched:
    """A database that nobody may use."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} was used")


@pytest.mark.parametrize("view", VIEWS, ids=attrgetter("name"))
def test_a_view_touches_nothing_for_events_that_it_says_it_does_not_react_to(view: View, log: Log) -> None:
    """L8"""
    untouched: Any = Untouched()
    others = [
        recorded
        for recorded in record_season(log).recorded["main"]
        if view.reacts_to is not None and type(recorded.event) not in view.reacts_to
    ]
    for recorded in others:
        view.react(recorded, untouched)
