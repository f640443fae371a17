"""An assembly meets, and its minutes are recorded a few days later."""

from datetime import timedelta

from ledger.identifiers import MinutesId
from ledger.minutes.commands import RecordMinutes
from tests.season import Season


def tour(season: Season) -> None:
    """Minutes with an attendance list."""
    recorded(season)


def recorded(season: Season) -> MinutesId:
    """The minutes of an assembly that met two days ago, with everybody there who has an office."""
    met = season.now() - timedelta(days=2)
    present = tuple(season.state().officers.values())
    minutes = RecordMinutes(
        account=season.account,
        began=met,
        ended=met + timedelta(hours=2),
        convened=met.date() - timedelta(days=8),
        convocation="On the door of the Water house.",
        attending=present,
        attesting=(present[0], present[1]),
        text="We met under the cousin of all trees, and Ana spoke.",
        entry_until=season.now().date() + timedelta(days=5),
    )
    return MinutesId(season.do(minutes))
