"""The town's bank: it keeps one account for a year, and writes what it says of it as camt.053, month by month."""

import re
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from ledger.money import to_decimal

OURS = "FR7630006000011234567890189"


@dataclass(frozen=True)
class Part:
    """What one giver or payee has to do with an entry."""

    name: str
    minor: int
    text: str
    end_to_end: str = "NOTPROVIDED"
    returned: str = ""
    """The code of the reason for which it came back."""


@dataclass(frozen=True)
class Entry:
    """A line of the account; one with many parts is a batch."""

    day: date
    reference: str
    parts: tuple[Part, ...]

    @property
    def minor(self) -> int:
        """What it comes to."""
        return sum(part.minor for part in self.parts)


@dataclass
class Bank:
    """One account, from what lies there when the year begins."""

    opening_minor: int
    entries: list[Entry] = field(default_factory=list)

    def books(self, day: date, *parts: Part) -> None:
        """Write an entry."""
        self.entries.append(Entry(day, f"VF{len(self.entries) + 1:05}", parts))

    def line(self, day: date, name: str, minor: int, text: str, **more: str) -> None:
        """Write an entry about one giver or payee."""
        self.books(day, Part(name, minor, text, **more))

    def lies_on(self, day: date) -> int:
        """The balance at the end of a day."""
        return self.opening_minor + sum(entry.minor for entry in self.entries if entry.day <= day)

    def said_of(self, begins: date, ends: date) -> list[Entry]:
        """The entries of some days."""
        return [entry for entry in self.entries if begins <= entry.day <= ends]

    def credits(self, begins: date, ends: date, word: str) -> dict[str, int]:
        """What came of each giver in these days, where the text begins with this word."""
        sums: dict[str, int] = {}
        for entry in self.said_of(begins, ends):
            for part in entry.parts:
                if part.minor > 0 and part.text.startswith(word):
                    sums[part.name] = sums.get(part.name, 0) + part.minor
        return sums

    def statement(self, begins: date, ends: date) -> bytes:
        """What the bank says of some days, as a file."""
        said = self.said_of(begins, ends)
        after = self.lies_on(ends)
        before = after - sum(entry.minor for entry in said)
        inside = "\n".join(_entry(entry) for entry in said)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt>
<GrpHdr><MsgId>{ends}</MsgId><CreDtTm>{ends}T23:00:00</CreDtTm></GrpHdr>
<Stmt>
<Id>{ends}</Id>
<CreDtTm>{ends}T23:00:00</CreDtTm>
<FrToDt><FrDtTm>{begins}T00:00:00</FrDtTm><ToDtTm>{ends}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>{OURS}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{_balance("OPBD", before, begins)}
{_balance("CLBD", after, ends)}
{inside}
</Stmt>
</BkToCstmrStmt>
</Document>
""".encode()


def ordered_in(file: str) -> list[tuple[str, int, str]]:
    """What a payment file orders: end-to-end id, cents and payee of each payment."""
    orders = re.findall(r"<CdtTrfTxInf>.*?</CdtTrfTxInf>", file, re.DOTALL)
    return [
        (
            _inside(order, "EndToEndId"),
            int(_inside(order, "InstdAmt").replace(".", "")),
            _inside(order, "Nm"),
        )
        for order in orders
    ]


def _inside(text: str, name: str) -> str:
    found = re.search(rf"<{name}[^>]*>([^<]*)</{name}>", text)
    assert found is not None, name
    return found[1]


def _entry(entry: Entry) -> str:
    return f"""<Ntry>
{_amount(entry.minor)}
<Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{entry.day}</Dt></BookgDt>
<ValDt><Dt>{entry.day}</Dt></ValDt>
<AcctSvcrRef>{entry.reference}</AcctSvcrRef>
<NtryDtls>{"".join(_part(part) for part in entry.parts)}</NtryDtls>
</Ntry>"""


def _part(part: Part) -> str:
    role = "Dbtr" if part.minor > 0 else "Cdtr"
    returned = f"<RtrInf><Rsn><Cd>{part.returned}</Cd></Rsn></RtrInf>" if part.returned else ""
    return f"""<TxDtls>
<Refs><EndToEndId>{escape(part.end_to_end)}</EndToEndId></Refs>
{_amount(part.minor)}
<RltdPties><{role}><Pty><Nm>{escape(part.name)}</Nm></Pty></{role}></RltdPties>
<RmtInf><Ustrd>{escape(part.text)}</Ustrd></RmtInf>
{returned}
</TxDtls>"""


def _balance(kind: str, minor: int, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(minor)}<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _amount(minor: int) -> str:
    side = "CRDT" if minor >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{to_decimal(abs(minor), "EUR")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
