"""Exchanges: euros become escudos within one account, and a decision in one is paid in the other."""

from datetime import UTC, date, datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import Award, BudgetAwarded, BudgetFreed, BudgetReserved, PurposeKind
from ledger.accounts.refusals import (
    NotEnoughAvailable,
    NotFounded,
    OfficesIncomplete,
    PurposeInShortfall,
    UnknownPurpose,
)
from ledger.accounts.state import Destination, Line
from ledger.associations.events import OfficeVacated
from ledger.associations.rules import Office
from ledger.command import Fact
from ledger.contributions.commands import AcceptEarmark, Giver, ReceiveContribution, ReverseContribution
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.currency_exchanges.commands import ExchangeCurrency, ReverseCurrencyExchange
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.refusals import (
    DateBeforeExchange,
    ExchangeReversed,
    ExchangeUnproved,
    ExchangeUsed,
    FeeBeyondAmount,
    FeeInAnotherUnit,
    NotACurrency,
    NothingLeftToExchange,
    RateMalformed,
    RateOfAnotherUnit,
    SameCurrency,
    UnknownCurrencyExchange,
)
from ledger.currency_exchanges.state import Conversion, ConversionGiven, ForDecision, Rate, RateSource
from ledger.disbursements.commands import AuthoriseDisbursement, CancelDisbursement, PartyGiven
from ledger.disbursements.refusals import (
    BeyondDecision,
    DateBeforeDecision,
    DecisionSpendsNothing,
    NothingDecided,
    PurposeNotDecided,
)
from ledger.disbursements.state import PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    CurrencyExchangeId,
    DisbursementId,
    ProposalId,
    PurposeId,
    RoundId,
    stream_of,
)
from ledger.money import LARGEST_MINOR, digits_of, to_decimal
from ledger.proposals.commands import AmountGiven, CloseProposal
from ledger.proposals.events import ProposalReported
from ledger.proposals.measure import LiftEarmark, Spend, Sum
from ledger.proposals.refusals import DisbursementUnfinished, UnknownProposal
from ledger.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    DateBeforeAccount,
    DateInFuture,
    TextEmpty,
    UnknownUnit,
)
from tests.ledger.caldeiras import (
    ACCOUNT,
    PROPOSAL,
    account,
    decided,
    drafted,
    founded,
    give,
    officer,
    opened,
)
from tests.ledger.planted import kept_apart
from tests.scenario import Scenario

PEG = "110.265"
TO_ESCUDOS = ConversionGiven(
    unit="CVE", amount="11026.50", rate=PEG, rate_per="EUR", source=RateSource.FIXED_PARITY
)
EXCHANGE = ExchangeCurrency(
    account=ACCOUNT,
    purpose=UNRESTRICTED,
    unit="EUR",
    amount="100.00",
    obtained=TO_ESCUDOS,
    evidence="The slip of the bank in Ribeira Grande",
)
UNDER = msgspec.structs.replace(EXCHANGE, proposal=PROPOSAL)
ROUND = RoundId("round-one")
SPEND = Spend(
    destination=Destination.DISADVANTAGED_AT_HOME,
    criterion="far",
    beneficiaries=3,
    costs=(Sum("EUR", 120_00),),
    requested=(Line("EUR", UNRESTRICTED, 120_00),),
)


def but(command: ExchangeCurrency = EXCHANGE, **changes: object) -> ExchangeCurrency:
    """The same exchange with something changed."""
    return msgspec.structs.replace(command, **changes)


def at(amount: str = "11026.50", **changes: object) -> ConversionGiven:
    """The same conversion with something changed."""
    return msgspec.structs.replace(TO_ESCUDOS, amount=amount, **changes)


def with_euros(amount: str = "150.00") -> Scenario:
    """An account with unrestricted euros."""
    scenario = founded()
    give(scenario, amount)
    return scenario


def with_decision(amount: str = "150.00") -> Scenario:
    """120 euros of them are held by a final decision."""
    scenario = with_euros(amount)
    lines = (Line("EUR", UNRESTRICTED, 120_00),)
    return scenario.given(
        Fact(ACCOUNT, BudgetReserved(round=ROUND, lines=lines)),
        Fact(
            ACCOUNT,
            BudgetAwarded(
                round=ROUND, awards=(Award(PROPOSAL, Destination.DISADVANTAGED_AT_HOME, lines),), freed=()
            ),
        ),
        *decided(SPEND),
    )


