"""What one side of a twinning tells the other."""

from datetime import date

from ledger.identifiers import Seal, TerritoryId, TwinningId
from ledger.message import Message


class TwinningOffer(Message, frozen=True, kw_only=True, tag="twinning-offer"):
    """We propose a twinning, and accept it ourselves; the agreement's text comes along (W1, W2)."""

    twinning: TwinningId
    territory: TerritoryId
    """The sender's."""
    agreement: Seal
    effective: date


class TwinningAcceptance(Message, frozen=True, kw_only=True, tag="twinning-acceptance"):
    """We accept what you proposed (W1)."""

    twinning: TwinningId
    territory: TerritoryId
    """The sender's."""
    effective: date


class TwinningDeclining(Message, frozen=True, kw_only=True, tag="twinning-declining"):
    """We say no to what you proposed (W1)."""

    twinning: TwinningId


class TwinningWithdrawal(Message, frozen=True, kw_only=True, tag="twinning-withdrawal"):
    """We take back what we proposed (W1)."""

    twinning: TwinningId


class TwinningSuspension(Message, frozen=True, kw_only=True, tag="twinning-suspension"):
    """We suspend our twinning."""

    twinning: TwinningId
    turn: int
    effective: date


class TwinningResumption(Message, frozen=True, kw_only=True, tag="twinning-resumption"):
    """We no longer suspend our twinning."""

    twinning: TwinningId
    turn: int
    effective: date


class TwinningEnding(Message, frozen=True, kw_only=True, tag="twinning-ending"):
    """We end our twinning (W1)."""

    twinning: TwinningId
    effective: date
