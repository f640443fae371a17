"""Bodies about pass-on promises."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Account, Amount, Body, Disbursement, Text, Unit


class NewHonours(Body):
    """The promise that a pass-on honours, and how much of it; who benefited of that disbursement gives."""

    disbursement: Disbursement
    account: Annotated[
        Account | None, Field(description="The account that made the disbursement; this one, if left out.")
    ] = None
    unit: Annotated[Unit | None, Field(description="The promise's own; what is given, if left out.")] = None
    amount: Annotated[
        Amount | None, Field(description="How much of the promise; if left out, what is given and open.")
    ] = None


class Forgiving(Body):
    """Why a promise is forgiven."""

    reason: Text
