"""What an event does to the account's sums: the one derivation below balances, entries and journal.

It is written independently of what the write side remembers (`Account.apply`): `usf replay` compares the two, so that
an error in either is found. Received money has an effective date; where an event carries none, since it is an act
through the ledger, its recorded day is its effective date. Reservations live on the recorded axis alone (L10).
"""

from collections.abc import Iterator
from datetime import date
from typing import assert_never, cast

import msgspec

from ledger.accounts.events import (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
    PurposeDeclared,
)
from ledger.accounts.state import Destination
from ledger.associations.events import (
    AccountRegistered,
    AccountTerritoryNamed,
    AssociationFounded,
    AssociationJoined,
    AssociationRegistered,
    AssociationTerritoryNamed,
    LocalAccountOpened,
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    OfficerAppointed,
    OfficeVacated,
    RulesChanged,
)
from ledger.bank_details.events import BankDetailsNoted
from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.bookings.state import BookingKind
from ledger.calls.events import (
    CallGranted,
    CallMade,
    CallOpinionAsked,
    CallOpinionGiven,
    CallPassedOn,
    CallPutBack,
    CallPutOnBallot,
    CallReceived,
    CallRefused,
    CallSent,
    CallWithdrawn,
)
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import (
    CarbonOffsetStated,
    ContributionPledged,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    PledgeWithdrawn,
)
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementEvidenced,
    DisbursementFailed,
    DisbursementReturned,
    DisbursementSent,
    DisbursementSettled,
    DisbursementSignedOff,
)
from ledger.event import Event, Recorded
from ledger.flows.events import FlowsStated, FlowsTold
from ledger.goods.events import (
    GoodsAccepted,
    GoodsDelivered,
    GoodsLent,
    GoodsLoanReturned,
    GoodsRefused,
    StockChanged,
)
from ledger.identifiers import AWAITING, UNRESTRICTED, PurposeId
from ledger.installations.events import (
    ForeignAccountRegistered,
    InstallationRecognised,
    RecognitionWithdrawn,
)
from ledger.keys.events import KeyIssued, KeyReplaced, KeyReplacementAsked, KeyRevoked
from ledger.learning.events import (
    ExperienceAmended,
    ExperienceShared,
    ExperienceWithdrawn,
    LearningExchangeConfirmed,
    LearningExchangeDeclined,
    LearningExchangeHeld,
    LearningExchangeTold,
    PracticeAdopted,
    PracticeAdoptionTold,
)
from ledger.lent_offices.events import OfficerLent, OfficerOffered, OfficerOfferEnded, OfficerRecalled
from ledger.links.events import (
    LinkBegun,
    LinkEnded,
    LinkPersonAdded,
    NameConsentGiven,
    NameConsentWithdrawn,
)
from ledger.minutes.events import MinutesRecorded
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.payment_files.events import (
    PaymentFileAnswered,
    PaymentFileHandedIn,
    PaymentFileMade,
    PaymentFileWithdrawn,
)
from ledger.periods.events import PeriodClosed
from ledger.places.events import MainPlaceNamed, MoneyMoved, MoveReversed, PlaceClosed, PlaceOpened
from ledger.promises.events import HonouringTakenBack, PromiseForgiven, PromiseHonoured, PromiseOpened
from ledger.proposals.events import (
    InterestDeclared,
    InterestsStated,
    ProposalAccepted,
    ProposalAdmitted,
    ProposalAmended,
    ProposalClosed,
    ProposalDrafted,
    ProposalExecutionBegun,
    ProposalPutBack,
    ProposalPutOnBallot,
    ProposalRejected,
    ProposalReported,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from ledger.rounds.events import (
    BallotCast,
    ItemMadeFinal,
    ObjectionDecided,
    ObjectionRaised,
    ProxyGiven,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundAnnulled,
    RoundClosed,
    RoundCounted,
    RoundDrafted,
    RoundExtended,
    RoundMadeFinal,
    RoundOpened,
    ShowOfHandsEntered,
)
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferBooked,
    TransferReceived,
    TransferRefused,
    TransferReturned,
    TransferSent,
    TransferVoidAsked,
    TransferVoided,
)
from ledger.twinnings.events import (
    TwinningAccepted,
    TwinningDeclined,
    TwinningEnded,
    TwinningOffered,
    TwinningProposed,
    TwinningResumed,
    TwinningSuspended,
    TwinningWithdrawn,
)
from ledger.units import WORK
from ledger.valuations.events import ValuationStated
from ledger.vocabulary import AnyEvent
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from projections.days import date_of, day_of

