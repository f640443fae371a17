"""Transfers: sent at one local account, in transit, and received, refused or voided at the other."""

from datetime import date, timedelta

import msgspec
import pytest

from ledger.accounts.events import EarmarkMoved
from ledger.accounts.refusals import NotFounded, UnknownAccount
from ledger.accounts.state import Destination, Line, Totals
from ledger.command import Fact
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.currency_exchanges.refusals import RateMalformed, SameCurrency
from ledger.currency_exchanges.state import Conversion, ConversionGiven, Rate, RateSource
from ledger.delivery import Arrived, taken_in
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SettleDisbursement,
)
from ledger.disbursements.refusals import (
    AccountNotDecided,
    AnswerIsReceivers,
    DecisionStillOpen,
    NothingPassedOn,
    PartyUnclear,
    PayeeNotReceivingAccount,
    StatusForbids,
    UnknownDisbursement,
)
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    DisbursementId,
    ProposalId,
    PurposeId,
    Seal,
    TransferId,
    stream_of,
)
from ledger.message import Message
from ledger.money import LARGEST_MINOR, to_decimal
from ledger.promises.honouring import HonoursGiven
from ledger.promises.refusals import HonouredAmountMissing
from ledger.promises.state import Honours
from ledger.proposals.events import ProposalAccepted, ProposalPutOnBallot
from ledger.refusals import (
    AmountTooLarge,
    DateBeforeAccount,
    DateInFuture,
    TextEmpty,
    TooManyDigits,
    UnknownUnit,
)
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.events import TransferAcknowledged, TransferReceived
from ledger.transfers.messages import (
    TransferAnnouncement,
    TransferReception,
    TransferRefusal,
    TransferVoiding,
    TransferVoidRequest,
)
from ledger.transfers.refusals import (
    AmountsDoNotAddUp,
    AnnouncedOtherwise,
    AnsweredOtherwise,
    DateBeforeTransfer,
    FeeTakesAll,
    TermsUnreadable,
    TransferComesHere,
    TransferIsOver,
    TransferLeftHere,
    TransferOfAnother,
    UnknownTransfer,
    VoidAskedAlready,
)
from ledger.transfers.state import (
    LONGEST_LINEAGE,
    Hop,
    Lineage,
    TransferStatus,
    TransferTerms,
    disbursement_of,
)
from tests.ledger.transferring import (
    DECIDED,
    DECISION,
    ELSEWHERE,
    NOON,
    NORTH,
    OPENED,
    ROUND,
    SEAL,
    TREASURER,
    VILLAGE,
    account_in,
    announced,
    ask_to_void,
    association,
    authorise,
    decided,
    paid_by,
    purpose,
    receive,
    refuse,
    sent,
    signed_off,
    transfer_in,
    two_accounts,
)
from tests.scenario import Scenario

TODAY = NOON.date()
PRESS = ProposalId("proposal-00000000000press")


def taken(scenario: Scenario, message: Message, sender: AccountId, to: AccountId) -> Scenario:
    """A message comes, whoever made it up."""
    return scenario.when(taken_in(Arrived(sender=sender, to=to, message=message)), by=sender)


def left(scenario: Scenario) -> int:
    """Cents that the north's decision has paid out by now."""
    totals = account_in(scenario, NORTH).totals
    return sum(sums.paid for sums in totals.values())


def arrived(scenario: Scenario, where: PurposeId = UNRESTRICTED) -> int:
    """Cents that the village holds beyond its own gift."""
    return account_in(scenario, VILLAGE).available("EUR", where) - (1000_00 if where == UNRESTRICTED else 0)


# Who may be paid


def test_a_decision_for_universal_solidarity_is_paid_to_its_receiving_account_alone() -> None:
    """X1, P1: PayeeNotReceivingAccount, AccountNotDecided"""
    scenario = two_accounts()
    mason = PartyGiven(kind=PartyKind.COMPANY, name="A mason")
    scenario.when(authorise(payee=mason)).then_refused(PayeeNotReceivingAccount)
    scenario.when(authorise(to=ELSEWHERE)).then_refused(AccountNotDecided)
    benefits = msgspec.structs.replace(
        authorise(), beneficiary=PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=ELSEWHERE)
    )
    scenario.when(benefits).then_refused(AccountNotDecided)
    scenario.when(authorise()).then_kinds("disbursement-authorised", "proposal-execution-begun")


def test_a_local_account_is_not_paid_where_the_decision_names_none() -> None:
    """X1, P1: AccountNotDecided"""
    scenario = Scenario(NOON).given(*association(NORTH), *decided(to=None))
    scenario.when(authorise()).then_refused(AccountNotDecided)


