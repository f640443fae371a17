"""The association of a season: founded before the vote, its voters enrolled, its budget received."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from api.elections.calendar import country_code, noon
from api.elections.pabulib import Election
from api.elections.recorder import Recorder
from ledger.accounts.state import Account
from ledger.associations.commands import (
    EnrolMember,
    FoundAssociation,
    Founder,
    RegisterAccount,
    RegisterAssociation,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.contributions.commands import ReceiveContribution
from ledger.contributions.look import Giver
from ledger.contributions.state import GiverKind, Motive
from ledger.identifiers import AccountId, AssociationId, MemberToken

CRITERION = "residents-vote"
INSTALMENTS = 4

FOUNDERS = (
    ("The season's treasurer", Office.TREASURER),
    ("The season's second signatory", Office.SECOND_SIGNATORY),
    ("The season's auditor", Office.AUDITOR),
    ("The season's proposer", None),
)


@dataclass(frozen=True, slots=True)
class Association:
    """Who takes part in a season."""

    account: AccountId
    officers: dict[Office, MemberToken]
    proposer: MemberToken
    members: dict[str, MemberToken]
    """By the voter ids of the file."""


def found(recorder: Recorder, election: Election, opens: date) -> Association:
    """Found it ninety days before the vote opens, and enrol every voter of the file once."""
    founding = opens - timedelta(days=90)
    recorder.at(noon(founding))
    place = ", ".join(filter(None, (election.unit, election.subunit)))
    association = recorder.do(
        RegisterAssociation(
            kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
            name=f"{place or election.country} {election.instance}".strip(),
            country=country_code(election.country),
        )
    )
    # The register may have gone on long after the season; its account opens in the season's own time.
    opened = RegisterAccount(
        association=AssociationId(association),
        partition=recorder.ledger.new_partition(),
        opened=founding,
        imported=True,
    )
    account = AccountId(recorder.do(opened))
    criterion = CriterionGiven(CRITERION, "The residents' vote names the projects that the area needs most.")
    founders = tuple(
        Founder(name=name, office=office, attests=office is not Office.AUDITOR and office is not None)
        for name, office in FOUNDERS
    )
    statutes = "Statutes of a season of participatory budgeting, imported from its public file."
    rules = RulesGiven(criteria=(criterion,))
    recorder.do(FoundAssociation(account=account, statutes=statutes, rules=rules, founders=founders))
    officers = dict(recorder.state(account, Account).officers)
    (proposer,) = recorder.ledger.members_of(account).keys() - set(officers.values())
    recorder.actor = officers[Office.TREASURER]
    return Association(account, officers, proposer, _enrolled(recorder, account, election))


def _enrolled(recorder: Recorder, account: AccountId, election: Election) -> dict[str, MemberToken]:
    voters = list(dict.fromkeys(ballot.voter_id for ballot in election.ballots))
    commands = (EnrolMember(account=account) for _ in voters)
    answers = recorder.all("enrolling members", commands, len(voters))
    return {voter: MemberToken(answer.created) for voter, answer in zip(voters, answers, strict=True)}


def receive(recorder: Recorder, association: Association, election: Election, opens: date) -> None:
    """The budget comes in instalments, as a public grant."""
    recorder.at(noon(opens - timedelta(days=60)))
    digits = -int(election.budget.as_tuple().exponent)
    whole = int(election.budget.scaleb(digits))
    parts = min(INSTALMENTS, whole)
    giver: Giver | Any = Giver(kind=GiverKind.PUBLIC_BODY, name=election.unit or election.country)
    for number in range(parts):
        share = whole // parts + (1 if number < whole % parts else 0)
        recorder.do(
            ReceiveContribution(
                account=association.account,
                unit=election.currency,
                amount=format(Decimal(share).scaleb(-digits), "f"),
                giver=giver,
                motive=Motive.GRANT,
                reference=f"instalment {number + 1} of {parts}",
            )
        )
