"""Random steps about proposals."""

from typing import Any

from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.command import AccountCommand
from ledger.identifiers import AccountId, MemberToken, ProposalId, PurposeId
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    AmountGiven,
    AppointGiven,
    ChangeRulesGiven,
    CloseProposal,
    CostGiven,
    DeclareInterest,
    DraftProposal,
    LiftEarmarkGiven,
    LineGiven,
    MeasureGiven,
    ReportProposal,
    SpendGiven,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.events import Tie
from tests.model.association_steps import some_rules
from tests.model.remembered import UNSENT, LocalAccount
from tests.model.steps import NO_AMOUNT, Chance, Steps, at_step, mostly, text, well


class ProposalSteps(Steps):
    """Somebody needs something."""

    measures: tuple[str, ...] = ("spend",) * 12 + ("appoint", "rules", "lift")
    """What may be asked for, the likelier the oftener it stands here."""

    # What is asked for

    def _measure(self, chance: Chance, account: LocalAccount) -> MeasureGiven:
        match chance.choice(self.measures):
            case "appoint":
                member = MemberToken(self.member(chance, account))
                return AppointGiven(office=chance.choice(list(Office)), member=member)
            case "rules":
                return ChangeRulesGiven(rules=some_rules(chance))
            case "lift":
                unit, purpose = self.where(chance, account)
                earmarked = sorted(account.purposes - {"unrestricted"})
                if earmarked and mostly(chance, 85):
                    purpose = chance.choice(earmarked)
                amount = self.share(chance, unit, account.available(unit, purpose))
                return LiftEarmarkGiven(purpose=PurposeId(purpose), amount=AmountGiven(unit, amount))
            case _:
                return self._spend(chance, account)

    def _spend(self, chance: Chance, account: LocalAccount) -> SpendGiven:
        """Mostly balanced costs in one or two units and purposes that have money."""
        requested = []
        for _ in range(chance.choice([1, 1, 2, 3])):
            unit, purpose = self.where(chance, account)
            amount = self.share(chance, unit, account.available(unit, purpose) // 2)
            requested.append(LineGiven(unit, PurposeId(purpose), amount))
        costs = [CostGiven(text(chance, "pipes"), line.unit, line.amount) for line in requested]
        own: tuple[AmountGiven, ...] = ()
        if not mostly(chance, 70):
            own = (AmountGiven("EUR", "5"),)
            costs.append(CostGiven("work", "EUR", "5"))
        if len(costs) > 1 and not mostly(chance, 70):
            chance.shuffle(costs)
        if not well(chance, 95):
            costs = chance.choice([[], costs[:-1], [*costs, CostGiven("more", "EUR", "0.01")]])
        destination, object_ = self._destination(chance, account)
        return SpendGiven(
            destination=destination,
            **object_,
            beneficiaries=12 if well(chance, 97) else chance.choice([0, -1, 10**10]),
            costs=tuple(costs),
            own=own,
            other=() if well(chance, 97) else (AmountGiven("EUR", chance.choice(NO_AMOUNT)),),
            requested=tuple(requested) if well(chance, 98) else (),
        )

    def _destination(self, chance: Chance, account: LocalAccount) -> tuple[Destination, dict[str, Any]]:
        if well(chance, 85):
            criteria = account.rules.criteria if account.rules else ()
            codes = [criterion.code for criterion in criteria]
            return Destination.DISADVANTAGED_AT_HOME, {"criterion": chance.choice(codes or ["water"])}
        others = [name for name in self.season.fund.accounts if name != account.name]
        wrong: list[tuple[Destination, dict[str, Any]]] = [
            (Destination.UNIVERSAL_SOLIDARITY, {"receiving_account": AccountId(others[0])}),
            (Destination.UNIVERSAL_SOLIDARITY, {"receiving_account": AccountId(account.name)}),
            (Destination.UNIVERSAL_SOLIDARITY, {}),
            (Destination.DISADVANTAGED_AT_HOME, {"criterion": "wine"}),
            (
                Destination.DISADVANTAGED_AT_HOME,
                {"criterion": "water", "receiving_account": AccountId(others[0])},
            ),
            (Destination.TWINNED_AREA, {}),
            (Destination.UNASSIGNED, {}),
        ]
        return chance.choice(wrong)

    def _proposer(self, chance: Chance, account: LocalAccount) -> MemberToken:
        """Mostly somebody without an office, so that two officers can sign off later (B3)."""
        free = [
            name
            for name, member in account.members.items()
            if member.until is None and name not in account.officers.values()
        ]
        if free and well(chance, 90):
            return MemberToken(chance.choice(free))
        return MemberToken(self.member(chance, account))

    def _proposal(self, chance: Chance, account: LocalAccount) -> DraftProposal:
        return DraftProposal(
            account=AccountId(account.name),
            proposer=self._proposer(chance, account),
            need=text(chance, "twelve families fetch water from far"),
            measure=self._measure(chance, account),
            pass_on_plan="not able yet" if well(chance, 98) else "",
        )

    # Steps

    def a_proposal_is_prepared(self, chance: Chance) -> None:
        """One to three: drafted and, mostly, brought to where a ballot can take them."""
        account = self.account(chance)
        for _ in range(chance.choice([1, 2, 3])):
            self._prepare(chance, account)

    def _prepare(self, chance: Chance, account: LocalAccount) -> None:
        command = self._proposal(chance, account)
        created = self.give(chance, command)
        if created is None or not well(chance, 92):
            return
        name, proposal, proposer = command.account, ProposalId(created), command.proposer
        if not mostly(chance, 85):
            member = MemberToken(self.member(chance, account))
            self.give(
                chance, DeclareInterest(account=name, proposal=proposal, member=member, tie=Tie.CLOSE_TIE)
            )
        if well(chance, 97):
            self.give(chance, StateInterests(account=name, proposal=proposal, proposer=proposer))
        self.give(chance, SubmitProposal(account=name, proposal=proposal, proposer=proposer))
        self.give(chance, AdmitProposal(account=name, proposal=proposal, version=1))

    def something_about_a_proposal(self, chance: Chance) -> None:
        """Any step, mostly one whose time has come."""
        what, wanted = chance.choice(
            [
                ("amend", ("draft", "submitted", "admitted")),
                ("interest", ("draft", "submitted", "admitted")),
                ("state", ("draft", "submitted")),
                ("submit", ("draft",)),
                ("admit", ("submitted",)),
                ("withdraw", ("draft", "submitted")),
                ("report", ("accepted", "executing")),
                ("close", ("reported", "closed")),
            ]
        )
        account = self.account(chance, "proposals", at_step(*wanted))
        name = AccountId(account.name)
        proposal = ProposalId(self.one(chance, account, "proposals", at_step(*wanted)))
        known = account.proposals.get(proposal)
        proposer = (
            MemberToken(known.proposer) if known and well(chance, 90) else self._proposer(chance, account)
        )
        version = (known.version if known else 1) + (not well(chance, 90))
        member, draft = MemberToken(self.member(chance, account)), self._proposal(chance, account)
        amend = AmendProposal(
            account=name, proposal=proposal, need=draft.need, measure=draft.measure, pass_on_plan="later"
        )
        tie = chance.choice(list(Tie))
        commands: dict[str, AccountCommand] = {
            "amend": amend,
            "interest": DeclareInterest(account=name, proposal=proposal, member=member, tie=tie),
            "state": StateInterests(account=name, proposal=proposal, proposer=proposer),
            "submit": SubmitProposal(account=name, proposal=proposal, proposer=proposer),
            "admit": AdmitProposal(account=name, proposal=proposal, version=version),
            "withdraw": WithdrawProposal(account=name, proposal=proposal, proposer=proposer),
            "report": ReportProposal(account=name, proposal=proposal, report=text(chance, "it was built")),
            "close": CloseProposal(account=name, proposal=proposal),
        }
        self.give(chance, commands[what])

    def a_proposal_ends(self, chance: Chance) -> None:
        """Reported and closed, mostly when nothing is unfinished under it."""
        account = self.account(chance, "proposals", at_step("executing", "reported"))

        def over(proposal: Any) -> bool:
            unfinished = {
                account.proposals[p.proposal].proposer
                for p in account.payments.values()
                if p.status in UNSENT
            }
            return at_step("executing", "reported")(proposal) and proposal.proposer not in unfinished

        proposal = ProposalId(self.one(chance, account, "proposals", over))
        name = AccountId(account.name)
        self.give(
            chance, ReportProposal(account=name, proposal=proposal, report=text(chance, "it was built"))
        )
        self.give(chance, CloseProposal(account=name, proposal=proposal))
