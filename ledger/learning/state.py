"""What is remembered of learning: how far each sheet, exchange and adoption has come."""

from enum import StrEnum
from typing import ClassVar

from ledger.identifiers import AccountId, ExperienceId, Mark
from ledger.state import State


class Theme(StrEnum):
    """What something is about; a fixed list, so that a territory finds what others know in any language."""

    WATER = "water"
    FARMING = "farming"
    FOOD_AND_DRINK = "food-and-drink"
    CRAFTS = "crafts"
    ENTERPRISE = "enterprise"
    ENERGY = "energy"
    HOUSING = "housing"
    HEALTH = "health"
    SCHOOL = "school"
    TRANSPORT = "transport"
    ENVIRONMENT = "environment"
    TOURISM = "tourism"
    CULTURE = "culture"
    DIASPORA = "diaspora"
    ASSOCIATION_LIFE = "association-life"


class LearningDirection(StrEnum):
    """Who learned from whom, as seen by the account that records it; each counts equally (E1)."""

    FROM_US = "from-us"
    FROM_THEM = "from-them"
    MUTUAL = "mutual"

    @property
    def mirrored(self) -> "LearningDirection":
        """The same direction as the other side sees it."""
        return _MIRRORED[self]


_MIRRORED = {
    LearningDirection.FROM_US: LearningDirection.FROM_THEM,
    LearningDirection.FROM_THEM: LearningDirection.FROM_US,
    LearningDirection.MUTUAL: LearningDirection.MUTUAL,
}


class Experience(State, kw_only=True):
    """A practice sheet that an account shared."""

    prefix: ClassVar[str] = "experience"

    version: int = 0
    """Counts the texts; 0 where it was never shared."""
    withdrawn: bool = False


class ExchangeStatus(StrEnum):
    """Held → confirmed | declined, by the side that did not record it."""

    HELD = "held"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class LearningExchange(State, kw_only=True):
    """An exchange between two territories, held by both sides under the same id."""

    prefix: ClassVar[str] = "learning"

    status: ExchangeStatus = ExchangeStatus.HELD
    twin: AccountId = AccountId("")
    told: bool = False
    """The other side recorded it and told this one, whose word is then asked for."""


class Adoption(State, kw_only=True):
    """A practice that one account took over from another, held by both under the same id."""

    prefix: ClassVar[str] = "adoption"

    experience: ExperienceId = ExperienceId("")


def adopted_mark(account: AccountId, origin: AccountId, experience: ExperienceId) -> Mark:
    """Left where an account adopted an experience of another, so that it counts once."""
    return Mark(f"adopted:{account}:{origin}:{experience}")
