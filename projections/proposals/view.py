"""Proposals: their tables and the reaction that fills them."""

from collections.abc import Iterable, Iterator

from ledger.accounts.events import BudgetAwarded, PaymentBooked, PaymentRestored
from ledger.accounts.state import Line
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.event import Event, Recorded
from ledger.identifiers import (
    AccountId,
    ProposalId,
    account_of,
    part_of,
)
from ledger.proposals.events import (
    InterestDeclared,
    InterestsStated,
    ProposalAccepted,
    ProposalAdmitted,
    ProposalAmended,
    ProposalClosed,
    ProposalDrafted,
    ProposalExecutionBegun,
    ProposalPutBack,
    ProposalPutOnBallot,
    ProposalRejected,
    ProposalReported,
    ProposalSubmitted,
    ProposalWithdrawn,
)
from ledger.proposals.measure import CallOnFund, ClosePeriod, Spend, call_met_by, requested_of, twinning_of
from ledger.proposals.state import ProposalStatus
from projections.base import Database, Table, View

_COLUMNS = ("requested_minor", "awarded_minor", "exchanged_minor", "authorised_minor", "paid_minor")
_STATUS_AFTER: dict[type[Event], ProposalStatus] = {
    ProposalSubmitted: ProposalStatus.SUBMITTED,
    ProposalAdmitted: ProposalStatus.ADMITTED,
    ProposalAccepted: ProposalStatus.ACCEPTED,
    ProposalRejected: ProposalStatus.REJECTED,
    ProposalWithdrawn: ProposalStatus.WITHDRAWN,
    ProposalExecutionBegun: ProposalStatus.EXECUTING,
    ProposalReported: ProposalStatus.REPORTED,
    ProposalClosed: ProposalStatus.CLOSED,
}


INTERESTS = Table(
    "proposal_interests",
    "account TEXT NOT NULL, proposal TEXT NOT NULL, member TEXT NOT NULL, tie TEXT NOT NULL, "
    "PRIMARY KEY (account, proposal, member)",
)


