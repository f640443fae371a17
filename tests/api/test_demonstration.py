"""The demonstration: believable, balanced, the same every time, and with something left to do at every step."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from api.demonstration import fill, full_rights_grants, is_empty
from api.demonstration.caldeiras.in_kind import GOAT, PRESS
from api.demonstration.ids import (
    CALDEIRAS,
    FEDERATION,
    FILE,
    FUND,
    GALINHA,
    REGISTER,
    ROCHESAURE,
    VALBRUNE,
    generated,
)
from ledger.accounts.commands import DeclarePurpose, LiftEarmarkByDecision
from ledger.accounts.events import PurposeKind
from ledger.accounts.state import Account
from ledger.associations.commands import (
    AppointByDecision,
    ChangeRulesByDecision,
    DeclareOfAge,
    EnrolMember,
    FoundAssociation,
    Founder,
    LeaveMember,
    RegisterAccount,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.rules import Body, Office
from ledger.command import Command
from ledger.context import microseconds
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
    WithdrawPledge,
)
from ledger.contributions.events import ContributionReversed
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.state import PartyKind
from ledger.event import Recorded
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    ContributionId,
    DisbursementId,
    KeyId,
    MemberToken,
    MinutesId,
    PartyToken,
    ProposalId,
    PurposeId,
    RoundId,
    RoundToken,
    stream_of,
)
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.events import KeyIssued
from ledger.keys.state import Role
from ledger.ledger import COMMONS, Ledger, one_each
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    CloseProposal,
    DeclareInterest,
    DraftProposal,
    ReportProposal,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.events import Tie
from ledger.proposals.given import AppointGiven
from ledger.replay import Replay
from ledger.rounds.commands import (
    AnnulRound,
    CastBallot,
    CloseRound,
    CountRound,
    DecideObjection,
    DeclareRecusal,
    DraftRound,
    GiveProxy,
    MakeItemFinal,
    MakeRoundFinal,
    OpenRound,
    RaiseObjection,
)
from ledger.rounds.events import BallotCast, RoundOpened
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType, Item
from ledger.storage.store import FIRST
from ledger.units import WORK
from ledger.vocabulary import AnyEvent
from tests.placement import placement
from tests.replayed import balances_in, cold_figures
from tests.stores import Door, database_at

NOW = datetime.now(UTC)
Ids = Mapping[str, str]

ACCOUNTS = (CALDEIRAS, GALINHA, VALBRUNE, ROCHESAURE, FEDERATION, FUND)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A filled database."""
    path = database_at(tmp_path_factory.mktemp("demonstration") / "usf.db")
    assert fill(path, NOW, placement=placement()) is not None
    return path


@pytest.fixture(scope="module")
def ledger(database: str) -> Iterator[Ledger]:
    """Its ledger, with the machine's own clock."""
    with Ledger.open(database) as opened:
        yield opened


@pytest.fixture(scope="module")
def events(ledger: Ledger) -> list[Recorded]:
    """All that was recorded."""
    return [
        recorded
        for partition in ledger.store.partitions()
        for recorded in ledger.store.read(partition, 0, 100_000)
    ]


def test_the_ids_that_examples_name_are_those_of_the_demonstration_on_any_day() -> None:
    """Regenerate them with `python -m api.demonstration.ids`."""
    assert generated(datetime(2031, 2, 27, 23, 59, tzinfo=UTC)) == FILE.read_text()
    assert generated(NOW) == FILE.read_text()


def test_a_database_that_holds_anything_is_left_alone(database: str, ledger: Ledger) -> None:
    head = ledger.store.head(COMMONS)
    assert fill(database, NOW) is None
    assert ledger.store.head(COMMONS) == head
    assert not is_empty(ledger)


def test_an_empty_database_is_seen_to_be_empty(tmp_path: Path) -> None:
    with Ledger.open(database_at(tmp_path / "empty.db")) as empty:
        assert is_empty(empty)
        assert full_rights_grants(empty) == (True, ())


def test_the_accounts_can_lie_in_partitions_of_their_own_and_have_the_same_ids(tmp_path: Path) -> None:
    path = database_at(tmp_path / "apart.db")
    assert fill(path, NOW, placement=one_each) == {
        "caldeiras": CALDEIRAS,
        "galinha": GALINHA,
        "valbrune": VALBRUNE,
        "rochesaure": ROCHESAURE,
        "federation": FEDERATION,
        "fund": FUND,
        "register": REGISTER,
    }
    with Ledger.open(path) as apart:
        places = {apart.partition_of(AccountId(ids["account"])) for ids in ACCOUNTS}
        assert len(places | {COMMONS}) == len(ACCOUNTS) + 1


