"""What happens to learning. Nothing here has a unit or an amount: no money value is put on learning (E2)."""

from datetime import date

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    AccountId,
    AdoptionId,
    ExperienceId,
    LearningExchangeId,
    Seal,
    Stream,
    TerritoryId,
    TwinningId,
    account_of,
    part_of,
)
from ledger.learning.messages import ExchangeAnswered, ExchangeTold, PracticeTold
from ledger.learning.state import (
    Adoption,
    ExchangeStatus,
    Experience,
    LearningDirection,
    LearningExchange,
    Theme,
    adopted_mark,
)
from ledger.message import Sending


class ExperienceShared(Event, frozen=True, kw_only=True, tag="experience-shared"):
    """A practice sheet: what a territory does and others may learn. Its text is public."""

    theme: Theme
    territory: TerritoryId
    text: Seal

    def apply(self, state: Experience) -> None:
        state.version = 1


class ExperienceAmended(Event, frozen=True, kw_only=True, tag="experience-amended"):
    """The sheet is written anew; the versions before stay what they were."""

    version: int
    theme: Theme
    text: Seal

    def apply(self, state: Experience) -> None:
        state.version = self.version


class ExperienceWithdrawn(Event, frozen=True, kw_only=True, tag="experience-withdrawn"):
    """The sheet is no longer offered; what was adopted of it stays adopted."""

    def apply(self, state: Experience) -> None:
        state.withdrawn = True


class LearningExchangeHeld(Event, frozen=True, kw_only=True, tag="learning-exchange-held"):
    """People of two twinned territories learned from each other; the twin is told, and asked to confirm it."""

    twinning: TwinningId
    twin: AccountId
    direction: LearningDirection
    participants: int
    minutes: int
    """How long it lasted."""
    themes: tuple[Theme, ...]
    effective: date

    def apply(self, state: LearningExchange) -> None:
        state.twin = self.twin

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        told = ExchangeTold(
            exchange=LearningExchangeId(part_of(stream)),
            twinning=self.twinning,
            direction=self.direction,
            participants=self.participants,
            minutes=self.minutes,
            themes=self.themes,
            effective=self.effective,
        )
        return (Sending(self.twin, told),)


class LearningExchangeTold(Event, frozen=True, kw_only=True, tag="learning-exchange-told"):
    """The twin recorded an exchange, which this side may confirm; the direction is as this side sees it."""

    twinning: TwinningId
    twin: AccountId
    direction: LearningDirection
    participants: int
    minutes: int
    themes: tuple[Theme, ...]
    effective: date

    def apply(self, state: LearningExchange) -> None:
        state.twin, state.told = self.twin, True


class LearningExchangeConfirmed(Event, frozen=True, kw_only=True, tag="learning-exchange-confirmed"):
    """The side that was told says that it was so."""

    tells: AccountId | None = None
    """Whom this tells; nobody where it was itself told by the twin."""

    def apply(self, state: LearningExchange) -> None:
        state.status = ExchangeStatus.CONFIRMED

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return _answer(self.tells, stream, confirmed=True)


class LearningExchangeDeclined(Event, frozen=True, kw_only=True, tag="learning-exchange-declined"):
    """The side that was told says that it was not so: it counts in no figure."""

    tells: AccountId | None = None
    """Whom this tells; nobody where it was itself told by the twin."""

    def apply(self, state: LearningExchange) -> None:
        state.status = ExchangeStatus.DECLINED

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return _answer(self.tells, stream, confirmed=False)


class PracticeAdopted(Event, frozen=True, kw_only=True, tag="practice-adopted"):
    """An account took a practice over from another, and says so itself; the origin is told."""

    experience: ExperienceId
    origin: AccountId
    """The account that shared the experience."""
    twinning: TwinningId | None = None
    """The twinning by which it came about; none where it was found in the network's feed."""
    theme: Theme
    territory: TerritoryId
    """Where it is practised now."""
    text: Seal
    """How it is practised here."""
    effective: date

    def apply(self, state: Adoption) -> None:
        state.experience = self.experience

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(adopted_mark(account_of(stream), self.origin, self.experience), part_of(stream))

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        told = PracticeTold(
            adoption=AdoptionId(part_of(stream)),
            experience=self.experience,
            twinning=self.twinning,
            theme=self.theme,
            territory=self.territory,
            text=self.text,
            effective=self.effective,
        )
        return (Sending(self.origin, told, (self.text,)),)


class PracticeAdoptionTold(Event, frozen=True, kw_only=True, tag="practice-adoption-told"):
    """Another account adopted a practice of this one."""

    experience: ExperienceId
    adopter: AccountId
    twinning: TwinningId | None = None
    theme: Theme
    territory: TerritoryId
    text: Seal
    effective: date

    def apply(self, state: Adoption) -> None:
        state.experience = self.experience


def _answer(tells: AccountId | None, stream: Stream, *, confirmed: bool) -> tuple[Sending, ...]:
    if tells is None:
        return ()
    answered = ExchangeAnswered(exchange=LearningExchangeId(part_of(stream)), confirmed=confirmed)
    return (Sending(tells, answered),)
