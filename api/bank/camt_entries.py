"""Entries of camt files as lines: an entry that the bank booked as one, of many transactions, becomes one line of each.

The sum never changes: the lines of an entry make what the bank booked, whatever its details say.
"""

from collections.abc import Iterator
from datetime import date

from api.bank.figures import day_of, minor_of, one_line, unit_of
from api.bank.refusals import (
    BankElementMissing,
    BankElementUnknown,
    BankEntryDoesNotAddUp,
    BankUnitDiffers,
)
from api.bank.statement import BankLine
from api.bank.tree import Element
from ledger.money import to_decimal


def lines_of(entry: Element, unit: str, fallback: date | None) -> Iterator[BankLine]:
    """The lines that an entry is, not numbered yet. Raises what breaks, with its line."""
    amount = entry.needed("Amt")
    stated = unit_of(amount.attributes.get("Ccy", unit), amount.line)
    if stated != unit:
        raise BankUnitDiffers(line=amount.line, unit=stated, expected=unit)
    minor = signed(entry, minor_of(amount.text, unit, amount.line, "Ntry/Amt"))
    details = list(entry.all("NtryDtls", "TxDtls"))
    parts = _parts(entry, details, minor, unit)
    if parts is None:
        # The bank tells of its transactions, if at all, without their amounts: the entry stays whole.
        yield _line(entry, details[0] if len(details) == 1 else None, minor, fallback)
        return
    for nth, (detail, part) in enumerate(zip(details, parts, strict=True), 1):
        yield _line(entry, detail, part, fallback, nth if len(details) > 1 else 0)
    charge = minor - sum(parts)
    if charge:
        yield _charge(entry, charge, fallback)


def _parts(entry: Element, details: list[Element], minor: int, unit: str) -> list[int] | None:
    """What each transaction is of the entry; None where they do not all say it in the account's currency.

    Raises BankEntryDoesNotAddUp where they say it, and it is not what was booked, charges taken into account.
    """
    found = [_amount(entry, detail, unit) for detail in details]
    parts = [part for part in found if part is not None]
    if not details or len(parts) < len(found):
        return None
    if sum(parts) in {minor, minor - _charges(entry, details, unit)}:
        return parts
    if len(parts) == 1:
        # What was ordered is not always what was booked; what was booked counts.
        return None
    raise BankEntryDoesNotAddUp(
        line=entry.line, unit=unit, found=to_decimal(sum(parts), unit), stated=to_decimal(minor, unit)
    )


