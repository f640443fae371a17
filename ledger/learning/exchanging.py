"""An exchange between two territories is recorded by one side, and confirmed or declined by the other."""

from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.event import Event
from ledger.identifiers import AccountId, LearningExchangeId, TwinningId, stream_of
from ledger.learning.events import (
    LearningExchangeConfirmed,
    LearningExchangeDeclined,
    LearningExchangeHeld,
)
from ledger.learning.look import exchange_in, require_an_exchange
from ledger.learning.refusals import ExchangeAnsweredAlready, OwnExchange
from ledger.learning.state import ExchangeStatus, LearningDirection, Theme
from ledger.twinnings.look import active_twinning


class HoldLearningExchange(AccountCommand, frozen=True, kw_only=True):
    """Record that people of both territories learned from each other, whoever taught (E1)."""

    twinning: TwinningId
    direction: LearningDirection
    participants: int
    minutes: int
    """How long it lasted."""
    themes: tuple[Theme, ...]
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, stream_of(self.account, self.twinning)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = active_twinning(seen, self.account, self.twinning)
        require_an_exchange(self.themes, self.participants, self.minutes)
        exchange = LearningExchangeId(context.fresh("learning"))
        yield Fact(
            stream_of(self.account, exchange),
            LearningExchangeHeld(
                twinning=self.twinning,
                twin=twinning.other,
                direction=self.direction,
                participants=self.participants,
                minutes=self.minutes,
                themes=self.themes,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return exchange


class _AnswerLearningExchange(AccountCommand, frozen=True, kw_only=True):
    """Say whether an exchange that the twin recorded was so; the twin is told."""

    exchange: LearningExchangeId

    def answer(self, twin: AccountId) -> Event:
        """The event that tells the twin."""
        raise NotImplementedError  # pragma: no cover - both say it

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, stream_of(self.account, self.exchange)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        exchange = exchange_in(seen, self.account, self.exchange)
        if not exchange.told:
            raise OwnExchange
        if exchange.status is not ExchangeStatus.HELD:
            raise ExchangeAnsweredAlready(status=exchange.status.value)
        yield Fact(stream_of(self.account, self.exchange), self.answer(exchange.twin))
        return self.exchange


class ConfirmLearningExchange(_AnswerLearningExchange, frozen=True, kw_only=True):
    """It was so."""

    def answer(self, twin: AccountId) -> Event:
        return LearningExchangeConfirmed(tells=twin)


class DeclineLearningExchange(_AnswerLearningExchange, frozen=True, kw_only=True):
    """It was not so; whoever recorded it may record it anew."""

    def answer(self, twin: AccountId) -> Event:
        return LearningExchangeDeclined(tells=twin)
