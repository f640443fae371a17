"""The vocabulary is whole, and every kind of event that was ever written down can still be read (golden samples)."""

import re
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
import pytest

from ledger.accounts.state import Account, Line, MemberRecord
from ledger.associations.rules import Office
from ledger.associations.state import Association
from ledger.bookings.state import BookingKind, BookingRecord, CountRecord
from ledger.calls.state import Call
from ledger.contributions.state import ContributionRecord, ContributionStatus
from ledger.currency_exchanges.state import ExchangeRecord
from ledger.disbursements.state import Disbursement
from ledger.encoding import decode, encode
from ledger.event import Envelope, Event, Recorded, Sealed
from ledger.flows.state import FlowStatement
from ledger.goods.state import LoanRecord
from ledger.identifiers import Mark, MemberToken, PlaceId, PurposeId, Seal
from ledger.installations.state import Installation
from ledger.keys.state import Key
from ledger.learning.state import Adoption, Experience, LearningExchange
from ledger.links.state import Link
from ledger.minutes.state import Minutes
from ledger.papers.state import MediaType, PaperKind, PaperRecord
from ledger.payment_files.state import PaymentFile
from ledger.places.events import PlaceClosed
from ledger.places.state import MoveRecord, Place, PlaceKind
from ledger.promises.state import Honouring
from ledger.proposals.measure import Sum
from ledger.proposals.state import Proposal
from ledger.rounds.events import ItemMadeFinal, ObjectionDecided
from ledger.rounds.state import Objection, Round
from ledger.state import State
from ledger.statements.state import MatchRecord, Statements
from ledger.territories.state import Territory
from ledger.transfers.state import Transfer
from ledger.twinnings.state import Twinning
from ledger.vocabulary import STATES, AnyEvent, state_of
from ledger.work.state import SheetRecord, SheetStatus
from tests.ledger import golden

T = TypeVar("T")

KINDS: dict[str, type[Event]] = {event.kind(): event for event in get_args(AnyEvent)}

STREAMS: dict[type[State], str] = {
    Association: "association-sample",
    Key: "key-sample",
    Installation: "installation-sample",
    Account: "account-sample",
    Proposal: "account-sample/proposal-sample",
    Round: "account-sample/round-sample",
    Minutes: "account-sample/minutes-sample",
    Disbursement: "account-sample/disbursement-sample",
    PaymentFile: "account-sample/payment-file-sample",
    Territory: "territory-sample",
    Twinning: "account-sample/twinning-sample",
    Link: "account-sample/link-sample",
    Experience: "account-sample/experience-sample",
    LearningExchange: "account-sample/learning-sample",
    Adoption: "account-sample/adoption-sample",
    FlowStatement: "account-sample/flows-sample",
    Transfer: "account-sample/transfer-sample",
    Call: "account-sample/call-sample",
    Statements: "account-sample/statements-sample",
}


def sample(kind: str) -> tuple[bytes, Recorded]:
    """The stored bytes, and what they say, in the stream where such an event belongs."""
    state = golden.sample_of(kind).read_bytes()
    return state, decode("main", 1, STREAMS[state_kind(KINDS[kind])], 1, kind, state)


def state_kind(event: type[Event]) -> type[State]:
    """The state that an event of this kind changes; the account's where it only leaves marks."""
    said = get_type_hints(event.apply).get("state", Any)
    return said if said in STREAMS else Account


