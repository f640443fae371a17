"""What the writers ask for: contributions above all, and what leaves marks of other kinds."""

from collections.abc import Callable, Sequence
from itertools import count
from random import Random

import msgspec

from tests.chaos.asking import Json
from tests.chaos.world import Account, World, association

ALREADY_BOOKED = "/problems/reference-already-booked"

WEIGHTS = {
    "gift": 50,
    "earmarked gift": 6,
    "contested gift": 4,
    "reversal": 6,
    "ballot": 10,
    "member": 6,
    "purpose": 1,
    "registration": 1,
    "stream of gifts": 10,
    "stream of ballots": 3,
    "stream of members": 3,
}
"""How often each is asked for, of a hundred."""

LONGEST_STREAM = 60


class Act(msgspec.Struct):
    """One act, or a stream of them."""

    path: str
    kind: str
    """The slug of the event that it is recorded as."""
    account: Account | None
    """Whose treasurer asks; else the registrar."""
    body: Json
    amount_minor: int = 0
    reference: str | None = None
    may_be_refused: str | None = None
    then: Callable[[str], None] | None = None
    """What to do with the id of what was made."""
    lines: Sequence["Act"] = ()


class Shared:
    """What no two writers may use, and what two must."""

    def __init__(self, world: World, registrations: int) -> None:
        self.world = world
        self.amounts = count(1)
        """Of each gift its own, in minor units: a witness of its identity that the ledger does not make."""
        self.contested = count()
        self.registrations = iter(range(registrations))


class Acts:
    """One writer's acts, drawn by chance."""

    def __init__(self, shared: Shared, random: Random, number: int) -> None:
        self._shared = shared
        self._random = random
        self._number = number
        self._reversible: list[tuple[Account, str, int]] = []
        self._to_accept: list[tuple[Account, str, int]] = []
        self._associations: list[str] = []
        self._kinds: dict[str, Callable[[Account], Act | None]] = {
            "gift": self._gift,
            "earmarked gift": self._earmarked,
            "contested gift": self._contested,
            "reversal": self._reversal,
            "ballot": self._ballot,
            "member": self._member,
            "purpose": self._purpose,
            "registration": self._registration,
            "stream of gifts": lambda account: self._stream("contribution-batches", account, self._gift),
            "stream of ballots": lambda account: self._stream(
                f"rounds/{account.round}/ballot-batches", account, self._ballot
            ),
            "stream of members": lambda account: self._stream("member-batches", account, self._member),
        }

    def next(self) -> Act:
        """What follows from what was made, or something new."""
        if self._associations:
            body = {"association": self._associations.pop()}
            return Act("/v1/accounts", "local-account-opened", None, body)
        if self._to_accept:
            account, contribution, _ = self._to_accept.pop()
            path = f"{account.at}/contributions/{contribution}/earmark-acceptances"
            return Act(path, "earmark-accepted", account, {})
        account = self._random.choice(self._shared.world.accounts)
        (kind,) = self._random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        return self._kinds[kind](account) or self._gift(account)

    def _gift(self, account: Account, earmark: str | None = None) -> Act:
        amount = next(self._shared.amounts)
        reference = f"bank line {amount}"
        body = {
            "unit": "EUR",
            "amount": f"{amount // 100}.{amount % 100:02}",
            "giver": {"name": "Emma Grant"},
            "reference": reference,
            **({"earmark": earmark} if earmark else {}),
        }

        def keep(contribution: str) -> None:
            (self._to_accept if earmark else self._reversible).append((account, contribution, amount))

        return Act(
            f"{account.at}/contributions",
            "contribution-received",
            account,
            body,
            amount_minor=amount,
            reference=reference,
            then=keep,
        )

    def _earmarked(self, account: Account) -> Act:
        return self._gift(account, account.purpose)

    def _contested(self, _: Account) -> Act:
        """A gift whose reference another writer books at about the same time: one of the two is refused."""
        gift = self._gift(self._shared.world.accounts[0])
        gift.reference = gift.body["reference"] = f"contested line {next(self._shared.contested) // 2}"
        gift.may_be_refused = ALREADY_BOOKED
        gift.then = None
        return gift

    def _reversal(self, _: Account) -> Act | None:
        if not self._reversible:
            return None
        account, contribution, amount = self._reversible.pop(self._random.randrange(len(self._reversible)))
        path = f"{account.at}/contributions/{contribution}/reversals"
        body = {"reason": "Booked by mistake."}
        return Act(path, "contribution-reversed", account, body, amount_minor=-amount)

    def _ballot(self, account: Account) -> Act:
        body = {"member": account.members[self._number], "choices": self._random.choice((["P1"], []))}
        return Act(f"{account.at}/rounds/{account.round}/ballots", "ballot-cast", account, body)

    def _member(self, account: Account) -> Act:
        return Act(f"{account.at}/members", "member-enrolled", account, {"name": "Somebody New"})

    def _purpose(self, account: Account) -> Act:
        body = {"kind": "project", "description": "A roof."}
        return Act(f"{account.at}/purposes", "purpose-declared", account, body)

    def _registration(self, _: Account) -> Act | None:
        number = next(self._shared.registrations, None)
        if number is None:
            return None
        body = association(f"{self._number}.{number}")
        return Act("/v1/associations", "association-registered", None, body, then=self._associations.append)

    def _stream(self, path: str, account: Account, line: Callable[[Account], Act]) -> Act:
        lines = [line(account) for _ in range(self._random.randint(2, LONGEST_STREAM))]
        return Act(f"{account.at}/{path}", "", account, {}, lines=lines)