FREE = Destination.UNASSIGNED


MOVING: frozenset[type[Event]] = frozenset(
    {
        BudgetAwarded,
        BudgetFreed,
        BudgetReserved,
        CollectionReceived,
        ContributionReceived,
        ContributionRefunded,
        ContributionReversed,
        CurrencyExchanged,
        CurrencyExchangeReversed,
        EarmarkAccepted,
        EarmarkLifted,
        EarmarkMoved,
        EntryCorrected,
        GoodsAccepted,
        GoodsLent,
        GoodsLoanReturned,
        MishapBooked,
        PaymentBooked,
        PaymentRestored,
        StandingEntryBooked,
        StockChanged,
        WorkDayConfirmed,
        TransferBooked,
    }
)
"""The kinds of events that move anything."""


class Movement(msgspec.Struct, frozen=True, gc=False):
    """Changes, in minor units, to the sums of one unit, purpose and destination."""

    unit: str
    purpose: str
    destination: str
    received: int = 0
    reserved: int = 0
    paid: int = 0
    effective: date | None = None
    """None where nothing but a reservation changes."""
    about: str = ""
    """The contribution, round, proposal or disbursement that it is for."""

    @property
    def where(self) -> tuple[str, PurposeId, Destination]:
        """Its unit, purpose and destination."""
        return self.unit, PurposeId(self.purpose), Destination(self.destination)

    @property
    def held(self) -> int:
        """What the movement adds to the money in hand: reservations leave it where it is."""
        return self.received - self.paid


def recorded_day(recorded: Recorded) -> date:
    """The day of the recorded time, in UTC."""
    return date_of(day_of(recorded.envelope.recorded_us))