def test_a_transfer_needs_a_final_decision() -> None:
    """X1, B2: DecisionStillOpen"""
    on_ballot = [fact for fact in decided() if not isinstance(fact.event, ProposalAccepted)]
    vote = Fact(stream_of(NORTH, DECISION), ProposalPutOnBallot(round=ROUND, version=1))
    scenario = Scenario(NOON).given(*association(NORTH), *on_ballot, vote)
    scenario.when(authorise()).then_refused(DecisionStillOpen)


def test_a_local_account_is_named_by_its_id_and_nothing_else() -> None:
    """X1: PartyUnclear"""
    scenario = two_accounts()
    named = PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=VILLAGE, name="The village")
    scenario.when(authorise(payee=named)).then_refused(PartyUnclear)
    reached = PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=VILLAGE, contact="+238")
    scenario.when(authorise(payee=reached)).then_refused(PartyUnclear)
    scenario.when(authorise(payee=PartyGiven(kind=PartyKind.LOCAL_ACCOUNT))).then_refused(PartyUnclear)
    by_name = PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, name="The village")
    scenario.when(authorise(payee=by_name)).then_refused(PartyUnclear)


def test_an_account_is_no_other_kind_of_payee() -> None:
    """X1: PartyUnclear"""
    company = PartyGiven(kind=PartyKind.COMPANY, account=VILLAGE)
    scenario = two_accounts()
    scenario.when(msgspec.structs.replace(authorise(), beneficiary=company)).then_refused(PartyUnclear)


# The whole way


def test_a_transfer_is_in_transit_on_both_sides_until_it_is_received() -> None:
    """X2, X3"""
    scenario = two_accounts()
    transfer = sent(scenario)
    assert [fact.event.kind() for fact in scenario.recorded] == [
        "disbursement-sent",
        "payment-booked",
        "transfer-sent",
    ]
    assert left(scenario) == 400_00
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT
    scenario.delivered()
    here, there = (transfer_in(scenario, account, transfer) for account in (NORTH, VILLAGE))
    assert (here.outgoing, here.other, there.outgoing, there.other) == (True, VILLAGE, False, NORTH)
    assert here.terms == there.terms
    assert arrived(scenario) == 0

    scenario.when(receive(transfer), by=TREASURER).then_kinds("transfer-received", "transfer-booked")
    assert arrived(scenario) == 400_00
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT
    scenario.delivered()
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.RECEIVED
    assert paid_by(scenario, transfer).status is DisbursementStatus.ACKNOWLEDGED
    assert (left(scenario), arrived(scenario)) == (400_00, 400_00)


def test_what_is_received_is_assigned_to_no_destination_yet() -> None:
    """X4: the receiving association decides what it is for."""
    scenario = two_accounts()
    scenario.done(receive(announced(scenario)))
    totals = account_in(scenario, VILLAGE).totals["EUR", UNRESTRICTED, Destination.UNASSIGNED]
    assert totals == Totals(received=1400_00)


def test_a_refused_transfer_comes_back_to_its_decision() -> None:
    """X6, B5"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(refuse(transfer), by=TREASURER).then_kinds("transfer-refused")
    assert left(scenario) == 400_00
    scenario.delivered()
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.REFUSED
    assert paid_by(scenario, transfer).status is DisbursementStatus.RETURNED
    assert left(scenario) == 0
    held = account_in(scenario, NORTH).holdings[DECISION]
    assert [holding.amount_minor for holding in held] == [600_00]
    again = announced(scenario, authorise("600.00"))
    scenario.done(receive(again))
    assert arrived(scenario) == 600_00


def test_a_void_that_is_asked_for_in_time_gives_the_money_back() -> None:
    """X6, B5"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(ask_to_void(transfer), by=TREASURER).then_kinds("transfer-void-asked")
    assert left(scenario) == 400_00
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT
    scenario.delivered()
    for account in (NORTH, VILLAGE):
        assert transfer_in(scenario, account, transfer).status is TransferStatus.VOIDED
    assert paid_by(scenario, transfer).status is DisbursementStatus.RETURNED
    assert left(scenario) == 0
    scenario.when(receive(transfer)).then_refused(TransferIsOver)


