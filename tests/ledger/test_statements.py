"""Statements: what a bank says of a place is taken once, and compared line by line with the books (L12, C2)."""

from datetime import date

import msgspec
import pytest

from ledger.command import AccountCommand, Fact
from ledger.contributions.commands import Giver, ReceiveContribution, ReverseContribution
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.identifiers import (
    ContributionId,
    DisbursementId,
    MatchId,
    PaperId,
    PaymentFileId,
    PlaceId,
    Seal,
    StatementId,
    stream_of,
)
from ledger.papers.commands import FilePaper
from ledger.papers.events import PaperFiled
from ledger.papers.media import examined
from ledger.papers.refusals import UnknownPaper
from ledger.papers.state import PaperKind
from ledger.payment_files.events import PaymentFileMade
from ledger.payment_files.state import Ordered, end_to_end_id
from ledger.places.commands import MoveMoney, OpenPlace
from ledger.places.refusals import OnlyMoneyHasPlace, UnknownPlace
from ledger.places.state import PlaceKind
from ledger.refusals import DateInFuture
from ledger.statements.commands import (
    BookLine,
    LineGiven,
    LineText,
    MatchLines,
    TakeStatement,
    UndoMatch,
)
from ledger.statements.events import LinesMatched, StatementTaken
from ledger.statements.refusals import (
    BalancesIncomplete,
    BroughtForwardMatched,
    EntryMatched,
    LineMatched,
    LineSaysOtherwise,
    LinesMisnumbered,
    MatchedTwice,
    NothingToMatch,
    OpeningNotClosing,
    StatementEndsBefore,
    StatementOverlaps,
    StatementUnbalanced,
    SumsDiffer,
    TooManyLines,
    UnknownMatch,
    UnknownPlaceEntry,
    UnknownStatement,
    UnknownStatementLine,
)
from ledger.statements.state import LineName
from ledger.statements.taking import MOST_LINES
from tests.ledger.banking import ENDS, FEBRUARY, Village
from tests.ledger.caldeiras import ACCOUNT
from tests.ledger.transferring import VILLAGE, announced, receive, two_accounts


@pytest.fixture
def village() -> Village:
    return Village()


def newest(village: Village, after: int = 0) -> StatementTaken:
    (fact,) = village.scenario.recorded[after:]
    assert isinstance(fact.event, StatementTaken)
    return fact.event


# Taking


def test_a_statement_is_taken_with_its_lines_and_what_the_bank_wrote_lies_in_the_papers_store(
    village: Village,
) -> None:
    """L12"""
    village.scenario.done(village.statement(3000, -500, references=("A 1", "")))
    taken = newest(village)
    assert (taken.opening_minor, taken.closing_minor) == (0, 2500)
    assert [(line.number, line.amount_minor, line.text is None) for line in taken.lines] == [
        (1, 3000, False),
        (2, -500, True),
    ]
    (paper,) = [paper for paper in village.scenario.papers.values() if paper.seal == taken.lines[0].text]
    assert paper.text == '{"reference":"A 1"}'


def test_a_statement_whose_lines_do_not_make_its_closing_balance_is_refused(village: Village) -> None:
    """L12"""
    village.scenario.when(village.statement(3000, closing=2999)).then_refused(StatementUnbalanced)
    assert "29.99" in str(village.scenario.refusal)


def test_a_statement_of_one_balance_alone_is_refused(village: Village) -> None:
    """L12"""
    village.scenario.when(village.statement(3000, opening=None, closing=3000)).then_refused(
        BalancesIncomplete
    )


def test_a_statement_that_ends_before_it_begins_is_refused(village: Village) -> None:
    """L12"""
    backwards = village.statement(begins=ENDS, ends=FEBRUARY)
    village.scenario.when(backwards).then_refused(StatementEndsBefore)


