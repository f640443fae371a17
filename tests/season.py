"""A local account brought to any point of its season through the ledger's own commands.

    season = Season.open(path)                      # or Season(ledger, clock)
    season.found().receive("100.00")
    proposal = season.accepted_proposal("60.00")
    payment = season.authorised(proposal, "25.00")
    season.signed_off(payment)

Each step takes the ledger from where it stands to the next point and answers the id of what it made. Time stands still
unless a step must wait, such as for a deadline; `season.clock` moves it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Self

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.accounts.state import Account, Destination
from ledger.associations.commands import (
    EnrolMember,
    FoundAssociation,
    Founder,
    RegisterAccount,
    RegisterAssociation,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import BODY_OF, AssociationKind, Office, Tier
from ledger.command import Command
from ledger.context import ScriptedClock, moment_of
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    EvidenceDisbursement,
    PartyGiven,
    SendDisbursement,
    SettleDisbursement,
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
    ProposalId,
    PurposeId,
    RoundId,
    stream_of,
)
from ledger.ledger import Answer, Ledger
from ledger.proposals.commands import (
    AdmitProposal,
    CostGiven,
    DraftProposal,
    LineGiven,
    MeasureGiven,
    SpendGiven,
    StateInterests,
    SubmitProposal,
)
from ledger.proposals.state import Proposal
from ledger.rounds.commands import CastBallot, CloseRound, CountRound, DraftRound, MakeRoundFinal, OpenRound
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType, Confidentiality, Item
from tests.placement import placement

SPRING = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When seasons begin."""

CRITERION = "most-need"
"""The criterion of need that every season's first rules adopt."""