def test_a_void_that_comes_too_late_changes_nothing() -> None:
    """X6"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.done(receive(transfer))
    reception = scenario.outbox.popleft()
    scenario.done(ask_to_void(transfer))
    scenario.delivered()
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT
    assert left(scenario) == arrived(scenario) == 400_00
    scenario.outbox.append(reception)
    scenario.delivered()
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.RECEIVED
    assert left(scenario) == arrived(scenario) == 400_00


def test_a_void_that_overtakes_its_announcement_leaves_a_stone_that_no_announcement_moves() -> None:
    """X6"""
    scenario = two_accounts()
    transfer = sent(scenario)
    announcement = scenario.outbox.popleft()
    scenario.done(ask_to_void(transfer))
    scenario.delivered()
    assert transfer_in(scenario, VILLAGE, transfer).status is TransferStatus.VOIDED
    assert left(scenario) == 0
    scenario.outbox.append(announcement)
    scenario.delivered()
    assert transfer_in(scenario, VILLAGE, transfer).status is TransferStatus.VOIDED
    scenario.when(receive(transfer)).then_refused(TransferIsOver)
    scenario.when(refuse(transfer)).then_refused(TransferIsOver)


def test_while_nobody_answers_it_stays_visibly_in_transit() -> None:
    """X6"""
    scenario = two_accounts()
    transfer = sent(scenario)
    scenario.outbox.clear()
    scenario.at(NOON + timedelta(days=400))
    scenario.done(ask_to_void(transfer))
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT
    assert left(scenario) == 400_00


def test_every_message_may_come_again_at_any_time() -> None:
    """X3"""
    scenario = two_accounts()
    kept: list[Arrived] = []

    def delivered() -> None:
        kept.extend(scenario.outbox)
        scenario.delivered()
        for old in (*kept, *reversed(kept)):
            scenario.when(taken_in(old), by=old.sender).then()

    received, refused, voided = (
        sent(scenario, authorise("100.00", tranche=tranche)) for tranche in (1, 2, 3)
    )
    delivered()
    scenario.done(receive(received))
    delivered()
    scenario.done(refuse(refused))
    delivered()
    scenario.done(ask_to_void(voided))
    delivered()
    assert left(scenario) == arrived(scenario) == 100_00


# A sender cannot help itself


@pytest.mark.parametrize("step", ["settle", "fail", "return"])
def test_the_sender_may_not_decide_by_hand_what_becomes_of_a_transfer(step: str) -> None:
    """X6: AnswerIsReceivers"""
    scenario = two_accounts()
    transfer = announced(scenario)
    paid = disbursement_of(transfer)
    command = {
        "settle": SettleDisbursement(account=NORTH, disbursement=paid, reference="BANK-1"),
        "fail": FailDisbursement(account=NORTH, disbursement=paid, reason="It never arrived."),
        "return": ReturnDisbursement(account=NORTH, disbursement=paid, reason="It came back."),
    }[step]
    scenario.when(command).then_refused(AnswerIsReceivers)
    scenario.done(receive(transfer))
    scenario.delivered()
    scenario.when(command).then_refused(AnswerIsReceivers)


def test_what_a_transfer_did_is_evidenced_like_any_payment() -> None:
    """B1, X6"""
    scenario = two_accounts()
    transfer = announced(scenario)
    paid = disbursement_of(transfer)
    word = AcknowledgeDisbursement(account=NORTH, disbursement=paid, acknowledgement="It arrived.")
    scenario.when(word).then_refused(StatusForbids)
    scenario.done(receive(transfer))
    scenario.delivered()
    scenario.when(word).then_refused(StatusForbids)
    scenario.done(
        EvidenceDisbursement(account=NORTH, disbursement=paid, evidence="The press stands in the village.")
    )


def test_before_it_is_sent_it_may_be_cancelled_as_any_payment() -> None:
    """B5"""
    scenario = two_accounts()
    disbursement = signed_off(scenario)
    scenario.done(CancelDisbursement(account=NORTH, disbursement=disbursement, reason="Too early."))
    assert not scenario.outbox


def test_only_the_sender_asks_to_void_and_asks_once_and_in_time() -> None:
    """X2, X6: TransferComesHere, VoidAskedAlready, TransferIsOver, UnknownTransfer"""
    scenario = two_accounts()
    transfer = announced(scenario)
    village = AskToVoidTransfer(account=VILLAGE, transfer=transfer, reason="Ours.")
    scenario.when(village).then_refused(TransferComesHere)
    scenario.when(msgspec.structs.replace(ask_to_void(transfer), reason=" ")).then_refused(TextEmpty)
    scenario.done(ask_to_void(transfer))
    scenario.when(ask_to_void(transfer)).then_refused(VoidAskedAlready)
    scenario.delivered()
    scenario.when(ask_to_void(transfer)).then_refused(TransferIsOver)
    scenario.when(ask_to_void(TransferId(DECISION))).then_refused(UnknownTransfer)
    scenario.when(ask_to_void(TransferId("transfer-0000000000000000"))).then_refused(UnknownTransfer)


# Receiving


def test_only_the_receiver_receives_or_refuses_and_once() -> None:
    """X3, X6: TransferLeftHere, TransferIsOver"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(ReceiveTransfer(account=NORTH, transfer=transfer)).then_refused(TransferLeftHere)
    mine = RefuseTransfer(account=NORTH, transfer=transfer, reason="Mine again.")
    scenario.when(mine).then_refused(TransferLeftHere)
    scenario.done(receive(transfer))
    scenario.when(receive(transfer)).then_refused(TransferIsOver)
    scenario.when(refuse(transfer)).then_refused(TransferIsOver)