def pay(unit: str, amount: str, tranche: int = 1) -> AuthoriseDisbursement:
    """A payment under the decision."""
    return AuthoriseDisbursement(
        account=ACCOUNT,
        proposal=PROPOSAL,
        tranche=tranche,
        unit=unit,
        purpose=UNRESTRICTED,
        amount=amount,
        payee=PartyGiven(kind=PartyKind.COMPANY, name="Prensas, Lda."),
    )


def free(scenario: Scenario, unit: str, purpose: PurposeId = UNRESTRICTED) -> int:
    """What is available."""
    return account(scenario).available(unit, purpose)


def test_an_exchange_posts_both_amounts_with_rate_source_fee_and_date() -> None:
    """C10, L1"""
    scenario = with_euros().when(but(fee=AmountGiven("EUR", "1.50"), effective=date(2026, 2, 27)))
    kept_apart(scenario, "The slip of the bank in Ribeira Grande")
    (fact,) = scenario.recorded
    event = fact.event
    assert isinstance(event, CurrencyExchanged)
    assert event.given == Line("EUR", UNRESTRICTED, 100_00)
    assert event.obtained == Conversion(
        unit="CVE",
        amount_minor=11_026_50,
        rate=Rate(PEG, "EUR"),
        source=RateSource.FIXED_PARITY,
        effective=date(2026, 2, 27),
    )
    assert event.fee == Sum("EUR", 1_50)
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (48_50, 11_026_50)
    assert account(scenario).at("EUR", UNRESTRICTED).paid == 1_50
    assert scenario.created == event.exchange


def test_an_exchange_takes_no_more_than_is_available_fee_and_all() -> None:
    """C10, L2"""
    scenario = with_euros("100.99")
    scenario.when(but(fee=AmountGiven("EUR", "1.00"))).then_refused(NotEnoughAvailable)
    scenario.when(but(fee=AmountGiven("EUR", "0.99"))).then_kinds("currency-exchanged")
    assert free(scenario, "EUR") == 0


def test_a_fee_may_be_taken_out_of_what_was_obtained_and_never_all_of_it() -> None:
    """C10, L2"""
    scenario = with_euros()
    scenario.when(but(fee=AmountGiven("CVE", "11026.50"))).then_refused(FeeBeyondAmount)
    scenario.when(but(fee=AmountGiven("USD", "1.00"))).then_refused(FeeInAnotherUnit)
    scenario.when(but(fee=AmountGiven("CVE", "26.50"))).then_kinds("currency-exchanged")
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (50_00, 11_000_00)


def test_earmarked_money_keeps_its_purpose_through_an_exchange() -> None:
    """C10, L5"""
    scenario = with_euros()
    declare = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="A press")
    press = PurposeId(scenario.done(declare))
    scenario.when(but(purpose=press)).then_refused(NotEnoughAvailable)
    scenario.when(but(purpose=PurposeId("purpose-none"))).then_refused(UnknownPurpose)
    gift = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount="100.00", giver=Giver(name="Emma"), earmark=press
    )
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=ContributionId(scenario.done(gift))))
    scenario.done(but(purpose=press))
    assert (free(scenario, "EUR", press), free(scenario, "CVE", press)) == (0, 11_026_50)
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (150_00, 0)


def test_only_different_currencies_are_exchanged() -> None:
    """C10, L3"""
    scenario = with_euros()
    scenario.when(but(obtained=at(unit="EUR"))).then_refused(SameCurrency)
    scenario.when(but(obtained=at(unit="XYZ"))).then_refused(UnknownUnit)
    scenario.when(but(unit="goat:piece", obtained=at(rate_per="CVE"))).then_refused(NotACurrency)
    scenario.when(but(obtained=at(unit="work:minute"))).then_refused(NotACurrency)


@pytest.mark.parametrize(
    "rate", ["0", "0.000", "-1", "1e3", "1,5", "", ".5", "5.", "01", "1" * 13, "NaN", "1/3"]
)
def test_a_rate_is_a_plain_decimal_greater_than_zero(rate: str) -> None:
    """C10"""
    with_euros().when(but(obtained=at(rate=rate))).then_refused(RateMalformed)


def test_a_rate_is_that_of_one_of_the_two_units() -> None:
    """C10"""
    with_euros().when(but(obtained=at(rate_per="USD"))).then_refused(RateOfAnotherUnit)


