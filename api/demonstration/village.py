"""A village: what it did so far, by name, and the pen that writes its commands."""

from collections.abc import Iterable

from api.demonstration.season import Calendar
from ledger.associations.commands import (
    EnrolMember,
    FoundAssociation,
    Founder,
    LeaveMember,
    RegisterAccount,
    RegisterAssociation,
)
from ledger.associations.given import RulesGiven
from ledger.associations.rules import BODY_OF, AssociationKind, Body, Office, Tier
from ledger.command import Command
from ledger.identifiers import (
    AccountId,
    AssociationId,
    ContributionId,
    MemberToken,
    ProposalId,
    PurposeId,
    RoundId,
    TerritoryId,
    TransferId,
)
from ledger.ledger import Answer, Ledger
from ledger.storage.store import FIRST

REGISTER = "register"
"""The actor of what happens before there are members."""

OUT_OF_TOUCH = "A message to another account was not taken in."


class Village:
    """Remembers ids and people by name, so that chapters can speak of them."""

    def __init__(self, ledger: Ledger, calendar: Calendar) -> None:
        self.ledger = ledger
        self.calendar = calendar
        self.ids: dict[str, str] = {}
        """What stands in `ids.json`."""
        self.tier = Tier.MICRO_LOCAL
        self.territory: TerritoryId | None = None
        """Where it is at home, once that is entered in the register."""
        self.people: dict[str, MemberToken] = {}
        """Members by name, in the order in which they joined."""
        self.officers: dict[Office, MemberToken] = {}
        self.givers: dict[str, str] = {}
        self.parties: dict[str, str] = {}
        self.sent_to: dict[AccountId, list[TransferId]] = {}
        """Transfers by the account to which they went."""
        self.rounds_held = 0
        self.answer = Answer(position="", created="")
        """The last one."""

    @property
    def account(self) -> AccountId:
        """The village's local account."""
        return AccountId(self.ids["account"])

    @property
    def body(self) -> Body:
        """Who decides here (A2)."""
        return BODY_OF[self.tier]

    @property
    def treasurer(self) -> MemberToken:
        """Who keeps the books now."""
        return self.officers[Office.TREASURER]

    def purpose(self, name: str) -> PurposeId:
        """A purpose that was declared."""
        return PurposeId(self.ids[name])

    def contribution(self, name: str) -> ContributionId:
        """A contribution that came in."""
        return ContributionId(self.ids[name])

    def proposal(self, name: str) -> ProposalId:
        """A proposal that was written."""
        return ProposalId(self.ids[name])

    def round(self, name: str) -> RoundId:
        """A round that was drafted."""
        return RoundId(self.ids[name])

    def do(self, command: Command, by: str | None = None) -> str:
        """Carry out a command, by the treasurer unless somebody else acts; the id that the answer names.

        What other accounts are told of it, they know before anything else happens.
        """
        self.answer = self.ledger.handle(command, by=by or self.treasurer)
        if self.ledger.store.outbox.due(FIRST, 1) and not self.ledger.settled():
            raise TimeoutError(OUT_OF_TOUCH)
        self.calendar.tick()
        return self.answer.created

    def do_all(self, commands: Iterable[tuple[Command, str]]) -> list[str]:
        """Carry out commands that share their commits, in this order."""
        under_way = [self.ledger.submit(command, by=actor) for command, actor in commands]
        created = [future.result().created for future in under_way]
        self.calendar.tick()
        return created

    # The association

    def register(
        self,
        name: str,
        kind: AssociationKind = AssociationKind.RESIDENTS,
        country: str = "CV",
        tier: Tier = Tier.MICRO_LOCAL,
    ) -> None:
        """Enter the association into the register."""
        self.tier = tier
        association = RegisterAssociation(
            kind=kind, tier=tier, name=name, country=country, territory=self.territory
        )
        self.ids["association"] = self.do(association, by=REGISTER)

    def open_account(self) -> None:
        """Give the association its local account."""
        association = AssociationId(self.ids["association"])
        command = RegisterAccount(association=association, partition=self.ledger.place())
        self.ids["account"] = self.do(command, by=REGISTER)

    def found(self, statutes: str, rules: RulesGiven, founders: tuple[Founder, ...]) -> None:
        """Record the founding minutes; the first founder named is the treasurer."""
        minutes = FoundAssociation(account=self.account, statutes=statutes, rules=rules, founders=founders)
        self.do(minutes, by=REGISTER)
        persons = self.ledger.people.persons(self.ledger.members_of(self.account))
        tokens = {person.name: MemberToken(token) for token, person in persons.items()}
        for founder in founders:
            self.people[founder.name] = tokens[founder.name]
            if founder.office is not None:
                self.officers[founder.office] = tokens[founder.name]
                self.ids[founder.office.value.replace("-", "_")] = tokens[founder.name]

    def enrol(self, *names: str, contact: str | None = None, of_age: bool = True) -> None:
        """More members join."""
        commands = [EnrolMember(account=self.account, name=n, contact=contact, of_age=of_age) for n in names]
        tokens = self.do_all((command, self.treasurer) for command in commands)
        self.people.update(zip(names, map(MemberToken, tokens), strict=True))

    def leave(self, name: str) -> None:
        """A member leaves; an office that they held falls vacant."""
        self.do(LeaveMember(account=self.account, member=self.people[name]))
        self.officers = {office: held for office, held in self.officers.items() if held != self.people[name]}
