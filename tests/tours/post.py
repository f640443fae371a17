"""Messages between accounts, carried by hand."""

from ledger.command import Paper
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import AccountId, account_of, stream_of
from ledger.ledger import Ledger


def carried(ledger: Ledger, account: AccountId, part: str = "") -> None:
    """Deliver all that a stream's events ever sent; what was delivered before changes nothing."""
    stream = stream_of(account, part)
    for recorded in list(ledger.events_of(stream)):
        for sending in recorded.event.sends(stream):
            found = (ledger.papers.paper(seal) for seal in sending.papers)
            papers: tuple[Paper, ...] = tuple(paper for paper in found if paper is not None)
            sender = account_of(stream)
            arrived = Arrived(sender=sender, to=sending.to, message=sending.message, papers=papers)
            ledger.handle(taken_in(arrived), by=sender)
