"""A season that knows every kind of event, in an order that could have happened."""

from datetime import date
from typing import Any, Final

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
    PurposeDeclared,
    PurposeKind,
)
from ledger.accounts.state import Destination, Line
from ledger.associations.events import (
    AccountRegistered,
    AccountTerritoryNamed,
    AssociationFounded,
    AssociationJoined,
    AssociationRegistered,
    AssociationTerritoryNamed,
    LocalAccountOpened,
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    OfficerAppointed,
    OfficeVacated,
    RulesChanged,
)
from ledger.associations.rules import AssociationKind, Body, Office, Rules, Tier, TieRule
from ledger.bank_details.events import BankDetailsNoted
from ledger.contributions.events import (
    CarbonOffsetStated,
    ContributionPledged,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    PledgeWithdrawn,
)
from ledger.contributions.state import GiverKind, Motive
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.state import Conversion, ForDecision, Rate, RateSource
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementEvidenced,
    DisbursementFailed,
    DisbursementReturned,
    DisbursementSent,
    DisbursementSettled,
    DisbursementSignedOff,
)
from ledger.disbursements.state import Party, PartyKind
from ledger.event import Event
from ledger.goods.events import (
    GoodsAccepted,
    GoodsDelivered,
    GoodsLent,
    GoodsLoanReturned,
    GoodsRefused,
    StockChanged,
)
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    BankDetailsId,
    ContributionId,
    CurrencyExchangeId,
    DisbursementId,
    LinkId,
    LoanId,
    Mark,
    MemberToken,
    PartyToken,
    PaymentFileId,
    PlaceId,
    ProposalId,
    PurposeId,
    RoundId,
    RoundToken,
    Seal,
    SheetId,
    StockChangeId,
    TerritoryId,
    TransferId,
    TwinningId,
    ValuationId,
    stream_of,
)
from ledger.installations.events import (
    ForeignAccountRegistered,
    InstallationRecognised,
    RecognitionWithdrawn,
)
from ledger.keys.events import KeyIssued, KeyReplaced, KeyReplacementAsked, KeyRevoked
from ledger.keys.state import Grant, Role
from ledger.lent_offices.events import OfficerLent, OfficerOffered, OfficerOfferEnded, OfficerRecalled
from ledger.links.events import (
    LinkBegun,
    LinkEnded,
    LinkPersonAdded,
    NameConsentGiven,
    NameConsentWithdrawn,
)
from ledger.links.state import Actor, ActorKind, Direction, Group, LinkKind
from ledger.payment_files.events import (
    PaymentFileAnswered,
    PaymentFileHandedIn,
    PaymentFileMade,
    PaymentFileWithdrawn,
)
from ledger.payment_files.state import Answered, BankAnswer, Ordered
from ledger.periods.events import PeriodClosed
from ledger.promises.events import HonouringTakenBack, PromiseForgiven, PromiseHonoured, PromiseOpened
from ledger.proposals.events import (
    InterestDeclared,
    InterestsStated,
    ProposalAccepted,
    ProposalAdmitted,
    ProposalAmended,
    ProposalClosed,
    ProposalDrafted,
    ProposalExecutionBegun,
    ProposalPutOnBallot,
    ProposalRejected,
    ProposalReported,
    ProposalSubmitted,
    ProposalWithdrawn,
    Tie,
)
from ledger.proposals.measure import Appoint, ChangeRules, ClosePeriod, LiftEarmark, Measure, Spend, Sum
from ledger.rounds.counting import Result, Tally
from ledger.rounds.events import (
    BallotCast,
    RecusalDeclared,
    RoundClosed,
    RoundCounted,
    RoundDrafted,
    RoundMadeFinal,
    RoundOpened,
)
from ledger.rounds.terms import BallotType, Confidentiality, Item, Option, Terms
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.territories.state import Standing, TerritoryKind
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferBooked,
    TransferReceived,
    TransferRefused,
    TransferReturned,
    TransferSent,
    TransferVoidAsked,
    TransferVoided,
)
from ledger.transfers.state import Hop, Lineage, TransferStatus, TransferTerms
from ledger.twinnings.events import (
    TwinningAccepted,
    TwinningDeclined,
    TwinningEnded,
    TwinningOffered,
    TwinningProposed,
    TwinningResumed,
    TwinningSuspended,
    TwinningWithdrawn,
)
from ledger.twinnings.state import Side
from ledger.valuations.events import ValuationStated
from ledger.valuations.state import ValuationMethod
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from ledger.work.state import Hours
from tests.projections.called import record_calls
from tests.projections.everyday import record_everyday
from tests.projections.flowing import record_flows
from tests.projections.learned import record_learning
from tests.projections.log import ACCOUNT, NOON_US, Log
from tests.projections.minuted import record_minutes
from tests.projections.objected import record_objections
from tests.projections.papered import record_papers
from tests.projections.placed import record_places
from tests.projections.represented import vote_by_proxy
from tests.projections.stated import record_statements