def test_a_fee_on_the_way_is_neither_received_nor_in_transit() -> None:
    """X2: FeeTakesAll, TooManyDigits"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(receive(transfer, fee="400.00")).then_refused(FeeTakesAll)
    scenario.when(receive(transfer, fee="400.01")).then_refused(FeeTakesAll)
    scenario.when(receive(transfer, fee="1.001")).then_refused(TooManyDigits)
    scenario.done(receive(transfer, fee="3.50"))
    scenario.delivered()
    assert (left(scenario), arrived(scenario)) == (400_00, 396_50)
    assert paid_by(scenario, transfer).status is DisbursementStatus.ACKNOWLEDGED


def test_one_bank_line_is_booked_once_whatever_brought_it() -> None:
    """C2, L6: ReferenceAlreadyBooked"""
    scenario = two_accounts()
    transfer = announced(scenario)
    gift = ReceiveContribution(
        account=VILLAGE, unit="EUR", amount="400.00", giver=Giver(name="Emma"), reference="SWIFT 77"
    )
    scenario.done(gift)
    scenario.when(receive(transfer, reference="swift77")).then_refused(ReferenceAlreadyBooked)
    scenario.done(receive(transfer, reference="SWIFT 78"))
    scenario.when(msgspec.structs.replace(gift, reference="SWIFT 78")).then_refused(ReferenceAlreadyBooked)


def test_nothing_arrives_before_it_was_sent() -> None:
    """L10: DateBeforeTransfer, DateInFuture, DateBeforeAccount"""
    scenario = two_accounts()
    transfer = announced(scenario)
    day = timedelta(days=1)
    scenario.when(receive(transfer, effective=TODAY - day)).then_refused(DateBeforeTransfer)
    scenario.when(receive(transfer, effective=TODAY + day)).then_refused(DateInFuture)
    scenario.when(receive(transfer, effective=OPENED - day)).then_refused(DateBeforeAccount)
    scenario.done(receive(transfer, effective=TODAY))


def test_the_senders_books_take_no_date_that_is_not_theirs() -> None:
    """L10: two installations' clocks may differ."""
    scenario = two_accounts()
    early, late = sent(scenario, authorise("100.00")), sent(scenario, authorise("100.00", tranche=2))
    for transfer, told, booked in (
        (early, date(2026, 2, 1), TODAY),
        (late, date(2026, 3, 9), TODAY),
    ):
        reception = TransferReception(transfer=transfer, amount_minor=100_00, effective=told)
        taken(scenario, reception, VILLAGE, NORTH)
        scenario.then_kinds(
            "transfer-acknowledged", "disbursement-settled", "promise-opened", "disbursement-acknowledged"
        )
        assert {getattr(fact.event, "effective", None) for fact in scenario.recorded[1:]} == {booked}


# Another currency


def escudos(amount: str = "43000.00", unit: str = "CVE") -> ConversionGiven:
    """What the village's bank made of 400 euros, less 10 that it kept."""
    return ConversionGiven(
        unit=unit, amount=amount, rate="110.265", rate_per="EUR", source=RateSource.FIXED_PARITY
    )


