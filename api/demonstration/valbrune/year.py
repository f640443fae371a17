"""The committee's year ends in the spring: the assembly reads the report and closes the books (L7)."""

from api.demonstration import proposals, rounds
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import Stream
from ledger.periods.commands import ClosePeriodByDecision
from ledger.periods.walking import books_of
from ledger.proposals.given import ClosePeriodGiven

LAST_DAY_OF_YEAR = 122


def closed(town: Village) -> Chapter:
    """What is found out afterwards keeps its day, and is booked in the new year."""
    yield 152
    until = town.calendar.day(LAST_DAY_OF_YEAR)
    report = books_of(town.account, town.ledger.events_of(Stream(town.account))).report(until)
    proposal = proposals.admitted(
        town,
        "Nadège Fournier",
        "Le rapport de l'année a été lu en assemblée, compte par compte, et la vérificatrice l'a signé.",
        ClosePeriodGiven(until=until, report=report.seal),
        name="proposal_year",
    )
    round_id = rounds.draft_vote(town, "Clôture de l'année", "cloture", proposal, closes=163)
    yield from rounds.hold(town, round_id, 156, 163, yes_no(9, 0, 1))
    yield 170
    rounds.make_final(town, round_id)
    town.do(ClosePeriodByDecision(account=town.account, proposal=proposal))