def movements_of(recorded: Recorded) -> tuple[Movement, ...]:
    """What an event moves in its account; nothing for most kinds."""
    event = cast("AnyEvent", recorded.event)
    match event:
        case BallotCast():
            return ()
        case ContributionReceived():
            purpose = UNRESTRICTED if event.earmark == UNRESTRICTED else AWAITING
            return (_received(event, purpose, event.amount_minor),)
        case CollectionReceived():
            return (_received(event, event.purpose, event.amount_minor),)
        case StandingEntryBooked() | MishapBooked():
            return (_booked(event, 1),)
        case EntryCorrected():
            return (_booked(event, -1),)
        case GoodsAccepted():
            purpose = UNRESTRICTED if event.earmark == UNRESTRICTED else AWAITING
            return (_received(event, purpose, event.amount_minor),)
        case StockChanged():
            change = event.change_kind.sign * event.amount_minor
            day = event.effective
            return (Movement(event.unit, event.purpose, FREE, change, effective=day, about=event.change),)
        case GoodsLent():
            out = event.amount_minor
            return (Movement(event.unit, event.purpose, FREE, reserved=out, about=event.loan),)
        case GoodsLoanReturned():
            back = -event.amount_minor - event.missing_minor
            return (Movement(event.unit, event.purpose, FREE, reserved=back, about=event.loan),)
        case WorkDayConfirmed():
            return tuple(
                Movement(
                    WORK,
                    event.purpose,
                    FREE,
                    line.minutes,
                    effective=event.effective,
                    about=line.contribution,
                )
                for line in event.lines
            )
        case EarmarkAccepted():
            return (
                _received(event, AWAITING, -event.amount_minor),
                _received(event, event.purpose, event.amount_minor),
            )
        case EarmarkLifted():
            return (
                _received(event, event.purpose, -event.amount_minor),
                _received(event, UNRESTRICTED, event.amount_minor),
            )
        case ContributionReversed() | ContributionRefunded():
            return (_received(event, event.purpose, -event.amount_minor),)
        case EarmarkMoved():
            line, day, about = event.line, recorded_day(recorded), event.decision
            return (
                Movement(line.unit, event.origin, FREE, -line.amount_minor, effective=day, about=about),
                Movement(line.unit, line.purpose, FREE, line.amount_minor, effective=day, about=about),
            )
        case BudgetReserved():
            return tuple(
                Movement(line.unit, line.purpose, FREE, reserved=line.amount_minor, about=event.round)
                for line in event.lines
            )
        case BudgetAwarded():
            return tuple(_awarded(event, recorded_day(recorded)))
        case BudgetFreed():
            return tuple(_freed(event, recorded_day(recorded)))
        case PaymentBooked():
            return (_paid(event, event.line.amount_minor),)
        case PaymentRestored():
            return (_paid(event, -event.line.amount_minor),)
        case CurrencyExchanged() | CurrencyExchangeReversed():
            return tuple(_exchanged(event))
        case TransferBooked():
            line = event.line
            return (
                Movement(
                    line.unit,
                    line.purpose,
                    FREE,
                    line.amount_minor,
                    effective=event.effective,
                    about=event.transfer,
                ),
            )
        case (
            AssociationRegistered()
            | AccountRegistered()
            | ForeignAccountRegistered()
            | InstallationRecognised()
            | RecognitionWithdrawn()
            | KeyIssued()
            | KeyRevoked()
            | KeyReplacementAsked()
            | KeyReplaced()
            | LocalAccountOpened()
            | AssociationFounded()
            | MemberEnrolled()
            | MemberCameOfAge()
            | MemberLeft()
            | MemberSuspended()
            | MemberReinstated()
            | OfficerAppointed()
            | OfficeVacated()
            | OfficerLent()
            | OfficerRecalled()
            | OfficerOffered()
            | OfficerOfferEnded()
            | RulesChanged()
            | PurposeDeclared()
            | ContributionPledged()
            | PledgeWithdrawn()
            | CarbonOffsetStated()
            | GoodsDelivered()
            | GoodsRefused()
            | WorkDayRecorded()
            | WorkDayRefused()
            | ValuationStated()
            | PaperFiled()
            | PaperForgotten()
            | PlaceOpened()
            | MainPlaceNamed()
            | PlaceClosed()
            | MoneyMoved()
            | MinutesRecorded()
            | PlaceCounted()
            | PeriodClosed()
            | StatementTaken()
            | LinesMatched()
            | MatchUndone()
            | MoveReversed()
            | ProposalDrafted()
            | ProposalAmended()
            | InterestDeclared()
            | InterestsStated()
            | ProposalSubmitted()
            | ProposalAdmitted()
            | ProposalPutOnBallot()
            | ProposalPutBack()
            | ProposalAccepted()
            | ProposalRejected()
            | ProposalWithdrawn()
            | ProposalExecutionBegun()
            | ProposalReported()
            | ProposalClosed()
            | RoundDrafted()
            | RecusalDeclared()
            | RoundOpened()
            | ShowOfHandsEntered()
            | RoundExtended()
            | ProxyGiven()
            | ProxyWithdrawn()
            | RoundClosed()
            | RoundCounted()
            | ObjectionRaised()
            | ObjectionDecided()
            | RoundMadeFinal()
            | ItemMadeFinal()
            | RoundAnnulled()
            | DisbursementAuthorised()
            | DisbursementSignedOff()
            | DisbursementSent()
            | DisbursementSettled()
            | DisbursementAcknowledged()
            | DisbursementEvidenced()
            | DisbursementFailed()
            | DisbursementReturned()
            | DisbursementCancelled()
            | CallMade()
            | CallOpinionAsked()
            | CallOpinionGiven()
            | CallSent()
            | CallReceived()
            | CallPutOnBallot()
            | CallPutBack()
            | CallGranted()
            | CallRefused()
            | CallPassedOn()
            | CallWithdrawn()
            | BankDetailsNoted()
            | PaymentFileMade()
            | PaymentFileHandedIn()
            | PaymentFileAnswered()
            | PaymentFileWithdrawn()
            | PromiseOpened()
            | PromiseHonoured()
            | HonouringTakenBack()
            | PromiseForgiven()
            | TerritoryRegistered()
            | TerritoryMoved()
            | TogetherMembershipStated()
            | ResourcesStated()
            | AssociationTerritoryNamed()
            | AssociationJoined()
            | AccountTerritoryNamed()
            | TwinningProposed()
            | TwinningOffered()
            | TwinningAccepted()
            | TwinningDeclined()
            | TwinningWithdrawn()
            | TwinningSuspended()
            | TwinningResumed()
            | TwinningEnded()
            | LinkBegun()
            | LinkEnded()
            | LinkPersonAdded()
            | NameConsentGiven()
            | NameConsentWithdrawn()
            | ExperienceShared()
            | ExperienceAmended()
            | ExperienceWithdrawn()
            | LearningExchangeHeld()
            | LearningExchangeTold()
            | LearningExchangeConfirmed()
            | LearningExchangeDeclined()
            | PracticeAdopted()
            | PracticeAdoptionTold()
            | FlowsStated()
            | FlowsTold()
            | TransferSent()
            | TransferVoidAsked()
            | TransferAcknowledged()
            | TransferReturned()
            | TransferAnnounced()
            | TransferReceived()
            | TransferRefused()
            | TransferVoided()
        ):
            return ()
        case _:
            assert_never(event)


