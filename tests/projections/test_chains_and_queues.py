"""Whatever happens to an account, chains take of its funds what queues would."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    BudgetFreed,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.state import Destination, Line
from ledger.contributions.events import (
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
)
from ledger.currency_exchanges.events import CurrencyExchanged
from ledger.currency_exchanges.state import Conversion, Rate, RateSource
from ledger.event import Event
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    CurrencyExchangeId,
    DisbursementId,
    PartyToken,
    PurposeId,
    numbered_id,
)
from ledger.proposals.measure import Sum
from projections.balances import Balances
from projections.chains import Chains
from projections.chains.backwards import before
from projections.chains.finding import Part
from projections.chains.links import LinkKind
from projections.follower import Follower
from projections.rebuild import differences
from tests.projections.log import Log
from tests.projections.queues import Queues, together
from tests.projections.samples import BUS, ROUND, SCHOOL, SEAL

VIEWS = (Balances(), Chains())
DAY = date(2026, 3, 1)
HOME, FREE = Destination.DISADVANTAGED_AT_HOME, Destination.UNASSIGNED

units = st.sampled_from(["EUR", "CVE"])
purposes = st.sampled_from([UNRESTRICTED, SCHOOL])
destinations = st.sampled_from([HOME, FREE])
amounts = st.integers(1, 300)
which = st.integers(0, 5)
lines = st.builds(Line, units, purposes, amounts)
steps = st.one_of(
    st.tuples(st.just("give"), units, amounts),
    st.tuples(st.just("give"), units, amounts),
    st.tuples(st.just("earmark"), units, amounts),
    st.tuples(st.just("accept"), which),
    st.tuples(st.just("lift"), which),
    st.tuples(st.just("refund"), which, amounts),
    st.tuples(st.just("reverse"), which),
    st.tuples(st.just("award"), st.lists(lines, max_size=3).map(tuple)),
    st.tuples(st.just("free"), lines),
    st.tuples(st.just("pay"), lines, destinations),
    st.tuples(st.just("restore"), which),
    st.tuples(st.just("exchange"), purposes, amounts, amounts),
    st.tuples(st.just("move"), lines),
)
histories = st.lists(steps, min_size=1, max_size=25)


class Story:
    """Turns steps into events of one account, each with an id as the ledger draws it."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.version = 0
        self.gifts: list[ContributionReceived] = []
        self.paid: list[PaymentBooked] = []

    def take(self, step: tuple[Any, ...]) -> None:
        """One step; one that speaks of a gift or payment that is not there is passed over."""
        kind, *of = step
        event = getattr(self, f"_{kind}")(*of)
        if event is not None:
            self.version += 1
            self.log.record(event)

    def _give(self, unit: str, amount: int, earmark: PurposeId = UNRESTRICTED) -> Event:
        contribution = ContributionId(numbered_id("contribution", self.version + 1, self.version))
        gift = ContributionReceived(
            contribution=contribution,
            giver=PartyToken("giver-1"),
            unit=unit,
            amount_minor=amount,
            earmark=earmark,
            effective=DAY,
        )
        self.gifts.append(gift)
        return gift

    def _earmark(self, unit: str, amount: int) -> Event:
        return self._give(unit, amount, SCHOOL)

    def _of(self, number: int, amount: int | None = None) -> dict[str, Any] | None:
        if not self.gifts:
            return None
        gift = self.gifts[number % len(self.gifts)]
        taken = gift.amount_minor if amount is None else min(amount, gift.amount_minor)
        return {
            "contribution": gift.contribution,
            "unit": gift.unit,
            "amount_minor": taken,
            "effective": DAY,
        }

    def _earmarked(self, number: int) -> dict[str, Any] | None:
        """Of a gift with an earmark: there is nothing to accept or lift of any other."""
        of = self._of(number)
        plain = {gift.contribution for gift in self.gifts if gift.earmark == UNRESTRICTED}
        return None if of is None or of["contribution"] in plain else of

    def _accept(self, number: int) -> Event | None:
        of = self._earmarked(number)
        return None if of is None else EarmarkAccepted(purpose=SCHOOL, **of)

    def _lift(self, number: int) -> Event | None:
        of = self._earmarked(number)
        return None if of is None else EarmarkLifted(purpose=SCHOOL, consent=SEAL, **of)

    def _refund(self, number: int, amount: int) -> Event | None:
        of = self._of(number, amount)
        return None if of is None else ContributionRefunded(purpose=UNRESTRICTED, reason=SEAL, **of)

    def _reverse(self, number: int) -> Event | None:
        of = self._of(number)
        return None if of is None else ContributionReversed(purpose=UNRESTRICTED, reason=SEAL, **of)

    def _award(self, lines: tuple[Line, ...]) -> Event:
        return BudgetAwarded(round=ROUND, awards=(Award(BUS, HOME, lines),), freed=())

    def _free(self, line: Line) -> Event:
        return BudgetFreed(proposal=BUS, destination=HOME, lines=(line,))

    def _pay(self, line: Line, destination: Destination) -> Event:
        disbursement = DisbursementId(f"disbursement-{len(self.paid)}")
        payment = PaymentBooked(
            disbursement=disbursement, proposal=BUS, destination=destination, line=line, effective=DAY
        )
        self.paid.append(payment)
        return payment

    def _restore(self, number: int) -> Event | None:
        if not self.paid:
            return None
        paid = self.paid.pop(number % len(self.paid))
        self.paid.insert(0, msgspec.structs.replace(paid, disbursement=DisbursementId("disbursement-gone")))
        return PaymentRestored(
            disbursement=paid.disbursement,
            proposal=BUS,
            destination=paid.destination,
            line=paid.line,
            effective=DAY,
        )

    def _exchange(self, purpose: PurposeId, given: int, got: int) -> Event:
        return CurrencyExchanged(
            exchange=CurrencyExchangeId(f"exchange-{self.version}"),
            given=Line("EUR", purpose, given),
            obtained=Conversion(
                unit="CVE",
                amount_minor=got + 1,
                rate=Rate("1", "EUR"),
                source=RateSource.AGREED,
                effective=DAY,
            ),
            fee=Sum("CVE", 1),
        )

    def _move(self, line: Line) -> Event:
        return EarmarkMoved(
            origin=SCHOOL, line=msgspec.structs.replace(line, purpose=UNRESTRICTED), decision=BUS
        )


