"""Two installations that share nothing, with one association each, which know of each other."""

import os
from pathlib import Path

from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import InstallationId, TwinningId, stream_of
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount
from ledger.ledger import Ledger
from ledger.message import Posted
from ledger.post.abroad import Answered
from ledger.storage.store import FIRST
from ledger.twinnings.commands import ProposeTwinning
from ledger.twinnings.state import Twinning
from tests.season import Season
from tests.stores import ON_POSTGRESQL, Door, database_at
from tests.tours.twinnings import at_home


def founded(path: Path, name: str, country: str) -> Season:
    """An installation with one founded association at home in a territory."""
    season = Season.open(installed(path)).found()
    at_home(season, name, country)
    return season


def installed(path: Path) -> str:
    """A database with a secret of its own, which the databases of tests in PostgreSQL are not born with."""
    address = database_at(path)
    if ON_POSTGRESQL:
        with Door(address) as door:
            door.execute("UPDATE usf.installation SET value = ? WHERE name = 'secret'", os.urandom(32))
    return address


def two(folder: Path) -> tuple[Season, Season]:
    """Caldeiras in the one and Valbrune in the other, each registered over there."""
    south = founded(folder / "south.db", "Águas das Caldeiras", "CV")
    north = founded(folder / "north.db", "Valbrune", "FR")
    for here, there in ((south, north), (north, south)):
        recognise(here, there)
        register(here, there)
    return south, north


def recognise(here: Season, there: Season, address: str | None = None) -> None:
    """The one recognises the other."""
    key = there.ledger.signer.key
    command = RecogniseInstallation(key=key, name="The other", address=address, own=own(here))
    here.do(command, by="registrar")


def register(here: Season, there: Season) -> None:
    """The other's account is registered as one that lies there."""
    command = RegisterForeignAccount(
        installation=own(there),
        account=there.account,
        name="The twin",
        association_kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        country="FR",
    )
    here.do(command, by="registrar")


def own(season: Season) -> InstallationId:
    """The id of the season's installation."""
    return season.ledger.signer.installation


def proposed(here: Season, there: Season) -> TwinningId:
    """A twinning that the one proposes to the other, whose message waits to be carried."""
    propose = ProposeTwinning(account=here.account, other=there.account, agreement="We stand by each other.")
    twinning = TwinningId(here.do(propose))
    assert here.ledger.settled()
    return twinning


def status(season: Season, twinning: TwinningId) -> str | None:
    """Where a twinning stands on this side; None where this side has not heard of it."""
    found = season.ledger.state(stream_of(season.account, twinning))
    return found[0].status.value if found is not None and isinstance(found[0], Twinning) else None


def waiting(season: Season) -> list[Posted]:
    """What was sent and not taken in."""
    return season.ledger.store.outbox.everything(FIRST, 100)


def out(here: Season, there: Season) -> bytes:
    """A parcel from the one to the other."""
    assert here.ledger.settled()
    return here.ledger.abroad.out(own(there))[0]


def carried(here: Season, there: Season) -> Answered:
    """What waits goes there, and the answer comes back."""
    came = there.ledger.abroad.take_in(out(here, there))
    return here.ledger.abroad.take_in(came.answer)


def head(ledger: Ledger) -> dict[str, int]:
    """How far every log is written."""
    return {name: ledger.store.head(name) for name in ledger.store.partitions()}