def test_an_exchange_on_arrival_is_posted_on_both_sides() -> None:
    """X5, X2, L1"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(receive(transfer, fee="10.00", obtained=escudos()))
    scenario.then_kinds("transfer-received", "transfer-booked", "currency-exchanged")
    village = account_in(scenario, VILLAGE)
    assert (arrived(scenario), village.available("CVE", UNRESTRICTED)) == (0, 43_000_00)
    reception = scenario.recorded[0].event
    assert isinstance(reception, TransferReceived)
    assert reception.obtained == Conversion(
        unit="CVE",
        amount_minor=43_000_00,
        rate=Rate("110.265", "EUR"),
        source=RateSource.FIXED_PARITY,
        effective=TODAY,
    )
    scenario.delivered()
    acknowledged = scenario.recorded[0].event
    assert isinstance(acknowledged, TransferAcknowledged)
    assert (acknowledged.amount_minor, acknowledged.fee_minor) == (390_00, 10_00)
    assert acknowledged.obtained == reception.obtained


def test_what_is_no_exchange_of_what_was_sent_is_refused_on_both_sides() -> None:
    """X2, X5, C10, L3, L4: SameCurrency, UnknownUnit, AmountTooLarge, AmountsDoNotAddUp"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.when(receive(transfer, obtained=escudos(unit="EUR"))).then_refused(SameCurrency)
    scenario.when(receive(transfer, obtained=escudos(unit="???"))).then_refused(UnknownUnit)
    scenario.when(receive(transfer, obtained=escudos("92233720368547758.08"))).then_refused(AmountTooLarge)
    made_up = escudos().read("EUR", TODAY)
    for wrong, refusal in (
        (msgspec.structs.replace(made_up, amount_minor=0), AmountsDoNotAddUp),
        (msgspec.structs.replace(made_up, unit="EUR"), SameCurrency),
        (msgspec.structs.replace(made_up, rate=Rate("for Ana", "EUR")), RateMalformed),
    ):
        reception = TransferReception(transfer=transfer, amount_minor=400_00, obtained=wrong, effective=TODAY)
        taken(scenario, reception, VILLAGE, NORTH).then_refused(refusal)


def test_no_sum_grows_beyond_what_the_ledger_can_hold() -> None:
    """L4: AmountTooLarge"""
    full = Scenario(NOON).given(*association(NORTH), *association(VILLAGE, LARGEST_MINOR), *decided())
    full.when(receive(announced(full))).then_refused(AmountTooLarge)
    scenario = two_accounts()
    transfer = announced(scenario)
    in_escudos = ReceiveContribution(
        account=VILLAGE, unit="CVE", amount="1.00", giver=Giver(name="Emma"), motive=None
    )
    scenario.done(in_escudos)
    most = escudos(to_decimal(LARGEST_MINOR, "CVE"))
    scenario.when(receive(transfer, obtained=most)).then_refused(AmountTooLarge)
    million = Line("EUR", UNRESTRICTED, 1_000_000_00)
    rich = Scenario(NOON).given(
        *association(NORTH, 2_000_000_00), *association(VILLAGE), *decided(line=million)
    )
    sent_million = announced(rich, authorise("1000000.00"))
    absurd = msgspec.structs.replace(escudos(), rate="999999999999")
    rich.when(receive(sent_million, obtained=absurd)).then_refused(AmountTooLarge)


def test_only_a_founded_association_acts_on_transfers() -> None:
    """A5: NotFounded"""
    unfounded = association(VILLAGE)[:1]
    scenario = Scenario(NOON).given(*association(NORTH), *unfounded, *decided())
    transfer = announced(scenario)
    assert transfer_in(scenario, VILLAGE, transfer).status is TransferStatus.IN_TRANSIT
    scenario.when(receive(transfer)).then_refused(NotFounded)
    scenario.when(refuse(transfer)).then_refused(NotFounded)
    there = AskToVoidTransfer(account=VILLAGE, transfer=transfer, reason="Away.")
    scenario.when(there).then_refused(NotFounded)


def test_a_transfer_to_an_account_that_is_not_there_waits_for_it() -> None:
    """X2, X6: UnknownAccount"""
    scenario = Scenario(NOON).given(*association(NORTH), *decided())
    transfer = sent(scenario)
    scenario.when(taken_in(scenario.outbox.popleft()), by=NORTH).then_refused(UnknownAccount)
    assert transfer_in(scenario, NORTH, transfer).status is TransferStatus.IN_TRANSIT


# Purpose and lineage


def earmarked(scenario: Scenario, amount_minor: int = 600_00) -> PurposeId:
    """The north holds money for a press, and has decided to give it to the village."""
    press = purpose(scenario)
    moved = EarmarkMoved(origin=UNRESTRICTED, line=Line("EUR", press, amount_minor), decision=DECISION)
    given = PRESS
    scenario.given(Fact(NORTH, moved), *decided(line=Line("EUR", press, amount_minor), proposal=given))
    return press