def test_two_statements_of_one_day_may_have_lines_that_only_the_balances_tell_apart(village: Village) -> None:
    """L12, C2"""
    day = date(2026, 2, 10)

    def of_the_day(*amounts: int, opening: int) -> TakeStatement:
        return village.statement(*amounts, opening=opening, begins=day, ends=day, booked=day)

    first, second, third = (of_the_day(1000, opening=opening) for opening in (0, 1000, 2000))
    taken = [village.scenario.done(each) for each in (first, second, third)]
    assert len(set(taken)) == 3
    # Each of them again is known, and what all of them tell as one is too.
    assert [village.scenario.done(each) for each in (third, first, second)] == [taken[2], taken[0], taken[1]]
    village.scenario.done(of_the_day(1000, 1000, 1000, opening=0))
    assert not village.scenario.recorded
    village.scenario.done(village.statement(-500, opening=3000, begins=day, ends=ENDS))
    assert [line.amount_minor for line in newest(village).lines] == [-500]


def test_a_day_that_comes_again_with_the_days_after_it_is_left_out_though_its_lines_make_nothing(
    village: Village,
) -> None:
    """L12, C2"""
    day = date(2026, 2, 10)
    village.scenario.done(village.statement(1000, -1000, begins=day, ends=day, booked=day))
    lines = village.statement(1000, -1000, 700, begins=day, ends=ENDS, booked=day)
    again = msgspec.structs.replace(
        lines, lines=(*lines.lines[:2], msgspec.structs.replace(lines.lines[2], booked=ENDS))
    )
    village.scenario.done(again)
    assert [line.amount_minor for line in newest(village).lines] == [700]


def test_one_gift_is_never_booked_for_two_lines(village: Village) -> None:
    """L12, C2"""
    statement = village.taken(1000, 1000, references=("A", "B"))

    def booked(number: int, booking: AccountCommand) -> BookLine:
        line = LineName(statement, number)
        return BookLine(account=ACCOUNT, place=village.bank, unit="EUR", line=line, booking=booking)

    with pytest.raises(AssertionError, match="one line's"):
        village.scenario.when(booked(2, booked(1, village.gift(1000))))


def test_a_statement_of_days_to_come_is_refused(village: Village) -> None:
    """L10, L12"""
    village.scenario.when(village.statement(ends=date(2026, 3, 31))).then_refused(DateInFuture)


def test_lines_are_counted_from_one_and_no_number_stands_twice(village: Village) -> None:
    """L12"""
    line = LineGiven(number=1, amount_minor=100, booked=FEBRUARY)
    for lines in ((line, line), (LineGiven(number=0, amount_minor=100, booked=FEBRUARY),)):
        statement = TakeStatement(
            account=ACCOUNT,
            place=village.bank,
            unit="EUR",
            begins=FEBRUARY,
            ends=ENDS,
            lines=lines,
        )
        village.scenario.when(statement).then_refused(LinesMisnumbered)


def test_a_statement_of_too_many_lines_is_refused(village: Village) -> None:
    """L12"""
    many = village.statement(*[1] * (MOST_LINES + 1), booked=FEBRUARY)
    village.scenario.when(many).then_refused(TooManyLines)


def test_a_statement_is_of_a_known_place_and_of_money(village: Village) -> None:
    """L12"""
    of_nothing = TakeStatement(
        account=ACCOUNT, place=PlaceId("place-nobody"), unit="EUR", begins=FEBRUARY, ends=ENDS
    )
    village.scenario.when(of_nothing).then_refused(UnknownPlace)
    of_goats = TakeStatement(
        account=ACCOUNT, place=village.bank, unit="goat:piece", begins=FEBRUARY, ends=ENDS
    )
    village.scenario.when(of_goats).then_refused(OnlyMoneyHasPlace)


def test_the_same_statement_twice_changes_nothing_and_the_answer_names_it(village: Village) -> None:
    """C2, L12"""
    taken = village.taken(3000, 3000, -500)
    assert village.scenario.done(village.statement(3000, 3000, -500)) == taken
    village.scenario.then()


def test_a_quiet_statement_twice_changes_nothing(village: Village) -> None:
    """L12"""
    taken = village.taken(3000)
    quiet = village.statement(opening=3000, begins=ENDS, ends=ENDS)
    assert village.scenario.done(quiet) == taken
    village.scenario.then()


