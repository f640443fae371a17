"""Random steps about the association: its founding, members, purposes, and decisions carried out in one act."""

from collections.abc import Callable
from typing import Any

from ledger.accounts.commands import DeclarePurpose, LiftEarmarkByDecision
from ledger.accounts.events import PurposeKind
from ledger.associations.commands import (
    AppointByDecision,
    ChangeRulesByDecision,
    DeclareOfAge,
    EnrolMember,
    FoundAssociation,
    Founder,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import ObjectionBody, Office, Tier, TieRule
from ledger.command import AccountCommand
from ledger.identifiers import AccountId, MemberToken, ProposalId
from tests.model.remembered import LocalAccount, Proposal
from tests.model.season import OPENED
from tests.model.steps import Chance, Steps, at_step, mostly, text, well

NAMES = ("Ana", "Bia", "Caty", "Duda", "Emma", "Fay")


def some_rules(chance: Chance) -> RulesGiven:
    """Mostly rules under which something can be decided, now and then out of bounds."""
    if not well(chance, 90):
        return chance.choice(
            [
                RulesGiven(quorum_percent=101),
                RulesGiven(threshold_percent=49),
                RulesGiven(objection_days=31),
                RulesGiven(objection_decision_days=0),
                RulesGiven(criteria=(CriterionGiven("Water", "w"),)),
                RulesGiven(criteria=(CriterionGiven("water", "w"), CriterionGiven("water", "v"))),
            ]
        )
    return RulesGiven(
        quorum_percent=chance.choice([0, 0, 30, 50, 67, 100]),
        second_call_quorum_percent=chance.choice([None, None, 20]),
        threshold_percent=chance.choice([50, 50, 60, 67, 100]),
        objection_days=chance.choice([0, 1, 7]),
        objection_body=chance.choice([None, *ObjectionBody]),
        objection_decision_days=chance.choice([None, 1, 10]),
        seniority_days=chance.choice([0, 0, 0, 20]),
        minimum_age=chance.choice([0, 0, 18]),
        tie_rule=chance.choice(list(TieRule)),
        criteria=tuple(
            CriterionGiven(code, "who lacks it") for code in ("water", "school")[: 1 + mostly(chance, 50)]
        ),
    )


class AssociationSteps(Steps):
    """Members come and go, and officers with them."""

    def two_accounts_open(self, chance: Chance) -> None:
        """The first one is founded, after a failed attempt or two where it must be."""
        first = self.season.open_account(chance.choice([Tier.MICRO_LOCAL, Tier.FEDERATION]))
        self.season.open_account()
        while first.rules is None:
            self._found(chance, first)
        if mostly(chance, 80):
            self.give(chance, self._purpose(chance, AccountId(first.name)))

    def _purpose(self, chance: Chance, account: AccountId) -> DeclarePurpose:
        return DeclarePurpose(account=account, kind=PurposeKind.PROJECT, description=text(chance, "a well"))

    def _found(self, chance: Chance, account: LocalAccount) -> None:
        sound = well(chance, 80)
        founders = []
        for at in range(chance.choice([4, 5, 6])):
            holds = at < len(Office) and mostly(chance, 99)
            office = list(Office)[at] if holds else None
            attests = at < 2 if sound else mostly(chance, 50)
            name = NAMES[at] if sound else chance.choice(NAMES)
            founders.append(
                Founder(name=name, office=office, attests=attests, of_age=mostly(chance, 90), contact=None)
            )
        effective = None if not mostly(chance, 80) else OPENED
        command = FoundAssociation(
            account=AccountId(account.name),
            statutes=text(chance, "We share."),
            rules=some_rules(chance),
            founders=tuple(founders),
            effective=effective,
        )
        self.give(chance, command)

    def waiting_for_founding(self) -> list[LocalAccount]:
        """The accounts whose association has no founding minutes yet."""
        return [account for account in self.season.fund.accounts.values() if account.rules is None]

    def an_association_is_founded(self, chance: Chance) -> None:
        """The one that waits for it, or one that was founded before (A5)."""
        for account in self.waiting_for_founding() or [self.account(chance)]:
            self._found(chance, account)

    def something_about_a_member(self, chance: Chance) -> None:
        """Enrolled, left, suspended, reinstated, come of age; or a purpose declared."""
        account = self.account(chance)
        name = AccountId(account.name) if well(chance, 95) else AccountId("account-nobody")
        member, day = MemberToken(self.member(chance, account)), self.effective(chance)
        reason = text(chance, "a reason")
        leaving = self.one(chance, account, "members", _may_go(account)) if mostly(chance, 80) else member
        enrol = EnrolMember(
            account=name,
            name=chance.choice(["Gil", None, ""]) if not well(chance, 90) else "Gil",
            of_age=mostly(chance, 80),
            effective=day,
        )
        commands: list[AccountCommand] = [
            enrol,
            enrol,
            self._purpose(chance, name),
            LeaveMember(account=name, member=MemberToken(leaving), effective=day),
            SuspendMember(account=name, member=member, reason=reason, effective=day),
            ReinstateMember(account=name, member=member, effective=day),
            DeclareOfAge(account=name, member=member, effective=day),
        ]
        self.give(chance, chance.choice(commands))

    def a_decision_is_carried_out(self, chance: Chance) -> None:
        """An appointment, new rules, or an earmark lifted: once, by the right command, after the final round."""
        account = self.account(chance, "proposals", is_act)
        proposal = self.one(chance, account, "proposals", is_act)
        name, kinds = (
            AccountId(account.name),
            [AppointByDecision, ChangeRulesByDecision, LiftEarmarkByDecision],
        )
        kind = chance.choice(kinds)
        known = account.proposals.get(proposal)
        if known is not None and well(chance, 80):
            right = {"appoint": 0, "change-rules": 1, "lift-earmark": 2}.get(known.measure.kind)
            kind = kinds[right] if right is not None else kind
        self.give(chance, kind(account=name, proposal=ProposalId(proposal)))


def _may_go(account: LocalAccount) -> Callable[[Any], bool]:
    """Members without an office: without officers nothing more is paid."""
    officers = [account.members[who] for who in account.officers.values()]
    return lambda member: member.until is None and not any(member is officer for officer in officers)


def is_act(proposal: Proposal) -> bool:
    """An accepted proposal that one command carries out."""
    return proposal.measure.kind != "spend" and at_step("accepted")(proposal)