SEAL: Final = Seal("5ea1" * 16)
DAY: Final = date(2026, 2, 3)
ASSOCIATION: Final = AssociationId("association-0000000000000001")
KEY: Final = "key-0000000000000001"
INSTALLATION: Final = "installation-00000000000000000000000001"
ANA, BIA, CATY, DUDA = (MemberToken(f"member-000000000000000{n}") for n in range(1, 5))
LENT, LENT_TOO = (MemberToken(f"member-000000000000001{n}") for n in range(2))
EMMA: Final = PartyToken("giver-0000000000000001")
GIFT, EARMARKED, WRONG, PLEDGE, KEPT = (
    ContributionId(f"contribution-000000000000000{n}") for n in range(1, 6)
)
BUS, WINE, RULES, OFFICER, LIFTED, CLOSING = (ProposalId(f"proposal-000000000000000{n}") for n in range(1, 7))
ROUND: Final = RoundId("round-0000000000000001")
PAID, FAILED, CAME_BACK, CANCELLED = (DisbursementId(f"disbursement-000000000000000{n}") for n in range(1, 5))
DROPPED_FILE, HANDED_IN_FILE = (PaymentFileId(f"payment-file-000000000000000{n}") for n in (1, 2))
SCHOOL: Final = PurposeId("purpose-0000000000000001")
VILLAGE, TOWN, ISLAND = (TerritoryId(f"territory-000000000000000{n}") for n in range(1, 4))
TWIN: Final = AccountId("account-0000000000000002")
OURS, THEIRS, UNWANTED = (TwinningId(f"twinning-000000000000000{n}") for n in range(1, 4))
TO_VOID, TO_BE_TAKEN, COMING, NOT_WANTED, NEVER_CAME = (
    TransferId(f"transfer-000000000000000{n}") for n in range(1, 6)
)
LINK: Final = LinkId("link-0000000000000001")
ROSA: Final = PartyToken("person-0000000000000001")
ELECTOR: Final = RoundToken("elector-0000000000000001")
HOME: Final = Destination.DISADVANTAGED_AT_HOME
BUS_COST: Final = Line("EUR", UNRESTRICTED, 60_00)


def receive(contribution: ContributionId, amount_minor: int, **more: object) -> ContributionReceived:
    """A gift in euros."""
    fields = {"contribution": contribution, "giver": EMMA, "unit": "EUR", "amount_minor": amount_minor}
    return ContributionReceived(**{**fields, "effective": DAY, **more})  # type: ignore[arg-type]


def spend(line: Line) -> Spend:
    """A measure that asks for one line."""
    cost = (Sum(line.unit, line.amount_minor),)
    return Spend(destination=HOME, criterion="need", beneficiaries=12, costs=cost, requested=(line,))


def draft(measure: Measure) -> ProposalDrafted:
    """A first version by Duda."""
    return ProposalDrafted(proposer=DUDA, measure=measure, paper=SEAL, seal=SEAL)


def option(label: str, proposal: ProposalId, line: Line) -> Option:
    """A frozen option."""
    return Option(label=label, proposal=proposal, version=1, seal=SEAL, destination=HOME, costs=(line,))


WINE_COST: Final = Line("EUR", UNRESTRICTED, 90_00)
TERMS: Final = Terms(
    ballot_type=BallotType.APPROVAL,
    body=Body.GENERAL_ASSEMBLY,
    options=(option("bus", BUS, BUS_COST), option("wine", WINE, WINE_COST)),
    budget=(Line("EUR", UNRESTRICTED, 100_00),),
    electorate=3,
    recused=1,
    members_list=SEAL,
    tokens_list=SEAL,
    rules_version=1,
    quorum_percent=50,
    second_call_quorum_percent=None,
    threshold_percent=50,
    tie_rule=TieRule.LOWER_COST_THEN_LABEL,
    objection_days=0,
    closes_us=NOON_US + 3_600_000_000,
    confidentiality=Confidentiality.OPEN,
)


def ballot(number: int, *choices: str) -> BallotCast:
    """A ballot of the one elector."""
    return BallotCast(elector=ELECTOR, number=number, choices=choices, salt="5a17", seal=SEAL)


