"""A small model of the fund, written from the rules of the domain and not from the ledger's code.

It is given the same commands as the ledger, of which it reads nothing but the fields, and says what must become of
each: which refusals apply, and what it does where none does. Where several apply, the ledger may give any one of them.
It imports nothing of the ledger, keeps no balance, no mark and no event, and cannot be wrong in the same way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.model import assemblies, gifts, objections, payments, people, proposals, rounds
from tests.model.reading import Act, Effect, Rule, nothing
from tests.model.remembered import LocalAccount

RULES: dict[str, Callable[[LocalAccount, Any, Act], Rule]] = {
    "FoundAssociation": people.found,
    "EnrolMember": people.enrol,
    "LeaveMember": people.leave,
    "SuspendMember": people.suspend,
    "ReinstateMember": people.reinstate,
    "DeclareOfAge": people.come_of_age,
    "DeclarePurpose": people.declare_purpose,
    "AppointByDecision": people.appoint,
    "ChangeRulesByDecision": people.change_rules,
    "LiftEarmarkByDecision": people.lift_by_decision,
    "PledgeContribution": gifts.pledge,
    "WithdrawPledge": gifts.withdraw,
    "ReceiveContribution": gifts.receive,
    "AcceptEarmark": gifts.accept,
    "LiftEarmark": gifts.lift,
    "ReverseContribution": gifts.reverse,
    "RefundContribution": gifts.refund,
    "DraftProposal": proposals.draft,
    "AmendProposal": proposals.amend,
    "DeclareInterest": proposals.declare_interest,
    "StateInterests": proposals.state_interests,
    "SubmitProposal": proposals.submit,
    "AdmitProposal": proposals.admit,
    "WithdrawProposal": proposals.withdraw,
    "ReportProposal": proposals.report,
    "CloseProposal": proposals.close,
    "DraftRound": rounds.draft,
    "DeclareRecusal": rounds.recuse,
    "OpenRound": rounds.open_,
    "CastBallot": rounds.cast,
    "CloseRound": rounds.close,
    "CountRound": rounds.count,
    "MakeRoundFinal": rounds.make_final,
    "RaiseObjection": objections.raise_,
    "DecideObjection": objections.decide,
    "MakeItemFinal": objections.make_item_final,
    "AnnulRound": objections.annul,
    "RecordMinutes": assemblies.record,
    "DecideInAssembly": assemblies.decide,
    "EnterShowOfHands": assemblies.show_hands,
    "AuthoriseDisbursement": payments.authorise,
    "SignOffDisbursement": payments.sign_off,
    "SendDisbursement": payments.send,
    "SettleDisbursement": payments.settle,
    "AcknowledgeDisbursement": payments.acknowledge,
    "EvidenceDisbursement": payments.evidence,
    "FailDisbursement": payments.fail,
    "ReturnDisbursement": payments.return_,
    "CancelDisbursement": payments.cancel,
}


@dataclass
class Verdict:
    """What must become of a command: refused for one of these reasons, or, where there is none, carried out."""

    refusals: frozenset[str]
    effect: Effect = nothing


class Fund:
    """The accounts and the time."""

    def __init__(self, clock: datetime) -> None:
        self.clock = clock
        self.accounts: dict[str, LocalAccount] = {}
        self._recorded: dict[str, datetime] = {}
        """Partition → the time of its newest event."""

    def now(self, partition: str) -> datetime:
        """Recorded time = max(clock, last recorded)."""
        return max(self.clock, self._recorded.get(partition, self.clock))

    def recorded(self, partition: str) -> None:
        """Something was recorded there just now."""
        self._recorded[partition] = self.now(partition)

    def judge(self, command: Any, by: str) -> Verdict:
        """What the rules say of this command of this person."""
        name, account = type(command).__name__, self.accounts.get(command.account)
        if account is None:
            return Verdict(frozenset({"unknown-account"}))
        if account.rules is None and name not in {"FoundAssociation", "CastBallot", "RaiseObjection"}:
            return Verdict(frozenset({"not-founded"}))
        return _heard(RULES[name](account, command, Act(by, self.now(account.partition))))


def _heard(rule: Rule) -> Verdict:
    """All that a rule has to say."""
    refusals = set()
    while True:
        try:
            refusals.add(next(rule))
        except StopIteration as stop:
            return Verdict(frozenset(refusals), stop.value)
