"""Where new accounts are placed: all in one partition, unless the operator says otherwise."""

import os

from ledger.ledger import Placement, one_each, one_for_all

PLACEMENTS: dict[str, Placement] = {"one": one_for_all, "each": one_each}


def placement_from_environment() -> Placement:
    """`USF_PLACEMENT`: `one` (the default) puts all accounts into one partition, `each` gives each its own."""
    return PLACEMENTS[os.environ.get("USF_PLACEMENT", "one")]
