"""Write the golden samples; see the package."""

import sys

from tests.ledger.golden import write

for kind in write(anew="--all" in sys.argv[1:]):
    print(kind)  # noqa: T201 - it speaks to whoever ran it
