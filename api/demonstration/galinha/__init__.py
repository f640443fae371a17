"""x"""

from api.demonstration.season import Chapter
from api.demonstration.village import Village


def chapters(village: Village) -> tuple[Chapter, ...]:
    return ()
