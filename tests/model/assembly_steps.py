"""Random steps about assemblies on paper: minutes, sittings, and shows of hands beside electronic ballots."""

from datetime import datetime, timedelta
from typing import Any

from ledger.identifiers import AccountId, MemberToken, MinutesId, RoundId
from ledger.minutes.commands import RecordMinutes
from ledger.rounds.commands import (
    CloseRound,
    CountRound,
    DecideInAssembly,
    EnterShowOfHands,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.counting import Tally
from ledger.rounds.sitting import RecusalGiven
from tests.model.ballots import SHARING
from tests.model.remembered import LocalAccount, Round
from tests.model.round_steps import RoundSteps
from tests.model.steps import Chance, at_step, mostly, text, well


class AssemblySteps(RoundSteps):
    """The assembly meets, and somebody writes it down later."""

    def an_assembly_sits(self, chance: Chance) -> None:
        """Mostly met lately and written down in time; a round is opened and closed in it, and made final."""
        account = self.account(chance, "proposals", at_step("admitted"))
        now = self.season.fund.now(account.partition)
        back = chance.choice([0, 1, 2, 8, 30]) if mostly(chance, 70) else 0
        minutes = self._minutes(chance, account, now - timedelta(days=back, hours=2))
        if minutes is None:
            return
        if not mostly(chance, 85):
            self.season.set_clock(self.season.fund.clock + timedelta(days=chance.choice([1, 5, 9])))
        asked = self._round(chance, account, by_hand=True)
        several = asked.ballot_type.shares_budget
        labels = [item.label for item in asked.items] if several else ["yes", "no", "abstain"]
        command = DecideInAssembly(
            account=asked.account,
            title=asked.title,
            ballot_type=asked.ballot_type,
            body=asked.body,
            items=asked.items,
            budget=asked.budget,
            rule=asked.rule,
            bounds=asked.bounds,
            minutes=MinutesId(minutes if well(chance, 97) else "minutes-nobody"),
            recusals=self._recusals(chance, account),
            totals=self._totals(chance, labels, account.minutes[minutes].attendance, several),
            present=None if mostly(chance, 80) else chance.choice([0, 2, 3, 50]),
        )
        created = self.give(chance, command)
        if created is None or not well(chance, 90):
            return
        self._wait(chance, account.rounds[created])
        self.give(chance, MakeRoundFinal(account=asked.account, round=RoundId(created)))

    def hands_are_shown_beside_ballots(self, chance: Chance) -> None:
        """An assembly meets while others vote electronically."""
        account = self.account(chance, "proposals", at_step("admitted"))
        draft = self._round(chance, account, by_hand=True)
        created = self.give(chance, draft)
        if created is None:
            return
        name, round_ = draft.account, RoundId(created)
        if self.give(chance, OpenRound(account=name, round=round_)) is None:
            return
        known = account.rounds[round_]
        self._vote(chance, account, round_)
        self.season.set_clock(max(self.season.fund.clock, known.closes - timedelta(hours=2)))
        now = self.season.fund.now(account.partition)
        minutes = self._minutes(chance, account, now - timedelta(hours=2), listed=85)
        if minutes is None:
            return
        self._show(chance, account, round_, known, minutes)
        self._vote(chance, account, round_)
        if not mostly(chance, 80):
            self._show(chance, account, round_, known, minutes)
        self.season.set_clock(max(self.season.fund.clock, known.counting or known.closes))
        self.give(chance, CloseRound(account=name, round=round_))
        self.give(chance, CountRound(account=name, round=round_))

    def _show(
        self, chance: Chance, account: LocalAccount, round_: RoundId, known: Round, minutes: str
    ) -> None:
        several = known.ballot_type in SHARING
        labels = list(known.items) if several else ["yes", "no", "abstain"]
        met = account.minutes[minutes]
        there = len(met.there & known.tokens.keys()) if met.there else met.attendance
        command = EnterShowOfHands(
            account=AccountId(account.name),
            round=round_,
            minutes=MinutesId(minutes if well(chance, 97) else "minutes-nobody"),
            totals=self._totals(chance, labels, there, several),
            present=None if well(chance, 90) else chance.choice([-1, 1, 2, 50]),
            replaces=known.entered and well(chance, 80),
        )
        self.give(chance, command)

    def _minutes(
        self, chance: Chance, account: LocalAccount, began: datetime, listed: int = 50
    ) -> str | None:
        """Mostly sound, with a list in so many of a hundred cases."""
        day = began.date()
        members = [name for name, member in account.members.items() if member.on(day)]
        there = [name for name in members if mostly(chance, 80)]
        if not well(chance, 95):
            there += chance.choice([there[:1], [self.member(chance, account)], ["member-nobody"]])
        keeps_list = mostly(chance, listed) and bool(there)
        attesting = tuple(map(MemberToken, there[:2])) if len(there) > 1 else ()
        if len(attesting) < 2 or not well(chance, 96):
            attesting = (MemberToken(self.member(chance, account)), MemberToken("member-nobody"))
        command = RecordMinutes(
            account=AccountId(account.name),
            began=began if well(chance, 98) else began.replace(tzinfo=None),
            ended=began + timedelta(hours=1) if well(chance, 97) else began - timedelta(hours=1),
            convened=day - timedelta(days=7) if well(chance, 97) else day + timedelta(days=1),
            convocation=text(chance, "a paper on the door"),
            attendance=None if keeps_list and well(chance, 95) else len(there),
            attending=tuple(map(MemberToken, there)) if keeps_list else (),
            attesting=(attesting[0], attesting[1]),
            text=text(chance, "they met"),
            entry_until=None if not well(chance, 95) else day + timedelta(days=chance.choice([3, 9, 40])),
        )
        return self.give(chance, command)

    def _recusals(self, chance: Chance, account: LocalAccount) -> tuple[RecusalGiven, ...]:
        if mostly(chance, 80):
            return ()
        member = MemberToken(self.member(chance, account))
        return (RecusalGiven(member, "my house"),) * (1 if well(chance, 90) else 2)

    def _totals(self, chance: Chance, labels: list[str], there: int, several: bool) -> tuple[Tally, ...]:
        """Mostly as many hands as there were people."""
        left, totals = there, []
        for label in labels:
            votes = chance.choice([left, left, left // 2, 0])
            left -= 0 if several else votes
            totals.append(Tally(label, votes))
        if totals and not well(chance, 93):
            wrong: list[Any] = [
                totals[:-1],
                [*totals, totals[0]],
                [*totals, Tally("nothing", 0)],
                [Tally(totals[0].label, there + 1), *totals[1:]],
                [Tally(totals[0].label, -1), *totals[1:]],
            ]
            totals = chance.choice(wrong)
        return tuple(totals)
