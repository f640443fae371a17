"""Where the ledgers of tests place accounts: `USF_PLACEMENT=each` gives every account a partition of its own."""

import os

from ledger.ledger import Placement, one_each, one_for_all


def placement() -> Placement:
    """Handed to every ledger that a fixture or a season opens, so that nothing can silently read across."""
    return one_each if os.environ.get("USF_PLACEMENT") == "each" else one_for_all