def result(*accepted: str, quorum: bool = True) -> Result:
    """A result over both options."""
    return Result(
        ballots_counted=1,
        quorum_reached=quorum,
        tallies=(Tally("bus", 1), Tally("wine", 0)),
        accepted=accepted,
        tie_decided=False,
    )


def authorise(tranche: int, amount_minor: int) -> DisbursementAuthorised:
    """A payment under the decision on the bus."""
    return DisbursementAuthorised(
        proposal=BUS,
        destination=HOME,
        tranche=tranche,
        line=Line("EUR", UNRESTRICTED, amount_minor),
        payee=Party(PartyKind.PERSON, PartyToken("payee-1")),
        beneficiary=Party(PartyKind.HOUSEHOLD, PartyToken("beneficiary-1")),
    )


def booked(disbursement: DisbursementId, amount_minor: int) -> PaymentBooked:
    """The money leaves."""
    line = Line("EUR", UNRESTRICTED, amount_minor)
    return PaymentBooked(disbursement=disbursement, proposal=BUS, destination=HOME, line=line, effective=DAY)


def _failing(tranche: int, amount_minor: int) -> dict[str, object]:
    line = Line("EUR", UNRESTRICTED, amount_minor)
    return {"proposal": BUS, "tranche": tranche, "line": line, "reason": SEAL, "effective": DAY}


def record_season(log: Log) -> Log:
    """Every kind of event there is."""
    _register(log)
    _people(log)
    _gifts(log)
    _decide(log)
    _pay(log)
    _exchange(log)
    _twin(log)
    record_learning(log)
    record_flows(log)
    _goods(log)
    _work(log)
    _transfer(log)
    record_calls(log)
    record_minutes(log)
    record_objections(log)
    vote_by_proxy(log)
    record_everyday(log)
    record_papers(log)
    _payment_files(log)
    log.record(PeriodClosed(until=DAY, report=SEAL, decision=CLOSING), by=ANA)
    record_statements(log)
    record_places(log)
    _lost_key(log)
    _lent_officers(log)
    log.record(KeyRevoked(secret=Mark("key:0")), stream=KEY, by="cli")
    return log


def _lost_key(log: Log) -> None:
    """Duda's, which two officers have replaced."""
    log.record(KeyReplacementAsked(member=DUDA, asked_by=ANA), by=ANA)
    replaced = KeyReplaced(member=DUDA, secret=Mark("key:1"), roles=(Role.MEMBER,), confirmed_by=(ANA, BIA))
    log.record(replaced, by=BIA)


def _lent_officers(log: Log) -> None:
    """One is lent and recalled, and two are offered; of these one is recalled, and one was never heard of."""
    lent = OfficerLent(to=TWIN, office=Office.AUDITOR, member=DUDA, decision=OFFICER, effective=DAY)
    log.record(lent, by=ANA)
    recalled = OfficerRecalled(to=TWIN, office=Office.AUDITOR, decision=OFFICER, effective=DAY)
    log.record(recalled, by=ANA)
    offers = (
        OfficerOffered(
            lender=TWIN, lending=RULES, office=Office.AUDITOR, member=LENT, twinning=OURS, effective=DAY
        ),
        OfficerOffered(
            lender=TWIN,
            lending=LIFTED,
            office=Office.AUDITOR,
            member=LENT_TOO,
            tier=Tier.FEDERATION,
            effective=DAY,
        ),
    )
    log.record(*offers, by=TWIN)
    ends = (
        OfficerOfferEnded(lender=TWIN, lending=RULES, member=LENT, recalled=True, effective=DAY),
        OfficerOfferEnded(lender=TWIN, lending=LIFTED, member=LENT_TOO, effective=DAY),
        OfficerOfferEnded(lender=TWIN, lending=WINE, recalled=True, effective=DAY),
    )
    log.record(*ends, by=TWIN)


def _register(log: Log) -> None:
    log.record(
        AssociationRegistered(
            association_kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name=SEAL, country="CV"
        ),
        AccountRegistered(
            account=ACCOUNT,
            partition="main",
            opened=DAY,
            association_kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
        ),
        stream=ASSOCIATION,
        by=KEY,
    )
    grant = Grant(ACCOUNT, ANA, (Role.TREASURER, Role.MEMBER))
    log.record(KeyIssued(secret=Mark("key:0"), grants=(grant,)), stream=KEY, by="cli")
    opened = LocalAccountOpened(
        association=ASSOCIATION, association_kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, opened=DAY
    )
    log.record(opened, by="register")
    log.record(
        InstallationRecognised(key="00" * 32, name=SEAL),
        ForeignAccountRegistered(
            account=AccountId("account-000000000000000f"),
            name=SEAL,
            association_kind=AssociationKind.TWINNED_BODY,
            tier=Tier.MICRO_LOCAL,
            country="FR",
        ),
        RecognitionWithdrawn(),
        stream=INSTALLATION,
        by=KEY,
    )


