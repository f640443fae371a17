"""Random steps about decision rounds."""

from datetime import timedelta
from typing import Any

from ledger.associations.rules import Body
from ledger.command import AccountCommand
from ledger.identifiers import AccountId, MemberToken, ProposalId, PurposeId, RoundId, RoundToken
from ledger.money import to_decimal
from ledger.proposals.commands import LineGiven
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.terms import BallotType, Confidentiality, Item
from tests.model.ballot_steps import SHARING, bounds_drawn, rule_drawn, said_drawn
from tests.model.gift_steps import GiftSteps
from tests.model.remembered import LocalAccount, Round
from tests.model.rounds import BODIES
from tests.model.steps import Chance, at_step, mostly, text, well

LABELS = ("bus", "BAD/0019", "água", "wine", "a1", "A1")
WRONG_LABELS = ("", "two words", "-x", "x" * 25, "_")


class RoundSteps(GiftSteps):
    """The assembly decides."""

    # Drafting

    def _round(self, chance: Chance, account: LocalAccount, *, by_hand: bool = False) -> DraftRound:
        """Mostly on admitted proposals, with a budget that is there."""
        admitted = [name for name, proposal in account.proposals.items() if proposal.status == "admitted"]
        spending = [name for name in admitted if account.proposals[name].measure.kind == "spend"]
        shares = mostly(chance, 65) if spending else not well(chance, 80)
        admitted = spending if shares else admitted
        chance.shuffle(admitted)
        names = admitted[: chance.choice([4, 3, 2]) if shares else 1]
        if not names or not well(chance, 93):
            names = [*names, self.one(chance, account, "proposals")]
        labels = chance.sample(LABELS, len(names))
        if not well(chance, 95):
            labels[0] = chance.choice([*WRONG_LABELS, labels[-1]])
        body = BODIES[account.tier] if well(chance, 98) else chance.choice(list(BODIES.values()))
        now = self.season.fund.now(account.partition)
        closes = now + (
            timedelta(hours=6) if well(chance, 95) else chance.choice([timedelta(0), -timedelta(1)])
        )
        ballot_type = BallotType.YES_NO_ABSTAIN
        if shares:
            ballot_type = BallotType.APPROVAL if by_hand and well(chance, 90) else chance.choice(SHARING)
        budget = self._budget(chance, account, names) if shares or not mostly(chance, 85) else ()
        return DraftRound(
            account=AccountId(account.name),
            title=text(chance, "the assembly of March"),
            ballot_type=ballot_type,
            rule=rule_drawn(chance, ballot_type),
            bounds=bounds_drawn(chance, ballot_type, len(names), budget),
            body=Body(body),
            items=tuple(Item(label, ProposalId(name)) for label, name in zip(labels, names, strict=True)),
            budget=budget,
            counting=None
            if mostly(chance, 70)
            else closes + timedelta(hours=chance.choice([0, 3]) if well(chance, 90) else -1),
            closes=closes if well(chance, 99) else closes.replace(tzinfo=None),
            confidentiality=Confidentiality.OPEN if well(chance, 99) else Confidentiality.CONFIDENTIAL,
        )

    def _budget(self, chance: Chance, account: LocalAccount, names: list[str]) -> tuple[LineGiven, ...]:
        """What the proposals ask for together, a part of it, or all that there is."""
        asked: dict[tuple[str, str], int] = {}
        for name in names:
            proposal = account.proposals.get(name)
            for where, minor in proposal.measure.requested.items() if proposal else ():
                asked[where] = asked.get(where, 0) + minor
        budget = []
        for (unit, purpose), minor in asked.items():
            whole = min(minor, account.available(unit, purpose)) if well(chance, 90) else minor
            part = max(1, whole * chance.choice([4, 3, 2, 2, 1] if len(names) > 1 else [4]) // 4)
            if unit != "XYZ":
                budget.append(LineGiven(unit, PurposeId(purpose), to_decimal(part, unit)))
        if budget and not mostly(chance, 92):
            # The last line alone is more than there is.
            unit, purpose = budget[-1].unit, budget[-1].purpose
            budget[-1] = LineGiven(
                unit, purpose, to_decimal(max(0, account.available(unit, purpose)) + 1, unit)
            )
        if len(budget) > 1 and not well(chance, 95):
            budget.pop()
        return tuple(budget)

    # Steps

    def the_assembly_decides(self, chance: Chance) -> None:
        """A whole round, mostly to its end."""
        account = self.account(chance, "proposals", at_step("admitted"))
        command = self._round(chance, account)
        created = self.give(chance, command)
        if created is None:
            return
        name, round_ = command.account, RoundId(created)
        if not mostly(chance, 80):
            member = MemberToken(self.member(chance, account))
            self.give(chance, DeclareRecusal(account=name, round=round_, member=member, reason="my house"))
        if not well(chance, 97) or self.give(chance, OpenRound(account=name, round=round_)) is None:
            return
        self._vote(chance, account, round_)
        if not mostly(chance, 88):
            self.reverse_what_is_needed(chance, account)
        if not well(chance, 93):
            return
        if well(chance, 95):
            known = account.rounds[round_]
            self.season.set_clock(max(self.season.fund.clock, known.counting or known.closes))
        if not mostly(chance, 80):
            elector = min(account.rounds[round_].electors)
            self.give(chance, self._ballot(chance, account, round_, elector), elector)
        self.give(chance, CloseRound(account=name, round=round_))
        self.give(chance, CountRound(account=name, round=round_))
        if account.rounds[round_].status != "counted" or not mostly(chance, 75):
            return
        self._wait(chance, account.rounds[round_])
        self.give(chance, MakeRoundFinal(account=name, round=round_))

    def _vote(self, chance: Chance, account: LocalAccount, round_: RoundId) -> None:
        """Mostly everybody, and a few twice."""
        ayes = chance.choice([95, 90, 80, 50])
        for elector in sorted(account.rounds[round_].electors):
            if mostly(chance, 90):
                self.give(chance, self._ballot(chance, account, round_, elector, ayes), elector)
        electors = sorted(account.rounds[round_].electors)
        if not mostly(chance, 80):
            elector = chance.choice([*electors, "elector-nobody"])
            self.give(chance, self._ballot(chance, account, round_, elector), elector)

    def _ballot(
        self, chance: Chance, account: LocalAccount, round_: RoundId, elector: str, ayes: int = 70
    ) -> CastBallot:
        known = account.rounds.get(round_)
        chosen, points = said_drawn(chance, known, ayes)
        return CastBallot(
            account=AccountId(account.name),
            round=round_,
            elector=RoundToken(elector),
            choices=tuple(chosen),
            points=tuple(points),
        )

    def _wait(self, chance: Chance, round_: Round) -> None:
        """Mostly until the objection window is over."""
        if round_.counted and well(chance, 90):
            end = round_.counted + timedelta(days=round_.rules.objection_days)
            self.season.set_clock(max(self.season.fund.clock, end))

    def something_about_a_round(self, chance: Chance) -> None:
        """Any step, mostly one whose time has come."""
        what, wanted = chance.choice(
            [
                ("draft", "drafted"),
                ("recuse", "drafted"),
                ("recuse", "open"),
                ("open", "drafted"),
                ("cast", "open"),
                ("close", "open"),
                ("count", "closed"),
                ("final", "counted"),
            ]
        )
        kind, at = ("proposals", "admitted") if what == "draft" else ("rounds", wanted)
        account = self.account(chance, kind, at_step(at))
        name = AccountId(account.name)
        if what == "draft":
            self.give(chance, self._round(chance, account))
            return
        round_ = RoundId(self.one(chance, account, "rounds", at_step(wanted)))
        known = account.rounds.get(round_)
        if known is not None and what == "final":
            self._wait(chance, known)
        if known is not None and what == "close" and mostly(chance, 70):
            self.season.set_clock(max(self.season.fund.clock, known.closes))
        elector = self._elector(chance, account, known)
        member, reason = MemberToken(self.member(chance, account)), text(chance, "my house")
        commands: dict[str, Any] = {
            "recuse": DeclareRecusal(account=name, round=round_, member=member, reason=reason),
            "open": OpenRound(account=name, round=round_),
            "cast": self._ballot(chance, account, round_, elector),
            "close": CloseRound(account=name, round=round_),
            "count": CountRound(account=name, round=round_),
            "final": MakeRoundFinal(account=name, round=round_),
        }
        command: AccountCommand = commands[what]
        self.give(chance, command, elector if what == "cast" else "member-of-the-board")

    def _elector(self, chance: Chance, account: LocalAccount, round_: Round | None) -> str:
        """Mostly an elector of this round; else of another, or a member's own token."""
        if round_ and round_.electors and well(chance, 90):
            return chance.choice(sorted(round_.electors))
        others = sorted(token for each in account.rounds.values() for token in each.electors)
        return chance.choice([*others[:5], self.member(chance, account)])