def test_an_unknown_purpose_is_declared_on_reception_under_the_same_id_with_its_text() -> None:
    """X4"""
    scenario = Scenario(NOON).given(*association(NORTH), *association(VILLAGE))
    press = earmarked(scenario)
    proposal = PRESS
    first = announced(scenario, authorise("400.00", purpose=press, proposal=proposal))
    papers = {outcome.text for outcome in scenario.outcomes if hasattr(outcome, "text")}
    assert papers == {"A wine press."}
    assert not account_in(scenario, VILLAGE).has_purpose(press)
    scenario.when(receive(first)).then_kinds("transfer-received", "purpose-declared", "transfer-booked")
    assert arrived(scenario, press) == 400_00
    north, village = (account_in(scenario, account) for account in (NORTH, VILLAGE))
    assert village.purposes[press] == north.purposes[press] == "project"
    assert village.declared[press] == north.declared[press]
    second = announced(scenario, authorise("200.00", purpose=press, proposal=proposal, tranche=2))
    scenario.when(receive(second)).then_kinds("transfer-received", "transfer-booked")
    assert arrived(scenario, press) == 600_00


def test_the_transfers_before_it_travel_with_the_money() -> None:
    """X4, K5"""
    scenario = two_accounts().given(*association(ELSEWHERE))
    first = announced(scenario)
    scenario.done(receive(first))
    onward = ProposalId("proposal-0000000000000nw0")
    scenario.given(*decided(VILLAGE, ELSEWHERE, Line("EUR", UNRESTRICTED, 100_00), onward))
    second = announced(scenario, authorise("100.00", account=VILLAGE, to=ELSEWHERE, proposal=onward))
    terms = transfer_in(scenario, ELSEWHERE, second).terms
    assert terms is not None
    assert (terms.decision, terms.before) == (onward, Lineage((Hop(NORTH, first),)))
    scenario.done(ReceiveTransfer(account=ELSEWHERE, transfer=second))
    home = ProposalId("proposal-0000000000000h0m")
    scenario.given(*decided(ELSEWHERE, NORTH, Line("EUR", UNRESTRICTED, 50_00), home))
    third = announced(scenario, authorise("50.00", account=ELSEWHERE, to=NORTH, proposal=home))
    terms = transfer_in(scenario, NORTH, third).terms
    assert terms is not None
    assert terms.before == Lineage((Hop(NORTH, first), Hop(VILLAGE, second)))


def test_a_lineage_keeps_the_newest_transfers_each_once() -> None:
    """X4"""
    hops = tuple(Hop(NORTH, TransferId(f"transfer-{n:016}")) for n in range(LONGEST_LINEAGE + 4))
    long = Lineage(hops[:10]).followed_by(Lineage(hops[4:]))
    assert long == Lineage(hops[-LONGEST_LINEAGE:])
    assert Lineage(hops[:2]).followed_by(Lineage(hops[:1])) == Lineage((hops[1], hops[0]))


def test_what_is_refused_or_voided_has_brought_nothing() -> None:
    """X4, X6"""
    scenario = two_accounts().given(*association(ELSEWHERE))
    scenario.done(refuse(announced(scenario, authorise("100.00"))))
    voided = announced(scenario, authorise("100.00", tranche=2))
    scenario.done(ask_to_void(voided))
    scenario.delivered()
    onward = ProposalId("proposal-0000000000000nw0")
    scenario.given(*decided(VILLAGE, ELSEWHERE, Line("EUR", UNRESTRICTED, 100_00), onward))
    second = announced(scenario, authorise("100.00", account=VILLAGE, to=ELSEWHERE, proposal=onward))
    terms = transfer_in(scenario, ELSEWHERE, second).terms
    assert terms is not None
    assert terms.before == Lineage()


# Passing on


def test_a_transfer_that_passes_on_honours_the_promise_to_whoever_gave_before() -> None:
    """C7, K2"""
    scenario = two_accounts().given(*association(ELSEWHERE))
    first = announced(scenario)
    scenario.done(receive(first))
    scenario.delivered()
    onward = ProposalId("proposal-0000000000000nw0")
    scenario.given(*decided(VILLAGE, ELSEWHERE, Line("EUR", UNRESTRICTED, 150_00), onward))
    passed = msgspec.structs.replace(
        authorise("150.00", account=VILLAGE, to=ELSEWHERE, proposal=onward),
        passes_on=HonoursGiven(account=NORTH, disbursement=disbursement_of(first)),
    )
    second = announced(scenario, passed)
    scenario.done(ReceiveTransfer(account=ELSEWHERE, transfer=second, fee="2.00"))
    scenario.delivered()
    promise = paid_by(scenario, first)
    assert (promise.promised_minor, promise.honoured_minor) == (400_00, 148_00)