def _people(log: Log) -> None:
    log.record(
        AssociationFounded(statutes=SEAL, rules=Rules(), attesting=(ANA, BIA), effective=DAY),
        *(MemberEnrolled(member=member, effective=DAY) for member in (ANA, BIA, CATY)),
        MemberEnrolled(member=DUDA, effective=DAY, of_age=False),
        MemberCameOfAge(member=DUDA, effective=DAY),
        OfficerAppointed(office=Office.TREASURER, member=ANA, effective=DAY),
        OfficerAppointed(office=Office.SECOND_SIGNATORY, member=BIA, effective=DAY),
        OfficerAppointed(office=Office.AUDITOR, member=CATY, effective=DAY),
        MemberSuspended(member=DUDA, reason=SEAL, effective=DAY),
        MemberReinstated(member=DUDA, effective=DAY),
        PurposeDeclared(purpose=SCHOOL, purpose_kind=PurposeKind.PROJECT, description=SEAL),
    )


def _gifts(log: Log) -> None:
    pledge = {"giver": EMMA, "giver_kind": GiverKind.COMPANY, "motive": Motive.GRANT, "unit": "EUR"}
    log.record(
        ContributionPledged(contribution=PLEDGE, amount_minor=5_00, effective=DAY, **pledge),  # type: ignore[arg-type]
        PledgeWithdrawn(contribution=PLEDGE, effective=DAY),
        ContributionPledged(contribution=KEPT, amount_minor=7_00, purpose=SCHOOL, effective=DAY, **pledge),  # type: ignore[arg-type]
        receive(KEPT, 7_00, giver_kind=GiverKind.COMPANY),
        receive(GIFT, 100_00),
        receive(EARMARKED, 40_00, earmark=SCHOOL, motive=Motive.LEGACY),
        EarmarkAccepted(
            contribution=EARMARKED, purpose=SCHOOL, unit="EUR", amount_minor=40_00, effective=DAY
        ),
        EarmarkLifted(
            contribution=EARMARKED,
            purpose=SCHOOL,
            unit="EUR",
            amount_minor=10_00,
            consent=SEAL,
            effective=DAY,
        ),
        receive(WRONG, 3_00),
        ContributionReversed(
            contribution=WRONG,
            purpose=UNRESTRICTED,
            unit="EUR",
            amount_minor=3_00,
            reason=SEAL,
            effective=DAY,
        ),
        ContributionRefunded(
            contribution=KEPT, purpose=UNRESTRICTED, unit="EUR", amount_minor=2_00, reason=SEAL, effective=DAY
        ),
    )


