"""A cold replay in a process of its own: from the log's rows alone to every account's balances, printed as JSON.

python -m bench.replayed usf.db
"""

import sys

import msgspec

from ledger.replay import Replay
from ledger.storage import open_store

RECEIVED = "/received"


def main() -> None:
    """Print what every account received, by account, unit, purpose and destination, in minor units."""
    figures = Replay(open_store(sys.argv[1], create=False)).run()
    found = {
        name.removeprefix("balances/").removesuffix(RECEIVED): value
        for name, value in figures.items()
        if name.startswith("balances/") and name.endswith(RECEIVED)
    }
    sys.stdout.write(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main()
