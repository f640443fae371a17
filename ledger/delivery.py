"""How a message is taken in: each kind becomes a command of the account that it is for."""

from typing import cast

import msgspec

from ledger.associations.commands import OpenLocalAccount, TakeTerritory
from ledger.associations.messages import AccountOpening, TerritoryNaming
from ledger.calls.messages import (
    CallForOpinion,
    CallGranting,
    CallOpinion,
    CallPassing,
    CallRefusing,
    CallSubmission,
    CallWithdrawal,
)
from ledger.calls.taking import (
    TakeCall,
    TakeCallForOpinion,
    TakeCallGranting,
    TakeCallOpinion,
    TakeCallPassing,
    TakeCallRefusing,
    TakeCallWithdrawal,
)
from ledger.command import Command, Paper
from ledger.flows.messages import FlowsTelling
from ledger.flows.taking import TakeFlows
from ledger.identifiers import AccountId, AssociationId
from ledger.keys.messages import KeyReplacing
from ledger.keys.replacing import ReplaceKey
from ledger.learning.messages import ExchangeAnswered, ExchangeTold, PracticeTold
from ledger.learning.taking import TakeExchangeAnswered, TakeExchangeTold, TakePracticeTold
from ledger.lent_offices.messages import OfficerLending, OfficerRecalling
from ledger.lent_offices.taking import TakeOfficerLending, TakeOfficerRecalling
from ledger.links.messages import LinkEnding, LinkTelling
from ledger.links.taking import TakeLink, TakeLinkEnding
from ledger.message import Message
from ledger.promises.messages import PassedOn
from ledger.promises.taking import CountPassedOn
from ledger.transfers.messages import (
    TransferAnnouncement,
    TransferReception,
    TransferRefusal,
    TransferVoiding,
    TransferVoidRequest,
)
from ledger.transfers.state import TransferStatus
from ledger.transfers.taking import TakeAnnouncement, TakeReception, TakeReturn, TakeVoidRequest
from ledger.twinnings.messages import (
    TwinningAcceptance,
    TwinningDeclining,
    TwinningEnding,
    TwinningOffer,
    TwinningResumption,
    TwinningSuspension,
    TwinningWithdrawal,
)
from ledger.twinnings.taking import (
    TakeAcceptance,
    TakeDeclining,
    TakeEnding,
    TakeOffer,
    TakeResumption,
    TakeSuspension,
    TakeWithdrawal,
)
from ledger.vocabulary import AnyMessage


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A message that came. That its sender is who it says to be is known before it gets here."""

    sender: str
    """The account that sent it; for the register's own, the association."""
    to: AccountId
    message: Message
    papers: tuple[Paper, ...] = ()
    """The papers whose seals it names, where the sender still has their texts; each text fits its seal."""