def _decide(log: Log) -> None:
    for proposal, measure in (
        (BUS, spend(Line("EUR", UNRESTRICTED, 50_00))),
        (WINE, spend(WINE_COST)),
        (RULES, ChangeRules(rules=Rules(quorum_percent=50))),
        (OFFICER, Appoint(office=Office.AUDITOR, member=DUDA)),
        (LIFTED, LiftEarmark(purpose=SCHOOL, amount=Sum("EUR", 5_00))),
        (CLOSING, ClosePeriod(until=DAY, report=SEAL)),
    ):
        log.record(draft(measure), stream=stream_of(ACCOUNT, proposal), by=DUDA)
    log.record(
        ProposalAmended(version=2, measure=spend(BUS_COST), paper=SEAL, seal=SEAL),
        InterestDeclared(member=DUDA, tie=Tie.CLOSE_TIE),
        InterestsStated(),
        ProposalSubmitted(version=2),
        ProposalAdmitted(version=2),
        ProposalPutOnBallot(round=ROUND, version=2),
        stream=stream_of(ACCOUNT, BUS),
    )
    where = stream_of(ACCOUNT, ROUND)
    items = (Item("bus", BUS), Item("wine", WINE))
    log.record(
        RoundDrafted(
            ballot_type=BallotType.APPROVAL,
            body=Body.GENERAL_ASSEMBLY,
            items=items,
            budget=(Line("EUR", UNRESTRICTED, 90_00),),
            closes_us=NOON_US,
            confidentiality=Confidentiality.OPEN,
            title=SEAL,
        ),
        RecusalDeclared(member=DUDA, reason=SEAL),
        RoundOpened(terms=TERMS),
        stream=where,
    )
    log.record(BudgetReserved(round=ROUND, lines=TERMS.budget))
    log.record(ballot(1, "wine"), ballot(2, "bus"), stream=where, by=ELECTOR)
    log.record(
        RoundClosed(),
        RoundCounted(result=result("bus"), counted_us=log.now_us),
        RoundMadeFinal(),
        stream=where,
    )
    log.record(
        BudgetAwarded(
            round=ROUND, awards=(Award(BUS, HOME, (BUS_COST,)),), freed=(Line("EUR", UNRESTRICTED, 40_00),)
        )
    )
    log.record(ProposalAccepted(round=ROUND), ProposalExecutionBegun(), stream=stream_of(ACCOUNT, BUS))
    log.record(ProposalRejected(round=ROUND), stream=stream_of(ACCOUNT, WINE))
    log.record(ProposalWithdrawn(), stream=stream_of(ACCOUNT, LIFTED), by=DUDA)
    log.record(
        EarmarkMoved(origin=SCHOOL, line=Line("EUR", UNRESTRICTED, 5_00), decision=LIFTED),
        RulesChanged(version=2, rules=Rules(quorum_percent=50), decision=RULES),
        OfficeVacated(office=Office.AUDITOR, member=CATY, effective=DAY),
        MemberLeft(member=CATY, effective=DAY),
        OfficerAppointed(office=Office.AUDITOR, member=DUDA, effective=DAY, decision=OFFICER),
    )


def _pay(log: Log) -> None:
    for tranche, (disbursement, amount_minor) in enumerate(
        ((PAID, 30_00), (FAILED, 10_00), (CAME_BACK, 5_00), (CANCELLED, 1_00)), 1
    ):
        log.record(authorise(tranche, amount_minor), stream=stream_of(ACCOUNT, disbursement))
    for disbursement, amount_minor in ((PAID, 30_00), (FAILED, 10_00), (CAME_BACK, 5_00)):
        where = stream_of(ACCOUNT, disbursement)
        log.record(DisbursementSignedOff(member=ANA, office=Office.TREASURER), stream=where, by=ANA)
        log.record(DisbursementSignedOff(member=BIA, office=Office.SECOND_SIGNATORY), stream=where, by=BIA)
        log.record(DisbursementSent(effective=DAY), stream=where)
        log.record(booked(disbursement, amount_minor))
    for event in (
        DisbursementSettled(attesting=DUDA, effective=DAY),
        PromiseOpened(unit="EUR", amount_minor=30_00, effective=DAY),
        DisbursementAcknowledged(acknowledgement=SEAL, effective=DAY),
        DisbursementEvidenced(evidence=SEAL, effective=DAY),
        PromiseHonoured(account=ACCOUNT, contribution=GIFT, unit="EUR", amount_minor=20_00, effective=DAY),
        HonouringTakenBack(account=ACCOUNT, contribution=GIFT, unit="EUR", amount_minor=5_00),
        PromiseForgiven(reason=SEAL),
    ):
        log.record(event, stream=stream_of(ACCOUNT, PAID))
    log.record(DisbursementFailed(**_failing(2, 10_00)), stream=stream_of(ACCOUNT, FAILED))  # type: ignore[arg-type]
    log.record(_restored(FAILED, 10_00))
    log.record(DisbursementReturned(**_failing(3, 5_00)), stream=stream_of(ACCOUNT, CAME_BACK))  # type: ignore[arg-type]
    log.record(_restored(CAME_BACK, 5_00))
    cancelled = DisbursementCancelled(
        proposal=BUS, tranche=4, line=Line("EUR", UNRESTRICTED, 1_00), reason=SEAL
    )
    log.record(cancelled, stream=stream_of(ACCOUNT, CANCELLED))
    log.record(ProposalReported(report=SEAL), ProposalClosed(), stream=stream_of(ACCOUNT, BUS))
    log.record(BudgetFreed(proposal=BUS, destination=HOME, lines=(Line("EUR", UNRESTRICTED, 30_00),)))


