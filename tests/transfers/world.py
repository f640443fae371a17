"""Two installations and three accounts, each in a partition of its own; and a post that may do anything but forge.

The ledgers are real, with their files, writers, outboxes and signed parcels. Only who carries what, and when, is left
to the schedule: nothing is delivered by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from ledger.associations.rules import AssociationKind, Tier
from ledger.command import Command
from ledger.context import ScriptedClock
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import AccountId, InstallationId, ProposalId
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount
from ledger.ledger import Ledger, one_each
from ledger.post.letters import Letter, letters
from ledger.refusals import Refused
from ledger.storage.sqlite.batch import SQLiteBatch
from ledger.storage.store import FIRST, OutcomeUnknown, StoreUnavailable
from tests.season import SPRING, Season
from tests.tours.transfers import given

BUDGET = "9000.00"
"""What each account may give each other one; no schedule comes near to it."""


class PowerCut(OutcomeUnknown):
    """The machine stops in the middle of a commit."""


class Installation:
    """One ledger, which may stop and be started again at any time."""

    def __init__(self, path: Path, random: Random) -> None:
        self._path = path
        self._random = random
        self.clock = ScriptedClock(SPRING)
        self.ledger = self._open()
        self.seasons: list[Season] = []

    def _open(self) -> Ledger:
        return Ledger.open(
            str(self._path), clock=self.clock, random=self._random, placement=one_each, delivers=False
        )

    @property
    def id(self) -> InstallationId:
        """The fingerprint of its key."""
        return self.ledger.signer.installation

    def associations(self, number: int) -> None:
        """Founded associations, each with money for the two others."""
        self.ledger.post_office.open()
        for _ in range(number):
            season = Season(self.ledger, self.clock).found()
            season.receive("30000.00")
            self.seasons.append(season)
        self.restarted()

    def restarted(self) -> None:
        """Stop and start again: whatever was known in memory alone is gone."""
        self.ledger.close()
        self.ledger = self._open()
        for season in self.seasons:
            season.ledger = self.ledger

    def knows(self, other: "Installation") -> None:
        """The other installation, and the accounts that lie there."""
        recognise = RecogniseInstallation(key=other.ledger.signer.key, name="Over there", own=self.id)
        self.ledger.handle(recognise, by="registrar")
        for season in other.seasons:
            register = RegisterForeignAccount(
                installation=other.id,
                account=season.account,
                name="A twin",
                association_kind=AssociationKind.RESIDENTS,
                tier=Tier.MICRO_LOCAL,
                country="FR",
            )
            self.ledger.handle(register, by="registrar")

    def waiting(self) -> list[Letter]:
        """Messages between accounts of this installation that are not taken in yet."""
        due = letters(self.ledger.store, self.ledger.store.outbox.due(FIRST, 500))
        own = {season.account for season in self.seasons}
        return [letter for letter in due if letter.to in own]

    def parcel_for(self, other: InstallationId) -> tuple[bytes, int]:
        """All that waits for the other installation, signed; and how many messages that is."""
        outbox = self.ledger.store.outbox
        own = {season.account for season in self.seasons}
        outbox.put_off([posted.id for posted in outbox.due(FIRST, 500) if posted.to not in own], other)
        return self.ledger.abroad.out(other)

    def take(self, letter: Letter, *, again: bool) -> None:
        """Deliver a message within the installation; `again` leaves it in the outbox, as if nobody knew."""
        arrived = Arrived(sender=letter.sender, to=letter.to, message=letter.message, papers=letter.papers)
        partition = self.ledger.partition_of(letter.to)
        message = None if again else letter.id
        self.ledger._take_in(partition, taken_in(arrived), letter.sender, message).result()

    @contextmanager
    def cut(self) -> Iterator[None]:
        """The power fails in the next commit, and comes back; whoever waited for an answer gets none."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SQLiteBatch, "commit", _fails)
            with suppress(StoreUnavailable):
                yield
        self.restarted()

    def close(self) -> None:
        """Stop for good."""
        self.ledger.close()


def _fails(_: SQLiteBatch) -> None:
    raise PowerCut("The power is gone.")


class World:
    """South with two accounts, north with one; each account has decided to give to each of the others."""

    def __init__(self, folder: Path, seed: int = 11) -> None:
        random = Random(seed)
        self.south, self.north = (Installation(folder / f"{name}.db", random) for name in ("south", "north"))
        self.south.associations(2)
        self.north.associations(1)
        self.south.knows(self.north)
        self.north.knows(self.south)
        self.installations = self.south, self.north
        self.homes = {season.account: home for home in self.installations for season in home.seasons}
        self.seasons = {season.account: season for home in self.installations for season in home.seasons}
        self.accounts = tuple(self.seasons)
        self.decisions: dict[tuple[AccountId, AccountId], ProposalId] = {
            (giver, taker): given(self.seasons[giver], self.seasons[taker], BUDGET)
            for giver in self.accounts
            for taker in self.accounts
            if giver != taker
        }
        self.treasurers = {account: season.treasurer for account, season in self.seasons.items()}
        self.signatories = {account: season.second_signatory for account, season in self.seasons.items()}

    def other(self, home: Installation) -> Installation:
        """The installation that is not this one."""
        return self.north if home is self.south else self.south

    def do(self, account: AccountId, command: Command, by: str | None = None) -> str | None:
        """Carry out a command of an account's treasurer, unless somebody else is named; None where it is refused."""
        by = by or self.treasurers[account]
        try:
            return self.homes[account].ledger.handle(command, by=by).created
        except Refused:
            return None

    def close(self) -> None:
        """Stop everything."""
        for home in self.installations:
            home.close()
