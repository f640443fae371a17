"""Random commands about members, money and proposals."""

from datetime import timedelta

from ledger.accounts.state import Destination
from ledger.associations.commands import (
    AppointByDecision,
    ChangeRulesByDecision,
    EnrolMember,
    FillOfficeByMinutes,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.rules import Office
from ledger.command import Command
from ledger.contributions.commands import Giver, ReceiveContribution, ReverseContribution
from ledger.identifiers import UNRESTRICTED, MemberToken, PurposeId
from ledger.minutes.commands import RecordMinutes
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    AppointGiven,
    ChangeRulesGiven,
    CloseProposal,
    CostGiven,
    DeclareInterest,
    DraftProposal,
    LineGiven,
    MeasureGiven,
    ReportProposal,
    SpendGiven,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.events import Tie
from tests.turmoil.village import Village
from tests.turmoil.world import CRITERION, World


def measure(w: World, v: Village) -> MeasureGiven:
    """What a proposal asks for: money mostly, other rules or another officer now and then."""
    if w.chance(6):
        return ChangeRulesGiven(rules=w.rules())
    if w.chance(6):
        return AppointGiven(office=w.random.choice(list(Office)), member=w.member(v))
    amount = w.amount(100)
    purpose = PurposeId("purpose-nobody") if w.chance(1) else UNRESTRICTED
    elsewhere = w.chance(10)
    return SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY if elsewhere else Destination.DISADVANTAGED_AT_HOME,
        receiving_account=w.random.choice(w.villages).account if elsewhere else None,
        criterion=None if elsewhere else CRITERION,
        beneficiaries=w.random.randint(1, 20),
        costs=(CostGiven("A seat in the van", "EUR", amount),),
        requested=(LineGiven("EUR", purpose, amount),),
    )


def draft(w: World, v: Village) -> Command:
    return DraftProposal(
        account=v.account, proposer=w.member(v), need=w.text(), measure=measure(w, v), pass_on_plan=w.text()
    )


def amend(w: World, v: Village) -> Command:
    return AmendProposal(
        account=v.account,
        proposal=w.one(v, "proposal"),
        need=w.text(),
        measure=measure(w, v),
        pass_on_plan=w.text(),
    )


def state_interests(w: World, v: Village) -> Command:
    proposal = w.one(v, "proposal", "draft")
    return StateInterests(account=v.account, proposal=proposal, proposer=_proposer(w, v, proposal))


def submit(w: World, v: Village) -> Command:
    proposal = w.one(v, "proposal", "draft")
    return SubmitProposal(account=v.account, proposal=proposal, proposer=_proposer(w, v, proposal))


def withdraw(w: World, v: Village) -> Command:
    proposal = w.one(v, "proposal")
    return WithdrawProposal(account=v.account, proposal=proposal, proposer=_proposer(w, v, proposal))


def admit(w: World, v: Village) -> Command:
    version = 2 if w.chance(10) else 1
    return AdmitProposal(account=v.account, proposal=w.one(v, "proposal", "submitted"), version=version)


def declare_interest(w: World, v: Village) -> Command:
    tie = w.random.choice(list(Tie))
    return DeclareInterest(account=v.account, proposal=w.one(v, "proposal"), member=w.member(v), tie=tie)


def report(w: World, v: Village) -> Command:
    return ReportProposal(account=v.account, proposal=w.one(v, "proposal", "executing"), report=w.text())


def close(w: World, v: Village) -> Command:
    return CloseProposal(account=v.account, proposal=w.one(v, "proposal", "reported"))


def change_rules(w: World, v: Village) -> Command:
    return ChangeRulesByDecision(account=v.account, proposal=w.one(v, "change", "accepted"))


def appoint(w: World, v: Village) -> Command:
    return AppointByDecision(account=v.account, proposal=w.one(v, "change", "accepted"))


def fill_office(w: World, v: Village) -> Command:
    return FillOfficeByMinutes(
        account=v.account,
        minutes=w.one(v, "minutes"),
        office=w.random.choice(list(Office)),
        member=w.member(v),
    )


def receive(w: World, v: Village) -> Command:
    giver = Giver(name="Emma Grant")
    return ReceiveContribution(
        account=v.account, unit="EUR", amount=w.amount(w.random.choice((40, 40, 500))), giver=giver
    )


def reverse(w: World, v: Village) -> Command:
    return ReverseContribution(account=v.account, contribution=w.one(v, "contribution"), reason=w.text())


def enrol(w: World, v: Village) -> Command:
    return EnrolMember(account=v.account, name="Somebody", of_age=not w.chance(10))


def leave(w: World, v: Village) -> Command:
    return LeaveMember(account=v.account, member=w.member(v))


def suspend(w: World, v: Village) -> Command:
    return SuspendMember(account=v.account, member=w.member(v), reason=w.text())


def reinstate(w: World, v: Village) -> Command:
    return ReinstateMember(account=v.account, member=w.member(v))


def minutes(w: World, v: Village) -> Command:
    """An assembly that just ended, or ended a while ago."""
    ended = w.now - timedelta(minutes=w.random.randint(-5, 600))
    began = ended - timedelta(minutes=w.random.randint(0, 120))
    attending = tuple(w.random.sample(v.members, w.random.randint(2, min(7, len(v.members)))))
    return RecordMinutes(
        account=v.account,
        began=began,
        ended=ended,
        convened=began.date() - timedelta(days=8),
        convocation=w.text(),
        attending=attending,
        attesting=(attending[0], attending[1]),
        text=w.text(),
        entry_until=ended.date() + timedelta(days=w.random.randint(0, 3)),
    )


def _proposer(w: World, v: Village, proposal: str) -> MemberToken:
    return w.member(v) if w.chance(3) else v.proposers.get(proposal) or w.member(v)
