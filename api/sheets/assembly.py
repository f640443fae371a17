"""An assembly on paper: its minutes, and the votes in the rows below them (R9)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.sheets.cells import count_of, day_of, times_of
from api.sheets.entry import Cells
from api.sheets.people import Named
from api.sheets.reading import CellRefused, Entry, Row
from api.sheets.refusals import CellMissing, IdUnknown, TimeZoneMissing
from api.sheets.steps import Step
from api.sheets.words import Column, bare, slugs_by_word
from ledger.associations.rules import BODY_OF, Tier
from ledger.command import AccountCommand
from ledger.identifiers import AccountId, MemberToken, MinutesId, ProposalId, RoundId, is_id
from ledger.minutes.commands import RecordMinutes
from ledger.rounds.commands import EnterShowOfHands
from ledger.rounds.counting import Tally
from ledger.rounds.sitting import DecideInAssembly
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Item

C = Column


def assembly_steps(account: AccountId, entry: Entry, named: Named, zone: ZoneInfo | None) -> tuple[Step, ...]:
    """The minutes first, then each proposal or round on which there are votes, in the order of the rows."""
    decided: dict[str, list[Row]] = {}
    for row in entry.rows[1:]:
        decided.setdefault(row.said(C.ABOUT), []).append(row)
    votes = (_step(account, rows, named) for rows in decided.values())
    return (lambda _: _minutes(account, Cells(entry.first, named), zone), *votes)


def _minutes(account: AccountId, cells: Cells, zone: ZoneInfo | None) -> AccountCommand:
    if zone is None:
        raise CellRefused(cells.row, C.TIME, TimeZoneMissing())
    began, ended = cells.read(C.TIME, times_of)
    attending: tuple[MemberToken, ...] = cells.members(C.WHO) if cells.row.said(C.WHO) else ()
    if not attending and not cells.row.said(C.AMOUNT):
        raise CellRefused(cells.row, C.AMOUNT, CellMissing())
    until: date | None = cells.read(C.UNTIL, day_of) if cells.row.said(C.UNTIL) else None
    return RecordMinutes(
        account=account,
        began=datetime.combine(cells.day, began, zone),
        ended=datetime.combine(cells.day, ended, zone),
        convened=cells.read(C.CONVENED, day_of),
        convocation=cells.row.said(C.WHAT),
        attendance=cells.read(C.AMOUNT, count_of) if cells.row.said(C.AMOUNT) else None,
        attending=attending,
        attesting=cells.two(),
        text=cells.row.said(C.TEXT),
        entry_until=until,
    )


def _step(account: AccountId, rows: list[Row], named: Named) -> Step:
    return lambda done: _votes(account, rows, named, MinutesId(done[0].created))


def _votes(account: AccountId, rows: list[Row], named: Named, minutes: MinutesId) -> AccountCommand:
    """Into a round that was opened before; or as a round of its own, opened and closed in this sitting."""
    first = Cells(rows[0], named)
    about = rows[0].said(C.ABOUT)
    totals = tuple(
        Tally(_option(row.said(C.WHAT)), Cells(row, named).read(C.AMOUNT, count_of)) for row in rows
    )
    if is_id("round", about):
        return EnterShowOfHands(account=account, round=RoundId(about), minutes=minutes, totals=totals)
    if not is_id("proposal", about):
        raise CellRefused(rows[0], C.ABOUT, IdUnknown())
    title = first.text(C.TEXT)
    if title is None:
        raise CellRefused(rows[0], C.TEXT, CellMissing())
    assert named.state.tier, "a founded association has a tier"
    return DecideInAssembly(
        account=account,
        title=title,
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=BODY_OF[Tier(named.state.tier)],
        items=(Item("1", ProposalId(about)),),
        minutes=minutes,
        totals=totals,
    )


def _option(said: str) -> str:
    """Yes, no and abstain in any language; any other option by its label."""
    slug = slugs_by_word().get(bare(said))
    return slug if slug in {YES, NO, ABSTAIN} else said
