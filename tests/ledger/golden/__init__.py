"""Golden samples: one stored state of every kind of event, byte for byte as the ledger wrote it.

    python -m tests.ledger.golden          # write the samples that are missing, for new kinds of events
    python -m tests.ledger.golden --all    # write all of them anew

A sample is what databases out there hold, so that whoever changes an event finds out here whether these can still be
read. Until version 1.0 a sample may be written anew, with a decision recorded in `docs/decisions/`; from then on it
stays for ever, and a changed event gets a new schema version with a sample of its own.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.season import Season
from tests.stores import Door
from tests.tour import tour

FOLDER = Path(__file__).parent


def sample_of(kind: str) -> Path:
    """The file that holds the sample of a kind of event."""
    return FOLDER / f"{kind}.json"


def write(*, anew: bool) -> list[str]:
    """Write samples from a tour of a whole season; the kinds that were written.

    Chance, clock and secret are fixed, so that the same code writes the same bytes.
    """
    written = []
    for kind, state in sorted(_states().items()):
        if anew or not sample_of(kind).exists():
            sample_of(kind).write_bytes(state)
            written.append(kind)
    return written


def _states() -> dict[str, bytes]:
    """The fullest stored state of each kind."""
    fullest: dict[str, bytes] = {}
    with TemporaryDirectory() as folder:
        season = Season.open(str(Path(folder) / "usf.db"), seed=7)
        season.ledger.store.secret = b"a secret that only tests know..."  # type: ignore[misc]
        tour(season)
        with Door(season.ledger.store.address) as door:
            for partition in season.ledger.store.partitions():
                events = door.table(partition, "events")
                for kind, state in door.execute(
                    f"SELECT topic, state FROM {events} ORDER BY {door.position}"
                ):
                    if len(state) > len(fullest.get(kind, b"")):
                        fullest[kind] = state
        season.close()
    return fullest
