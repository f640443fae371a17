"""What two accounts tell each other about learning."""

from datetime import date

from ledger.identifiers import AdoptionId, ExperienceId, LearningExchangeId, Seal, TerritoryId, TwinningId
from ledger.learning.state import LearningDirection, Theme
from ledger.message import Message


class ExchangeTold(Message, frozen=True, kw_only=True, tag="exchange-told"):
    """The sender recorded an exchange with the account that this is for, and asks whether it was so."""

    exchange: LearningExchangeId
    twinning: TwinningId
    direction: LearningDirection
    """As the sender sees it."""
    participants: int
    minutes: int
    themes: tuple[Theme, ...]
    effective: date


class ExchangeAnswered(Message, frozen=True, kw_only=True, tag="exchange-answered"):
    """The sender was told of an exchange, and says whether it was so."""

    exchange: LearningExchangeId
    confirmed: bool


class PracticeTold(Message, frozen=True, kw_only=True, tag="practice-told"):
    """The sender adopted a practice of the account that this is for."""

    adoption: AdoptionId
    experience: ExperienceId
    twinning: TwinningId | None = None
    theme: Theme
    territory: TerritoryId
    text: Seal
    effective: date
