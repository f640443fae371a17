"""Assemblies that meet in a room: their minutes, what they decide by show of hands, and their part in other rounds."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from api.demonstration.village import Village
from ledger.associations.commands import FillOfficeByMinutes
from ledger.associations.rules import Office
from ledger.identifiers import MinutesId, PaperId, ProposalId, RoundId
from ledger.minutes.commands import RecordMinutes
from ledger.rounds.commands import DecideInAssembly, EnterShowOfHands
from ledger.rounds.counting import Tally
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Item

_EVENING, _LASTED = time(16), timedelta(hours=2)


def minutes(
    village: Village,
    held: int,
    called: str,
    text: str,
    present: tuple[str, ...],
    *,
    entry_until: int | None = None,
    scan: PaperId | None = None,
    notice: int = 10,
    recorder: str | None = None,
) -> MinutesId:
    """The minutes of an assembly that met on a day, called together some days before; the first two attest them."""
    calendar = village.calendar
    began = datetime.combine(calendar.day(held), _EVENING, calendar.evening(held).tzinfo)
    attending = tuple(village.people[name] for name in present)
    command = RecordMinutes(
        account=village.account,
        began=began,
        ended=began + _LASTED,
        convened=calendar.day(held - notice),
        convocation=called,
        attending=attending,
        attesting=(attending[0], attending[1]),
        text=text,
        scan=scan,
        entry_until=None if entry_until is None else calendar.day(entry_until),
    )
    return MinutesId(village.do(command, by=None if recorder is None else village.people[recorder]))


def hands(yes: int, no: int = 0, abstain: int = 0) -> tuple[Tally, ...]:
    """So many hands."""
    return Tally(YES, yes), Tally(NO, no), Tally(ABSTAIN, abstain)


def decide(
    village: Village,
    held: MinutesId,
    title: str,
    items: Mapping[str, ProposalId],
    totals: tuple[Tally, ...],
) -> RoundId:
    """A question that was asked and answered in one sitting."""
    command = DecideInAssembly(
        account=village.account,
        minutes=held,
        title=title,
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=village.body,
        items=tuple(Item(label, proposal) for label, proposal in items.items()),
        totals=totals,
    )
    return RoundId(village.do(command))


def enter(village: Village, round_id: RoundId, held: MinutesId, totals: tuple[Tally, ...]) -> None:
    """The assembly's part in a round in which others vote electronically."""
    command = EnterShowOfHands(account=village.account, round=round_id, minutes=held, totals=totals)
    village.do(command)


def fill(village: Village, held: MinutesId, office: Office, member: str) -> None:
    """The assembly gave a vacant office to a member."""
    token = village.people[member]
    command = FillOfficeByMinutes(account=village.account, minutes=held, office=office, member=token)
    village.do(command)
    village.officers[office] = token
    village.ids[office.value.replace("-", "_")] = token