def test_two_lines_alike_on_one_day_are_two_lines(village: Village) -> None:
    """C2"""
    village.scenario.done(village.statement(3000, 3000, booked=FEBRUARY))
    assert len(newest(village).lines) == 2


def test_of_a_file_that_overlaps_only_what_is_new_is_taken(village: Village) -> None:
    """C2, L12"""
    village.taken(3000, -500)
    until_today = village.statement(3000, -500, 700, ends=date(2026, 3, 1))
    longer = TakeStatement(
        account=ACCOUNT,
        place=village.bank,
        unit="EUR",
        begins=FEBRUARY,
        ends=date(2026, 3, 1),
        opening_minor=0,
        closing_minor=3200,
        lines=(
            *until_today.lines[:2],
            LineGiven(number=3, amount_minor=700, booked=date(2026, 3, 1)),
        ),
    )
    village.scenario.done(longer)
    taken = newest(village)
    assert [(line.number, line.amount_minor) for line in taken.lines] == [(3, 700)]
    assert (taken.opening_minor, taken.closing_minor, taken.begins) == (2500, 3200, date(2026, 3, 1))


def test_a_later_file_without_anything_new_confirms_the_balance(village: Village) -> None:
    """L12"""
    village.taken(3000)
    again = village.statement(3000, ends=date(2026, 3, 1))
    village.scenario.done(again)
    assert newest(village).lines == ()
    assert newest(village).opening_minor == newest(village).closing_minor == 3000


def test_a_file_that_tells_taken_days_otherwise_is_refused(village: Village) -> None:
    """C2, L12"""
    village.taken(3000, -500, references=("A", "B"))
    otherwise = village.statement(3000, -500, ends=date(2026, 3, 1), references=("X", "Y"))
    village.scenario.when(otherwise).then_refused(StatementOverlaps)
    without = village.statement(3000, -500, opening=None, ends=date(2026, 3, 1), references=("X", "Y"))
    village.scenario.when(without).then_refused(StatementOverlaps)
    half_known = village.statement(3000, -400, ends=date(2026, 3, 1), references=("A", "Y"))
    village.scenario.when(half_known).then_refused(StatementOverlaps)


def test_a_statement_that_goes_on_begins_with_what_the_one_before_ended_with(village: Village) -> None:
    """L12"""
    village.taken(3000)
    march = date(2026, 3, 1)
    wrong = village.statement(100, opening=2999, begins=march, ends=march, booked=march)
    village.scenario.when(wrong).then_refused(OpeningNotClosing)
    village.scenario.done(village.statement(100, opening=3000, begins=march, ends=march, booked=march))


def test_a_statement_after_a_gap_is_taken_and_the_one_between_fills_it(village: Village) -> None:
    """L12"""
    first, last = date(2026, 2, 1), date(2026, 2, 20)
    january = village.statement(1000, begins=date(2026, 1, 1), ends=date(2026, 1, 31))
    late = village.statement(50, opening=1700, begins=last, ends=ENDS)
    between = village.statement(700, opening=1000, begins=first, ends=date(2026, 2, 19))
    scenario = village.scenario
    scenario.done(january)
    gap = StatementId(scenario.done(late))
    assert village.statements.brought_forward("EUR", gap) == 700
    without = village.statement(700, opening=None, begins=first, ends=date(2026, 2, 19))
    scenario.when(without).then_refused(StatementOverlaps)
    other = village.statement(700, opening=999, begins=first, ends=date(2026, 2, 19))
    scenario.when(other).then_refused(OpeningNotClosing)
    beyond = village.statement(600, opening=1000, begins=first, ends=date(2026, 2, 20))
    scenario.when(beyond).then_refused(StatementOverlaps)
    match = scenario.done(village.match((LineName(gap, 0),), (village.received(700),)))
    scenario.when(between).then_refused(BroughtForwardMatched)
    scenario.done(village.undo(match))
    scenario.done(between)
    assert village.statements.brought_forward("EUR", gap) == 0
    scenario.when(village.statement(1, opening=1000, begins=first, ends=first)).then_refused(
        StatementOverlaps
    )


