"""How a place of money is named on the command line: by its label, and by its account where several have such a one."""

from typing import Annotated

import typer

from api.cli.common import give_up
from api.cli.names import chosen
from ledger.accounts.state import Account
from ledger.identifiers import AccountId, PlaceId, stream_of
from ledger.ledger import Ledger
from projections.base import Database

PlaceLabel = Annotated[str, typer.Option("--place", help="Label of the place of money.", show_default=False)]


def place_labelled(
    ledger: Ledger, db: Database, label: str, account: str | None
) -> tuple[AccountId, PlaceId]:
    """The place and its account; ends the command where there is none, or more than one."""
    found = [
        (one.account, place)
        for one in chosen(db, account)
        for place, known in _state(ledger, one.account).places.items()
        if known.label == label
    ]
    if not found:
        give_up(f"No local account has a place of money {label}: check its label among the account's places.")
    if len(found) > 1:
        give_up(f"Several local accounts have a place of money {label}: say which with --account.", 2)
    return found[0]


def _state(ledger: Ledger, account: AccountId) -> Account:
    found = ledger.state(stream_of(account))
    assert found is not None, "the view knows accounts that the ledger has"
    assert isinstance(found[0], Account), "an account's stream adds up to one"
    return found[0]
