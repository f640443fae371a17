"""One real participatory-budgeting season, run through the same commands that everyone uses.

The association is founded, voters are enrolled, the budget is received, every project becomes a proposal, a round
opens, every ballot is cast, the result is counted and made final, and the winners' costs are disbursed. The season
has a partition of its own, where a scripted clock walks through the dates of the file.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from api.elections.calendar import COUNTRIES, days_of, midnight, noon
from api.elections.outcome import Outcome
from api.elections.pabulib import Election, PbBallot, Project
from ledger.accounts.state import Account, Destination
from ledger.answers import Answer
from ledger.associations.commands import (
    EnrolMember,
    FoundAssociation,
    Founder,
    RegisterAccount,
    RegisterAssociation,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import AssociationKind, Body, Office, Tier
from ledger.command import AccountCommand, Command
from ledger.context import ScriptedClock
from ledger.contributions.commands import ReceiveContribution
from ledger.contributions.look import Giver
from ledger.contributions.state import GiverKind, Motive
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.parties import PartyGiven
from ledger.disbursements.state import PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    DisbursementId,
    MemberToken,
    ProposalId,
    RoundId,
    RoundToken,
    stream_of,
)
from ledger.ledger import Ledger
from ledger.proposals.commands import AdmitProposal, DraftProposal, StateInterests, SubmitProposal
from ledger.proposals.given import CostGiven, LineGiven, SpendGiven
from ledger.refusals import Refused
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType, Confidentiality, Item
from ledger.storage.store import StoreUnavailable

T = TypeVar("T")

REGISTER = "register"
"""The actor of what happens before there are members."""

AT_ONCE = 512
"""Commands under way at the same time, so that they share commits while memory stays bounded."""

CRITERION = "residents-vote"
INSTALMENTS = 4


class Season:
    """Carries one election through a ledger."""

    def __init__(
        self,
        ledger: Ledger,
        clock: ScriptedClock,
        election: Election,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._election = election
        self._progress = progress
        self._unit = election.currency
        self.opens, self.closes = days_of(election, clock)
        self._account = AccountId("")
        self._officers: dict[Office, MemberToken] = {}
        self._proposer = MemberToken("")
        self._members: dict[str, MemberToken] = {}
        self._proposals: dict[str, ProposalId] = {}

    def run(self) -> Outcome:
        """The whole season. Raises StoreUnavailable, and Refused where the file asks for what the rules forbid."""
        began, before = time.monotonic(), self._recorded()
        self._found()
        self._enrol()
        self._receive()
        self._propose()
        round_id = self._open()
        refused = self._vote(round_id)
        state = self._decide(round_id)
        assert state.result is not None
        self._disburse(state.result.accepted)
        account = self._state(self._account, Account)
        totals = account.totals.values()
        return Outcome(
            account=self._account,
            ballots_counted=state.result.ballots_counted,
            ballots_refused=dict(sorted(refused.items())),
            ballots_replaced=state.ballots_cast - state.result.ballots_counted,
            selected=list(state.result.accepted),
            agrees_with_file=self._agrees(state.result.accepted),
            tie_decided=state.result.tie_decided,
            unit=self._unit,
            budget_minor=sum(t.received for t in totals),
            disbursed_minor=sum(t.paid for t in totals),
            remaining_minor=sum(t.available + t.reserved for t in totals),
            events=self._recorded() - before,
            seconds=round(time.monotonic() - began, 3),
        )

    # The association, its members and its money

    def _found(self) -> None:
        founding = self.opens - timedelta(days=90)
        self._clock.set(noon(founding))
        place = ", ".join(filter(None, (self._election.unit, self._election.subunit)))
        association = self._do(
            RegisterAssociation(
                kind=AssociationKind.RESIDENTS,
                tier=Tier.MICRO_LOCAL,
                name=f"{place or self._election.country} {self._election.instance}".strip(),
                country=COUNTRIES.get(self._election.country.strip().lower(), "ZZ"),
            )
        )
        self._account = AccountId(
            self._do(
                # The register may have gone on long after the season; its account opens in the season's own time.
                RegisterAccount(
                    association=AssociationId(association),
                    partition=self._ledger.new_partition(),
                    opened=founding,
                    imported=True,
                )
            )
        )
        rules = RulesGiven(
            criteria=(
                CriterionGiven(CRITERION, "The residents' vote names the projects that the area needs most."),
            )
        )
        founders = tuple(
            Founder(name=name, office=office, attests=office is not Office.AUDITOR and office is not None)
            for name, office in (
                ("The season's treasurer", Office.TREASURER),
                ("The season's second signatory", Office.SECOND_SIGNATORY),
                ("The season's auditor", Office.AUDITOR),
                ("The season's proposer", None),
            )
        )
        statutes = "Statutes of a season of participatory budgeting, imported from its public file."
        self._do(FoundAssociation(account=self._account, statutes=statutes, rules=rules, founders=founders))
        account = self._state(self._account, Account)
        self._officers = dict(account.officers)
        (self._proposer,) = self._ledger.members_of(self._account).keys() - set(self._officers.values())

    def _enrol(self) -> None:
        voters = list(dict.fromkeys(ballot.voter_id for ballot in self._election.ballots))
        commands = (EnrolMember(account=self._account) for _ in voters)
        for voter, answer in zip(voters, self._all("enrolling members", commands, len(voters)), strict=True):
            self._members[voter] = MemberToken(answer.created)

    def _receive(self) -> None:
        """The budget comes in instalments, as a public grant."""
        self._clock.set(noon(self.opens - timedelta(days=60)))
        digits = -int(self._election.budget.as_tuple().exponent)
        whole = int(self._election.budget.scaleb(digits))
        parts = min(INSTALMENTS, whole)
        giver: Giver | Any = Giver(
            kind=GiverKind.PUBLIC_BODY, name=self._election.unit or self._election.country
        )
        for number in range(parts):
            share = whole // parts + (1 if number < whole % parts else 0)
            self._do(
                ReceiveContribution(
                    account=self._account,
                    unit=self._unit,
                    amount=_text(Decimal(share).scaleb(-digits)),
                    giver=giver,
                    motive=Motive.GRANT,
                    reference=f"instalment {number + 1} of {parts}",
                )
            )

    # Proposals and the round

    def _propose(self) -> None:
        self._clock.set(noon(self.opens - timedelta(days=30)))
        projects = self._election.projects
        drafts = self._all("writing proposals", map(self._draft, projects), len(projects))
        for project, answer in zip(projects, drafts, strict=True):
            self._proposals[project.project_id] = ProposalId(answer.created)
        for step in (StateInterests, SubmitProposal):
            steps = (
                step(account=self._account, proposal=proposal, proposer=self._proposer)
                for proposal in self._proposals.values()
            )
            self._all("", steps, len(projects))
        admitted = (
            AdmitProposal(account=self._account, proposal=p, version=1) for p in self._proposals.values()
        )
        self._all("", admitted, len(projects))

    def _draft(self, project: Project) -> DraftProposal:
        cost = _text(project.cost)
        return DraftProposal(
            account=self._account,
            proposer=self._proposer,
            need=project.name,
            pass_on_plan="Not stated in the public file.",
            measure=SpendGiven(
                destination=Destination.DISADVANTAGED_AT_HOME,
                criterion=CRITERION,
                beneficiaries=max(1, len(self._members)),
                costs=(CostGiven(what=project.name, unit=self._unit, amount=cost),),
                requested=(LineGiven(self._unit, UNRESTRICTED, cost),),
            ),
        )

    def _open(self) -> RoundId:
        budget = LineGiven(self._unit, UNRESTRICTED, _text(self._election.budget))
        round_id = RoundId(
            self._do(
                DraftRound(
                    account=self._account,
                    title=self._election.description or "Participatory budget",
                    ballot_type=BallotType.APPROVAL,
                    body=Body.GENERAL_ASSEMBLY,
                    items=tuple(Item(label, proposal) for label, proposal in self._proposals.items()),
                    budget=(budget,),
                    closes=midnight(self.closes + timedelta(days=1)),
                    confidentiality=Confidentiality.OPEN,
                )
            )
        )
        for member in (*self._officers.values(), self._proposer):
            reason = "Keeps the books of the season, and is no voter of the file."
            self._do(DeclareRecusal(account=self._account, round=round_id, member=member, reason=reason))
        self._clock.set(midnight(self.opens))
        self._do(OpenRound(account=self._account, round=round_id))
        return round_id

    def _vote(self, round_id: RoundId) -> Counter[str]:
        """Cast every ballot in the order of the file; the clock walks from the opening to the deadline."""
        tokens = {member: token for token, member in self._ledger.people.members_of(round_id).items()}
        refused: Counter[str] = Counter()
        ballots, done = self._election.ballots, 0
        begins, ends = midnight(self.opens), midnight(self.closes + timedelta(days=1))
        for group in _groups(ballots, AT_ONCE):
            self._clock.set(begins + (ends - begins) * done / (len(ballots) + 1))
            cast = [self._cast(round_id, tokens[self._members[ballot.voter_id]], ballot) for ballot in group]
            for answer in cast:
                try:
                    answer.result()
                except Refused as refusal:
                    refused[refusal.slug] += 1
            done += len(group)
            self._progress("casting ballots", done, len(ballots))
        return refused

    def _cast(self, round_id: RoundId, elector: RoundToken, ballot: PbBallot) -> Future[Answer]:
        command = CastBallot(account=self._account, round=round_id, elector=elector, choices=ballot.choices)
        return self._ledger.submit(command, by=elector)

    def _decide(self, round_id: RoundId) -> Round:
        self._clock.set(midnight(self.closes + timedelta(days=1)))
        for step in (CloseRound, CountRound, MakeRoundFinal):
            self._do(step(account=self._account, round=round_id))
        return self._state(stream_of(self._account, round_id), Round)

    # Payments

    def _disburse(self, winners: Sequence[str]) -> None:
        costs = {project.project_id: project for project in self._election.projects}
        for done, label in enumerate(winners, 1):
            self._clock.set(noon(self.closes + timedelta(days=30)))
            self._pay(self._proposals[label], costs[label])
            self._progress("disbursing", done, len(winners))

    def _pay(self, proposal: ProposalId, project: Project) -> None:
        payment = DisbursementId(
            self._do(
                AuthoriseDisbursement(
                    account=self._account,
                    proposal=proposal,
                    tranche=1,
                    unit=self._unit,
                    purpose=UNRESTRICTED,
                    amount=_text(project.cost),
                    payee=PartyGiven(
                        kind=PartyKind.COMPANY, name=f"Contractor of project {project.project_id}"
                    ),
                )
            )
        )
        for office in (Office.TREASURER, Office.SECOND_SIGNATORY):
            self._do(
                SignOffDisbursement(account=self._account, disbursement=payment), by=self._officers[office]
            )
        self._do(SendDisbursement(account=self._account, disbursement=payment))
        reference = f"payment for project {project.project_id}"
        self._do(SettleDisbursement(account=self._account, disbursement=payment, reference=reference))
        word = "The contractor has received the whole amount."
        self._do(AcknowledgeDisbursement(account=self._account, disbursement=payment, acknowledgement=word))

    # How things are done

    def _do(self, command: Command, by: str | None = None) -> str:
        treasurer = self._officers.get(Office.TREASURER, MemberToken(REGISTER))
        return self._ledger.handle(command, by=by or treasurer).created

    def _all(self, what: str, commands: Iterable[AccountCommand], count: int) -> list[Answer]:
        answers: list[Answer] = []
        treasurer = self._officers[Office.TREASURER]
        for group in _groups(commands, AT_ONCE):
            under_way = [self._ledger.submit(command, by=treasurer) for command in group]
            answers.extend(future.result() for future in under_way)
            if what:
                self._progress(what, len(answers), count)
        return answers

    def _state(self, stream: str, kind: type[T]) -> T:
        found = self._ledger.state(stream_of(AccountId(stream)))
        if found is None or not isinstance(found[0], kind):
            raise StoreUnavailable(
                "The season's account cannot be read back: run `usf replay` on this database."
            )
        return found[0]

    def _recorded(self) -> int:
        """Events of all partitions."""
        store = self._ledger.store
        return sum(map(store.head, store.partitions()))

    def _agrees(self, accepted: Sequence[str]) -> bool | None:
        if any(project.selected is None for project in self._election.projects):
            return None
        return {p.project_id for p in self._election.projects if p.selected} == set(accepted)


def _text(amount: Decimal) -> str:
    return format(amount, "f")


def _groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while group := list(islice(iterator, size)):
        yield group
