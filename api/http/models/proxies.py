"""Bodies about proxies."""

from pydantic import Field

from api.http.models.base import Body, Member, Paper
from api.http.models.minutes import Minutes

_GIVER = Field(None, description="For a teller: who gives it, on paper. Else the key's own member.")


class NewProxy(Body):
    """Somebody asks another to vote for them in one round."""

    holder: Member = Field(description="Who is to vote for them.")
    giver: Member | None = _GIVER
    minutes: Minutes | None = Field(None, description="With which a proxy on paper was handed in.")
    paper: Paper | None = Field(
        None,
        description="Its scan, filed before; not in a confidential round, where it would tell whose token it is.",
    )


class ProxyWithdrawal(Body):
    """Somebody takes their proxy back."""

    giver: Member | None = Field(
        None, description="For a teller: who has taken it back, on paper. Else the key's own member."
    )
