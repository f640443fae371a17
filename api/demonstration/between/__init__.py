"""What happens between accounts: agreements, links, gifts in kind, calls, transfers, what is passed on and learnt."""

from api.demonstration.between import agreements, learning, passed_on
from api.demonstration.network import Network
from api.demonstration.season import Chapter


def chapters(network: Network) -> tuple[Chapter, ...]:
    """In the order in which they came up."""
    return (*agreements.chapters(network), *learning.chapters(network), *passed_on.chapters(network))
