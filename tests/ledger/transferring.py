"""Two local accounts, one of which decided to give to the other: where transfers begin."""

from datetime import UTC, date, datetime

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import Award, BudgetAwarded, BudgetReserved, PurposeKind
from ledger.accounts.state import Account, Destination, Line
from ledger.associations.events import (
    AssociationFounded,
    LocalAccountOpened,
    MemberEnrolled,
    OfficerAppointed,
)
from ledger.associations.rules import AssociationKind, Office, Rules, Tier
from ledger.command import Fact
from ledger.contributions.events import ContributionReceived
from ledger.disbursements.commands import (
    AuthoriseDisbursement,
    PartyGiven,
    SendDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.state import Disbursement, PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    ContributionId,
    DisbursementId,
    MemberToken,
    PartyToken,
    ProposalId,
    PurposeId,
    RoundId,
    Seal,
    TransferId,
    stream_of,
)
from ledger.proposals.events import ProposalAccepted, ProposalDrafted
from ledger.proposals.measure import Spend, Sum
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.state import Transfer, disbursement_of, transfer_of
from tests.scenario import Scenario

NORTH = AccountId("account-000000000000n0rt")
VILLAGE = AccountId("account-00000000000v1age")
ELSEWHERE = AccountId("account-0000000000e1sewh")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPENED = date(2026, 1, 10)
DECIDED = date(2026, 2, 1)
SEAL = Seal("5ea1" * 16)
ROUND = RoundId("round-0000000000000001")
DECISION = ProposalId("proposal-000000000000g1ve")
LINE = Line("EUR", UNRESTRICTED, 600_00)
TREASURER, SIGNATORY, AUDITOR, MEMBER = (
    MemberToken(f"member-{what:0>16}") for what in ("trea", "s1gn", "aud1t", "member")
)


def association(account: AccountId, amount_minor: int = 1000_00) -> tuple[Fact, ...]:
    """A founded association with three officers and an unrestricted gift."""
    people = {Office.TREASURER: TREASURER, Office.SECOND_SIGNATORY: SIGNATORY, Office.AUDITOR: AUDITOR}
    events = (
        LocalAccountOpened(
            association=AssociationId("association-000000000000000a"),
            association_kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
            opened=OPENED,
        ),
        AssociationFounded(statutes=SEAL, rules=Rules(), attesting=(MEMBER, AUDITOR), effective=OPENED),
        *(MemberEnrolled(member=m, effective=OPENED) for m in (*people.values(), MEMBER)),
        *(OfficerAppointed(office=o, member=m, effective=OPENED) for o, m in people.items()),
        ContributionReceived(
            contribution=ContributionId("contribution-00000gift1"),
            giver=PartyToken("giver-0000000000000001"),
            unit="EUR",
            amount_minor=amount_minor,
            effective=OPENED,
        ),
    )
    return tuple(Fact(account, event) for event in events)


def decided(
    account: AccountId = NORTH,
    to: AccountId | None = VILLAGE,
    line: Line = LINE,
    proposal: ProposalId = DECISION,
) -> tuple[Fact, ...]:
    """A final decision of an account: universal solidarity, or spending at home where nobody is named."""
    destination = Destination.UNIVERSAL_SOLIDARITY if to else Destination.DISADVANTAGED_AT_HOME
    spend = Spend(
        destination=destination,
        receiving_account=to,
        criterion=None if to else "income",
        beneficiaries=30,
        costs=(Sum(line.unit, line.amount_minor),),
        requested=(line,),
    )
    part = stream_of(account, proposal)
    award = Award(proposal, destination, (line,))
    return (
        Fact(part, ProposalDrafted(proposer=MEMBER, measure=spend, paper=SEAL, seal=SEAL)),
        Fact(account, BudgetReserved(round=ROUND, lines=(line,))),
        Fact(account, BudgetAwarded(round=ROUND, awards=(award,), freed=())),
        Fact(part, ProposalAccepted(round=ROUND, decided=DECIDED, rules_version=1)),
    )


def two_accounts() -> Scenario:
    """The north has decided to give the village 600 of its 1,000 euros."""
    return Scenario(NOON).given(*association(NORTH), *association(VILLAGE), *decided())


def authorise(
    amount: str = "400.00",
    *,
    account: AccountId = NORTH,
    to: AccountId = VILLAGE,
    proposal: ProposalId = DECISION,
    tranche: int = 1,
    unit: str = "EUR",
    purpose: PurposeId = UNRESTRICTED,
    payee: PartyGiven | None = None,
) -> AuthoriseDisbursement:
    """A payment to the account that the decision names."""
    return AuthoriseDisbursement(
        account=account,
        proposal=proposal,
        tranche=tranche,
        unit=unit,
        purpose=purpose,
        amount=amount,
        payee=payee or PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=to),
    )


def signed_off(scenario: Scenario, command: AuthoriseDisbursement | None = None) -> DisbursementId:
    """Authorised, and approved by both signatories."""
    command = command or authorise()
    disbursement = DisbursementId(scenario.done(command))
    for signer in (TREASURER, SIGNATORY):
        scenario.done(SignOffDisbursement(account=command.account, disbursement=disbursement), by=signer)
    return disbursement


def sent(scenario: Scenario, command: AuthoriseDisbursement | None = None) -> TransferId:
    """On its way; the announcement waits in the outbox."""
    command = command or authorise()
    disbursement = signed_off(scenario, command)
    scenario.done(SendDisbursement(account=command.account, disbursement=disbursement), by=TREASURER)
    return transfer_of(disbursement)


def announced(scenario: Scenario, command: AuthoriseDisbursement | None = None) -> TransferId:
    """On its way, and known on both sides."""
    transfer = sent(scenario, command)
    scenario.delivered()
    return transfer


def receive(transfer: TransferId, fee: str | None = None, **more: object) -> ReceiveTransfer:
    """The village's treasurer found it on the bank statement."""
    return ReceiveTransfer(account=VILLAGE, transfer=transfer, fee=fee, **more)  # type: ignore[arg-type]


def refuse(transfer: TransferId) -> RefuseTransfer:
    """The village does not take it."""
    return RefuseTransfer(account=VILLAGE, transfer=transfer, reason="It is more than we can use well.")


def ask_to_void(transfer: TransferId) -> AskToVoidTransfer:
    """The north wants it back."""
    return AskToVoidTransfer(account=NORTH, transfer=transfer, reason="Nobody answers.")


def account_in(scenario: Scenario, account: AccountId) -> Account:
    """An account as it stands."""
    state = scenario.state(account, Account)
    assert isinstance(state, Account)
    return state


def transfer_in(scenario: Scenario, account: AccountId, transfer: TransferId) -> Transfer:
    """One side of a transfer as it stands."""
    state = scenario.state(stream_of(account, transfer), Transfer)
    assert isinstance(state, Transfer)
    return state


def paid_by(scenario: Scenario, transfer: TransferId, account: AccountId = NORTH) -> Disbursement:
    """The disbursement that a transfer carries."""
    state = scenario.state(stream_of(account, disbursement_of(transfer)), Disbursement)
    assert isinstance(state, Disbursement)
    return state


def purpose(scenario: Scenario, account: AccountId = NORTH) -> PurposeId:
    """A project that money can be earmarked for."""
    declare = DeclarePurpose(account=account, kind=PurposeKind.PROJECT, description="A wine press.")
    return PurposeId(scenario.done(declare))
