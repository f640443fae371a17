"""From a sheet to what is recorded: all of it is rehearsed first, then each entry is recorded once and for ever."""

from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from api.sheets.cells import day_of, figure_of, minutes_of
from api.sheets.entry import names_in
from api.sheets.kinds import steps_of
from api.sheets.people import Named
from api.sheets.reading import CellRefused, Entry, Sheet
from api.sheets.refusals import NumberTaken
from api.sheets.steps import Done, Step
from api.sheets.words import Column, Kind, bare, kinds_by_word, slugs_by_word
from ledger.answers import Request
from ledger.context import canonical
from ledger.contributions.events import ContributionReceived
from ledger.event import Event
from ledger.goods.events import GoodsDelivered
from ledger.identifiers import AccountId, MemberToken
from ledger.ledger import Ledger
from ledger.papers.commands import FilePaper
from ledger.papers.media import Examined
from ledger.papers.state import PaperKind
from ledger.refusals import KeyReused, Refused
from ledger.rehearsal import earlier, rehearsing
from ledger.work.events import WorkDayRecorded

CALLER = "sheet"
"""In whose name entries are recognised: whoever imports a sheet again, it is the same sheet."""


MOST_REHEARSALS = 20
"""Each begins anew without one more entry that fails halfway; where so many do, the last one passes over the rest."""


class Became(StrEnum):
    """What became of an entry, or would."""

    KNOWN = "known"
    """It was recorded before."""
    RECORDED = "recorded"
    WOULD_BE = "would-be"
    REFUSED = "refused"
    LEFT_OUT = "left-out"
    """Another entry is wrong, and all are recorded or none."""


class Told(msgspec.Struct, frozen=True):
    """One entry, what became of it, and the ids of what it made."""

    entry: Entry
    became: Became
    created: tuple[str, ...] = ()
    fault: CellRefused | None = None


class Taken(msgspec.Struct, frozen=True):
    """What became of a sheet."""

    told: tuple[Told, ...]
    faults: tuple[CellRefused, ...]
    """One for each row that is wrong, in the order of the rows."""
    paper: str | None = None
    """The sheet itself, where anything of it was recorded."""
    position: str | None = None
    """Of the last event recorded."""


def take_sheet(
    ledger: Ledger,
    account: AccountId,
    sheet: Sheet,
    file: Examined,
    *,
    by: str,
    zone: ZoneInfo | None = None,
    dry_run: bool = False,
    good_rows: bool = False,
) -> Taken:
    """Rehearse a sheet and, unless a row is wrong, record what is new of it. Raises UnknownAccount or Refused.

    With `good_rows`, what is right is recorded although something else is wrong.
    """
    taking = _Taking(ledger, account, sheet, by, zone)
    taking.look_back()
    taking.rehearse()
    wrong = bool(taking.faults or sheet.faults)
    paper: str | None = None
    if not dry_run and taking.fresh() and (good_rows or not wrong):
        filing = FilePaper(account=account, kind=PaperKind.SHEET, file=file)
        filed = ledger.handle(filing, by=by)
        paper, taking.position = filed.created, filed.position
        taking.record()
    faults = [*sheet.faults, *taking.faults.values()]
    faults.sort(key=lambda fault: (fault.row.tab, fault.row.line))
    otherwise = Became.WOULD_BE if dry_run else Became.LEFT_OUT
    return Taken(
        tuple(taking.told(entry, otherwise) for entry in sheet.entries), tuple(faults), paper, taking.position
    )


