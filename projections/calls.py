"""Calls on the fund as each account knows them: where they lie, the twin's opinion, and what became of them (P5)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from ledger.calls.events import (
    CallGranted,
    CallMade,
    CallOpinionAsked,
    CallOpinionGiven,
    CallPassedOn,
    CallPutBack,
    CallPutOnBallot,
    CallReceived,
    CallRefused,
    CallSent,
    CallWithdrawn,
)
from ledger.calls.state import CallStatus, CallTerms, Opinion, OpinionKind, Refusal
from ledger.event import Recorded
from ledger.identifiers import AccountId, CallId, ProposalId, Seal, TwinningId, account_of, part_of
from projections.base import Database, Table, View, fetch

CALLS = Table(
    "calls",
    "account TEXT NOT NULL, id TEXT NOT NULL, asking TEXT NOT NULL, status TEXT NOT NULL, "
    "for_opinion INTEGER NOT NULL, lies_with TEXT, twin TEXT, twinning TEXT, addressee TEXT, proposal TEXT, "
    "decided TEXT, beneficiaries INTEGER, paper TEXT, opinion TEXT, opinion_effective TEXT, opinion_text TEXT, "
    "met_by TEXT, ground TEXT, answered TEXT, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
    "PRIMARY KEY (account, id)",
    indexes={"calls_by_position": "account, position"},
)
LINES = Table(
    "call_lines",
    "account TEXT NOT NULL, call TEXT NOT NULL, unit TEXT NOT NULL, costs_minor INTEGER NOT NULL, "
    "own_minor INTEGER NOT NULL, other_minor INTEGER NOT NULL, requested_minor INTEGER NOT NULL, "
    "PRIMARY KEY (account, call, unit)",
)


class Calls(View):
    """One row for each call and account that holds it, and one for each unit of its money."""

    name = "calls"
    tables = (CALLS, LINES)
    reacts_to = frozenset(
        {
            CallMade,
            CallOpinionAsked,
            CallOpinionGiven,
            CallSent,
            CallReceived,
            CallPutOnBallot,
            CallPutBack,
            CallGranted,
            CallRefused,
            CallPassedOn,
            CallWithdrawn,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        match event:
            case CallMade():
                self._begun(recorded, db, event.terms, status=CallStatus.MADE)
            case CallOpinionAsked():
                self._begun(recorded, db, event.terms, status=CallStatus.MADE, for_opinion=1)
            case CallReceived():
                lies_with = account_of(recorded.stream)
                self._begun(recorded, db, event.terms, status=CallStatus.RECEIVED, lies_with=lies_with)
                self._change(recorded, db, **_opinion(event.opinion))
            case CallOpinionGiven():
                self._change(recorded, db, **_opinion(event.opinion))
            case CallSent():
                self._change(recorded, db, status=CallStatus.SENT, lies_with=event.to)
            case CallPutOnBallot():
                self._change(recorded, db, status=CallStatus.ON_BALLOT, met_by=event.proposal)
            case CallPutBack():
                self._change(recorded, db, status=CallStatus.RECEIVED, met_by=None)
            case CallGranted():
                self._change(
                    recorded,
                    db,
                    status=CallStatus.GRANTED,
                    met_by=event.proposal,
                    answered=event.effective.isoformat(),
                )
            case CallRefused():
                self._change(
                    recorded,
                    db,
                    status=CallStatus.REFUSED,
                    ground=event.ground,
                    answered=event.effective.isoformat(),
                )
            case CallPassedOn():
                self._change(recorded, db, status=CallStatus.PASSED_ON, lies_with=event.to)
            case CallWithdrawn():
                self._known(recorded, db, event.asking)
                self._change(recorded, db, status=CallStatus.WITHDRAWN)
            case _:
                pass

    def _known(self, recorded: Recorded, db: Database, asking: AccountId) -> None:
        """Where it was not heard of before, a row that says who asks."""
        where = account_of(recorded.stream), part_of(recorded.stream)
        if db.execute("SELECT 1 FROM calls WHERE account = ? AND id = ?", where).fetchone() is None:
            db.execute(
                "INSERT INTO calls (account, id, asking, status, for_opinion, recorded_us, position) "
                "VALUES (?, ?, ?, ?, 0, ?, ?)",
                (*where, asking, CallStatus.MADE, recorded.envelope.recorded_us, recorded.position),
            )

    def _begun(self, recorded: Recorded, db: Database, terms: CallTerms, **more: Any) -> None:
        """Its terms are known; a twin that is called on itself knows them already."""
        self._known(recorded, db, terms.asking)
        measure = terms.measure
        self._change(
            recorded,
            db,
            twin=terms.twin,
            twinning=measure.twinning,
            addressee=measure.addressee,
            proposal=terms.proposal,
            decided=terms.decided.isoformat(),
            beneficiaries=measure.beneficiaries,
            paper=terms.paper,
            **more,
        )
        sums: list[Counter[str]] = []
        for amounts in (measure.costs, measure.own, measure.other, measure.requested):
            total: Counter[str] = Counter()
            for amount in amounts:
                total[amount.unit] += amount.amount_minor
            sums.append(total)
        account, call = account_of(recorded.stream), part_of(recorded.stream)
        units = sorted(set().union(*sums))
        db.put(LINES, [(account, call, unit, *(total[unit] for total in sums)) for unit in units])

    def _change(self, recorded: Recorded, db: Database, **values: Any) -> None:
        columns = ", ".join(f"{name} = ?" for name in values)
        where = account_of(recorded.stream), part_of(recorded.stream)
        db.execute(f"UPDATE calls SET {columns} WHERE account = ? AND id = ?", (*values.values(), *where))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, call and unit."""
        query = (
            "SELECT account, call, unit, costs_minor, own_minor, other_minor, requested_minor FROM call_lines "
            "ORDER BY account, call, unit"
        )
        for account, call, unit, *amounts in db.execute(query):
            for what, amount in zip(("costs", "own", "other", "requested"), amounts, strict=True):
                yield f"calls/{account}/{call}/{unit}/{what}", amount


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {
        "opinion": opinion.kind,
        "opinion_effective": opinion.effective.isoformat(),
        "opinion_text": opinion.text,
    }


