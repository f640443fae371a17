"""The tables of chains.

Whatever comes into a fund lies on an axis: the first euro at 0, each next one behind those that came before. So a
contribution is an interval of its fund's axis, and first in, first out is the order of the axis (K5). A contribution
has no row: where its interval begins is counted from the last mark, of which every `EVERY`-th event leaves one.
"""

from projections.base import Table

EVERY = 128
"""Versions of an account's stream from one mark to the next: so many events are read to find a contribution."""

FUNDS = Table(
    "chain_funds",
    "fund TEXT NOT NULL, came_minor INTEGER NOT NULL, gone_minor INTEGER NOT NULL, marked_minor INTEGER NOT NULL, "
    "partition TEXT NOT NULL, PRIMARY KEY (fund)",
)
"""A unit, purpose and destination of an account: how long its axis is, up to where all of it is gone, and where the
last mark stands. What is gone may be more than what came: then what comes next fills it (L2)."""

MARKS = Table(
    "chain_marks",
    "fund TEXT NOT NULL, came_minor INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (fund, came_minor)",
    indexes={"chain_marks_by_version": "fund, version"},
)
"""How long a fund's axis was after a version of the account's stream."""

ARRIVALS = Table(
    "chain_arrivals",
    "fund TEXT NOT NULL, from_minor INTEGER NOT NULL, to_minor INTEGER NOT NULL, about TEXT NOT NULL, "
    "position INTEGER NOT NULL, pair INTEGER NOT NULL, moved_minor INTEGER NOT NULL, "
    "PRIMARY KEY (fund, from_minor)",
    indexes={"chain_arrivals_by_about": "about, position, pair"},
)
"""What came in otherwise than as an unrestricted contribution of money. Where the same event took so much out of a
fund for it, `moved_minor` says how much, in that fund's unit, and `pair` which of the event's moves it is."""

USES = Table(
    "chain_uses",
    "fund TEXT NOT NULL, from_minor INTEGER NOT NULL, to_minor INTEGER NOT NULL, about TEXT NOT NULL, "
    "position INTEGER NOT NULL, pair INTEGER NOT NULL, offset_minor INTEGER NOT NULL, whole_minor INTEGER NOT NULL, "
    "into_fund TEXT NOT NULL, into_from INTEGER NOT NULL, into_minor INTEGER NOT NULL, "
    "PRIMARY KEY (fund, from_minor)",
    indexes={"chain_uses_by_about": "about, position, pair, offset_minor"},
)
"""What went out, each with the interval that it took: `offset_minor` of the `whole_minor` that went out together.
Where it came into a fund again, that fund, and the interval's beginning and length there; else an empty name."""

PROMISES = Table(
    "chain_promises",
    "account TEXT NOT NULL, disbursement TEXT NOT NULL, unit TEXT NOT NULL, payee_account TEXT NOT NULL, "
    "promised_minor INTEGER NOT NULL, honoured_minor INTEGER NOT NULL, ended INTEGER NOT NULL, "
    "PRIMARY KEY (account, disbursement)",
)
"""Every disbursement that was authorised: the local account that is paid, if one is, and its pass-on promise."""

HONOURINGS = Table(
    "chain_honourings",
    "account TEXT NOT NULL, disbursement TEXT NOT NULL, position INTEGER NOT NULL, elsewhere TEXT NOT NULL, "
    "contribution TEXT NOT NULL, amount_minor INTEGER NOT NULL, "
    "PRIMARY KEY (account, disbursement, position)",
    indexes={"chain_honourings_by_contribution": "elsewhere, contribution"},
)
"""What contributions, of this account or elsewhere, honour of a promise, in the order in which that was recorded."""

TOTALS = Table(
    "promise_totals",
    "account TEXT NOT NULL, unit TEXT NOT NULL, promises INTEGER NOT NULL, promised_minor INTEGER NOT NULL, "
    "honoured_minor INTEGER NOT NULL, open_minor INTEGER NOT NULL, PRIMARY KEY (account, unit)",
)
"""The promises of an account and unit together: all that is public of them (K4)."""