def test_nothing_lies_in_the_future_but_the_deadlines_of_open_rounds(
    ledger: Ledger, events: list[Recorded]
) -> None:
    """L10"""
    assert max(recorded.envelope.recorded_us for recorded in events) < microseconds(NOW - timedelta(days=2))
    assert min(recorded.envelope.recorded_us for recorded in events) > microseconds(NOW - timedelta(days=400))
    for recorded in events:
        effective = getattr(recorded.event, "effective", None)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=recorded.envelope.recorded_us)
        assert effective is None or effective <= moment.date()
    for ids in (CALDEIRAS, GALINHA):
        for name in ("round_open", "round_ready", "round_drafted"):
            assert _round(ledger, ids, name).closes_us > microseconds(NOW + timedelta(days=30))


def _round(ledger: Ledger, ids: Ids, name: str) -> Round:
    found = ledger.state(stream_of(AccountId(ids["account"]), ids[name]))
    assert found is not None
    assert isinstance(found[0], Round)
    return found[0]


def test_the_whole_history_folds_and_no_purpose_ends_in_a_shortfall(ledger: Ledger) -> None:
    """L2, L8"""
    figures = Replay(ledger.store).run()
    assert cold_figures(ledger.store) == balances_in(figures)
    available = {name: figure for name, figure in figures.items() if name.endswith("/available")}
    assert len(available) > 15
    assert not [name for name, figure in available.items() if figure < 0]
    paid = [
        name
        for name, figure in figures.items()
        if name.startswith("balances/") and name.endswith("/paid") and figure
    ]
    assert {name.split("/")[2] for name in paid} == {"CVE", "EUR", PRESS, GOAT, WORK}
    assert {name.split("/")[1] for name in paid} == {
        ids["account"] for ids in (CALDEIRAS, GALINHA, VALBRUNE, FUND)
    }


def test_a_bounced_cheque_left_a_shortfall_until_the_emigrants_covered_it(
    ledger: Ledger, events: list[Recorded]
) -> None:
    """L2, L6"""
    bounced = next(
        recorded
        for recorded in events
        if isinstance(recorded.event, ContributionReversed)
        and recorded.event.contribution == GALINHA["contribution_bounced"]
    )
    stream = stream_of(AccountId(GALINHA["account"]))
    purpose = PurposeId(GALINHA["purpose"])
    found = ledger.state_at(stream, bounced.position)
    assert found is not None
    assert isinstance(found[0], Account)
    assert found[0].available("CVE", purpose) == -50_000_00
    now = ledger.state(stream)
    assert now is not None
    assert isinstance(now[0], Account)
    assert now[0].available("CVE", purpose) >= 0


def test_every_kind_of_event_that_there_is_happens_in_the_demonstration(events: list[Recorded]) -> None:
    kinds = {event.kind() for event in get_args(AnyEvent)}
    assert kinds - {recorded.event.kind() for recorded in events} == {"key-revoked"}


def test_no_name_of_a_person_stands_in_an_event_or_a_public_text(
    database: str, ledger: Ledger, events: list[Recorded]
) -> None:
    """Names stand in the people store alone, and no text of the demonstration speaks of anybody by name."""
    with Door(database) as door:
        people, texts = door.common("people"), door.common("papers")
        rows = door.execute(
            f"SELECT token, name FROM {people} WHERE token LIKE 'member-%' OR token LIKE 'person-%'"
        ).fetchall()
        papers = "\n".join(text for (text,) in door.execute(f"SELECT text FROM {texts}"))
    assert len(rows) > 40
    raw = "\n".join(msgspec.json.encode(recorded.event).decode() for recorded in events)
    for name in {part for _, whole in rows for part in (whole, whole.split()[0])}:
        assert not re.search(rf"\b{name}\b", raw + papers), name


def test_the_keys_of_the_demonstration_have_secrets_that_nobody_knows(tmp_path: Path) -> None:
    marks = set()
    for number in range(2):
        path = database_at(tmp_path / f"{number}.db")
        fill(path, NOW)
        with Ledger.open(path) as filled:
            issued = [
                recorded.event.secret
                for recorded in filled.store.read(COMMONS, 0, 100_000)
                if isinstance(recorded.event, KeyIssued)
            ]
        assert len(issued) == 2
        marks.update(issued)
    assert len(marks) == 4


