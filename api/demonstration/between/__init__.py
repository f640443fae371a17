"""What happens between accounts: agreements, links, gifts in kind, calls, transfers, what is passed on and learnt."""

from api.demonstration.between import (
    agreements,
    bottling,
    calls,
    cellar,
    late_call,
    learning,
    lending,
    links,
    passed_on,
    sponsorship,
    statements,
)
from api.demonstration.network import Network
from api.demonstration.season import Chapter


def chapters(network: Network) -> tuple[Chapter, ...]:
    """In the order in which they came up."""
    return (
        *agreements.chapters(network),
        *links.chapters(network),
        *sponsorship.chapters(network),
        *cellar.chapters(network),
        *bottling.chapters(network),
        *calls.chapters(network),
        *passed_on.chapters(network),
        *learning.chapters(network),
        *statements.chapters(network),
        *lending.chapters(network),
        late_call.annulled(network),
    )