def _exchange(log: Log) -> None:
    """Of what is available, and under a decision."""
    free = CurrencyExchanged(
        exchange=CurrencyExchangeId("currency-exchange-0000000000000001"),
        given=Line("EUR", UNRESTRICTED, 2_00),
        obtained=Conversion(
            unit="USD",
            amount_minor=2_15,
            rate=Rate("1.08", "EUR"),
            source=RateSource.EXCHANGE_OFFICE,
            effective=DAY,
        ),
        fee=Sum("USD", 5),
        evidence=SEAL,
    )
    decided = CurrencyExchanged(
        exchange=CurrencyExchangeId("currency-exchange-0000000000000002"),
        given=Line("USD", UNRESTRICTED, 1_00),
        obtained=Conversion(
            unit="JPY", amount_minor=150, rate=Rate("151", "USD"), source=RateSource.BANK, effective=DAY
        ),
        decision=ForDecision(WINE, HOME),
        evidence=SEAL,
    )
    wrong = CurrencyExchanged(
        exchange=CurrencyExchangeId("currency-exchange-0000000000000003"),
        given=Line("USD", UNRESTRICTED, 50),
        obtained=Conversion(
            unit="JPY", amount_minor=80, rate=Rate("151", "USD"), source=RateSource.BANK, effective=DAY
        ),
        fee=Sum("USD", 2),
        decision=ForDecision(WINE, HOME),
        evidence=SEAL,
    )
    taken_back = CurrencyExchangeReversed(
        exchange=wrong.exchange,
        given=wrong.given,
        obtained=Sum("JPY", 80),
        fee=wrong.fee,
        decision=wrong.decision,
        reason=SEAL,
        effective=DAY,
    )
    log.record(free, decided, wrong, taken_back)


GOATS, PRESS, REFUSED_GOATS, BY_ANA, BY_EMMA, REFUSED_HOURS = (
    ContributionId(f"contribution-00000000000000{n}") for n in range(11, 17)
)
LOAN: Final = LoanId("loan-0000000000000001")
SHEET, REFUSED_SHEET = (SheetId(f"sheet-000000000000000{n}") for n in (1, 2))


def deliver(contribution: ContributionId, unit: str, amount_minor: int, **more: object) -> GoodsDelivered:
    """Goods that wait for inspection."""
    fields = {"contribution": contribution, "giver": EMMA, "unit": unit, "amount_minor": amount_minor}
    return GoodsDelivered(**{**fields, "condition": Condition.GOOD, "effective": DAY, **more})  # type: ignore[arg-type]


def inspected(contribution: ContributionId, unit: str, amount_minor: int, **more: object) -> GoodsAccepted:
    """Goods that entered the stock."""
    fields = {"contribution": contribution, "unit": unit, "amount_minor": amount_minor, "inspector": BIA}
    return GoodsAccepted(**{**fields, "condition": Condition.WORN, "effective": DAY, **more})  # type: ignore[arg-type]


def refuse(contribution: ContributionId, unit: str, amount_minor: int) -> GoodsRefused:
    """Goods that never entered the stock."""
    return GoodsRefused(
        contribution=contribution,
        unit=unit,
        amount_minor=amount_minor,
        inspector=BIA,
        reason=SEAL,
        effective=DAY,
    )


def changed(kind: StockChangeKind, amount_minor: int, number: int) -> StockChanged:
    """Goats that nobody gave or was given."""
    return StockChanged(
        change=StockChangeId(f"stock-change-000000000000000{number}"),
        change_kind=kind,
        unit="goat:piece",
        purpose=UNRESTRICTED,
        amount_minor=amount_minor,
        reason=SEAL,
        confirmed_by=(BIA, DUDA),
        effective=DAY,
    )


def _goods(log: Log) -> None:
    what: dict[str, Any] = {"loan": LOAN, "unit": "press:piece", "purpose": UNRESTRICTED, "effective": DAY}
    borrower = Party(PartyKind.ASSOCIATION, PartyToken("borrower-1"))
    log.record(
        deliver(GOATS, "goat:piece", 3),
        inspected(GOATS, "goat:piece", 2),
        refuse(GOATS, "goat:piece", 1),
        deliver(REFUSED_GOATS, "goat:piece", 5),
        refuse(REFUSED_GOATS, "goat:piece", 5),
        deliver(PRESS, "press:piece", 2, earmark=SCHOOL, motive=Motive.CARBON_OFFSET),
        inspected(PRESS, "press:piece", 2, earmark=SCHOOL),
        CarbonOffsetStated(about=PRESS, carbon_grams=12_500, effective=DAY),
        EarmarkAccepted(
            contribution=PRESS, purpose=SCHOOL, unit="press:piece", amount_minor=2, effective=DAY
        ),
        EarmarkLifted(
            contribution=PRESS,
            purpose=SCHOOL,
            unit="press:piece",
            amount_minor=2,
            consent=SEAL,
            effective=DAY,
        ),
        changed(StockChangeKind.BIRTH, 2, 1),
        changed(StockChangeKind.LOSS, 1, 2),
        GoodsLent(amount_minor=2, borrower=borrower, condition=Condition.WORN, **what),
        GoodsLoanReturned(amount_minor=1, condition=Condition.DAMAGED, **what),
        GoodsLoanReturned(amount_minor=0, missing_minor=1, condition=Condition.DAMAGED, **what),
        ValuationStated(
            valuation=ValuationId("valuation-0000000000000001"),
            unit="press:piece",
            amount_minor=1,
            contribution=PRESS,
            currency="EUR",
            value_minor=900_00,
            method=ValuationMethod.INVOICE,
            source=SEAL,
            effective=DAY,
        ),
    )


