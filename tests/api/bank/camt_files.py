"""camt files as banks write them, made for tests: the whole form of a statement, and what the tests change in it."""

from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from ledger.money import to_decimal

IBAN = "PT50000201231234567890154"


@dataclass
class Transaction:
    """One giver's or payee's part of an entry."""

    minor: int
    name: str = ""
    end_to_end: str = "NOTPROVIDED"
    text: str = ""


@dataclass
class Entry:
    """One entry; without transactions it has no details."""

    minor: int
    transactions: list[Transaction] = field(default_factory=list)
    booked: date = date(2026, 3, 2)
    reference: str = ""
    status: str = "BOOK"
    more: str = ""
    reversal: bool = False


def camt(
    entries: list[Entry], *, version: int = 8, opening: int = 10000, closing: int | None = None
) -> bytes:
    """A camt.053 file of one statement, in this version, one element a line."""
    found = opening + sum(entry.minor for entry in entries if entry.status == "BOOK")
    return document(
        statement(entries, version=version, opening=opening, closing=found if closing is None else closing),
        version=version,
    )


def document(
    *statements: str, version: int = 8, message: str = "BkToCstmrStmt", form: str = "camt.053"
) -> bytes:
    """A file of these statements."""
    inside = "\n".join(statements)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{form}.001.{version:02}">
<{message}>
<GrpHdr><MsgId>m1</MsgId><CreDtTm>2026-03-03T06:00:00</CreDtTm></GrpHdr>
{inside}
</{message}>
</Document>
""".encode()


def statement(
    entries: list[Entry],
    *,
    version: int = 8,
    opening: int = 10000,
    closing: int,
    name: str = "Stmt",
    unit: str = "EUR",
) -> str:
    """One statement."""
    inside = "\n".join(_entry(entry, version, unit) for entry in entries)
    return f"""<{name}>
<Id>S-1</Id>
<CreDtTm>2026-03-03T06:00:00</CreDtTm>
<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>{unit}</Ccy></Acct>
{balance("OPBD", opening, "2026-03-02", unit)}
{balance("CLBD", closing, "2026-03-02", unit)}
{inside}
</{name}>"""


def balance(kind: str, minor: int, day: str, unit: str = "EUR") -> str:
    """One balance."""
    figure = _amount(minor, unit) + _side(minor)
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{figure}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _entry(entry: Entry, version: int, unit: str) -> str:
    status = f"<Cd>{entry.status}</Cd>" if version >= 4 else entry.status
    reference = f"<AcctSvcrRef>{escape(entry.reference)}</AcctSvcrRef>" if entry.reference else ""
    details = "\n".join(_transaction(one, entry.minor, version, unit) for one in entry.transactions)
    return f"""<Ntry>
{_amount(entry.minor, unit)}
{_side(entry.minor)}
<RvslInd>{str(entry.reversal).lower()}</RvslInd>
<Sts>{status}</Sts>
<BookgDt><Dt>{entry.booked}</Dt></BookgDt>
<ValDt><Dt>{entry.booked}</Dt></ValDt>
{reference}{entry.more}
<NtryDtls>{details}</NtryDtls>
</Ntry>"""


def _transaction(one: Transaction, of_entry: int, version: int, unit: str) -> str:
    role = "Dbtr" if one.minor > 0 else "Cdtr"
    name = f"<Nm>{escape(one.name)}</Nm>"
    party = f"<{role}><Pty>{name}</Pty></{role}>" if version >= 4 else f"<{role}>{name}</{role}>"
    # The second version has neither an amount nor a side of its own here: the amount stands among the details.
    amount = _amount(one.minor, unit) + _side(one.minor)
    if version < 3:
        assert (one.minor > 0) == (of_entry > 0)
        amount = f"<AmtDtls><TxAmt>{_amount(one.minor, unit)}</TxAmt></AmtDtls>"
    return f"""<TxDtls>
<Refs><EndToEndId>{escape(one.end_to_end)}</EndToEndId></Refs>
{amount}
<RltdPties>{party}<{role}Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></{role}Acct></RltdPties>
<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>
</TxDtls>"""


def _amount(minor: int, unit: str) -> str:
    return f'<Amt Ccy="{unit}">{to_decimal(abs(minor), unit)}</Amt>'


def _side(minor: int) -> str:
    return f"<CdtDbtInd>{'CRDT' if minor >= 0 else 'DBIT'}</CdtDbtInd>"
