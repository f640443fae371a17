"""Why a round came to its result, in sentences that an elector understands, and as JSON for programs."""

from api.explanations.shown import told
from api.explanations.telling import sentences

__all__ = ["sentences", "told"]