def taken_in(arrived: Arrived) -> Command:
    """The command by which a message is taken in."""
    message = cast("AnyMessage", arrived.message)
    match message:
        case AccountOpening():
            return OpenLocalAccount(
                account=arrived.to,
                association=AssociationId(arrived.sender),
                association_kind=message.association_kind,
                tier=message.tier,
                opened=message.opened,
                territory=message.territory,
            )
        case KeyReplacing():
            return ReplaceKey(
                account=AccountId(arrived.sender),
                member=message.member,
                secret=message.secret,
                roles=message.roles,
            )
        case TerritoryNaming():
            return TakeTerritory(account=arrived.to, territory=message.territory)
        case LinkTelling():
            return TakeLink(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                link=message.link,
                twinning=message.twinning,
                kind=message.link_kind,
                direction=message.direction,
                actors=message.actors,
                group=message.group,
                effective=message.effective,
            )
        case LinkEnding():
            return TakeLinkEnding(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                link=message.link,
                twinning=message.twinning,
                effective=message.effective,
            )
        case OfficerLending():
            return TakeOfficerLending(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                lending=message.lending,
                office=message.office,
                twinning=message.twinning,
                tier=message.tier,
                effective=message.effective,
            )
        case OfficerRecalling():
            return TakeOfficerRecalling(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                lending=message.lending,
                effective=message.effective,
            )
        case TwinningOffer():
            return TakeOffer(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                twinning=message.twinning,
                territory=message.territory,
                agreement=message.agreement,
                effective=message.effective,
                papers=arrived.papers,
            )
        case TwinningAcceptance():
            return TakeAcceptance(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                twinning=message.twinning,
                territory=message.territory,
                effective=message.effective,
            )
        case TwinningDeclining():
            return TakeDeclining(
                account=arrived.to, sender=AccountId(arrived.sender), twinning=message.twinning
            )
        case TwinningWithdrawal():
            return TakeWithdrawal(
                account=arrived.to, sender=AccountId(arrived.sender), twinning=message.twinning
            )
        case TwinningSuspension():
            return TakeSuspension(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                twinning=message.twinning,
                turn=message.turn,
                effective=message.effective,
            )
        case TwinningResumption():
            return TakeResumption(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                twinning=message.twinning,
                turn=message.turn,
                effective=message.effective,
            )
        case TwinningEnding():
            return TakeEnding(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                twinning=message.twinning,
                effective=message.effective,
            )
        case PassedOn():
            return CountPassedOn(
                account=arrived.to,
                disbursement=message.disbursement,
                elsewhere=AccountId(arrived.sender),
                contribution=message.contribution,
                unit=message.unit,
                amount_minor=message.amount_minor,
                taken_back_minor=message.taken_back_minor,
                giver=message.giver,
                effective=message.effective,
            )
        case FlowsTelling():
            return TakeFlows(account=arrived.to, sender=AccountId(arrived.sender), told=message)
        case ExchangeTold():
            return TakeExchangeTold(account=arrived.to, sender=AccountId(arrived.sender), told=message)
        case ExchangeAnswered():
            sender = AccountId(arrived.sender)
            return TakeExchangeAnswered(account=arrived.to, sender=sender, answered=message)
        case PracticeTold():
            return TakePracticeTold(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                told=message,
                papers=arrived.papers,
            )
        case TransferAnnouncement():
            return TakeAnnouncement(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                transfer=message.transfer,
                terms=message.terms,
                papers=arrived.papers,
            )
        case TransferVoidRequest():
            return TakeVoidRequest(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                transfer=message.transfer,
                reason=message.reason,
                papers=arrived.papers,
            )
        case TransferReception():
            return TakeReception(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                transfer=message.transfer,
                amount_minor=message.amount_minor,
                fee_minor=message.fee_minor,
                obtained=message.obtained,
                effective=message.effective,
            )
        case TransferRefusal() | TransferVoiding():
            refused = isinstance(message, TransferRefusal)
            return TakeReturn(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                transfer=message.transfer,
                answer=TransferStatus.REFUSED if refused else TransferStatus.VOIDED,
                reason=message.reason,
                papers=arrived.papers,
            )
        case CallForOpinion():
            return TakeCallForOpinion(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                call=message.call,
                terms=message.terms,
                papers=arrived.papers,
            )
        case CallOpinion():
            return TakeCallOpinion(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                call=message.call,
                opinion=message.opinion,
                papers=arrived.papers,
            )
        case CallSubmission():
            return TakeCall(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                call=message.call,
                terms=message.terms,
                opinion=message.opinion,
                trail=message.trail,
                papers=arrived.papers,
            )
        case CallGranting():
            return TakeCallGranting(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                call=message.call,
                proposal=message.proposal,
                effective=message.effective,
            )
        case CallRefusing():
            return TakeCallRefusing(
                account=arrived.to,
                sender=AccountId(arrived.sender),
                call=message.call,
                ground=message.ground,
                effective=message.effective,
            )
        case CallPassing():
            return TakeCallPassing(
                account=arrived.to, sender=AccountId(arrived.sender), call=message.call, to=message.to
            )
        case CallWithdrawal():
            return TakeCallWithdrawal(account=arrived.to, sender=AccountId(arrived.sender), call=message.call)