def test_without_balances_a_file_goes_on_where_the_one_before_ended(village: Village) -> None:
    """L12"""
    village.taken(3000)
    march = date(2026, 3, 1)
    village.scenario.done(village.statement(100, opening=None, begins=march, ends=march, booked=march))
    taken = newest(village)
    assert (taken.opening_minor, taken.closing_minor, taken.derived) == (3000, 3100, True)


def test_a_reference_that_the_bank_gives_twice_tells_no_line(village: Village) -> None:
    """C2"""
    village.scenario.done(village.statement(1, 2, 3, references=("NOTPROVIDED", "not provided", "A")))
    assert [line.reference is None for line in newest(village).lines] == [True, True, False]
    march = date(2026, 3, 1)
    again = village.statement(4, opening=6, begins=march, ends=march, booked=march, references=("A",))
    village.scenario.done(again)
    assert newest(village).lines[0].reference is None


# Matching


def test_a_line_and_an_entry_of_the_same_amount_are_matched(village: Village) -> None:
    """L12"""
    statement, entry = village.taken(3000), village.received(3000)
    village.scenario.done(village.match((LineName(statement, 1),), (entry,)))
    (fact,) = village.scenario.recorded
    assert isinstance(fact.event, LinesMatched)
    assert (fact.event.amount_minor, fact.event.references) == (3000, ())


def test_many_lines_are_matched_with_many_entries_of_the_same_sum(village: Village) -> None:
    """L12"""
    statement = village.taken(3000, 1000, -500)
    entries = village.received(2500), village.received(1000)
    lines = tuple(LineName(statement, number) for number in (1, 2, 3))
    village.scenario.done(village.match(lines, entries))


def test_sums_that_differ_are_not_matched(village: Village) -> None:
    """L12"""
    statement, entry = village.taken(3000), village.received(2999)
    village.scenario.when(village.match((LineName(statement, 1),), (entry,))).then_refused(SumsDiffer)


def test_no_line_and_no_entry_is_matched_twice(village: Village) -> None:
    """C2, L12"""
    statement = village.taken(3000, 3000)
    first, second = village.received(3000), village.received(3000)
    line, other = LineName(statement, 1), LineName(statement, 2)
    village.scenario.done(village.match((line,), (first,)))
    village.scenario.when(village.match((line,), (second,))).then_refused(LineMatched)
    village.scenario.when(village.match((other,), (first,))).then_refused(EntryMatched)
    village.scenario.when(village.match((other, other), (second,))).then_refused(MatchedTwice)
    village.scenario.when(village.match((other,), (second, second))).then_refused(MatchedTwice)


def test_only_what_moved_this_money_at_this_place_is_matched(village: Village) -> None:
    """L12"""
    statement, scenario = village.taken(3000), village.scenario
    line = LineName(statement, 1)
    in_the_box = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount="30.00", giver=Giver(name="Rui Dias"), place=village.box
    )
    scenario.done(in_the_box)
    for entry in (village.newest(), 1, 0, -4, 10**30):
        scenario.when(village.match((line,), (entry,))).then_refused(UnknownPlaceEntry)
    entry = village.received(3000)
    for number in (0, 2):
        scenario.when(village.match((LineName(statement, number),), (entry,))).then_refused(
            UnknownStatementLine
        )
    nobodys = LineName(StatementId("statement-nobody"), 1)
    scenario.when(village.match((nobodys,), (entry,))).then_refused(UnknownStatement)
    elsewhere = MatchLines(account=ACCOUNT, place=village.box, unit="EUR", lines=(line,), entries=(entry,))
    scenario.when(elsewhere).then_refused(UnknownStatement)


def test_lines_are_matched_at_a_place_of_this_account(village: Village) -> None:
    """L12"""
    line, entry = LineName(village.taken(3000), 1), village.received(3000)
    nowhere = MatchLines(
        account=ACCOUNT, place=PlaceId("place-nobody"), unit="EUR", lines=(line,), entries=(entry,)
    )
    village.scenario.when(nowhere).then_refused(UnknownPlace)
    match = MatchId(village.scenario.done(village.match((line,), (entry,))))
    undo = UndoMatch(account=ACCOUNT, place=PlaceId("place-nobody"), match=match, reason="?")
    village.scenario.when(undo).then_refused(UnknownPlace)