def test_an_exchange_is_proved_by_a_statement_or_by_evidence() -> None:
    """C10"""
    scenario = with_euros()
    scenario.when(but(evidence=None)).then_refused(ExchangeUnproved)
    scenario.when(but(evidence="  ")).then_refused(TextEmpty)
    scenario.when(but(evidence=None, reference="BCV 77")).then_kinds("currency-exchanged")


def test_one_line_of_a_statement_is_one_exchange() -> None:
    """C2, C10"""
    scenario = with_euros("300.00")
    scenario.done(but(reference="BCV 77"))
    scenario.when(but(reference="bcv77")).then_refused(ReferenceAlreadyBooked)
    gift = ReceiveContribution(
        account=ACCOUNT, unit="CVE", amount="1.00", giver=Giver(name="Emma"), reference="BCV 77"
    )
    scenario.when(gift).then_refused(ReferenceAlreadyBooked)


def test_no_currency_is_exchanged_while_an_office_is_vacant() -> None:
    """A3, C10"""
    scenario = with_euros()
    auditor = officer(scenario, Office.AUDITOR)
    vacated = OfficeVacated(office=Office.AUDITOR, member=auditor, effective=date(2026, 2, 1))
    scenario.given(Fact(ACCOUNT, vacated)).when(EXCHANGE).then_refused(OfficesIncomplete)
    opened().when(EXCHANGE).then_refused(NotFounded)


def test_an_exchange_took_effect_on_a_day_of_the_account_and_not_tomorrow() -> None:
    """C10, L10"""
    scenario = with_euros()
    scenario.when(but(effective=date(2026, 3, 2))).then_refused(DateInFuture)
    scenario.when(but(effective=date(2026, 1, 9))).then_refused(DateBeforeAccount)


def test_amounts_that_no_row_can_hold_are_refused() -> None:
    """L4, C10"""
    scenario = with_euros()
    scenario.when(but(amount="0.00")).then_refused(AmountNotPositive)
    scenario.when(but(obtained=at("0.00"))).then_refused(AmountNotPositive)
    largest = to_decimal(LARGEST_MINOR, "CVE")
    scenario.when(but(obtained=at(rate="9" * 12))).then_kinds("currency-exchanged")
    give(scenario, "50000000000.00")
    beyond = but(amount="50000000000.00", obtained=at(rate="9" * 12))
    scenario.when(beyond).then_refused(AmountTooLarge)
    scenario.when(but(obtained=at(largest))).then_refused(AmountTooLarge)


def test_a_decision_in_euros_is_paid_in_escudos_up_to_what_was_obtained_for_it() -> None:
    """C10, B1"""
    scenario = with_decision()
    scenario.when(pay("CVE", "100.00")).then_refused(PurposeNotDecided)
    scenario.done(UNDER)
    event = scenario.recorded[0].event
    assert isinstance(event, CurrencyExchanged)
    assert event.decision == ForDecision(PROPOSAL, Destination.DISADVANTAGED_AT_HOME)
    scenario.when(pay("CVE", "11026.51")).then_refused(BeyondDecision)
    scenario.when(pay("EUR", "20.01")).then_refused(BeyondDecision)
    scenario.done(pay("CVE", "11026.50"))
    scenario.done(pay("EUR", "20.00", tranche=2))
    scenario.when(pay("CVE", "0.01", tranche=3)).then_refused(BeyondDecision)


def test_an_exchange_under_a_decision_leaves_what_is_available_as_it_was() -> None:
    """C10, L2"""
    scenario = with_decision()
    before = free(scenario, "EUR")
    scenario.done(but(UNDER, fee=AmountGiven("CVE", "26.50")))
    state = account(scenario)
    assert (state.available("EUR", UNRESTRICTED), state.available("CVE", UNRESTRICTED)) == (before, 0)
    held = {(held.unit, held.destination): held.amount_minor for held in state.holdings[PROPOSAL]}
    destination = Destination.DISADVANTAGED_AT_HOME
    assert held == {("EUR", destination): 20_00, ("CVE", destination): 11_000_00}