class Season:
    """One association and its local account, in a ledger that others may use too."""

    def __init__(self, ledger: Ledger, clock: ScriptedClock | None = None, unit: str = "EUR") -> None:
        self.ledger = ledger
        self.clock = clock or ScriptedClock(SPRING)
        """The ledger's own clock, where the caller gave it one; else moving it moves nothing."""
        self.unit = unit
        self.association = AssociationId("")
        self.account = AccountId("")
        self._labels = count(1)
        self._tranches = count(1)

    @classmethod
    def open(cls, database: str, seed: int | None = None) -> Self:
        """A season in a database of its own, with a scripted clock; seeded where ids must repeat."""
        clock = ScriptedClock(SPRING)
        random = None if seed is None else Random(seed)
        return cls(Ledger.open(database, clock=clock, random=random, placement=placement()), clock)

    def reopened(self) -> Self:
        """The same season in a ledger that was closed and opened again, as after a restart."""
        self.ledger.close()
        self.ledger = Ledger.open(self.ledger.store.address, clock=self.clock, placement=placement())
        return self

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    # Doing

    def answer(self, command: Command, by: str | None = None) -> Answer:
        """Carry out a command, as the treasurer unless somebody else is named."""
        return self.ledger.handle(command, by=by or self.treasurer)

    def do(self, command: Command, by: str | None = None) -> str:
        """Carry out a command; the id that its answer names."""
        return self.answer(command, by).created

    def wait(self, span: timedelta) -> Self:
        """Let time pass."""
        self.clock.set(self.now() + span)
        return self

    def wait_days(self, days: int) -> Self:
        """Let days pass."""
        return self.wait(timedelta(days=days))

    def now(self) -> datetime:
        """What the scripted clock shows."""
        return moment_of(self.clock.now_us())

    # Who

    def state(self) -> Account:
        """The account as it stands."""
        found = self.ledger.state(stream_of(self.account))
        assert found is not None
        assert isinstance(found[0], Account)
        return found[0]

    def officer(self, office: Office) -> MemberToken:
        """Who holds an office."""
        return self.state().officers[office]

    @property
    def treasurer(self) -> MemberToken:
        """Who keeps the purse; before the founding, whoever registers."""
        return self.officer(Office.TREASURER) if self.account else MemberToken("registrar")

    @property
    def second_signatory(self) -> MemberToken:
        return self.officer(Office.SECOND_SIGNATORY)

    @property
    def auditor(self) -> MemberToken:
        return self.officer(Office.AUDITOR)

    @property
    def members(self) -> tuple[MemberToken, ...]:
        """All who were ever enrolled, in the order of their tokens."""
        return tuple(self.ledger.members_of(self.account))

    @property
    def proposer(self) -> MemberToken:
        """A member without an office, the same one as long as nothing changes."""
        officers = set(self.state().officers.values())
        memberships = self.ledger.members_of(self.account)
        return next(m for m, record in memberships.items() if m not in officers and record.until is None)

    # Beginning

    def registration(self, name: str = "Águas das Caldeiras", *, imported: bool = False) -> RegisterAccount:
        """The association stands in the register; the command that gives it its account."""
        register = RegisterAssociation(
            kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name=name, country="CV"
        )
        self.association = AssociationId(self.do(register, by="registrar"))
        return RegisterAccount(association=self.association, partition=self.ledger.place(), imported=imported)

    def registered(self, name: str = "Águas das Caldeiras", *, imported: bool = False) -> Self:
        """The association stands in the register, and its account is open."""
        self.account = AccountId(self.do(self.registration(name, imported=imported), by="registrar"))
        return self

    def found(self, rules: RulesGiven | None = None) -> Self:
        """Registered, and founded with three officers, a member without an office, and one criterion of need."""
        if not self.account:
            self.registered()
        given = rules or RulesGiven(criteria=(CriterionGiven(CRITERION, "Who has least comes first."),))
        founders = (
            Founder(name="Ana Lima", contact="+238 991 11 11", office=Office.TREASURER, attests=True),
            Founder(name="Bia Reis", office=Office.SECOND_SIGNATORY, attests=True),
            Founder(name="Caty Dias", office=Office.AUDITOR),
            Founder(name="Duda Melo"),
        )
        self.do(
            FoundAssociation(account=self.account, statutes="We share.", rules=given, founders=founders),
            by="registrar",
        )
        return self

    def enrol(self, people: int = 1) -> tuple[MemberToken, ...]:
        """More members."""
        waiting = [
            self.ledger.submit(EnrolMember(account=self.account, name=f"Member {n}"), by=self.treasurer)
            for n in range(people)
        ]
        return tuple(MemberToken(answer.result().created) for answer in waiting)

    # Money in

    def purpose(self, description: str = "The school bus") -> PurposeId:
        """A project that money can be earmarked for."""
        declare = DeclarePurpose(account=self.account, kind=PurposeKind.PROJECT, description=description)
        return PurposeId(self.do(declare))

    def receive(
        self,
        amount: str,
        *,
        purpose: PurposeId = UNRESTRICTED,
        reference: str | None = None,
        effective: date | None = None,
    ) -> ContributionId:
        """A gift that came in and, where it is earmarked, was accepted."""
        contribution = ContributionId(
            self.do(
                ReceiveContribution(
                    account=self.account,
                    unit=self.unit,
                    amount=amount,
                    giver=Giver(name="Emma Grant"),
                    earmark=purpose,
                    reference=reference,
                    effective=effective,
                )
            )
        )
        if purpose != UNRESTRICTED:
            self.do(AcceptEarmark(account=self.account, contribution=contribution))
        return contribution

    def refund(self, contribution: ContributionId, amount: str) -> RefundContribution:
        """The command that refunds a gift."""
        return RefundContribution(
            account=self.account,
            contribution=contribution,
            unit="EUR",
            amount=amount,
            reason="Asked for back.",
        )

    def reverse(self, contribution: ContributionId) -> ReverseContribution:
        """The command that reverses a gift."""
        return ReverseContribution(account=self.account, contribution=contribution, reason="Booked twice.")

    # Deciding

    def spending(self, cost: str, purpose: PurposeId = UNRESTRICTED) -> SpendGiven:
        """A measure that spends on the most disadvantaged at home."""
        return SpendGiven(
            destination=Destination.DISADVANTAGED_AT_HOME,
            criterion=CRITERION,
            beneficiaries=12,
            costs=(CostGiven("The work", self.unit, cost),),
            requested=(LineGiven(self.unit, purpose, cost),),
        )

    def drafted_proposal(self, measure: MeasureGiven) -> ProposalId:
        """A proposal that somebody without an office wrote."""
        draft = DraftProposal(
            account=self.account,
            proposer=self.proposer,
            need="A roof.",
            measure=measure,
            pass_on_plan="Not able yet.",
        )
        return ProposalId(self.do(draft, by=self.proposer))

    def admitted_proposal(self, measure: MeasureGiven) -> ProposalId:
        """A proposal that may go on a ballot."""
        return self.admitted(self.drafted_proposal(measure))

    def admitted(self, proposal: ProposalId) -> ProposalId:
        """Interests stated, handed in, and let onto a ballot."""
        proposer = self.proposal(proposal).proposer
        self.do(StateInterests(account=self.account, proposal=proposal, proposer=proposer), by=proposer)
        self.do(SubmitProposal(account=self.account, proposal=proposal, proposer=proposer), by=proposer)
        self.do(
            AdmitProposal(account=self.account, proposal=proposal, version=self.proposal(proposal).version)
        )
        return proposal

    def proposal(self, proposal: ProposalId) -> Proposal:
        """A proposal as it stands."""
        found = self.ledger.state(stream_of(self.account, proposal))
        assert found is not None
        assert isinstance(found[0], Proposal)
        return found[0]

    def drafted_round(
        self,
        proposals: Iterable[ProposalId],
        *,
        budget: str | None = None,
        confidentiality: Confidentiality = Confidentiality.OPEN,
    ) -> RoundId:
        """A round on one proposal (yes or no), or on several within a budget (approval)."""
        items = tuple(Item(f"p{next(self._labels)}", proposal) for proposal in proposals)
        approval = budget is not None
        draft = DraftRound(
            account=self.account,
            title="The assembly decides.",
            ballot_type=BallotType.APPROVAL if approval else BallotType.YES_NO_ABSTAIN,
            body=BODY_OF[Tier.MICRO_LOCAL],
            items=items,
            budget=(LineGiven(self.unit, UNRESTRICTED, budget),) if budget is not None else (),
            closes=self.now() + timedelta(days=1),
            confidentiality=confidentiality,
        )
        return RoundId(self.do(draft))

    def open_round(self, proposals: Iterable[ProposalId], **more: Any) -> RoundId:
        """An open round: what electors may choose from is frozen."""
        drafted = self.drafted_round(proposals, **more)
        self.do(OpenRound(account=self.account, round=drafted))
        return drafted

    def labels(self, round_id: RoundId) -> tuple[str, ...]:
        """The options of a round, as its ballot shows them."""
        return tuple(item.label for item in self.round(round_id).items)

    def round(self, round_id: RoundId) -> Round:
        """A round as it stands."""
        found = self.ledger.state(stream_of(self.account, round_id))
        assert found is not None
        assert isinstance(found[0], Round)
        return found[0]

    def vote(self, round_id: RoundId, member: MemberToken, *choices: str) -> str:
        """One member's ballot, cast with the round token that the member alone holds."""
        elector = self.ledger.people.round_token(round_id, member)
        assert elector is not None, "only an elector votes"
        cast = CastBallot(account=self.account, round=round_id, elector=elector, choices=choices)
        return self.do(cast, by=elector)

    def decide_round(
        self, round_id: RoundId, votes: Mapping[MemberToken, tuple[str, ...]] | None = None
    ) -> Self:
        """Vote (everybody for everything, unless said otherwise), wait, close, count, and make final."""
        if votes is None:
            yes = self.round(round_id).ballot_type is BallotType.YES_NO_ABSTAIN
            choices = ("yes",) if yes else self.labels(round_id)
            electors = self.ledger.people.members_of(round_id).values()
            votes = dict.fromkeys(sorted(electors), choices)
        for member, chosen in votes.items():
            self.vote(round_id, member, *chosen)
        self.wait(timedelta(days=1))
        self.do(CloseRound(account=self.account, round=round_id))
        self.do(CountRound(account=self.account, round=round_id))
        terms = self.round(round_id).terms
        assert terms is not None
        self.wait(timedelta(days=terms.objection_days))
        self.do(MakeRoundFinal(account=self.account, round=round_id))
        return self

    def accepted(self, measure: MeasureGiven) -> ProposalId:
        """A proposal that a final round accepted."""
        proposal = self.admitted_proposal(measure)
        self.decide_round(self.open_round((proposal,)))
        return proposal

    def accepted_proposal(self, cost: str, purpose: PurposeId = UNRESTRICTED) -> ProposalId:
        """A final decision to spend."""
        return self.accepted(self.spending(cost, purpose))

    # Money out

    def authorised(
        self,
        proposal: ProposalId,
        amount: str,
        *,
        purpose: PurposeId = UNRESTRICTED,
        tranche: int | None = None,
    ) -> DisbursementId:
        """A payment that a final decision allows, to a mason who is nobody's kin."""
        authorise = AuthoriseDisbursement(
            account=self.account,
            proposal=proposal,
            tranche=tranche or next(self._tranches),
            unit=self.unit,
            purpose=purpose,
            amount=amount,
            payee=PartyGiven(kind=PartyKind.PERSON, name="Rui Mason"),
        )
        return DisbursementId(self.do(authorise))

    def sign_off(self, disbursement: DisbursementId) -> SignOffDisbursement:
        """The command that signs a payment off."""
        return SignOffDisbursement(account=self.account, disbursement=disbursement)

    def signed_off(self, disbursement: DisbursementId) -> DisbursementId:
        """Signed off by both officers."""
        self.do(self.sign_off(disbursement), by=self.treasurer)
        self.do(self.sign_off(disbursement), by=self.second_signatory)
        return disbursement

    def sent(self, disbursement: DisbursementId) -> DisbursementId:
        """Signed off and sent."""
        self.do(SendDisbursement(account=self.account, disbursement=self.signed_off(disbursement)))
        return disbursement

    def settled(self, disbursement: DisbursementId, *, reference: str | None = None) -> DisbursementId:
        """Sent, and handed over in cash before a member, or shown by a reference."""
        self.do(
            SettleDisbursement(
                account=self.account,
                disbursement=self.sent(disbursement),
                reference=reference,
                attesting=self.proposer if reference is None else None,
            )
        )
        return disbursement

    def evidenced(self, disbursement: DisbursementId) -> DisbursementId:
        """Settled, acknowledged and evidenced: the whole way."""
        self.settled(disbursement)
        for step in (
            AcknowledgeDisbursement(
                account=self.account, disbursement=disbursement, acknowledgement="It arrived."
            ),
            EvidenceDisbursement(account=self.account, disbursement=disbursement, evidence="The invoice."),
        ):
            self.do(step)
        return disbursement

    def disbursement(self, disbursement: DisbursementId) -> Disbursement:
        """A payment as it stands."""
        found = self.ledger.state(stream_of(self.account, disbursement))
        assert found is not None
        assert isinstance(found[0], Disbursement)
        return found[0]

    def available(self, purpose: PurposeId = UNRESTRICTED) -> int:
        """Minor units that may still be decided upon (L2)."""
        return self.state().available(self.unit, purpose)