def test_a_match_names_two_things_at_least(village: Village) -> None:
    """L12"""
    village.scenario.when(village.match((), (village.received(3000),))).then_refused(NothingToMatch)


def test_a_booking_and_its_reversal_are_matched_with_each_other(village: Village) -> None:
    """L6, L12"""
    scenario = village.scenario
    contribution = ContributionId(scenario.done(village.gift(3000)))
    first = village.newest()
    scenario.done(ReverseContribution(account=ACCOUNT, contribution=contribution, reason="Twice."))
    scenario.done(village.match((), (first, village.newest())))


def test_what_a_first_statement_begins_with_is_matched_like_a_line(village: Village) -> None:
    """L12, L13"""
    statement = StatementId(village.scenario.done(village.statement(opening=5000)))
    line = LineName(statement, 0)
    village.scenario.done(village.match((line,), (village.received(5000),)))
    village.scenario.when(village.match((line,), (village.received(5000),))).then_refused(LineMatched)


def test_an_undone_match_leaves_both_sides_open(village: Village) -> None:
    """L6, L12"""
    statement, entry, scenario = village.taken(3000), village.received(3000), village.scenario
    command = village.match((LineName(statement, 1),), (entry,))
    match = scenario.done(command)
    elsewhere = UndoMatch(account=ACCOUNT, place=village.box, match=MatchId(match), reason="?")
    scenario.when(elsewhere).then_refused(UnknownMatch)
    scenario.done(village.undo(match))
    scenario.when(village.undo(match)).then_refused(UnknownMatch)
    scenario.done(command)


# References


def test_a_matched_line_is_booked_under_its_reference(village: Village) -> None:
    """C2"""
    statement, scenario = village.taken(3000, references=("CV 1",)), village.scenario
    match = scenario.done(village.match((LineName(statement, 1),), (village.received(3000),)))
    scenario.when(village.gift(3000, "cv1")).then_refused(ReferenceAlreadyBooked)
    scenario.done(village.undo(match))
    scenario.done(village.gift(3000, "cv1"))


def test_an_entry_with_the_lines_own_reference_keeps_it_when_the_match_is_undone(village: Village) -> None:
    """C2"""
    statement, scenario = village.taken(3000, references=("CV 1",)), village.scenario
    match = scenario.done(village.match((LineName(statement, 1),), (village.received(3000, "CV1"),)))
    scenario.done(village.undo(match))
    scenario.when(village.gift(3000, "cv1")).then_refused(ReferenceAlreadyBooked)


# Booking from the queue


def test_a_gift_is_booked_from_its_line_and_matched_in_the_same_commit(village: Village) -> None:
    """C2, L12"""
    statement, scenario = village.taken(3000, references=("CV 1",)), village.scenario
    line = LineName(statement, 1)
    contribution = scenario.done(village.book(line, village.gift(3000, "CV 1")))
    scenario.then_kinds("contribution-received", "lines-matched")
    assert contribution.startswith("contribution-")
    matched = scenario.recorded[-1].event
    assert isinstance(matched, LinesMatched)
    assert (matched.entries, matched.references) == ((village.newest(),), ())
    scenario.when(village.book(line, village.gift(3000))).then_refused(LineMatched)


def test_a_line_whose_reference_is_booked_already_is_not_booked_again(village: Village) -> None:
    """C2"""
    village.received(3000, "CV 1")
    line = LineName(village.taken(3000, references=("CV 1",)), 1)
    village.scenario.when(village.book(line, village.gift(3000))).then_refused(ReferenceAlreadyBooked)


def test_what_is_booked_for_a_line_is_what_the_line_says(village: Village) -> None:
    """C2, L12"""
    line, scenario = LineName(village.taken(3000), 1), village.scenario
    scenario.when(village.book(line, village.gift(2999))).then_refused(LineSaysOtherwise)
    elsewhere = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount="30.00", giver=Giver(name="Rui Dias"), place=village.box
    )
    scenario.when(village.book(line, elsewhere)).then_refused(LineSaysOtherwise)