def test_no_more_is_exchanged_under_a_decision_than_is_left_to_authorise() -> None:
    """C10, B1"""
    scenario = with_decision()
    scenario.when(but(UNDER, amount="120.01")).then_refused(NothingLeftToExchange)
    scenario.when(but(UNDER, amount="119.00", fee=AmountGiven("EUR", "1.01"))).then_refused(
        NothingLeftToExchange
    )
    scenario.done(pay("EUR", "30.00"))
    scenario.when(but(UNDER, amount="90.01")).then_refused(NothingLeftToExchange)
    assert "90.00 EUR" in str(scenario.refusal)
    scenario.when(but(UNDER, unit="USD", obtained=at(rate_per="CVE"))).then_refused(NothingLeftToExchange)


def test_what_was_exchanged_under_a_decision_can_be_exchanged_back() -> None:
    """C10"""
    scenario = with_decision()
    scenario.done(UNDER)
    back = but(
        UNDER,
        unit="CVE",
        amount="11026.50",
        obtained=at("100.00", unit="EUR"),
    )
    scenario.done(back)
    assert [held.amount_minor for held in account(scenario).holdings[PROPOSAL]] == [120_00]
    scenario.when(pay("CVE", "0.01")).then_refused(BeyondDecision)


def test_closing_a_proposal_frees_whichever_currency_is_left_of_it() -> None:
    """B6, C10"""
    scenario = with_decision()
    scenario.done(UNDER)
    reported = ProposalReported(report=drafted(SPEND).event.seal)  # type: ignore[attr-defined]
    close = CloseProposal(account=ACCOUNT, proposal=PROPOSAL)
    payment = scenario.done(pay("CVE", "26.50"))
    scenario.given(Fact(stream_of(ACCOUNT, PROPOSAL), reported))
    scenario.when(close).then_refused(DisbursementUnfinished)
    assert payment
    scenario = with_decision()
    scenario.done(UNDER)
    scenario.given(Fact(stream_of(ACCOUNT, PROPOSAL), reported)).when(close)
    freed = scenario.recorded[1].event
    assert isinstance(freed, BudgetFreed)
    assert set(freed.lines) == {Line("EUR", UNRESTRICTED, 20_00), Line("CVE", UNRESTRICTED, 11_026_50)}
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (50_00, 11_026_50)
    assert account(scenario).holdings == {}


def test_only_a_final_decision_that_spends_has_money_to_exchange() -> None:
    """C10, B2"""
    with_euros().when(UNDER).then_refused(UnknownProposal)
    with_euros().given(drafted(SPEND)).when(UNDER).then_refused(NothingDecided)
    lift = LiftEarmark(purpose=PurposeId("purpose-one"), amount=Sum("EUR", 1))
    with_euros().given(*decided(lift)).when(UNDER).then_refused(DecisionSpendsNothing)


def test_nothing_is_exchanged_under_a_decision_on_a_day_before_it_was_final() -> None:
    """B2, C10"""
    scenario = with_decision()
    scenario.at(datetime(2026, 3, 5, 12, tzinfo=UTC))
    other = ProposalId("proposal-two")
    accepted = msgspec.structs.replace(decided(SPEND)[1].event, decided=date(2026, 3, 2))
    scenario.given(drafted(SPEND, other), Fact(stream_of(ACCOUNT, other), accepted))
    award = Award(other, Destination.DISADVANTAGED_AT_HOME, (Line("EUR", UNRESTRICTED, 10_00),))
    scenario.given(Fact(ACCOUNT, BudgetAwarded(round=ROUND, awards=(award,), freed=())))
    early = but(UNDER, proposal=other, amount="10.00", effective=date(2026, 3, 1))
    scenario.when(early).then_refused(DateBeforeDecision)


def test_a_shortfall_blocks_exchanging_out_of_its_purpose() -> None:
    """L2, C10"""
    scenario = founded()
    gift = ContributionId(give(scenario, "150.00"))
    lines = (Line("EUR", UNRESTRICTED, 120_00),)
    award = Award(PROPOSAL, Destination.DISADVANTAGED_AT_HOME, lines)
    scenario.given(
        Fact(ACCOUNT, BudgetReserved(round=ROUND, lines=lines)),
        Fact(ACCOUNT, BudgetAwarded(round=ROUND, awards=(award,), freed=())),
        *decided(SPEND),
    )
    scenario.done(ReverseContribution(account=ACCOUNT, contribution=gift, reason="bounced"))
    scenario.when(UNDER).then_refused(PurposeInShortfall)


