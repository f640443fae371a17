"""The promises that disbursements open, and their totals."""

from ledger.disbursements.events import DisbursementAuthorised, DisbursementReturned
from ledger.disbursements.state import PartyKind
from ledger.event import Event, Recorded
from ledger.identifiers import account_of, part_of
from ledger.promises.events import HonouringTakenBack, PromiseForgiven, PromiseHonoured, PromiseOpened
from projections.base import Database
from projections.chains.tables import HONOURINGS, PROMISES

KINDS: frozenset[type[Event]] = frozenset(
    {
        DisbursementAuthorised,
        DisbursementReturned,
        PromiseOpened,
        PromiseHonoured,
        HonouringTakenBack,
        PromiseForgiven,
    }
)

_ADD = """
    INSERT INTO promise_totals VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (account, unit) DO UPDATE SET
        promises = promise_totals.promises + excluded.promises,
        promised_minor = promise_totals.promised_minor + excluded.promised_minor,
        honoured_minor = promise_totals.honoured_minor + excluded.honoured_minor,
        open_minor = promise_totals.open_minor + excluded.open_minor
"""


def promise(recorded: Recorded, db: Database) -> None:
    """Bring one event."""
    where = account_of(recorded.stream), part_of(recorded.stream)
    match recorded.event:
        case DisbursementAuthorised(payee=payee, line=line):
            paid = payee.token if payee.kind is PartyKind.LOCAL_ACCOUNT else ""
            db.insert(PROMISES.name, [(*where, line.unit, paid, 0, 0, 0)])
        case PromiseOpened(amount_minor=promised):
            _change(db, where, promised=promised)
        case PromiseHonoured(account=elsewhere, contribution=contribution, amount_minor=amount):
            row = (*where, recorded.position, elsewhere, contribution, amount)
            db.insert(HONOURINGS.name, [row])
            _change(db, where, honoured=amount)
        case HonouringTakenBack(account=elsewhere, contribution=contribution, amount_minor=amount):
            query = (
                "UPDATE chain_honourings SET amount_minor = amount_minor - ? "
                "WHERE account = ? AND disbursement = ? AND elsewhere = ? AND contribution = ?"
            )
            db.execute(query, (amount, *where, elsewhere, contribution))
            _change(db, where, honoured=-amount)
        case DisbursementReturned() | PromiseForgiven():
            _change(db, where, ends=True)
        case _:
            pass


def _change(
    db: Database, where: tuple[str, str], *, promised: int = 0, honoured: int = 0, ends: bool = False
) -> None:
    query = (
        "SELECT unit, promised_minor, honoured_minor, ended FROM chain_promises "
        "WHERE account = ? AND disbursement = ?"
    )
    unit, was_promised, was_honoured, ended = db.execute(query, where).fetchone()
    before = was_promised, was_honoured, ended
    after = was_promised + promised, was_honoured + honoured, int(ended or ends)
    query = (
        "UPDATE chain_promises SET promised_minor = ?, honoured_minor = ?, ended = ? "
        "WHERE account = ? AND disbursement = ?"
    )
    db.execute(query, (*after, *where))
    counted = int(after[0] > 0) - int(before[0] > 0)
    change = (counted, promised, _counted(*after) - _counted(*before), _open(*after) - _open(*before))
    if any(change):
        db.execute(_ADD, (where[0], unit, *change))


def _counted(promised: int, honoured: int, _: int) -> int:
    """No more is honoured than was promised (K3)."""
    return min(promised, honoured)


def _open(promised: int, honoured: int, ended: int) -> int:
    return 0 if ended else promised - _counted(promised, honoured, ended)