def test_a_full_rights_key_is_the_treasurers_in_every_account(ledger: Ledger) -> None:
    """B3"""
    registrar, grants = full_rights_grants(ledger)
    assert registrar
    assert {(grant.account, grant.member) for grant in grants} == {
        (ids["account"], ids["treasurer"]) for ids in ACCOUNTS
    }
    assert all({*grant.roles, Role.REGISTRAR} == set(Role) for grant in grants)
    key = IssueKey(secret_hash="00", registrar=registrar, grants=grants)
    assert ledger.handle(key, by="operator", dry_run=True).kinds == ("key-issued",)


# What is left to do

Act = Callable[[Ids, AccountId], Command]

LEFT_TO_DO: dict[str, Act] = {
    "enrol": lambda _, a: EnrolMember(account=a, name="Nova Vizinha"),
    "leave": lambda i, a: LeaveMember(account=a, member=MemberToken(i["member_to_leave"])),
    "suspend": lambda i, a: SuspendMember(account=a, member=MemberToken(i["member_to_suspend"]), reason="…"),
    "reinstate": lambda i, a: ReinstateMember(account=a, member=MemberToken(i["member_suspended"])),
    "of age": lambda i, a: DeclareOfAge(account=a, member=MemberToken(i["member_under_age"])),
    "purpose": lambda _, a: DeclarePurpose(account=a, kind=PurposeKind.THEME, description="…"),
    "receive": lambda i, a: ReceiveContribution(
        account=a, unit="EUR", amount="5", giver=PartyToken(i["giver"])
    ),
    "pledge": lambda _, a: PledgeContribution(account=a, unit="CVE", amount="5", giver=Giver(name="…")),
    "keep a pledge": lambda i, a: ReceiveContribution(
        account=a,
        unit="CVE" if i is CALDEIRAS else "EUR",
        amount="5",
        pledge=ContributionId(i["pledge_open"]),
    ),
    "withdraw a pledge": lambda i, a: WithdrawPledge(
        account=a, contribution=ContributionId(i["pledge_to_withdraw"])
    ),
    "accept an earmark": lambda i, a: AcceptEarmark(
        account=a, contribution=ContributionId(i["contribution_awaiting"])
    ),
    "lift an earmark": lambda i, a: LiftEarmark(
        account=a, contribution=ContributionId(i["contribution_earmarked"]), consent="…"
    ),
    "reverse": lambda i, a: ReverseContribution(
        account=a, contribution=ContributionId(i["contribution_to_reverse"]), reason="…"
    ),
    "refund": lambda i, a: RefundContribution(
        account=a,
        contribution=ContributionId(i["contribution_refundable"]),
        unit="CVE",
        amount="10000",
        reason="…",
    ),
    "draft": lambda i, a: DraftProposal(
        account=a,
        proposer=MemberToken(i["treasurer"]),
        need="…",
        measure=AppointGiven(office=Office.AUDITOR, member=MemberToken(i["member"])),
    ),
    "amend": lambda i, a: AmendProposal(
        account=a,
        proposal=ProposalId(i["proposal_draft"]),
        need="…",
        measure=AppointGiven(office=Office.AUDITOR, member=MemberToken(i["member"])),
    ),
    "declare an interest": lambda i, a: DeclareInterest(
        account=a,
        proposal=ProposalId(i["proposal_admitted"]),
        member=MemberToken(i["treasurer"]),
        tie=Tie.CLOSE_TIE,
    ),
    "state interests": lambda i, a: StateInterests(
        account=a, proposal=ProposalId(i["proposal_draft"]), proposer=MemberToken(i["treasurer"])
    ),
    "submit": lambda i, a: SubmitProposal(
        account=a, proposal=ProposalId(i["proposal_stated"]), proposer=MemberToken(i["treasurer"])
    ),
    "admit": lambda i, a: AdmitProposal(account=a, proposal=ProposalId(i["proposal_submitted"]), version=1),
    "withdraw": lambda i, a: WithdrawProposal(
        account=a, proposal=ProposalId(i["proposal_admitted"]), proposer=MemberToken(i["treasurer"])
    ),
    "appoint": lambda i, a: AppointByDecision(account=a, proposal=ProposalId(i["proposal_appointment"])),
    "change the rules": lambda i, a: ChangeRulesByDecision(
        account=a, proposal=ProposalId(i["proposal_rules"])
    ),
    "lift by decision": lambda i, a: LiftEarmarkByDecision(
        account=a, proposal=ProposalId(i["proposal_lift"])
    ),
    "report": lambda i, a: ReportProposal(
        account=a, proposal=ProposalId(i["proposal_executing"]), report="…"
    ),
    "close": lambda i, a: CloseProposal(account=a, proposal=ProposalId(i["proposal_reported"])),
    "draft a round": lambda i, a: DraftRound(
        account=a,
        title="…",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("one", ProposalId(i["proposal_admitted"])),),
        closes=datetime(2040, 1, 1, tzinfo=UTC),
    ),
    "recuse": lambda i, a: DeclareRecusal(
        account=a, round=RoundId(i["round_drafted"]), member=MemberToken(i["member"]), reason="…"
    ),
    "open": lambda i, a: OpenRound(account=a, round=RoundId(i["round_ready"])),
    "close a round": lambda i, a: CloseRound(account=a, round=RoundId(i["round_overdue"])),
    "count": lambda i, a: CountRound(account=a, round=RoundId(i["round_closed"])),
    "make final": lambda i, a: MakeRoundFinal(account=a, round=RoundId(i["round_counted"])),
    "authorise": lambda i, a: AuthoriseDisbursement(
        account=a,
        proposal=ProposalId(i["proposal_accepted"]),
        tranche=1,
        unit="CVE",
        purpose=UNRESTRICTED,
        amount="20000",
        payee=PartyGiven(kind=PartyKind.COMPANY, name="…"),
    ),
    "sign off first": lambda i, a: SignOffDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_authorised"])
    ),
    "sign off second": lambda i, a: SignOffDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_half_signed"])
    ),
    "send": lambda i, a: SendDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_signed_off"])
    ),
    "settle": lambda i, a: SettleDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_sent"]), attesting=MemberToken(i["member"])
    ),
    "fail": lambda i, a: FailDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_to_fail"]), reason="…"
    ),
    "acknowledge": lambda i, a: AcknowledgeDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_settled"]), acknowledgement="…"
    ),
    "evidence": lambda i, a: EvidenceDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_acknowledged"]), evidence="…"
    ),
    "return": lambda i, a: ReturnDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_evidenced"]), reason="…"
    ),
    "cancel": lambda i, a: CancelDisbursement(
        account=a, disbursement=DisbursementId(i["disbursement_to_cancel"]), reason="…"
    ),
}