def undo(exchange: str, **more: object) -> ReverseCurrencyExchange:
    """It was booked by mistake."""
    command = ReverseCurrencyExchange(
        account=ACCOUNT, exchange=CurrencyExchangeId(exchange), reason="The slip says 90 euros"
    )
    return msgspec.structs.replace(command, **more)


def test_a_wrong_exchange_is_reversed_and_both_amounts_and_the_fee_are_as_before() -> None:
    """L6, C10, L1"""
    scenario = with_euros()
    exchange = scenario.done(but(fee=AmountGiven("EUR", "1.50")))
    scenario.when(undo(exchange))
    kept_apart(scenario, "The slip says 90 euros")
    (fact,) = scenario.recorded
    event = fact.event
    assert isinstance(event, CurrencyExchangeReversed)
    assert event.exchange == exchange
    assert (event.given, event.obtained) == (Line("EUR", UNRESTRICTED, 100_00), Sum("CVE", 11_026_50))
    assert event.fee == Sum("EUR", 1_50)
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (150_00, 0)
    assert account(scenario).at("EUR", UNRESTRICTED).paid == 0


def test_an_exchange_is_reversed_once() -> None:
    """C10, L6"""
    scenario = with_euros()
    exchange = scenario.done(EXCHANGE)
    scenario.when(undo("currency-exchange-0000000000000000")).then_refused(UnknownCurrencyExchange)
    scenario.done(undo(exchange))
    scenario.when(undo(exchange)).then_refused(ExchangeReversed)


def test_a_reversed_exchange_frees_its_reference_for_one_booking() -> None:
    """L6, C2"""
    scenario = with_euros("300.00")
    exchange = scenario.done(but(reference="BCV 77"))
    scenario.when(but(reference="BCV 77", amount="90.00")).then_refused(ReferenceAlreadyBooked)
    scenario.done(undo(exchange))
    scenario.done(but(reference="BCV 77", amount="90.00"))
    scenario.when(but(reference="BCV 77", amount="90.00")).then_refused(ReferenceAlreadyBooked)


def test_reversing_an_exchange_whose_money_is_spent_shows_a_shortfall_that_blocks_its_purpose() -> None:
    """L6, L2"""
    scenario = with_euros()
    exchange = scenario.done(EXCHANGE)
    back = but(unit="CVE", amount="5513.25", obtained=at("50.00", unit="EUR"))
    scenario.done(back)
    scenario.done(undo(exchange))
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (200_00, -5_513_25)
    scenario.when(but(back, amount="0.01")).then_refused(PurposeInShortfall)


def test_a_reversal_takes_effect_on_the_day_of_the_exchange_or_later() -> None:
    """L10, L6"""
    scenario = with_euros()
    exchange = scenario.done(but(effective=date(2026, 2, 27)))
    scenario.when(undo(exchange, effective=date(2026, 2, 26))).then_refused(DateBeforeExchange)
    scenario.when(undo(exchange, effective=date(2026, 3, 2))).then_refused(DateInFuture)
    scenario.done(undo(exchange, effective=date(2026, 2, 27)))


def test_what_a_decision_had_exchanged_by_mistake_is_held_for_it_in_the_first_currency_again() -> None:
    """L6, C10, B1"""
    scenario = with_decision()
    before = account(scenario).holdings[PROPOSAL]
    exchange = scenario.done(but(UNDER, fee=AmountGiven("EUR", "1.00")))
    scenario.done(undo(exchange))
    assert account(scenario).holdings == {PROPOSAL: before}
    assert (free(scenario, "EUR"), free(scenario, "CVE")) == (30_00, 0)
    scenario.when(pay("CVE", "0.01")).then_refused(BeyondDecision)
    scenario.when(pay("EUR", "120.01")).then_refused(BeyondDecision)
    scenario.done(pay("EUR", "120.00"))


def test_what_a_decision_pays_out_of_an_exchange_stands_until_it_is_cancelled() -> None:
    """L6, B1"""
    scenario = with_decision()
    exchange = scenario.done(but(UNDER, fee=AmountGiven("CVE", "26.50")))
    payment = DisbursementId(scenario.done(pay("CVE", "0.01")))
    scenario.when(undo(exchange)).then_refused(ExchangeUsed)
    assert "10999.99 CVE" in str(scenario.refusal)
    scenario.done(CancelDisbursement(account=ACCOUNT, disbursement=payment, reason="Another price"))
    scenario.done(undo(exchange))


