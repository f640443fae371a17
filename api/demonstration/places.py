"""Where a village's money lies: places, counts and what is booked of every day, by name."""

from api.demonstration.village import Village
from ledger.accounts.state import Account
from ledger.associations.rules import Office
from ledger.bookings.commands import BookCountedDifference, BookEntry, CorrectEntry, CountPlace
from ledger.bookings.state import BookingKind
from ledger.contributions.commands import ReceiveCollection
from ledger.contributions.state import Motive
from ledger.identifiers import (
    UNRESTRICTED,
    BookingId,
    CountId,
    MemberToken,
    MoveId,
    PaperId,
    PlaceId,
    stream_of,
)
from ledger.money import to_decimal, to_minor
from ledger.papers.commands import FilePaper
from ledger.papers.media import examined
from ledger.papers.state import PaperKind
from ledger.places.commands import ClosePlace, MoveMoney, NameMainPlace, OpenPlace, ReverseMove
from ledger.places.state import PlaceKind


def place(village: Village, name: str) -> PlaceId:
    """A place that was opened."""
    return PlaceId(village.ids[name])


def open_place(
    village: Village, name: str, kind: PlaceKind, label: str, description: str, *main_for: str
) -> None:
    """From now on money may lie there."""
    command = OpenPlace(
        account=village.account, kind=kind, label=label, description=description, main_for=main_for
    )
    village.ids[name] = village.do(command)


def name_main(village: Village, name: str, *units: str) -> None:
    """From now on money of these currencies comes and goes there."""
    for unit in units:
        village.do(NameMainPlace(account=village.account, place=place(village, name), unit=unit))


def close(village: Village, name: str) -> None:
    """Nothing lies there any more."""
    village.do(ClosePlace(account=village.account, place=place(village, name)))


def move(
    village: Village,
    amount: str,
    origin: str,
    target: str,
    evidence: str,
    unit: str = "CVE",
    reference: str | None = None,
) -> MoveId:
    """Money is carried from one place to another."""
    command = MoveMoney(
        account=village.account,
        unit=unit,
        amount=amount,
        origin=place(village, origin),
        target=place(village, target),
        evidence=evidence,
        reference=reference,
    )
    return MoveId(village.do(command))


def move_back(village: Village, moved: MoveId, reason: str) -> None:
    """It was booked by mistake."""
    village.do(ReverseMove(account=village.account, move=moved, reason=reason))


def book(
    village: Village,
    kind: BookingKind,
    amount: str,
    at: str,
    evidence: str | None = None,
    *,
    unit: str = "CVE",
    purpose: str | None = None,
    reference: str | None = None,
    scan: PaperId | None = None,
    confirmed: bool = False,
) -> BookingId:
    """Something happened to the money; a mishap is confirmed by the other two officers."""
    command = BookEntry(
        account=village.account,
        kind=kind,
        unit=unit,
        amount=amount,
        purpose=village.purpose(purpose) if purpose else UNRESTRICTED,
        place=place(village, at),
        reference=reference,
        evidence=evidence,
        scan=scan,
        confirmed_by=two(village) if confirmed else (),
    )
    return BookingId(village.do(command))


def correct(village: Village, booking: BookingId, reason: str) -> None:
    """A booking was a mistake."""
    village.do(CorrectEntry(account=village.account, booking=booking, reason=reason))


def collect(
    village: Village, amount: str, at: str, purpose: str, scan: PaperId | None, motive: Motive = Motive.GIFT
) -> str:
    """What people gave without anybody writing them down, counted by two."""
    command = ReceiveCollection(
        account=village.account,
        unit="CVE",
        amount=amount,
        counted_by=two(village),
        motive=motive,
        purpose=village.purpose(purpose),
        place=place(village, at),
        scan=scan,
    )
    return village.do(command)


def count(village: Village, at: str, missing: str | None = None, scan: PaperId | None = None) -> CountId:
    """Two count what lies there; less is missing than the books say, or nothing."""
    lying = lies(village, at) - (to_minor(missing, "CVE") if missing else 0)
    command = CountPlace(
        account=village.account,
        place=place(village, at),
        unit="CVE",
        counted=to_decimal(lying, "CVE"),
        counted_by=two(village),
        scan=scan,
    )
    return CountId(village.do(command))


def book_difference(village: Village, counted: CountId, at: str) -> None:
    """The books follow the count."""
    booked = to_decimal(lies(village, at), "CVE")
    village.do(BookCountedDifference(account=village.account, count=counted, booked=booked))


def file(village: Village, kind: PaperKind, content: bytes, public: bool = False) -> PaperId:
    """Keep a paper beside the events."""
    command = FilePaper(account=village.account, kind=kind, file=examined(content), public=public)
    return PaperId(village.do(command))


def lies(village: Village, at: str, unit: str = "CVE") -> int:
    """What the books say of a place, in minor units."""
    found = village.ledger.state(stream_of(village.account))
    assert found is not None
    assert isinstance(found[0], Account)
    return found[0].lies_at(place(village, at)).get(unit, 0)


def two(village: Village) -> tuple[MemberToken, MemberToken]:
    """Who counts and confirms: the two officers who do not keep the books."""
    return village.officers[Office.SECOND_SIGNATORY], village.officers[Office.AUDITOR]