def _work(log: Log) -> None:
    lines = Hours(BY_ANA, ANA, 480), Hours(BY_EMMA, EMMA, 30)
    wrong = (Hours(REFUSED_HOURS, ANA, 60),)
    log.record(
        WorkDayRecorded(sheet=SHEET, leader=DUDA, lines=lines, effective=DAY),
        WorkDayConfirmed(sheet=SHEET, confirmed_by=BIA, purpose=UNRESTRICTED, lines=lines, effective=DAY),
        WorkDayRecorded(sheet=REFUSED_SHEET, leader=DUDA, lines=wrong, purpose=SCHOOL, effective=DAY),
        WorkDayRefused(sheet=REFUSED_SHEET, refused_by=BIA, lines=wrong, reason=SEAL, effective=DAY),
    )


def _restored(disbursement: DisbursementId, amount_minor: int) -> Event:
    line = Line("EUR", UNRESTRICTED, amount_minor)
    return PaymentRestored(
        disbursement=disbursement, proposal=BUS, destination=HOME, line=line, effective=DAY
    )


def _twin(log: Log) -> None:
    village = {"territory_kind": TerritoryKind.VILLAGE, "country": "CV", "names": {"pt": SEAL}}
    log.record(TerritoryRegistered(**village), stream=ISLAND, by=KEY)  # type: ignore[arg-type]
    log.record(
        TerritoryRegistered(**village, parent=ISLAND),  # type: ignore[arg-type]
        TerritoryMoved(parent=None, effective=DAY),
        TerritoryMoved(parent=ISLAND, effective=DAY),
        TogetherMembershipStated(member_of_together=True, effective=DAY),
        TogetherMembershipStated(member_of_together=False, effective=DAY),
        ResourcesStated(standing=Standing.DISADVANTAGED, author=EMMA, grounds=SEAL, effective=DAY),
        stream=VILLAGE,
        by=KEY,
    )
    named = AssociationTerritoryNamed(territory=VILLAGE, account=ACCOUNT)
    upper = AssociationJoined(upper=AssociationId("association-0000000000000002"))
    log.record(named, upper, stream=ASSOCIATION, by=KEY)
    log.record(AccountTerritoryNamed(territory=VILLAGE), by="register")
    proposed = TwinningProposed(other=TWIN, territory=VILLAGE, agreement=SEAL, effective=DAY)
    told: dict[str, object] = {"side": Side.TWIN, "other": TWIN}
    log.record(proposed, stream=stream_of(ACCOUNT, OURS))
    log.record(
        TwinningAccepted(**told, territory=TOWN, effective=DAY),  # type: ignore[arg-type]
        TwinningSuspended(**told, turn=1, effective=DAY),  # type: ignore[arg-type]
        TwinningResumed(**told, turn=2, effective=DAY),  # type: ignore[arg-type]
        stream=stream_of(ACCOUNT, OURS),
        by=TWIN,
    )
    under: dict[str, object] = {"side": Side.OWN, "other": TWIN, "twinning": OURS, "effective": DAY}
    actors = (Actor(Side.OWN, ActorKind.COMPANY, EMMA), Actor(Side.TWIN, ActorKind.CIVIL_SOCIETY))
    for number, kind in enumerate(LinkKind, 2):
        group = Group(3) if kind is LinkKind.SPONSORSHIP else None
        log.record(
            LinkBegun(**under, link_kind=kind, direction=Direction.MUTUAL, actors=actors, group=group),  # type: ignore[arg-type]
            stream=stream_of(ACCOUNT, f"link-000000000000000{number}"),
        )
    log.record(
        LinkBegun(**under, link_kind=LinkKind.AMBASSADOR, direction=Direction.FROM_US, actors=actors),  # type: ignore[arg-type]
        LinkPersonAdded(person=ROSA, effective=DAY),
        NameConsentGiven(person=ROSA, consent=SEAL, effective=DAY),
        NameConsentWithdrawn(person=ROSA, effective=DAY),
        LinkEnded(**under),  # type: ignore[arg-type]
        stream=stream_of(ACCOUNT, LINK),
    )
    log.record(
        TwinningEnded(side=Side.OWN, other=TWIN, effective=DAY),
        stream=stream_of(ACCOUNT, OURS),
    )
    log.record(
        TwinningOffered(other=TWIN, other_territory=TOWN, agreement=SEAL, effective=DAY),
        TwinningWithdrawn(**told),  # type: ignore[arg-type]
        stream=stream_of(ACCOUNT, THEIRS),
        by=TWIN,
    )
    log.record(proposed, stream=stream_of(ACCOUNT, UNWANTED))
    log.record(TwinningDeclined(**told), stream=stream_of(ACCOUNT, UNWANTED), by=TWIN)  # type: ignore[arg-type]


