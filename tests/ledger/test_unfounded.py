"""Whatever is asked of an account, its association is founded first."""

from datetime import UTC, date, datetime

import pytest

from ledger.accounts.refusals import NotFounded, UnknownAccount
from ledger.associations.commands import DeclareOfAge, LeaveMember, ReinstateMember, SuspendMember
from ledger.associations.events import LocalAccountOpened
from ledger.associations.rules import AssociationKind, Body, Tier
from ledger.command import AccountCommand, Fact
from ledger.contributions.commands import (
    AcceptEarmark,
    LiftEarmark,
    RefundContribution,
    ReverseContribution,
    WithdrawPledge,
)
from ledger.currency_exchanges.commands import ReverseCurrencyExchange
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.flows.commands import StateFlows
from ledger.goods.commands import RefuseGoods, ReturnLoan
from ledger.goods.state import Condition
from ledger.identifiers import (
    AccountId,
    AssociationId,
    ContributionId,
    CurrencyExchangeId,
    DisbursementId,
    ExperienceId,
    LearningExchangeId,
    LoanId,
    MemberToken,
    MinutesId,
    PaymentFileId,
    ProposalId,
    RoundId,
    SheetId,
    TwinningId,
)
from ledger.learning.commands import (
    AdoptPractice,
    AmendExperience,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
    WithdrawExperience,
)
from ledger.learning.state import LearningDirection, Theme
from ledger.minutes.commands import RecordMinutes
from ledger.payment_files.commands import (
    HandInPaymentFile,
    TakeBankAnswer,
    TakeBankLine,
    WithdrawPaymentFile,
)
from ledger.proposals.commands import (
    AdmitProposal,
    CloseProposal,
    DeclareInterest,
    ReportProposal,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.events import Tie
from ledger.rounds.commands import (
    AnnulRound,
    CloseRound,
    CountRound,
    DecideInAssembly,
    DecideObjection,
    EnterShowOfHands,
    MakeItemFinal,
    MakeRoundFinal,
)
from ledger.rounds.terms import BallotType
from ledger.twinnings.commands import DeclineTwinning, WithdrawTwinning
from ledger.work.commands import RefuseWorkDay
from tests.scenario import Scenario

ACCOUNT = AccountId("account-000000000unfound")
ANA = MemberToken("member-0000000000000ana")
GIFT = ContributionId("contribution-00000gift1")
WINE = ProposalId("proposal-00000000000wine")
ROUND = RoundId("round-0000000000000001")
MINUTES = MinutesId("minutes-0000000000000001")
MET = datetime(2026, 1, 2, 12, tzinfo=UTC)
TWINNING = TwinningId("twinning-0000000000000001")
SHEET = ExperienceId("experience-0000000000000001")
PAYMENT = DisbursementId("disbursement-0000000001")

PAYMENT_FILE = PaymentFileId("payment-file-0000000000000001")

COMMANDS: tuple[AccountCommand, ...] = (
    LeaveMember(account=ACCOUNT, member=ANA),
    SuspendMember(account=ACCOUNT, member=ANA, reason="She asked for it."),
    ReinstateMember(account=ACCOUNT, member=ANA),
    DeclareOfAge(account=ACCOUNT, member=ANA),
    WithdrawPledge(account=ACCOUNT, contribution=GIFT),
    AcceptEarmark(account=ACCOUNT, contribution=GIFT),
    LiftEarmark(account=ACCOUNT, contribution=GIFT, consent="By letter."),
    ReverseContribution(account=ACCOUNT, contribution=GIFT, reason="Typed twice."),
    RefundContribution(account=ACCOUNT, contribution=GIFT, unit="EUR", amount="1", reason="By mistake."),
    DeclareInterest(account=ACCOUNT, proposal=WINE, member=ANA, tie=Tie.PAYEE),
    StateInterests(account=ACCOUNT, proposal=WINE, proposer=ANA),
    SubmitProposal(account=ACCOUNT, proposal=WINE, proposer=ANA),
    AdmitProposal(account=ACCOUNT, proposal=WINE, version=1),
    WithdrawProposal(account=ACCOUNT, proposal=WINE, proposer=ANA),
    ReportProposal(account=ACCOUNT, proposal=WINE, report="Done."),
    CloseProposal(account=ACCOUNT, proposal=WINE),
    RecordMinutes(
        account=ACCOUNT,
        began=MET,
        ended=MET,
        convened=MET.date(),
        convocation="On the door.",
        attesting=(ANA, ANA),
        text="We met.",
    ),
    DecideInAssembly(
        account=ACCOUNT,
        minutes=MINUTES,
        title="The wine",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(),
        totals=(),
    ),
    EnterShowOfHands(account=ACCOUNT, round=ROUND, minutes=MINUTES, totals=()),
    CloseRound(account=ACCOUNT, round=ROUND),
    AnnulRound(account=ACCOUNT, round=ROUND, reason="Nobody was called."),
    CountRound(account=ACCOUNT, round=ROUND),
    DecideObjection(account=ACCOUNT, round=ROUND, number=1, upheld=False, reason="We looked."),
    MakeItemFinal(account=ACCOUNT, round=ROUND, label="bus"),
    MakeRoundFinal(account=ACCOUNT, round=ROUND),
    SignOffDisbursement(account=ACCOUNT, disbursement=PAYMENT),
    SendDisbursement(account=ACCOUNT, disbursement=PAYMENT),
    SettleDisbursement(account=ACCOUNT, disbursement=PAYMENT, reference="BCA 7"),
    AcknowledgeDisbursement(account=ACCOUNT, disbursement=PAYMENT, acknowledgement="It came."),
    EvidenceDisbursement(account=ACCOUNT, disbursement=PAYMENT, evidence="Invoice 12."),
    FailDisbursement(account=ACCOUNT, disbursement=PAYMENT, reason="Unknown number."),
    ReturnDisbursement(account=ACCOUNT, disbursement=PAYMENT, reason="No oak this year."),
    CancelDisbursement(account=ACCOUNT, disbursement=PAYMENT, reason="They were given to us."),
    ShareExperience(account=ACCOUNT, theme=Theme.WATER, text="Fog nets."),
    AmendExperience(account=ACCOUNT, experience=SHEET, theme=Theme.WATER, text="Fog nets."),
    WithdrawExperience(account=ACCOUNT, experience=SHEET),
    HoldLearningExchange(
        account=ACCOUNT,
        twinning=TWINNING,
        direction=LearningDirection.MUTUAL,
        participants=4,
        minutes=60,
        themes=(Theme.WATER,),
    ),
    ConfirmLearningExchange(account=ACCOUNT, exchange=LearningExchangeId("learning-0000000000000001")),
    DeclineLearningExchange(account=ACCOUNT, exchange=LearningExchangeId("learning-0000000000000001")),
    AdoptPractice(
        account=ACCOUNT,
        experience=SHEET,
        origin=AccountId("account-0000000000000002"),
        theme=Theme.WATER,
        text="Fog nets.",
    ),
    StateFlows(account=ACCOUNT, twinning=TWINNING),
    DeclineTwinning(account=ACCOUNT, twinning=TWINNING),
    WithdrawTwinning(account=ACCOUNT, twinning=TWINNING),
    RefuseGoods(account=ACCOUNT, contribution=GIFT, inspector=ANA, reason="They are ill."),
    ReturnLoan(account=ACCOUNT, loan=LoanId("loan-0000000000000001"), condition=Condition.WORN),
    RefuseWorkDay(
        account=ACCOUNT, sheet=SheetId("sheet-0000000000000001"), confirmer=ANA, reason="It rained."
    ),
    ReverseCurrencyExchange(
        account=ACCOUNT,
        exchange=CurrencyExchangeId("currency-exchange-0000000000000001"),
        reason="Typed twice.",
    ),
    HandInPaymentFile(account=ACCOUNT, file=PAYMENT_FILE),
    WithdrawPaymentFile(account=ACCOUNT, file=PAYMENT_FILE, reason="The line was down."),
    TakeBankAnswer(account=ACCOUNT, file=PAYMENT_FILE, answers=()),
    TakeBankLine(
        account=ACCOUNT,
        file=PAYMENT_FILE,
        end_to_end="0000000000000001-1",
        unit="EUR",
        amount_minor=-1_00,
        reference="B-1",
    ),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_nothing_is_done_in_an_account_before_its_association_is_founded(command: AccountCommand) -> None:
    """A5"""
    scenario = Scenario().when(command).then_refused(UnknownAccount)
    opened = LocalAccountOpened(
        association=AssociationId("association-1"),
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        opened=date(2026, 1, 1),
    )
    scenario.given(Fact(ACCOUNT, opened)).when(command).then_refused(NotFounded)
