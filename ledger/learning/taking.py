"""What the other account tells of learning is taken in: late, twice or reordered, it changes nothing a second time."""

from collections.abc import Iterator

from ledger.command import AccountCommand, Context, Decision, Fact, Paper, Reads, Seen
from ledger.context import seal_of
from ledger.identifiers import AccountId, Seal, TwinningId, is_id, is_seal, stream_of
from ledger.learning.events import (
    LearningExchangeConfirmed,
    LearningExchangeDeclined,
    LearningExchangeTold,
    PracticeAdoptionTold,
)
from ledger.learning.look import exchange_in, require_an_exchange, shared
from ledger.learning.messages import ExchangeAnswered, ExchangeTold, PracticeTold
from ledger.learning.refusals import OwnExchange
from ledger.learning.state import Adoption, ExchangeStatus, LearningExchange
from ledger.twinnings.look import twinning_in
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins


class TakeExchangeTold(AccountCommand, frozen=True, kw_only=True):
    """The twin recorded an exchange: this side is asked whether it was so."""

    sender: AccountId
    told: ExchangeTold

    def reads(self, context: Context) -> Reads:
        own = stream_of(self.account, self.told.exchange)
        return Reads(streams=(own, stream_of(self.account, self.told.twinning)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        told = self.told
        if not is_id(LearningExchange.prefix, told.exchange):
            raise MessageMalformed
        require_twin(seen, self.account, told.twinning, self.sender)
        require_an_exchange(told.themes, told.participants, told.minutes)
        stream = stream_of(self.account, told.exchange)
        if seen.find(stream, LearningExchange) is None:
            yield Fact(
                stream,
                LearningExchangeTold(
                    twinning=told.twinning,
                    twin=self.sender,
                    direction=told.direction.mirrored,
                    participants=told.participants,
                    minutes=told.minutes,
                    themes=told.themes,
                    effective=told.effective,
                ),
            )
        return told.exchange


class TakeExchangeAnswered(AccountCommand, frozen=True, kw_only=True):
    """The twin says whether an exchange that this side recorded was so; its first word counts."""

    sender: AccountId
    answered: ExchangeAnswered

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(stream_of(self.account, self.answered.exchange),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        exchange = exchange_in(seen, self.account, self.answered.exchange)
        if exchange.twin != self.sender:
            raise NotTheTwins
        if exchange.told:
            raise OwnExchange
        if exchange.status is ExchangeStatus.HELD:
            confirmed = self.answered.confirmed
            event = LearningExchangeConfirmed() if confirmed else LearningExchangeDeclined()
            yield Fact(stream_of(self.account, self.answered.exchange), event)
        return self.answered.exchange


class TakePracticeTold(AccountCommand, frozen=True, kw_only=True):
    """Another account adopted a practice of this one."""

    sender: AccountId
    told: PracticeTold
    papers: tuple[Paper, ...] = ()

    def reads(self, context: Context) -> Reads:
        told = self.told
        parts = [told.adoption, told.experience, *([told.twinning] if told.twinning else ())]
        return Reads(streams=tuple(stream_of(self.account, part) for part in parts))

    def decide(self, seen: Seen, context: Context) -> Decision:
        told = self.told
        ids = is_id(Adoption.prefix, told.adoption) and is_id("territory", told.territory)
        if not (ids and is_seal(told.text)):
            raise MessageMalformed
        shared(seen, self.account, told.experience)
        if told.twinning is not None:
            require_twin(seen, self.account, told.twinning, self.sender)
        stream = stream_of(self.account, told.adoption)
        if seen.find(stream, Adoption) is None:
            yield from _papers_of(told.text, self.papers)
            yield Fact(
                stream,
                PracticeAdoptionTold(
                    experience=told.experience,
                    adopter=self.sender,
                    twinning=told.twinning,
                    theme=told.theme,
                    territory=told.territory,
                    text=told.text,
                    effective=told.effective,
                ),
            )
        return told.adoption


def require_twin(seen: Seen, account: AccountId, twinning: TwinningId, sender: AccountId) -> None:
    """Raises UnknownTwinning or NotTheTwins; a twinning that has ended since still tells what was before."""
    if twinning_in(seen, account, twinning).other != sender:
        raise NotTheTwins


def _papers_of(seal: Seal, papers: tuple[Paper, ...]) -> Iterator[Paper]:
    """The text that came along, if its writer still had it, and if it fits."""
    return (paper for paper in papers if seal_of(paper.salt, paper.text) == seal == paper.seal)
