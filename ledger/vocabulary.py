"""All that can happen: the unions of every kind of event and message, and every state that events add up to.

A new kind of event is added here, and the type checker then lists every exhaustive match that must say something
about it.
"""

from typing import TypeAlias

from ledger.accounts.events import (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
    PurposeDeclared,
)
from ledger.accounts.state import Account
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
from ledger.associations.messages import AccountOpening, TerritoryNaming
from ledger.associations.state import Association
from ledger.bank_details.events import BankDetailsNoted
from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
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
from ledger.calls.messages import (
    CallForOpinion,
    CallGranting,
    CallOpinion,
    CallPassing,
    CallRefusing,
    CallSubmission,
    CallWithdrawal,
)
from ledger.calls.state import Call
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
from ledger.disbursements.state import Disbursement
from ledger.flows.events import FlowsStated, FlowsTold
from ledger.flows.messages import FlowsTelling
from ledger.flows.state import FlowStatement
from ledger.goods.events import (
    GoodsAccepted,
    GoodsDelivered,
    GoodsLent,
    GoodsLoanReturned,
    GoodsRefused,
    StockChanged,
)
from ledger.installations.events import (
    ForeignAccountRegistered,
    InstallationRecognised,
    RecognitionWithdrawn,
)
from ledger.installations.state import Installation
from ledger.keys.events import KeyIssued, KeyReplaced, KeyReplacementAsked, KeyRevoked
from ledger.keys.messages import KeyReplacing
from ledger.keys.state import Key
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
from ledger.learning.messages import ExchangeAnswered, ExchangeTold, PracticeTold
from ledger.learning.state import Adoption, Experience, LearningExchange
from ledger.lent_offices.events import OfficerLent, OfficerOffered, OfficerOfferEnded, OfficerRecalled
from ledger.lent_offices.messages import OfficerLending, OfficerRecalling
from ledger.links.events import (
    LinkBegun,
    LinkEnded,
    LinkPersonAdded,
    NameConsentGiven,
    NameConsentWithdrawn,
)
from ledger.links.messages import LinkEnding, LinkTelling
from ledger.links.state import Link
from ledger.minutes.events import MinutesRecorded
from ledger.minutes.state import Minutes
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.payment_files.events import (
    PaymentFileAnswered,
    PaymentFileHandedIn,
    PaymentFileMade,
    PaymentFileWithdrawn,
)
from ledger.payment_files.state import PaymentFile
from ledger.periods.events import PeriodClosed
from ledger.places.events import MainPlaceNamed, MoneyMoved, MoveReversed, PlaceClosed, PlaceOpened
from ledger.promises.events import HonouringTakenBack, PromiseForgiven, PromiseHonoured, PromiseOpened
from ledger.promises.messages import PassedOn
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
from ledger.proposals.state import Proposal
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
from ledger.rounds.state import Round
from ledger.state import State
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.statements.state import Statements
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.territories.state import Territory
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
from ledger.transfers.messages import (
    TransferAnnouncement,
    TransferReception,
    TransferRefusal,
    TransferVoiding,
    TransferVoidRequest,
)
from ledger.transfers.state import Transfer
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
from ledger.twinnings.messages import (
    TwinningAcceptance,
    TwinningDeclining,
    TwinningEnding,
    TwinningOffer,
    TwinningResumption,
    TwinningSuspension,
    TwinningWithdrawal,
)
from ledger.twinnings.state import Twinning
from ledger.valuations.events import ValuationStated
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused

