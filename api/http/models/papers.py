"""Bodies about papers. A paper itself is sent as it is, not in JSON."""

from api.http.models.base import Body, Member, Text


class Forgetting(Body):
    """Why a paper's bytes are to be taken away, and which other officer agrees."""

    reason: Text
    confirmed_by: Member