_Gift = (
    ContributionReceived
    | CollectionReceived
    | GoodsAccepted
    | EarmarkAccepted
    | EarmarkLifted
    | ContributionReversed
    | ContributionRefunded
)


def _received(event: _Gift, purpose: str, change: int) -> Movement:
    return Movement(event.unit, purpose, FREE, change, effective=event.effective, about=event.contribution)


def _booked(event: StandingEntryBooked | MishapBooked | EntryCorrected, sign: int) -> Movement:
    """A fee is paid; whatever else goes is less of what was received, as with goods that are lost."""
    change, paid = sign * event.booking_kind.sign * event.amount_minor, 0
    if event.booking_kind is BookingKind.BANK_FEE:
        change, paid = 0, -change
    return Movement(
        event.unit,
        event.purpose,
        FREE,
        change,
        paid=paid,
        effective=event.effective,
        about=event.booking,
    )


def _awarded(event: BudgetAwarded, day: date) -> Iterator[Movement]:
    """The round's reservation ends; what is awarded goes to its destination, and is reserved there."""
    for line in event.freed:
        yield Movement(line.unit, line.purpose, FREE, reserved=-line.amount_minor, about=event.round)
    for award in event.awards:
        for line in award.lines:
            amount, about = line.amount_minor, award.proposal
            yield Movement(line.unit, line.purpose, FREE, -amount, -amount, effective=day, about=about)
            yield Movement(
                line.unit, line.purpose, award.destination, amount, amount, effective=day, about=about
            )


def _freed(event: BudgetFreed, day: date) -> Iterator[Movement]:
    """The decision's reservation ends; its rest belongs to no destination any more (B6)."""
    for line in event.lines:
        amount, about = line.amount_minor, event.proposal
        yield Movement(
            line.unit, line.purpose, event.destination, -amount, -amount, effective=day, about=about
        )
        yield Movement(line.unit, line.purpose, FREE, amount, effective=day, about=about)


def _exchanged(event: CurrencyExchanged | CurrencyExchangeReversed) -> Iterator[Movement]:
    """Each unit by itself (L1): the one goes, the other comes, and the fee is paid out of its unit, or put back (L6).

    A decision whose money it is has it reserved in the other unit from now on.
    """
    for side in event.sides():
        yield Movement(
            side.unit,
            event.purpose,
            event.destination,
            side.received,
            0 if event.decision is None else side.net,
            side.fee,
            effective=event.effective,
            about=event.exchange,
        )


def _paid(event: PaymentBooked | PaymentRestored, change: int) -> Movement:
    line = event.line
    return Movement(
        line.unit,
        line.purpose,
        event.destination,
        reserved=-change,
        paid=change,
        effective=event.effective,
        about=event.disbursement,
    )