def test_a_line_that_took_money_to_the_box_is_booked_as_a_move(village: Village) -> None:
    """L12"""
    village.received(3000)
    line = LineName(village.taken(3000, -1000), 2)
    move = MoveMoney(
        account=ACCOUNT, unit="EUR", amount="10.00", origin=village.bank, target=village.box, reference="ATM"
    )
    village.scenario.done(village.book(line, move))
    village.scenario.then_kinds("money-moved", "lines-matched")


def test_a_booked_line_without_a_reference_of_its_own_booking_keeps_the_lines(village: Village) -> None:
    """C2"""
    line = LineName(village.taken(3000, references=("CV 1",)), 1)
    village.scenario.done(village.book(line, village.gift(3000)))
    village.scenario.when(village.gift(3000, "CV1")).then_refused(ReferenceAlreadyBooked)


# The file


def test_the_file_of_a_statement_is_filed_in_the_same_commit_and_once(village: Village) -> None:
    """C2, L12"""
    scenario, file = village.scenario, examined(b"<Document>a bank's file</Document>")
    with_file = msgspec.structs.replace(village.statement(3000), file=file)
    scenario.done(with_file)
    scenario.then_kinds("paper-filed", "statement-taken")
    filed = scenario.recorded[0].event
    assert isinstance(filed, PaperFiled)
    assert newest(village, 1).evidence == filed.paper
    scenario.done(with_file)
    scenario.then()


def test_a_statement_names_a_file_that_was_filed(village: Village) -> None:
    """L6, L12"""
    nobodys = msgspec.structs.replace(village.statement(3000), evidence=PaperId("paper-nobody"))
    village.scenario.when(nobodys).then_refused(UnknownPaper)
    file = examined(b"<Document>a bank's file</Document>")
    paper = village.scenario.done(FilePaper(account=ACCOUNT, kind=PaperKind.BANK_FILE, file=file))
    village.scenario.done(msgspec.structs.replace(village.statement(3000), evidence=PaperId(paper)))
    assert newest(village).evidence == paper


# What our own orders named


def test_a_line_with_our_end_to_end_id_names_the_payment(village: Village) -> None:
    """B5, L12"""
    file = PaymentFileId("payment-file-0000000000000abc")
    payment = DisbursementId("disbursement-0000000000000001")
    made = PaymentFileMade(
        place=village.bank,
        execution=FEBRUARY,
        payments=(Ordered(payment, end_to_end_id(file, 1), 3000),),
        control_sum_minor=3000,
        file=Seal("5ea1"),
    )
    village.scenario.given(Fact(stream_of(ACCOUNT, file), made))
    lines = tuple(
        LineGiven(number=number, amount_minor=-100, booked=FEBRUARY, said=LineText(end_to_end=said))
        for number, said in enumerate((end_to_end_id(file, 1).upper(), end_to_end_id(file, 2), "RENT"), 1)
    )
    statement = msgspec.structs.replace(village.statement(), closing_minor=-300, lines=lines)
    village.scenario.done(statement)
    assert [line.payment for line in newest(village).lines] == [payment, None, None]


def test_a_transfer_that_arrived_is_booked_from_its_line() -> None:
    """X4, C2, L12: less what its carrier took."""
    scenario = two_accounts()
    transfer = announced(scenario)
    bank = PlaceId(scenario.done(OpenPlace(account=VILLAGE, kind=PlaceKind.BANK_ACCOUNT, label="bank")))
    line = LineGiven(number=1, amount_minor=397_00, booked=date(2026, 3, 1), said=LineText(reference="T 1"))
    statement = TakeStatement(
        account=VILLAGE, place=bank, unit="EUR", begins=line.booked, ends=line.booked, lines=(line,)
    )
    name = LineName(StatementId(scenario.done(statement)), 1)
    for fee, refusal in ((None, LineSaysOtherwise), ("3.00", None)):
        arrived = receive(transfer, fee, place=bank, reference="T1")
        scenario.when(BookLine(account=VILLAGE, place=bank, unit="EUR", line=name, booking=arrived))
        if refusal is not None:
            scenario.then_refused(refusal)
    scenario.then_kinds("transfer-received", "transfer-booked", "lines-matched")
