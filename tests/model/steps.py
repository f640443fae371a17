"""How a random step finds what it is about: mostly something for which it makes sense, sometimes something wrong."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from ledger.command import AccountCommand
from ledger.money import to_decimal
from tests.model.remembered import LocalAccount
from tests.model.season import OPENED, Season

SEED = st.tuples(*[st.integers(0, 127)] * 4)
"""For one step. Numbers so small are drawn evenly; hypothesis shrinks by leaving out steps, not within them."""

NO_AMOUNT = (
    "0",
    "-1",
    "1e3",
    "NaN",
    "",
    "01",
    "1.",
    ".5",
    " 1",
    "1,5",
    "1.2345",
    "0.00",
    "٣",
    "92233720368547758.08",
)
WRONG_IDS = ("", "nobody", "proposal-nobody", "round-nobody/x", "account-nobody", "member-nobody", "a:b")
WRONG_TEXTS = ("", " \t", "half \ud800", "null \0")


class Chance(Random):
    """Even chances for one step. In a careful one, several commands in a row come to an end."""

    def __init__(self, seed: str, careful_in_three: int) -> None:
        super().__init__(seed)
        self.careful = self.randrange(3) < careful_in_three


class Steps(RuleBasedStateMachine):
    """What all random steps share."""

    season: Season
    careful_in_three = 2
    """How many of three steps are careful."""

    def __init__(self) -> None:
        super().__init__()
        self._seeds: Counter[tuple[int, ...]] = Counter()

    def chance(self, seed: tuple[int, ...]) -> Chance:
        """Even chances for one step.

        Hypothesis likes to draw the same again; that a seed's number of uses is part of it makes something else of it.
        """
        self._seeds[seed] += 1
        return Chance(f"{seed}/{self._seeds[seed]}", self.careful_in_three)

    # Choosing

    def account(
        self, chance: Chance, kind: str = "members", fits: Callable[[Any], bool] = lambda _: True
    ) -> LocalAccount:
        """Mostly one that has something fitting, and of these mostly the first, so that deep states are reached."""
        accounts = list(self.season.fund.accounts.values())
        having = [account for account in accounts if any(map(fits, getattr(account, kind).values()))]
        if having and well(chance, 90):
            accounts = having
        return accounts[0] if mostly(chance, 75) else accounts[-1]

    def one(
        self,
        chance: Chance,
        account: LocalAccount,
        kind: str,
        fits: Callable[[Any], bool] = lambda _: True,
    ) -> str:
        """The id of a gift, proposal, round or payment (`kind` names the model's table): mostly one that fits."""
        known: Mapping[str, Any] = getattr(account, kind)
        fitting = [name for name, each in known.items() if fits(each)]
        if fitting and well(chance, 80):
            return chance.choice(fitting)
        if known and mostly(chance, 75):
            return chance.choice(list(known))
        return chance.choice(self._elsewhere(account, kind))

    def _elsewhere(self, account: LocalAccount, kind: str) -> list[str]:
        """Ids of another account or of another kind, and what is none at all."""
        others = [each for each in self.season.fund.accounts.values() if each is not account]
        ids = [name for other in others for name in getattr(other, kind)]
        for strange in ("gifts", "proposals", "rounds", "payments", "members"):
            if strange != kind:
                ids += list(getattr(account, strange))[:2]
        return [*ids[-8:], *WRONG_IDS]

    def member(self, chance: Chance, account: LocalAccount) -> str:
        """Mostly somebody who is a member."""
        return self.one(chance, account, "members", lambda member: member.until is None)

    def officer(self, chance: Chance, account: LocalAccount, office: str) -> str:
        """Mostly who holds the office."""
        if well(chance, 85):
            return account.officers.get(office, "nobody")
        return chance.choice([*account.officers.values(), self.member(chance, account)])

    def purpose(self, chance: Chance, account: LocalAccount) -> Any:
        """Mostly one that is declared."""
        if well(chance, 90):
            return chance.choice(sorted(account.purposes, key=lambda purpose: purpose != "unrestricted"))
        return chance.choice(["awaiting", "purpose-nobody", ""])

    def where(self, chance: Chance, account: LocalAccount) -> tuple[str, str]:
        """Mostly a unit and purpose in which something is available."""
        there = [
            (u, p) for u, p in sorted(account.lying()) if p != "awaiting" and account.available(u, p) > 0
        ]
        if there and well(chance, 80):
            return chance.choice(there)
        return chance.choice(["EUR", "CVE", "JPY", "XYZ"]), self.purpose(chance, account)

    def effective(self, chance: Chance, since: date = OPENED) -> date | None:
        """Mostly today; else a day since something, too early, or too late."""
        if mostly(chance, 75):
            return None
        if well(chance, 20):
            return max(OPENED, since)
        today = self.season.fund.clock.date()
        return chance.choice([since, since - timedelta(1), today, today + timedelta(1), today - timedelta(3)])

    def share(self, chance: Chance, unit: str, whole: int) -> str:
        """Mostly a part of an amount, or all of it; else more, or no amount."""
        if unit == "XYZ":
            return "1"
        if well(chance, 80) and whole > 0:
            return to_decimal(max(1, whole * chance.choice([2, 4, 1, 3]) // 4), unit)
        return chance.choice([to_decimal(max(whole, 0) + 1, unit), *NO_AMOUNT])

    # Giving commands

    def give(self, chance: Chance, command: AccountCommand, by: str = "member-of-the-board") -> str | None:
        """Give the command, now and then rehearsed, with a key, or with a stale version."""
        key = f"key-{len(self.season.done)}" if mostly(chance, 30) else None
        return self.season.attempt(
            command,
            by,
            key=key,
            stale=not well(chance, 96),
            rehearsed=not mostly(chance, 93),
        )


def mostly(chance: Chance, percent: int) -> bool:
    """True in so many of a hundred cases."""
    return chance.randrange(100) < percent


def well(chance: Chance, percent: int) -> bool:
    """The same of a careless step; a careful one does well in every case."""
    return chance.randrange(100) < percent or chance.careful


def text(chance: Chance, good: str) -> str:
    """Mostly a text that can be read."""
    return good if well(chance, 94) else chance.choice(WRONG_TEXTS)


def at_step(*wanted: str) -> Callable[[Any], bool]:
    """Whether something stands at one of these steps."""
    return lambda each: each.status in wanted