class Call(msgspec.Struct, frozen=True):
    """A row; what is None is not known to this account, or has not happened."""

    account: AccountId
    id: CallId
    asking: AccountId
    status: CallStatus
    for_opinion: bool
    """This account is the twin whose opinion is asked."""
    lies_with: AccountId | None
    """Who is to decide it, or decided it."""
    twin: AccountId | None
    twinning: TwinningId | None
    addressee: AccountId | None
    """Who was asked first."""
    proposal: ProposalId | None
    """The asking account's, which a final decision accepted."""
    decided: date | None
    """The day of that decision."""
    beneficiaries: int | None
    paper: Seal | None
    """Of the need, what each cost is for, and the pass-on plan."""
    opinion: OpinionKind | None
    opinion_effective: date | None
    opinion_text: Seal | None
    met_by: ProposalId | None
    """The proposal to meet it, of the account where it lies."""
    ground: Refusal | None
    """Why it was refused."""
    answered: date | None
    recorded_us: int
    position: int
    """Where this account first heard of it; pages follow it."""


class CallLine(msgspec.Struct, frozen=True):
    """A call's money in one unit, in minor units."""

    unit: str
    costs_minor: int
    own_minor: int
    other_minor: int
    requested_minor: int


def find(db: Database, account: AccountId, call: CallId) -> Call | None:
    """One call; None where the account has not heard of it."""
    found = fetch(db, Call, "FROM calls WHERE account = ? AND id = ?", (account, call))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    status: CallStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Call]:
    """The calls that an account made, received or is asked about, after the position of the page before."""
    wanted = "" if status is None else "AND status = :status"
    rest = (
        f"FROM calls WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    )
    return fetch(db, Call, rest, {"account": account, "after": after, "status": status, "limit": limit})


def lines(db: Database, account: AccountId, call: CallId) -> list[CallLine]:
    """A call's money, by unit."""
    return fetch(
        db, CallLine, "FROM call_lines WHERE account = ? AND call = ? ORDER BY unit", (account, call)
    )