AnyEvent: TypeAlias = (
    AssociationRegistered
    | AccountRegistered
    | KeyIssued
    | KeyRevoked
    | KeyReplacementAsked
    | KeyReplaced
    | InstallationRecognised
    | RecognitionWithdrawn
    | ForeignAccountRegistered
    | LocalAccountOpened
    | AssociationFounded
    | MemberEnrolled
    | MemberCameOfAge
    | MemberLeft
    | MemberSuspended
    | MemberReinstated
    | OfficerAppointed
    | OfficeVacated
    | OfficerLent
    | OfficerRecalled
    | OfficerOffered
    | OfficerOfferEnded
    | RulesChanged
    | PurposeDeclared
    | ContributionPledged
    | PledgeWithdrawn
    | ContributionReceived
    | EarmarkAccepted
    | EarmarkLifted
    | EarmarkMoved
    | ContributionReversed
    | ContributionRefunded
    | CarbonOffsetStated
    | GoodsDelivered
    | GoodsAccepted
    | GoodsRefused
    | StockChanged
    | GoodsLent
    | GoodsLoanReturned
    | WorkDayRecorded
    | WorkDayConfirmed
    | WorkDayRefused
    | ValuationStated
    | PaperFiled
    | PaperForgotten
    | PlaceOpened
    | MainPlaceNamed
    | PlaceClosed
    | MoneyMoved
    | MinutesRecorded
    | CollectionReceived
    | StandingEntryBooked
    | MishapBooked
    | EntryCorrected
    | PlaceCounted
    | PeriodClosed
    | StatementTaken
    | LinesMatched
    | MatchUndone
    | MoveReversed
    | ProposalDrafted
    | ProposalAmended
    | InterestDeclared
    | InterestsStated
    | ProposalSubmitted
    | ProposalAdmitted
    | ProposalPutOnBallot
    | ProposalPutBack
    | ProposalAccepted
    | ProposalRejected
    | ProposalWithdrawn
    | ProposalExecutionBegun
    | ProposalReported
    | ProposalClosed
    | RoundDrafted
    | RecusalDeclared
    | RoundOpened
    | BudgetReserved
    | BallotCast
    | RoundExtended
    | ProxyGiven
    | ProxyWithdrawn
    | ShowOfHandsEntered
    | RoundClosed
    | RoundCounted
    | ObjectionRaised
    | ObjectionDecided
    | RoundMadeFinal
    | ItemMadeFinal
    | RoundAnnulled
    | BudgetAwarded
    | BudgetFreed
    | DisbursementAuthorised
    | DisbursementSignedOff
    | DisbursementSent
    | PaymentBooked
    | DisbursementSettled
    | DisbursementAcknowledged
    | DisbursementEvidenced
    | DisbursementFailed
    | DisbursementReturned
    | DisbursementCancelled
    | BankDetailsNoted
    | PaymentFileMade
    | PaymentFileHandedIn
    | PaymentFileAnswered
    | PaymentFileWithdrawn
    | PromiseOpened
    | PromiseHonoured
    | HonouringTakenBack
    | PromiseForgiven
    | PaymentRestored
    | CurrencyExchanged
    | CurrencyExchangeReversed
    | CallMade
    | CallOpinionAsked
    | CallOpinionGiven
    | CallSent
    | CallReceived
    | CallPutOnBallot
    | CallPutBack
    | CallGranted
    | CallRefused
    | CallPassedOn
    | CallWithdrawn
    | TerritoryRegistered
    | TerritoryMoved
    | TogetherMembershipStated
    | ResourcesStated
    | AssociationTerritoryNamed
    | AssociationJoined
    | AccountTerritoryNamed
    | TwinningProposed
    | TwinningOffered
    | TwinningAccepted
    | TwinningDeclined
    | TwinningWithdrawn
    | TwinningSuspended
    | TwinningResumed
    | TwinningEnded
    | LinkBegun
    | LinkEnded
    | LinkPersonAdded
    | NameConsentGiven
    | NameConsentWithdrawn
    | ExperienceShared
    | ExperienceAmended
    | ExperienceWithdrawn
    | LearningExchangeHeld
    | LearningExchangeTold
    | LearningExchangeConfirmed
    | LearningExchangeDeclined
    | PracticeAdopted
    | PracticeAdoptionTold
    | FlowsStated
    | FlowsTold
    | TransferSent
    | TransferVoidAsked
    | TransferAcknowledged
    | TransferReturned
    | TransferAnnounced
    | TransferReceived
    | TransferBooked
    | TransferRefused
    | TransferVoided
)

AnyMessage: TypeAlias = (
    AccountOpening
    | PassedOn
    | TerritoryNaming
    | KeyReplacing
    | TwinningOffer
    | TwinningAcceptance
    | TwinningDeclining
    | TwinningWithdrawal
    | TwinningSuspension
    | TwinningResumption
    | TwinningEnding
    | OfficerLending
    | OfficerRecalling
    | LinkTelling
    | LinkEnding
    | ExchangeTold
    | ExchangeAnswered
    | PracticeTold
    | FlowsTelling
    | TransferAnnouncement
    | TransferVoidRequest
    | TransferReception
    | TransferRefusal
    | TransferVoiding
    | CallForOpinion
    | CallOpinion
    | CallSubmission
    | CallGranting
    | CallRefusing
    | CallPassing
    | CallWithdrawal
)

STATES: tuple[type[State], ...] = (
    Association,
    Key,
    Installation,
    Account,
    Proposal,
    Round,
    Minutes,
    Disbursement,
    PaymentFile,
    Territory,
    Twinning,
    Link,
    Experience,
    LearningExchange,
    Adoption,
    FlowStatement,
    Transfer,
    Call,
    Statements,
)
_STATE_OF = {state.prefix: state for state in STATES}


def state_of(stream: str) -> type[State]:
    """Which state a stream's events add up to, told by how its id begins; the bare one for what is no id of ours."""
    own = stream.rpartition("/")[2]
    return _STATE_OF.get(own.partition("-")[0], State)