@contextmanager
def a_log() -> Iterator[Log]:
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "views.db", VIEWS).ready()
        yield log
        log.close()


def taken_by_the_view(log: Log) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """What everything that went out took, as the view tells it."""
    taken: dict[tuple[int, int], list[tuple[str, int]]] = {}
    query = "SELECT position, pair, fund, from_minor, to_minor FROM chain_uses ORDER BY position, pair, offset_minor"
    with log.shelf.reading() as db:
        for position, pair, *part in db.execute(query).fetchall():
            told = taken.setdefault((position, pair), [])
            told.extend(
                (step.link.about, step.link.amount_minor)
                for step in before(db, Part(*part))
                if step.link.kind is not LinkKind.PASSED_ON
            )
    return taken


@given(histories, st.integers(1, 7))
def test_first_in_first_out_is_what_queues_would_do(history: list[tuple[Any, ...]], at_once: int) -> None:
    """K5"""
    with a_log() as log, patch("projections.chains.view.EVERY", 3):
        story, queues = Story(log), Queues()
        for number, step in enumerate(history):
            story.take(step)
            if number % at_once == 0:
                assert Follower(log.shelf, VIEWS).catch_up()
        assert Follower(log.shelf, VIEWS).catch_up()
        for recorded in log.recorded["main"]:
            queues.bring(recorded)
        seen = taken_by_the_view(log)
        for where, taken in queues.taken.items():
            assert together(seen.get(where, [])) == together(taken), where
        assert not list(differences(VIEWS, log.shelf))
