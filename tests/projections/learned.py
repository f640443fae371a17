"""What was learned, for the views: one event of each kind."""

from datetime import date

from ledger.identifiers import (
    AccountId,
    AdoptionId,
    ExperienceId,
    LearningExchangeId,
    Seal,
    TerritoryId,
    TwinningId,
    stream_of,
)
from ledger.learning.events import (
    ExperienceAmended,
    ExperienceShared,
    ExperienceWithdrawn,
    LearningExchangeConfirmed,
    LearningExchangeDeclined,
    LearningExchangeHeld,
    LearningExchangeTold,
    PracticeAdopted,
    PracticeAdoptionTold,
)
from ledger.learning.state import LearningDirection, Theme
from tests.projections.log import ACCOUNT, Log

TEXT = Seal("5ea1" * 16)
DAY = date(2026, 2, 3)
HERE, THERE = (TerritoryId(f"territory-000000000000000{n}") for n in (1, 2))
TWIN = AccountId("account-0000000000000002")
TWINNING = TwinningId("twinning-0000000000000001")
FOG_NETS, TERRACES, CHEESE = (ExperienceId(f"experience-000000000000000{n}") for n in (1, 2, 3))
VINES, SCHOOLS = (LearningExchangeId(f"learning-000000000000000{n}") for n in (1, 2))
OURS, THEIRS = (AdoptionId(f"adoption-000000000000000{n}") for n in (1, 2))


def record_learning(log: Log) -> None:
    """Two sheets, two exchanges and two adoptions, one of each told by the twin."""
    log.record(
        ExperienceShared(theme=Theme.WATER, territory=HERE, text=TEXT),
        ExperienceAmended(version=2, theme=Theme.ENVIRONMENT, text=TEXT),
        stream=stream_of(ACCOUNT, FOG_NETS),
    )
    log.record(
        ExperienceShared(theme=Theme.FARMING, territory=HERE, text=TEXT),
        ExperienceWithdrawn(),
        stream=stream_of(ACCOUNT, TERRACES),
    )
    log.record(
        LearningExchangeHeld(
            twinning=TWINNING,
            twin=TWIN,
            direction=LearningDirection.FROM_US,
            participants=9,
            minutes=180,
            themes=(Theme.FARMING, Theme.FOOD_AND_DRINK),
            effective=DAY,
        ),
        LearningExchangeConfirmed(),
        stream=stream_of(ACCOUNT, VINES),
    )
    log.record(
        LearningExchangeTold(
            twinning=TWINNING,
            twin=TWIN,
            direction=LearningDirection.MUTUAL,
            participants=4,
            minutes=60,
            themes=(Theme.SCHOOL,),
            effective=DAY,
        ),
        LearningExchangeDeclined(tells=TWIN),
        stream=stream_of(ACCOUNT, SCHOOLS),
    )
    log.record(
        PracticeAdopted(
            experience=CHEESE,
            origin=TWIN,
            twinning=TWINNING,
            theme=Theme.FOOD_AND_DRINK,
            territory=HERE,
            text=TEXT,
            effective=DAY,
        ),
        stream=stream_of(ACCOUNT, OURS),
    )
    log.record(
        PracticeAdoptionTold(
            experience=FOG_NETS,
            adopter=TWIN,
            twinning=TWINNING,
            theme=Theme.WATER,
            territory=THERE,
            text=TEXT,
            effective=DAY,
        ),
        stream=stream_of(ACCOUNT, THEIRS),
        by=TWIN,
    )
