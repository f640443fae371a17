"""On which day an entry is booked: in the open period, whatever day it took effect on (L7)."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def booked_on(closed_until: date | None, effective: date) -> date:
    """The day in the books of what is recorded while they are closed until a day; None: nothing is closed yet.

    It follows from the order of the log alone: what was closed when an entry was recorded stays what was closed then.
    """
    return effective if closed_until is None or effective > closed_until else closed_until + DAY