class _Taking:
    """Entries of one account, on their way from a sheet into the ledger."""

    def __init__(
        self, ledger: Ledger, account: AccountId, sheet: Sheet, by: str, zone: ZoneInfo | None
    ) -> None:
        self._ledger = ledger
        self._account = account
        self._partition = ledger.partition_of(account)
        self._entries = sheet.entries
        self._by = by
        self._zone = zone
        self.faults: dict[str, CellRefused] = {}
        """What is wrong with an entry, by its number."""
        self.position: str | None = None
        self._before: dict[str, list[Done]] = {}
        """What earlier imports made of an entry: all its steps, or the first of them."""
        self._made: dict[str, list[Done]] = {}

    def look_back(self) -> None:
        """See what was recorded before, and whose number said something else then."""
        named = Named(self._ledger, self._account)
        requests: dict[str, list[Request]] = {}
        for entry in self._entries:
            try:
                count = len(steps_of(self._account, entry, named, self._zone))
            except CellRefused as fault:
                self.faults[entry.number] = fault
            else:
                requests[entry.number] = [self._request(entry, nth) for nth in range(count)]
        every = [request for own in requests.values() for request in own]
        found = earlier(self._ledger.store, self._partition, every)
        for entry in self._entries:
            own = requests.get(entry.number, [])
            if any(request.key in found and not found[request.key][1] for request in own):
                self.faults[entry.number] = CellRefused(entry.first, Column.NUMBER, NumberTaken())
            self._before[entry.number] = [
                Done(found[request.key][0].created) for request in own if request.key in found
            ]
            self._made[entry.number] = list(self._before[entry.number])
        self._steps = {number: len(own) for number, own in requests.items()}

    def fresh(self) -> list[Entry]:
        """The entries with something to be recorded."""
        return [
            entry
            for entry in self._entries
            if entry.number not in self.faults and len(self._made[entry.number]) < self._steps[entry.number]
        ]

    def rehearse(self) -> None:
        """Carry all of it out without keeping it; what turns out wrong halfway must not have happened to the rest."""
        for again in range(MOST_REHEARSALS, 0, -1):
            if self._rehearsed(whole=again == 1):
                return

    def _rehearsed(self, *, whole: bool) -> bool:
        """Whether it came to its end; `whole`: it goes on after what fails halfway, too."""
        named = Named(self._ledger, self._account)
        with rehearsing(self._ledger.store, self._partition, self._ledger.clock) as rehearsal:
            for entry in self.fresh():
                done = list(self._made[entry.number])
                before = len(done)
                try:
                    for step in self._steps_of(entry, named)[before:]:
                        rehearsed = rehearsal.carry_out(step(done), by=self._by)
                        done.append(Done(rehearsed.created))
                        learn(named, entry, rehearsed.created, rehearsed.events[0])
                except CellRefused as fault:
                    self.faults[entry.number] = fault
                except Refused as refusal:
                    self.faults[entry.number] = CellRefused(entry.first, None, refusal)
                if entry.number in self.faults and len(done) > before and not whole:
                    return False
        return True

    def record(self) -> None:
        """Record what is new, in order, up to the first entry that is refused after all."""
        named = Named(self._ledger, self._account)
        for entry in self.fresh():
            done = self._made[entry.number]
            try:
                for nth, step in enumerate(self._steps_of(entry, named)[len(done) :], len(done)):
                    request = self._request(entry, nth)
                    answer = self._ledger.handle(step(done), by=self._by, request=request)
                    done.append(Done(answer.created))
                    self.position = answer.position
                    learn(named, entry, answer.created, self._event_at(answer.position))
            except CellRefused as fault:
                self.faults[entry.number] = fault
                return
            except KeyReused:
                self.faults[entry.number] = CellRefused(entry.first, Column.NUMBER, NumberTaken())
                return
            except Refused as refusal:
                self.faults[entry.number] = CellRefused(entry.first, None, refusal)
                return

    def told(self, entry: Entry, otherwise: Became) -> Told:
        """What became of an entry."""
        if entry.number in self.faults:
            return Told(entry, Became.REFUSED, (), self.faults[entry.number])
        made, steps = self._made[entry.number], self._steps[entry.number]
        created = tuple(done.created for done in made)
        if len(self._before[entry.number]) == steps:
            return Told(entry, Became.KNOWN, created)
        return Told(entry, Became.RECORDED if len(made) == steps else otherwise, created)

    def _steps_of(self, entry: Entry, named: Named) -> tuple[Step, ...]:
        return steps_of(self._account, entry, named, self._zone)

    def _request(self, entry: Entry, nth: int) -> Request:
        return Request(CALLER, f"{self._account}\n{entry.number}\n{nth}", content_of(entry))

    def _event_at(self, position: str) -> Event:
        partition, _, number = position.rpartition(".")
        (recorded,) = self._ledger.store.events_at(partition, [int(number)])
        return recorded.event


def learn(named: Named, entry: Entry, created: str, event: Event) -> None:
    """Whom an entry brought in can be named by those after it."""
    name = entry.first.said(Column.WHO)
    match event:
        case ContributionReceived() | GoodsDelivered():
            named.giver(name, event.giver)
        case WorkDayRecorded():
            for row, line in zip(entry.rows, event.lines, strict=True):
                named.giver(row.said(Column.WHO), line.worker)
        case _ if entry.kind is Kind.MEMBER:
            named.member(name, MemberToken(created))
        case _ if entry.kind is Kind.LEAVING:
            named.gone(MemberToken(created))
        case _:
            pass


def content_of(entry: Entry) -> str:
    """What an entry says, however it was written: in any of the languages, as CSV or as XLSX."""
    rows = [
        {column.value: _said(entry.kind, column, text) for column, text in row.cells.items()}
        for row in entry.rows
    ]
    for row, written in zip(entry.rows, rows, strict=True):
        written[Column.KIND.value] = kinds_by_word()[bare(row.said(Column.KIND))].value
    return canonical(rows)


def _said(kind: Kind, column: Column, text: str) -> str:
    try:
        match column:
            case Column.DAY | Column.CONVENED | Column.UNTIL:
                return day_of(text).isoformat()
            case Column.AMOUNT:
                return str(minutes_of(text)) if kind is Kind.HOURS else figure_of(text)
            case Column.WHAT:
                return ";".join(slugs_by_word().get(bare(word), word) for word in names_in(text))
            case Column.UNIT:
                return text.casefold()
            case _:
                return " ".join(text.split())
    except Refused:
        return text