def test_only_a_transfer_to_a_third_account_passes_on() -> None:
    """C7, K2: NothingPassedOn, UnknownDisbursement"""
    scenario = two_accounts()
    given = DisbursementId("disbursement-0000000000000001")
    for ref, refusal in (
        (HonoursGiven(account=NORTH, disbursement=given), NothingPassedOn),
        (HonoursGiven(account=VILLAGE, disbursement=given), NothingPassedOn),
        (HonoursGiven(disbursement=given), NothingPassedOn),
        (HonoursGiven(account=ELSEWHERE, disbursement=DisbursementId("Ana")), UnknownDisbursement),
        (HonoursGiven(account=ELSEWHERE, disbursement=given, unit="CVE"), HonouredAmountMissing),
    ):
        scenario.when(msgspec.structs.replace(authorise(), passes_on=ref)).then_refused(refusal)
    home = Scenario(NOON).given(*association(NORTH), *decided(to=None))
    mason = PartyGiven(kind=PartyKind.COMPANY, name="A mason")
    elsewhere = HonoursGiven(account=ELSEWHERE, disbursement=given)
    home.when(msgspec.structs.replace(authorise(payee=mason), passes_on=elsewhere))
    home.then_refused(NothingPassedOn)


def test_a_transfer_in_escudos_honours_as_much_of_a_promise_in_euros_as_was_said() -> None:
    """C7, K2, L3"""
    scenario = two_accounts().given(*association(ELSEWHERE))
    first = announced(scenario)
    scenario.done(receive(first))
    scenario.delivered()
    onward = ProposalId("proposal-0000000000000nw0")
    scenario.done(
        ReceiveContribution(account=VILLAGE, unit="CVE", amount="11026.50", giver=Giver(name="Rosa"))
    )
    scenario.given(*decided(VILLAGE, ELSEWHERE, Line("CVE", UNRESTRICTED, 11_026_50), onward))
    command = authorise("11026.50", account=VILLAGE, to=ELSEWHERE, proposal=onward)
    honours = HonoursGiven(account=NORTH, disbursement=disbursement_of(first), unit="EUR", amount="100.00")
    passed = msgspec.structs.replace(command, unit="CVE", passes_on=honours)
    second = announced(scenario, passed)
    scenario.done(ReceiveTransfer(account=ELSEWHERE, transfer=second, fee="1102.65"))
    scenario.delivered()
    promise = paid_by(scenario, first)
    assert (promise.promised_minor, promise.honoured_minor) == (400_00, 90_00)


# What nobody honest would say


def honouring(**other: object) -> Honours:
    """A hundred euros of a promise of the north, or something else."""
    ref = DisbursementId("disbursement-0000000000000001")
    honours = Honours(NORTH, ref, "EUR", 100_00, NOON.date())
    return msgspec.structs.replace(honours, **other)


def announcement(transfer: TransferId, **other: object) -> TransferAnnouncement:
    """What the north tells of 400 unrestricted euros, or something else."""
    terms = TransferTerms(
        unit="EUR",
        amount_minor=400_00,
        destination=Destination.UNIVERSAL_SOLIDARITY,
        decision=DECISION,
        sent=DECIDED,
    )
    return TransferAnnouncement(transfer=transfer, terms=msgspec.structs.replace(terms, **other))


NEW = TransferId("transfer-00000000000000ne")


def test_the_other_side_alone_tells_anything_of_a_transfer() -> None:
    """X2, X6: TransferOfAnother, UnknownTransfer"""
    scenario = two_accounts().given(*association(ELSEWHERE))
    transfer = announced(scenario)
    for message in (announcement(transfer), TransferVoidRequest(transfer=transfer, reason=SEAL)):
        taken(scenario, message, ELSEWHERE, VILLAGE).then_refused(TransferOfAnother)
        taken(scenario, message, VILLAGE, NORTH).then_refused(TransferOfAnother)
        stranger = AccountId("somebody")
        taken(scenario, message, stranger, VILLAGE).then_refused(UnknownTransfer)
    for answer in (
        TransferReception(transfer=transfer, amount_minor=400_00, effective=TODAY),
        TransferRefusal(transfer=transfer, reason=SEAL),
        TransferVoiding(transfer=transfer, reason=SEAL),
    ):
        taken(scenario, answer, ELSEWHERE, NORTH).then_refused(TransferOfAnother)
        taken(scenario, answer, NORTH, VILLAGE).then_refused(TransferOfAnother)
        unknown = msgspec.structs.replace(answer, transfer=NEW)
        taken(scenario, unknown, VILLAGE, NORTH).then_refused(UnknownTransfer)


