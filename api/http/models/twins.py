"""Bodies about what twins tell each other."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Body, id_of
from ledger.flows.state import MOST_LINES


class NewFlowStatement(Body):
    """Which transfers the statement names; how they stand is the ledger's to say."""

    transfers: Annotated[tuple[Annotated[str, id_of("transfer")], ...], Field(max_length=MOST_LINES)] = ()