class EverythingHappened:
    """Marks and lists as they stand when all that an event relies on has happened before."""

    def __init__(self) -> None:
        self.put_names: dict[Mark, object] = {}

    def get(self, mark: Mark, kind: type[T]) -> T | None:
        records: dict[type, object] = {
            MemberRecord: msgspec.convert({"since": "2026-01-01"}, MemberRecord),
            LoanRecord: LoanRecord("press:piece", PurposeId("unrestricted"), 9, date(2026, 1, 1)),
            SheetRecord: SheetRecord(
                SheetStatus.RECORDED, MemberToken("member-x"), date(2026, 1, 1), PurposeId("unrestricted")
            ),
            ContributionRecord: msgspec.convert(
                {
                    "status": ContributionStatus.RECEIVED.value,
                    "unit": "EUR",
                    "left_minor": 10_000,
                    "purpose": PurposeId("unrestricted"),
                    "effective": "2026-01-01",
                    "reference": "reference:account-sample:x",
                },
                ContributionRecord,
            ),
            Honouring: Honouring(10_000, 0),
            BookingRecord: BookingRecord(
                BookingKind.BANK_FEE, "EUR", PurposeId("unrestricted"), 200, date(2026, 1, 1)
            ),
            CountRecord: CountRecord(
                PlaceId("place-x"),
                "EUR",
                100,
                (MemberToken("member-x"), MemberToken("member-y")),
                date(2026, 1, 1),
            ),
            PaperRecord: PaperRecord(PaperKind.SCAN, MediaType.PDF, 9, Seal("0" * 64)),
            MatchRecord: MatchRecord(PlaceId("place-x"), "EUR", (), (3,), ()),
            MoveRecord: MoveRecord(
                unit="EUR",
                amount_minor=2_00,
                origin=PlaceId("place-box"),
                target=PlaceId("place-advance"),
                effective=date(2026, 1, 1),
            ),
            ExchangeRecord: ExchangeRecord(
                given=Line("EUR", PurposeId("unrestricted"), 10_000),
                obtained=Sum("CVE", 1_102_650),
                effective=date(2026, 1, 1),
            ),
        }
        return records.get(kind)  # type: ignore[return-value]

    def put(self, mark: Mark, value: object) -> None:
        self.put_names[mark] = msgspec.json.encode(value)

    put_first = point = put

    def finds(self, own: str) -> bool:
        return False

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return ("elector-one", "elector-two")


def test_every_kind_of_event_has_a_golden_sample_and_every_sample_a_kind() -> None:
    """A new kind: `python -m tests.ledger.golden` writes what is missing. A kind that is gone can no longer be read."""
    assert {path.stem for path in golden.FOLDER.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_golden_sample_is_read_and_written_again_to_the_same_bytes(kind: str) -> None:
    state, recorded = sample(kind)
    assert type(recorded.event) is KINDS[kind]
    envelope = Envelope(**{name: getattr(recorded.envelope, name) for name in Envelope.__struct_fields__})
    assert encode(envelope, recorded.event) == state
    assert recorded.envelope.schema == recorded.event.schema


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_golden_sample_says_is_remembered(kind: str) -> None:
    """It is applied and marked without a check and without a failure."""
    _, recorded = sample(kind)
    state, marks = state_of(recorded.stream)(), EverythingHappened()
    if isinstance(state, Account):
        state.officers = dict.fromkeys(Office, MemberToken("member-before"))
    if isinstance(state, Account) and isinstance(recorded.event, PlaceClosed):
        state.places = {recorded.event.place: Place(PlaceKind.CASH_BOX, "cash-box")}
    if isinstance(state, Round) and isinstance(recorded.event, ItemMadeFinal):
        state.suspended = (recorded.event.label,)
    if isinstance(state, Round) and isinstance(recorded.event, ObjectionDecided):
        state.undecided = {recorded.event.number: Objection("before", 0)}
    sealed: Sealed = marks
    before = msgspec.msgpack.encode(state)
    recorded.event.apply(state)
    recorded.event.mark(marks, recorded.stream, sealed)
    assert msgspec.msgpack.encode(state) != before or marks.put_names
    assert all(":" in mark for mark in marks.put_names)


def test_kinds_are_plain_slugs_that_say_what_they_are_about() -> None:
    for kind in KINDS:
        assert re.fullmatch("[a-z]+(-[a-z]+)+", kind)
    assert len(KINDS) == len(get_args(AnyEvent))


def test_no_golden_sample_holds_a_name_a_contact_a_text_or_a_reference() -> None:
    written = b"".join(golden.sample_of(kind).read_bytes() for kind in KINDS)
    for planted in ("Ana", "Lima", "Emma", "Mason", "+238", "CV-1", "WALLET", "roof", "cousin", "Water"):
        assert planted.encode() not in written


def test_every_stream_is_told_by_how_its_id_begins() -> None:
    assert set(STREAMS) == set(STATES)
    for kind, stream in STREAMS.items():
        assert state_of(stream) is kind
    for nobodys in ("", "/", "what-is-this", "account-x/what", "account"):
        assert type(state_of(nobodys)()) in (State, Account)


def test_missing_samples_are_written_and_the_others_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    kept = golden.sample_of("ballot-cast")
    kept.write_bytes(b"as it was")
    assert set(golden.write(anew=False)) == set(KINDS) - {"ballot-cast"}
    assert golden.write(anew=False) == []
    assert kept.read_bytes() == b"as it was"
    assert golden.write(anew=True) == sorted(KINDS)