def test_nobody_takes_the_id_of_a_payment_that_is_still_to_be_sent() -> None:
    """X6: TransferOfAnother"""
    scenario = two_accounts()
    transfer = TransferId(signed_off(scenario).replace("disbursement", "transfer"))
    taken(scenario, announcement(transfer), VILLAGE, NORTH).then_refused(TransferOfAnother)
    void = TransferVoidRequest(transfer=transfer, reason=SEAL)
    taken(scenario, void, VILLAGE, NORTH).then_refused(TransferOfAnother)


def test_what_was_announced_never_changes() -> None:
    """X3: AnnouncedOtherwise"""
    scenario = two_accounts()
    taken(scenario, announcement(NEW), NORTH, VILLAGE).then_kinds("transfer-announced")
    taken(scenario, announcement(NEW), NORTH, VILLAGE).then()
    more = announcement(NEW, amount_minor=500_00)
    taken(scenario, more, NORTH, VILLAGE).then_refused(AnnouncedOtherwise)


def test_an_answer_is_given_once() -> None:
    """X3, X6: AnsweredOtherwise"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.done(receive(transfer))
    scenario.delivered()
    refusal = TransferRefusal(transfer=transfer, reason=SEAL)
    taken(scenario, refusal, VILLAGE, NORTH).then_refused(AnsweredOtherwise)
    assert left(scenario) == 400_00


@pytest.mark.parametrize(
    ("amount_minor", "fee_minor"), [(399_99, 0), (400_00, 1), (400_01, -1), (-1, 400_01)]
)
def test_what_arrived_and_the_fee_come_to_what_was_sent(amount_minor: int, fee_minor: int) -> None:
    """X2: AmountsDoNotAddUp"""
    scenario = two_accounts()
    transfer = announced(scenario)
    reception = TransferReception(
        transfer=transfer, amount_minor=amount_minor, fee_minor=fee_minor, effective=TODAY
    )
    taken(scenario, reception, VILLAGE, NORTH).then_refused(AmountsDoNotAddUp)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"amount_minor": 2**63},
        {"purpose": PurposeId("for little Ana")},
        {"purpose": PurposeId("purpose-0000000000000001")},
        {"description": SEAL},
        {"purpose": PurposeId("awaiting"), "purpose_kind": "theme", "description": SEAL},
        {"purpose": PurposeId("purpose-0000000000000001"), "purpose_kind": "theme", "description": "x"},
        {"destination": Destination.UNASSIGNED},
        {"decision": ProposalId("because")},
        {"before": Lineage(tuple(Hop(NORTH, NEW) for _ in range(LONGEST_LINEAGE + 1)))},
        {"before": Lineage((Hop(NORTH, TransferId("Ana")),))},
        {"passes_on": honouring(disbursement=DisbursementId("Ana"))},
        {"passes_on": honouring(unit="little Ana")},
        {"passes_on": honouring(amount_minor=2**63)},
        {"passes_on": honouring(taken_back_minor=1)},
    ],
)
def test_nothing_that_was_written_in_the_place_of_an_id_is_kept(wrong: dict[str, object]) -> None:
    """X4, W4: TermsUnreadable"""
    scenario = two_accounts()
    taken(scenario, announcement(NEW, **wrong), NORTH, VILLAGE).then_refused(TermsUnreadable)


def test_reasons_come_as_seals_and_units_as_units() -> None:
    """X4, L3: TermsUnreadable, UnknownUnit"""
    scenario = two_accounts()
    transfer = announced(scenario)
    void = TransferVoidRequest(transfer=NEW, reason=Seal("because"))
    taken(scenario, void, NORTH, VILLAGE).then_refused(TermsUnreadable)
    refusal = TransferRefusal(transfer=transfer, reason=Seal("because"))
    taken(scenario, refusal, VILLAGE, NORTH).then_refused(TermsUnreadable)
    taken(scenario, announcement(NEW, unit="???"), NORTH, VILLAGE).then_refused(UnknownUnit)


def test_the_reason_travels_with_the_answer() -> None:
    """X6"""
    scenario = two_accounts()
    transfer = announced(scenario)
    scenario.done(refuse(transfer))
    scenario.delivered()
    papers = [outcome.text for outcome in scenario.outcomes if hasattr(outcome, "text")]
    assert papers == ["It is more than we can use well."]
