"""A village as what is drawn for it knows it: all that ever was in it, by kind."""

from collections import defaultdict
from typing import Any

from ledger.associations.events import MemberEnrolled
from ledger.contributions.events import ContributionReceived
from ledger.disbursements.events import DisbursementAuthorised
from ledger.event import Event
from ledger.identifiers import AccountId, MemberToken
from ledger.minutes.events import MinutesRecorded
from ledger.proposals.events import ProposalDrafted
from ledger.proposals.measure import Appoint, ChangeRules
from ledger.rounds.events import ObjectionRaised, ProxyGiven, RoundDrafted


class Village:
    """What an account is known to hold."""

    def __init__(self, account: AccountId) -> None:
        self.account = account
        self.members: list[MemberToken] = []
        self.things: defaultdict[str, list[Any]] = defaultdict(list)
        """Ids by kind."""
        self.proposers: dict[str, MemberToken] = {}
        self.drafts: dict[str, RoundDrafted] = {}
        """By round."""
        self.tokens: dict[str, list[str]] = {}
        """By round."""

    def learn(self, part: str, event: Event) -> None:
        """What happened in one of its streams, for what is drawn from then on."""
        match event:
            case ProposalDrafted():
                self.proposers[part] = event.proposer
                self.things["proposal"].append(part)
                if isinstance(event.measure, ChangeRules | Appoint):
                    self.things["change"].append(part)
            case RoundDrafted():
                self.drafts[part] = event
                self.things["round"].append(part)
            case ObjectionRaised():
                self.things["objection"].append((part, event.number, event.label))
            case ProxyGiven():
                self.things["proxy"].append((part, event.giver, event.holder))
            case MinutesRecorded():
                self.things["minutes"].append(part)
            case DisbursementAuthorised():
                self.things["disbursement"].append(part)
                self.things["party"].append(event.payee)
            case ContributionReceived():
                self.things["contribution"].append(event.contribution)
            case MemberEnrolled():
                self.members.append(event.member)
            case _:
                pass