def transfer_terms(amount_minor: int) -> TransferTerms:
    """What is sent without any earmark."""
    return TransferTerms(
        unit="USD",
        amount_minor=amount_minor,
        destination=Destination.UNIVERSAL_SOLIDARITY,
        decision=BUS,
        before=Lineage((Hop(TWIN, NEVER_CAME),)),
        sent=DAY,
    )


def _transfer(log: Log) -> None:
    """Dollars: two go, of which one comes back; of three that come, one is received, one refused and one voided."""
    for transfer in (TO_VOID, TO_BE_TAKEN):
        log.record(TransferSent(to=TWIN, terms=transfer_terms(3_00)), stream=stream_of(ACCOUNT, transfer))
    log.record(TransferVoidAsked(to=TWIN, reason=SEAL), stream=stream_of(ACCOUNT, TO_VOID))
    returned = TransferReturned(answer=TransferStatus.VOIDED, reason=SEAL)
    log.record(returned, stream=stream_of(ACCOUNT, TO_VOID), by=TWIN)
    acknowledged = TransferAcknowledged(amount_minor=2_00, fee_minor=1_00, effective=DAY)
    log.record(acknowledged, stream=stream_of(ACCOUNT, TO_BE_TAKEN), by=TWIN)
    for transfer in (COMING, NOT_WANTED):
        announced = TransferAnnounced(sender=TWIN, terms=transfer_terms(5_00))
        log.record(announced, stream=stream_of(ACCOUNT, transfer), by=TWIN)
    log.record(
        TransferReceived(sender=TWIN, amount_minor=4_00, fee_minor=1_00, effective=DAY),
        stream=stream_of(ACCOUNT, COMING),
    )
    line = Line("USD", UNRESTRICTED, 4_00)
    log.record(TransferBooked(transfer=COMING, sender=TWIN, line=line, effective=DAY))
    log.record(TransferRefused(sender=TWIN, reason=SEAL), stream=stream_of(ACCOUNT, NOT_WANTED))
    voided = TransferVoided(sender=TWIN, reason=SEAL)
    log.record(voided, stream=stream_of(ACCOUNT, NEVER_CAME), by=TWIN)


def _payment_files(log: Log) -> None:
    """One that was never handed in, and one of two payments, of which the bank rejects one."""
    details = BankDetailsId("bank-details-0000000000000001")
    log.record(BankDetailsNoted(holder=PartyToken("payee-1"), details=details, seal=SEAL))
    ordered = tuple(
        Ordered(disbursement, f"0000000000000001-{number}", amount_minor)
        for number, (disbursement, amount_minor) in enumerate(((PAID, 30_00), (FAILED, 10_00)), 1)
    )
    made = PaymentFileMade(
        place=PlaceId("place-0000000000000001"),
        execution=DAY,
        payments=ordered,
        control_sum_minor=40_00,
        file=SEAL,
    )
    for own in (DROPPED_FILE, HANDED_IN_FILE):
        log.record(made, stream=stream_of(ACCOUNT, own))
    withdrawn = PaymentFileWithdrawn(reason=SEAL, payments=ordered)
    log.record(withdrawn, stream=stream_of(ACCOUNT, DROPPED_FILE))
    answers = (
        Answered(disbursement=PAID, answer=BankAnswer.ACCEPTED),
        Answered(disbursement=FAILED, answer=BankAnswer.REJECTED, code="AC04"),
    )
    log.record(
        PaymentFileHandedIn(effective=DAY),
        PaymentFileAnswered(answers=answers, effective=DAY),
        stream=stream_of(ACCOUNT, HANDED_IN_FILE),
    )