def test_what_a_closed_decision_had_exchanged_is_not_reserved_for_it_any_more() -> None:
    """L6, B6"""
    scenario = with_decision()
    exchange = scenario.done(UNDER)
    reported = ProposalReported(report=drafted(SPEND).event.seal)  # type: ignore[attr-defined]
    scenario.given(Fact(stream_of(ACCOUNT, PROPOSAL), reported))
    scenario.done(CloseProposal(account=ACCOUNT, proposal=PROPOSAL))
    scenario.when(undo(exchange)).then_refused(ExchangeUsed)
    assert "0.00 CVE" in str(scenario.refusal)


def conversion(unit: str, amount_minor: int, rate: str, per: str) -> Conversion:
    """A conversion on some day."""
    return Conversion(
        unit=unit,
        amount_minor=amount_minor,
        rate=Rate(rate, per),
        source=RateSource.BANK,
        effective=date(2026, 3, 1),
    )


def test_the_difference_from_the_rate_is_shown_rounded_to_the_nearest_and_half_upwards() -> None:
    """C10"""
    assert conversion("CVE", 11_000_00, PEG, "EUR").difference_from("EUR", 100_00) == -26_50
    assert conversion("EUR", 9_00, PEG, "EUR").value_of("CVE", 1_000_00) == 9_07
    assert conversion("EUR", 1, "2", "EUR").value_of("USD", 1) == 1, "half a cent is one"
    assert conversion("JPY", 1, "0.5", "EUR").value_of("EUR", 99) == 0, "0.495 yen are none"
    assert conversion("TND", 1, "3", "EUR").value_of("EUR", 1) == 30, "a dinar has three digits"


@given(
    st.sampled_from(["EUR", "CVE", "JPY", "TND"]),
    st.sampled_from(["USD", "XOF", "KWD"]),
    st.integers(1, 10**12),
    st.integers(1, 10**9),
    st.booleans(),
)
def test_the_value_at_a_rate_is_exact_to_half_a_minor_unit(
    unit: str, other: str, amount: int, thousandths: int, of_other: bool
) -> None:
    """C10, L4"""
    rate = f"{thousandths // 1000}.{thousandths % 1000:03}"
    found = conversion(other, 1, rate, other if of_other else unit).value_of(unit, amount)
    factor = 1 / Fraction(rate) if of_other else Fraction(rate)
    exact = Fraction(amount, 10 ** digits_of(unit)) * factor * 10 ** digits_of(other)
    assert type(found) is int
    assert -Fraction(1, 2) < found - exact <= Fraction(1, 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([("EUR", "CVE"), ("CVE", "EUR")]),
            st.integers(1, 90_00),
            st.integers(1, 90_00),
            st.sampled_from([None, "EUR", "CVE"]),
            st.integers(1, 50),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_each_unit_balances_by_itself_whatever_is_exchanged(
    steps: list[tuple[tuple[str, str], int, int, str | None, int, bool]],
) -> None:
    """L1, L2, L3, C10"""
    scenario = with_decision("200.00")
    sums = {"EUR": 200_00, "CVE": 0}
    for (unit, other), given_minor, obtained_minor, fee, fee_minor, under in steps:
        scenario.when(
            ExchangeCurrency(
                account=ACCOUNT,
                purpose=UNRESTRICTED,
                unit=unit,
                amount=to_decimal(given_minor, unit),
                obtained=at(to_decimal(obtained_minor, other), unit=other, rate_per="EUR"),
                fee=None if fee is None else AmountGiven(fee, to_decimal(fee_minor, fee)),
                proposal=PROPOSAL if under else None,
                evidence="A slip",
            )
        )
        if scenario.refusal is None:
            sums[unit] -= given_minor
            sums[other] += obtained_minor
            if fee is not None:
                sums[fee] -= fee_minor
    state = account(scenario)
    for unit, expected in sums.items():
        totals = [total for (u, _, _), total in state.totals.items() if u == unit]
        assert sum(total.received - total.paid for total in totals) == expected
        assert state.available(unit, UNRESTRICTED) >= 0
        held = sum(held.amount_minor for held in state.holdings.get(PROPOSAL, []) if held.unit == unit)
        assert held == sum(total.reserved for total in totals) >= 0