class Proposals(View):
    """One row per proposal in its latest version, one per unit and purpose of its money, one per interest declared."""

    name = "proposals"
    tables = (
        Table(
            "proposals",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL, "
            "proposer TEXT NOT NULL, measure TEXT NOT NULL, destination TEXT, criterion TEXT, twinning TEXT, "
            "receiving_account TEXT, call TEXT, addressee TEXT, beneficiaries INTEGER, until TEXT, report TEXT, "
            "paper TEXT NOT NULL, seal TEXT NOT NULL, round TEXT, "
            "interests_stated INTEGER NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"proposals_by_position": "account, position"},
        ),
        Table(
            "proposal_lines",
            "account TEXT NOT NULL, proposal TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, "
            "requested_minor INTEGER NOT NULL DEFAULT 0, awarded_minor INTEGER NOT NULL DEFAULT 0, "
            "exchanged_minor INTEGER NOT NULL DEFAULT 0, authorised_minor INTEGER NOT NULL DEFAULT 0, "
            "paid_minor INTEGER NOT NULL DEFAULT 0, "
            "PRIMARY KEY (account, proposal, unit, purpose)",
        ),
        INTERESTS,
    )
    reacts_to = frozenset(
        {
            ProposalDrafted,
            ProposalAmended,
            InterestDeclared,
            InterestsStated,
            ProposalPutOnBallot,
            ProposalPutBack,
            *_STATUS_AFTER,
            BudgetAwarded,
            CurrencyExchanged,
            CurrencyExchangeReversed,
            DisbursementAuthorised,
            DisbursementCancelled,
            DisbursementFailed,
            DisbursementReturned,
            PaymentBooked,
            PaymentRestored,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account, own = recorded.event, account_of(recorded.stream), part_of(recorded.stream)
        match event:
            case ProposalDrafted():
                db.execute(
                    "INSERT INTO proposals (account, id, status, version, proposer, measure, paper, seal, "
                    "interests_stated, recorded_us, position) VALUES (?, ?, ?, 0, ?, '', '', '', 0, ?, ?)",
                    (
                        account,
                        own,
                        ProposalStatus.DRAFT,
                        event.proposer,
                        recorded.envelope.recorded_us,
                        recorded.position,
                    ),
                )
                self._version(db, account, own, event, 1)
            case ProposalAmended():
                self._version(db, account, own, event, event.version)
            case InterestDeclared():
                db.put(INTERESTS, [(account, own, event.member, event.tie)])
            case InterestsStated():
                query = "UPDATE proposals SET interests_stated = 1 WHERE account = ? AND id = ?"
                db.execute(query, (account, own))
            case ProposalPutOnBallot():
                query = "UPDATE proposals SET status = ?, round = ? WHERE account = ? AND id = ?"
                db.execute(query, (ProposalStatus.ON_BALLOT, event.round, account, own))
            case ProposalPutBack():
                query = "UPDATE proposals SET status = ?, round = NULL WHERE account = ? AND id = ?"
                db.execute(query, (ProposalStatus.ADMITTED, account, own))
            case (
                ProposalSubmitted()
                | ProposalAdmitted()
                | ProposalAccepted()
                | ProposalRejected()
                | ProposalWithdrawn()
                | ProposalExecutionBegun()
                | ProposalReported()
                | ProposalClosed()
            ):
                query = "UPDATE proposals SET status = ? WHERE account = ? AND id = ?"
                db.execute(query, (_STATUS_AFTER[type(event)], account, own))
            case BudgetAwarded():
                for award in event.awards:
                    _add(db, "awarded_minor", account, award.proposal, award.lines)
            case CurrencyExchanged() | CurrencyExchangeReversed():
                if event.decision is not None:
                    lines = [Line(side.unit, event.purpose, side.net) for side in event.sides()]
                    _add(db, "exchanged_minor", account, event.decision.proposal, lines)
            case DisbursementAuthorised():
                _add(db, "authorised_minor", account, event.proposal, (event.line,))
            case DisbursementCancelled() | DisbursementFailed() | DisbursementReturned():
                _add(db, "authorised_minor", account, event.proposal, (event.line,), -1)
            case PaymentBooked():
                _add(db, "paid_minor", account, event.proposal, (event.line,))
            case PaymentRestored():
                _add(db, "paid_minor", account, event.proposal, (event.line,), -1)
            case _:
                pass

    def _version(
        self,
        db: Database,
        account: AccountId,
        own: str,
        event: ProposalDrafted | ProposalAmended,
        version: int,
    ) -> None:
        """A new version is a draft again, and says all anew (P2)."""
        measure = event.measure
        spend = measure if isinstance(measure, Spend) else None
        closing = measure if isinstance(measure, ClosePeriod) else None
        db.execute(
            "UPDATE proposals SET status = ?, version = ?, measure = ?, destination = ?, criterion = ?, "
            "twinning = ?, receiving_account = ?, call = ?, addressee = ?, "
            "beneficiaries = ?, until = ?, report = ?, paper = ?, seal = ?, interests_stated = 0 "
            "WHERE account = ? AND id = ?",
            (
                ProposalStatus.DRAFT,
                version,
                measure.__struct_config__.tag,
                spend and spend.destination,
                spend and spend.criterion,
                twinning_of(measure),
                spend and spend.receiving_account,
                call_met_by(measure),
                measure.addressee if isinstance(measure, CallOnFund) else None,
                measure.beneficiaries if isinstance(measure, Spend | CallOnFund) else None,
                closing and closing.until.isoformat(),
                closing and closing.report,
                event.paper,
                event.seal,
                account,
                own,
            ),
        )
        db.execute("DELETE FROM proposal_lines WHERE account = ? AND proposal = ?", (account, own))
        _add(db, "requested_minor", account, ProposalId(own), requested_of(measure))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, proposal, unit, purpose."""
        query = (
            f"SELECT account, proposal, unit, purpose, {', '.join(_COLUMNS)} FROM proposal_lines "
            "ORDER BY account, proposal, unit, purpose"
        )
        for account, proposal, unit, purpose, *amounts in db.execute(query):
            for column, amount in zip(_COLUMNS, amounts, strict=True):
                what = column.removesuffix("_minor")
                yield f"proposals/{account}/{proposal}/{unit}/{purpose}/{what}", amount


def _add(
    db: Database,
    column: str,
    account: AccountId,
    proposal: ProposalId,
    lines: Iterable[Line],
    sign: int = 1,
) -> None:
    db.executemany(
        f"INSERT INTO proposal_lines (account, proposal, unit, purpose, {column}) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (account, proposal, unit, purpose) "
        f"DO UPDATE SET {column} = proposal_lines.{column} + excluded.{column}",
        [(account, proposal, line.unit, line.purpose, sign * line.amount_minor) for line in lines],
    )