@pytest.mark.parametrize("ids", [CALDEIRAS, GALINHA], ids=["caldeiras", "galinha"])
@pytest.mark.parametrize("act", LEFT_TO_DO.values(), ids=LEFT_TO_DO.keys())
def test_every_act_can_still_be_tried_by_the_treasurer(ledger: Ledger, ids: Ids, act: Act) -> None:
    """Dry runs, so that each is tried on the demonstration as it is."""
    command = act(ids, AccountId(ids["account"]))
    assert ledger.handle(command, by=ids["treasurer"], dry_run=True).kinds


@pytest.mark.parametrize("ids", [CALDEIRAS, GALINHA], ids=["caldeiras", "galinha"])
def test_the_treasurer_can_still_vote_in_the_open_round(ledger: Ledger, ids: Ids) -> None:
    """V1, V3"""
    round_id = RoundId(ids["round_open"])
    elector = ledger.people.round_token(round_id, MemberToken(ids["treasurer"]))
    assert elector is not None
    label = _round(ledger, ids, "round_open").items[0].label
    ballot = CastBallot(account=AccountId(ids["account"]), round=round_id, elector=elector, choices=(label,))
    assert ledger.handle(ballot, by=elector, dry_run=True).kinds == ("ballot-cast",)


def test_an_association_waits_for_its_account_another_for_its_founding_and_a_key_to_be_revoked(
    ledger: Ledger,
) -> None:
    """A1, A5"""
    association = AssociationId(REGISTER["association_without_account"])
    founding = FoundAssociation(
        account=AccountId(REGISTER["account_unfounded"]),
        statutes="Nos statuts.",
        founders=(
            Founder(name="Une", office=Office.TREASURER, attests=True),
            Founder(name="Autre", office=Office.AUDITOR, attests=True),
        ),
    )
    for command in (
        RegisterAccount(association=association, partition=COMMONS),
        founding,
        RevokeKey(key=KeyId(REGISTER["key_to_revoke"])),
    ):
        assert ledger.handle(command, by="register", dry_run=True).kinds


