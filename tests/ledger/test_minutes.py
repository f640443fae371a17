"""Minutes: an assembly met, and two members attest it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from ledger.associations.events import MemberEnrolled, MemberLeft
from ledger.command import Listing, Paper, Reads
from ledger.context import canonical, microseconds, seal_of
from ledger.identifiers import MemberToken, MinutesId, stream_of
from ledger.minutes.commands import RecordMinutes
from ledger.minutes.events import MinutesRecorded
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.minutes.refusals import (
    AttendanceMissing,
    AttendanceNotAsListed,
    AttendingNotMember,
    AttendingTwice,
    AttestedByNonMember,
    AttestedByOnePerson,
    AttestingNotPresent,
    ConvenedAfterMeeting,
    EntryEndsBeforeMeeting,
    MeetingEndsBeforeItBegins,
    MeetingNotOver,
    MeetingOutOfRange,
    MeetingWithoutZone,
    MoreAttendingThanMembers,
    UnknownMinutes,
)
from ledger.minutes.state import Minutes
from ledger.refusals import DateBeforeAccount, Refused, TextEmpty
from ledger.workspace import Declared
from tests.ledger.deciding import ACCOUNT, ANA, BIA, CATY, DUDA, EVA, FOUNDED, NOON, in_account, village
from tests.ledger.planted import kept_apart

MET = NOON - timedelta(days=3)
STRANGER = MemberToken("member-0000000000000000")
ASSEMBLY = RecordMinutes(
    account=ACCOUNT,
    began=MET,
    ended=MET + timedelta(hours=2),
    convened=date(2026, 2, 10),
    convocation="Called from the chapel's steps: the van.",
    attendance=4,
    attesting=(ANA, BIA),
    text="Caty read the accounts aloud.",
    entry_until=date(2026, 3, 5),
)


def but(**changes: Any) -> RecordMinutes:
    """The same minutes with something changed."""
    return msgspec.structs.replace(ASSEMBLY, **changes)


def test_minutes_say_when_who_was_called_how_many_came_and_who_attests() -> None:
    """R9"""
    scenario = village()
    minutes = scenario.done(ASSEMBLY)
    convocation, text = (outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    scenario.then(
        MinutesRecorded(
            began_us=microseconds(MET),
            ended_us=microseconds(MET + timedelta(hours=2)),
            convened=date(2026, 2, 10),
            convocation=convocation.seal,
            attendance=4,
            attesting=(ANA, BIA),
            text=text.seal,
            entry_until=date(2026, 3, 5),
        )
    )
    assert scenario.recorded[0].stream == stream_of(ACCOUNT, minutes)
    kept_apart(scenario, "Called from the chapel's steps: the van.", "Caty read the accounts aloud.")


def test_what_was_called_and_said_is_not_left_out() -> None:
    """R9"""
    scenario = village()
    scenario.when(but(convocation=" ")).then_refused(TextEmpty)
    scenario.when(but(text="")).then_refused(TextEmpty)


def test_an_attendance_list_is_sealed_in_an_order_of_its_own() -> None:
    """R9, M2"""
    scenario = village()
    scenario.when(but(attendance=None, attending=(DUDA, BIA, ANA)))
    (listed,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Listing))
    (recorded,) = (fact.event for fact in scenario.recorded)
    assert isinstance(recorded, MinutesRecorded)
    assert (recorded.attendance, recorded.attending) == (3, listed.seal)
    assert sorted(listed.items) == [ANA, BIA, DUDA]
    assert listed.seal == seal_of(listed.salt, canonical(listed.items))
    assert not any(member in msgspec.json.encode(recorded).decode() for member in (DUDA, CATY))


REFUSED: tuple[tuple[type[Refused], dict[str, Any]], ...] = (
    (MeetingWithoutZone, {"began": MET.replace(tzinfo=None)}),
    (MeetingWithoutZone, {"ended": MET.replace(tzinfo=None)}),
    (MeetingOutOfRange, {"began": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))}),
    (MeetingEndsBeforeItBegins, {"ended": MET - timedelta(microseconds=1)}),
    (MeetingNotOver, {"ended": NOON + timedelta(microseconds=1)}),
    (DateBeforeAccount, {"began": datetime(2026, 1, 9, 12, tzinfo=UTC), "convened": date(2026, 1, 1)}),
    (ConvenedAfterMeeting, {"convened": MET.date() + timedelta(days=1)}),
    (EntryEndsBeforeMeeting, {"entry_until": MET.date() - timedelta(days=1)}),
    (AttendanceMissing, {"attendance": None}),
    (AttendanceMissing, {"attendance": 1}),
    (AttendanceMissing, {"attendance": -3}),
    (AttendanceNotAsListed, {"attendance": 4, "attending": (ANA, BIA, CATY)}),
    (AttendingTwice, {"attendance": None, "attending": (ANA, BIA, ANA)}),
    (AttendingNotMember, {"attendance": None, "attending": (ANA, BIA, STRANGER)}),
    (MoreAttendingThanMembers, {"attendance": 6}),
    (AttestedByOnePerson, {"attesting": (ANA, ANA)}),
    (AttestedByNonMember, {"attesting": (ANA, STRANGER)}),
    (AttestingNotPresent, {"attendance": None, "attending": (ANA, CATY)}),
)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    REFUSED,
    ids=[f"{number}-{refusal.slug}" for number, (refusal, _) in enumerate(REFUSED)],
)
def test_minutes_that_cannot_be_are_refused(refusal: type[Refused], changes: dict[str, Any]) -> None:
    """R9, M1, L10"""
    village().when(but(**changes)).then_refused(refusal)


def test_who_was_there_was_a_member_then_whoever_is_one_today() -> None:
    """R9, M1"""
    scenario = village()
    rui, leaving = MemberToken("member-rui"), MET.date() + timedelta(days=1)
    scenario.given(
        *in_account(MemberEnrolled(member=rui, effective=leaving), MemberLeft(member=EVA, effective=leaving))
    )
    there = (ANA, BIA, CATY, DUDA, EVA)
    scenario.when(but(attendance=None, attending=(*there, rui))).then_refused(AttendingNotMember)
    scenario.when(but(attendance=None, attending=there, attesting=(ANA, EVA))).then_kinds("minutes-recorded")
    scenario.when(but(attesting=(ANA, rui))).then_refused(AttestedByNonMember)
    scenario.when(but(attendance=6)).then_refused(MoreAttendingThanMembers)


def test_minutes_are_found_by_their_id_and_by_no_other() -> None:
    """R9"""
    scenario = village()
    minutes = MinutesId(scenario.done(but(entry_until=None)))
    stream = minutes_stream(ACCOUNT, minutes)
    found = minutes_in(Declared(scenario.workspace, Reads(streams=(stream,))), ACCOUNT, minutes)
    assert (found.day, found.attesting, found.entry_until) == (MET.date(), (ANA, BIA), None)
    assert scenario.state(stream, Minutes) == found
    for other in ("minutes-0000000000000000", f"{minutes}/x", "round-0000000000000000"):
        seen = Declared(scenario.workspace, Reads(streams=(stream_of(ACCOUNT, other),)))
        with pytest.raises(UnknownMinutes):
            minutes_in(seen, ACCOUNT, MinutesId(other))


def test_an_assembly_of_the_founding_day_has_minutes_too() -> None:
    """R9, A5"""
    began = datetime(2026, 1, 10, 9, tzinfo=UTC)
    assert began.date() == FOUNDED
    village().when(but(began=began, convened=FOUNDED)).then_kinds("minutes-recorded")
