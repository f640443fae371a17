"""A cold replay in a process of its own: from the log's rows alone to every account's balances, printed as JSON.

python -m bench.replayed usf.db
"""

import sys

import msgspec

from ledger.replay import balances
from ledger.storage import open_store


def main() -> None:
    """Print what every account received, by account, unit, purpose and destination, in minor units."""
    found = {
        f"{held.account}/{held.unit}/{held.purpose}/{held.destination}": held.totals.received
        for held in balances(open_store(sys.argv[1], create=False))
    }
    sys.stdout.write(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    main()