def test_one_message_waits_until_somebody_carries_it_to_another_installation(ledger: Ledger) -> None:
    """X2"""
    (waiting,) = ledger.store.outbox.everything(FIRST, 10)
    assert waiting.to == REGISTER["account_abroad"]
    assert (waiting.installation, waiting.refusal) == (REGISTER["installation"], None)


@pytest.mark.parametrize("ids", [CALDEIRAS, GALINHA], ids=["caldeiras", "galinha"])
def test_both_villages_decided_by_ballots_of_both_kinds(events: list[Recorded], ids: Ids) -> None:
    """R1"""
    opened = [
        recorded.event.terms.ballot_type
        for recorded in events
        if isinstance(recorded.event, RoundOpened) and recorded.stream.startswith(ids["account"])
    ]
    assert opened.count(BallotType.APPROVAL) >= 3
    assert opened.count(BallotType.YES_NO_ABSTAIN) >= 8


CONTESTED: dict[str, Callable[[AccountId], Command]] = {
    "decide on an objection": lambda a: DecideObjection(
        account=a,
        round=RoundId(CALDEIRAS["round_objected"]),
        number=2,
        upheld=True,
        reason="…",
        minutes=MinutesId(CALDEIRAS["minutes_on_objections"]),
    ),
    "make an item final": lambda a: MakeItemFinal(
        account=a, round=RoundId(CALDEIRAS["round_objected"]), label="escada"
    ),
    "annul a round": lambda a: AnnulRound(
        account=a,
        round=RoundId(CALDEIRAS["round_to_annul"]),
        reason="…",
        minutes=MinutesId(CALDEIRAS["minutes_on_objections"]),
    ),
}


@pytest.mark.parametrize("act", CONTESTED.values(), ids=CONTESTED.keys())
def test_what_is_contested_can_be_settled_by_the_treasurer(
    ledger: Ledger, act: Callable[[AccountId], Command]
) -> None:
    """R8"""
    command = act(AccountId(CALDEIRAS["account"]))
    assert ledger.handle(command, by=CALDEIRAS["treasurer"], dry_run=True).kinds


def test_a_round_is_counted_to_which_the_treasurer_can_still_object(ledger: Ledger) -> None:
    """R8"""
    round_id = RoundId(GALINHA["round_to_object"])
    elector = _token(ledger, round_id, GALINHA["treasurer"])
    objection = RaiseObjection(
        account=AccountId(GALINHA["account"]), round=round_id, elector=elector, label="portão", reason="…"
    )
    assert ledger.handle(objection, by=elector, dry_run=True).kinds == ("objection-raised",)


def test_the_treasurer_can_share_out_points_or_let_somebody_else_do_it(ledger: Ledger) -> None:
    """V2, M6"""
    account, round_id = AccountId(CALDEIRAS["account"]), RoundId(CALDEIRAS["round_open_by_points"])
    elector = _token(ledger, round_id, CALDEIRAS["treasurer"])
    holder = _token(ledger, round_id, CALDEIRAS["auditor"])
    ballot = CastBallot(
        account=account, round=round_id, elector=elector, choices=("garrafas", "caixas"), points=(6, 4)
    )
    assert ledger.handle(ballot, by=elector, dry_run=True).kinds == ("ballot-cast",)
    proxy = GiveProxy(account=account, round=round_id, giver=elector, holder=holder)
    assert ledger.handle(proxy, by=elector, dry_run=True).kinds == ("proxy-given",)


def test_confidential_rounds_are_forgotten_once_they_are_final(
    ledger: Ledger, events: list[Recorded]
) -> None:
    """V5, V7"""
    for ids in (GALINHA, VALBRUNE):
        round_id = RoundId(ids["round_confidential"])
        assert not ledger.people.members_of(round_id)
        stream = stream_of(AccountId(ids["account"]), round_id)
        ballots = [one.event for one in events if one.stream == stream and isinstance(one.event, BallotCast)]
        assert ballots
        assert not any(ballot.choices or ballot.salt for ballot in ballots)


def _token(ledger: Ledger, round_id: RoundId, member: str) -> RoundToken:
    token = ledger.people.round_token(round_id, MemberToken(member))
    assert token is not None
    return token
