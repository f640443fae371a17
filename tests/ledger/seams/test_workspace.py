"""A batch's states and marks: declared, cached within bounds, and kept only once they are stored."""

from datetime import date

import pytest

from ledger import workspace as workspace_module
from ledger.accounts.state import Account, MemberRecord, member_mark, members_group
from ledger.associations.events import LocalAccountOpened, MemberEnrolled
from ledger.associations.rules import AssociationKind, Tier
from ledger.command import Fact, Listing, Reads
from ledger.identifiers import AccountId, AssociationId, Mark, MemberToken, Seal, Stream
from ledger.proposals.state import Proposal
from ledger.source import Nothing
from ledger.workspace import Declared, Workspace

ACCOUNT = AccountId("account-one")
MEMBER = MemberToken("member-one")
OPENED = Fact(
    ACCOUNT,
    LocalAccountOpened(
        association=AssociationId("association-one"),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        opened=date(2026, 1, 1),
    ),
)
ENROLLED = Fact(ACCOUNT, MemberEnrolled(member=MEMBER, effective=date(2026, 1, 2)))


def workspace() -> Workspace:
    """An account with one member, decided and not stored yet."""
    made = Workspace(Nothing())
    made.record(OPENED)
    made.record(ENROLLED)
    return made


def test_a_command_sees_only_what_it_declared() -> None:
    seen = Declared(workspace(), Reads(streams=(ACCOUNT,), groups=(members_group(ACCOUNT),)))
    assert seen.find(ACCOUNT, Account) is not None
    assert seen.version(ACCOUNT) == 2
    assert seen.mark(member_mark(ACCOUNT, MEMBER), MemberRecord) == MemberRecord(since=date(2026, 1, 2))
    assert list(seen.group(members_group(ACCOUNT), MemberRecord)) == [member_mark(ACCOUNT, MEMBER)]
    for look in (
        lambda: seen.find("account-two", Account),
        lambda: seen.version("account-two"),
        lambda: seen.mark(Mark("giver:account-one:x"), str),
        lambda: seen.group("giver:account-one:", str),
    ):
        with pytest.raises(AssertionError, match="undeclared"):
            look()


def test_a_stream_without_events_and_a_stream_of_another_kind_are_not_found() -> None:
    seen = Declared(workspace(), Reads(streams=(ACCOUNT, "account-two", "what is this")))
    assert seen.find("account-two", Account) is None
    assert seen.find("what is this", Account) is None
    assert seen.find(ACCOUNT, Proposal) is None
    assert seen.version("account-two") == 0


def test_a_group_holds_what_the_batch_has_added_and_taken_away_in_the_order_of_names() -> None:
    made = workspace()
    made.marks.put(Mark("member:account-one:member-all"), MemberRecord(since=date(2026, 1, 3)))
    made.marks.put(Mark("member:account-two:member-one"), MemberRecord(since=date(2026, 1, 3)))
    assert list(made.marks.group(members_group(ACCOUNT), MemberRecord)) == [
        "member:account-one:member-all",
        "member:account-one:member-one",
    ]
    made.marks.put(member_mark(ACCOUNT, MEMBER), None)
    assert list(made.marks.group(members_group(ACCOUNT), MemberRecord)) == ["member:account-one:member-all"]
    assert made.marks.get(member_mark(ACCOUNT, MEMBER), MemberRecord) is None


def test_the_events_since_a_version_are_those_of_the_batch_too() -> None:
    made = workspace()
    recorded = [event.kind() for event in made.since(Stream(ACCOUNT), 0)]
    assert len(recorded) == made.keep(Stream(ACCOUNT)).version == 2
    assert [event.kind() for event in made.since(Stream(ACCOUNT), 1)] == recorded[1:]
    assert not list(made.since(Stream(ACCOUNT), 2))
    seen = Declared(made, Reads(streams=(ACCOUNT,)))
    assert [event.kind() for event in seen.since(ACCOUNT, 1)] == recorded[1:]
    with pytest.raises(AssertionError, match="undeclared"):
        list(seen.since("account-two", 0))


def test_what_was_not_stored_is_forgotten_whole() -> None:
    made = workspace()
    made.hold(Listing(Seal("00"), "salt", ("one",)))
    made.lost()
    assert made.keep(Stream(ACCOUNT)).version == 0
    assert made.marks.get(member_mark(ACCOUNT, MEMBER), MemberRecord) is None
    assert made.marks.left() == ([], [])
    with pytest.raises(KeyError):
        made.listing(Seal("00"))


def test_what_was_stored_stays_at_hand_but_marks_are_read_anew() -> None:
    """Another process may have changed a mark between two batches; streams that it changed are told by the log."""
    made = workspace()
    made.committed()
    assert made.keep(Stream(ACCOUNT)).version == 2
    assert made.marks.get(member_mark(ACCOUNT, MEMBER), MemberRecord) is None, (
        "nothing is stored behind this one"
    )
    made.forget({Stream(ACCOUNT)})
    assert made.keep(Stream(ACCOUNT)).version == 0


def test_the_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace_module, "STATES_CACHED", 10)
    made = Workspace(Nothing())
    for number in range(50):
        made.keep(Stream(f"account-{number}"))
    made.committed()
    assert len(made.kept) == 10