def _amount(entry: Element, detail: Element, unit: str) -> int | None:
    """What a transaction says that it is, in the account's currency; in what sign, its own indicator or the entry's."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        amount = detail.first(*path)
        if amount is not None and amount.attributes.get("Ccy", unit) == unit:
            minor = minor_of(amount.text, unit, amount.line, "/".join(("TxDtls", *path)))
            return signed(detail if detail.first("CdtDbtInd") else entry, minor)
    return None


def _charges(entry: Element, details: list[Element], unit: str) -> int:
    """What the bank kept for itself out of the entry: less than zero."""
    kept = 0
    for place in (entry, *details):
        for charges in place.all("Chrgs"):
            records = list(charges.all("Rcrd")) or [charges]
            for record in records:
                amount = record.first("Amt") or record.first("TtlChrgsAndTaxAmt")
                if amount is None or amount.attributes.get("Ccy", unit) != unit:
                    continue
                if record.said("ChrgInclInd") in {"false", "0"}:
                    continue
                minor = minor_of(amount.text, unit, amount.line, "Chrgs/Amt")
                kept += minor if record.said("CdtDbtInd") == "CRDT" else -minor
    return kept


def _line(
    entry: Element, detail: Element | None, minor: int, fallback: date | None, nth: int = 0
) -> BankLine:
    """One line; what its transaction does not say, the entry says."""
    said = detail or Element("TxDtls", entry.line)
    of_entry = entry.said("AcctSvcrRef") or entry.said("NtryRef")
    of_detail = said.said("Refs", "AcctSvcrRef") or said.said("Refs", "TxId") or said.said("Refs", "UETR")
    reversal = entry.said("RvslInd") in {"true", "1"}
    returned = said.first("RtrInf") is not None
    name, iban = _other_side(said, comes_in=(minor > 0) != (reversal or returned))
    return BankLine(
        number=0,
        at=said.line,
        amount_minor=minor,
        booked=_booked(entry, fallback),
        valued=_entry_day(entry, "ValDt"),
        bank_reference=of_detail or (f"{of_entry}/{nth}" if of_entry and nth else of_entry),
        entry_reference=of_entry,
        end_to_end=_given(said.said("Refs", "EndToEndId")),
        order=_given(said.said("Refs", "PmtInfId") or entry.said("NtryDtls", "Btch", "PmtInfId")),
        creditor_reference=said.said("RmtInf", "Strd", "CdtrRefInf", "Ref")
        or said.said("RmtInf", "Strd", "CdtrRefInf", "CdtrRef"),
        name=name,
        iban=iban,
        text=one_line(
            *(part.text for part in said.all("RmtInf", "Ustrd")),
            *(part.text for part in said.all("RmtInf", "Strd", "AddtlRmtInf")),
            said.said("AddtlTxInf"),
            entry.said("AddtlNtryInf"),
        ),
        reversal=reversal,
        return_reason=said.said("RtrInf", "Rsn", "Cd") or said.said("RtrInf", "Rsn", "Prtry"),
    )


def _charge(entry: Element, minor: int, fallback: date | None) -> BankLine:
    reference = entry.said("AcctSvcrRef") or entry.said("NtryRef")
    return BankLine(
        number=0,
        at=entry.line,
        amount_minor=minor,
        booked=_booked(entry, fallback),
        valued=_entry_day(entry, "ValDt"),
        bank_reference=f"{reference}/charge" if reference else "",
        entry_reference=reference,
        text=one_line(entry.said("AddtlNtryInf")),
        charge=True,
    )


def _other_side(detail: Element, *, comes_in: bool) -> tuple[str, str]:
    """Who paid what comes in, or is paid by what goes out; of what comes back, the one it had gone to."""
    role, parties = "Dbtr" if comes_in else "Cdtr", detail.first("RltdPties")
    if parties is None:
        return "", ""
    account = parties.first(f"{role}Acct", "Id")
    name = next(
        (
            found
            for who in (f"Ultmt{role}", role)
            for inner in ((), ("Pty",), ("Agt", "FinInstnId"))
            if (found := parties.said(who, *inner, "Nm"))
        ),
        "",
    )
    return one_line(name), "" if account is None else account.said("IBAN") or account.said("Othr", "Id")


def _given(reference: str) -> str:
    """A reference that its sender gave; banks write one even where there is none."""
    return "" if reference.upper() in {"NOTPROVIDED", "NONREF", "NOT PROVIDED"} else reference


def _booked(entry: Element, fallback: date | None) -> date:
    day = _entry_day(entry, "BookgDt") or _entry_day(entry, "ValDt") or fallback
    if day is None:
        raise BankElementMissing(line=entry.line, element="Ntry/BookgDt")
    return day


def _entry_day(entry: Element, kind: str) -> date | None:
    day = entry.first(kind, "Dt") or entry.first(kind, "DtTm")
    return None if day is None else day_of(day.text, day.line, f"Ntry/{kind}")


def signed(element: Element, minor: int) -> int:
    """The amount with the sign of its credit or debit indicator. Raises BankElementMissing or BankElementUnknown."""
    indicator = element.needed("CdtDbtInd")
    side = indicator.text.strip()
    if side in {"CRDT", "DBIT"}:
        return minor if side == "CRDT" else -minor
    raise BankElementUnknown(line=indicator.line, element="CdtDbtInd")
