"""Why a command about learning is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownExperience(NotFound):
    """This account shared no such experience: check its id (E1)."""


class ExperienceIsWithdrawn(Conflict):
    """This experience was withdrawn: share it as a new one (E1)."""


class ThemesOutOfRange(Malformed):
    """An exchange has from one to {most} themes, none of them twice: choose those that fit best (E1)."""


class ParticipantsOutOfRange(Malformed):
    """An exchange says how many people took part: give a whole number from 1 to {most} (E1)."""


class MinutesOutOfRange(Malformed):
    """An exchange says how long it lasted: give whole minutes from 1 to {most} (E1)."""


class UnknownLearningExchange(NotFound):
    """This account knows of no such exchange: check its id (E1)."""


class UnknownLearned(NotFound):
    """This account holds no such practice sheet, exchange or adoption: check its id (E1)."""


class OwnExchange(Forbidden):
    """Your side recorded this exchange: only the twin confirms or declines it (E1)."""


class ExchangeAnsweredAlready(Conflict):
    """This exchange is {status} already: where that is wrong, record it anew (E1)."""


class OwnPractice(Unprocessable):
    """A practice is adopted from others: name an experience of another account than this one (E1)."""


class AdoptedAlready(Conflict):
    """This account adopted that practice already, and it counts once: nothing more is to be done (E1)."""


class NotThisTwinsPractice(Unprocessable):
    """The other side of this twinning is another account: name the twinning with whom shared it, or none (E1)."""


class PlaceMissing(Malformed):
    """Say where this is practised: name a territory, or have the association's own entered in the register (T1)."""


class PlaceMalformed(Malformed):
    """A territory is named by its id, such as territory-27h6p3amkdqg6stt: look it up in the register (T1)."""
