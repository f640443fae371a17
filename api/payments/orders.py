"""Orders to a bank as a pain.001 file: SEPA credit transfers in euros. Nothing else here knows the library.

The library draws ids and asks the clock by itself; both are put right afterwards, so that the ledger alone says them.
What comes out has been checked against the schema of ISO 20022 that the library brings along.
"""

import re
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import msgspec
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no types
from sepaxml import SepaTransfer  # type: ignore[import-untyped]  # it has no types
from sepaxml.validation import ValidationError, try_valid_xml  # type: ignore[import-untyped]
from text_unidecode import unidecode  # type: ignore[import-untyped]  # it has no types

from api.payments.refusals import OrderNotWritable
from ledger.bank_details.state import BankDetails
from ledger.payment_files.state import UNIT

VERSION = "pain.001.001.09"
"""The version that the rulebooks of SEPA ask of customers' files."""
SPACE = f"urn:iso:std:iso:20022:tech:xsd:{VERSION}"
LONGEST_NAME = 70

_NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
"""What is not among the characters that every bank of SEPA can carry."""


class Payment(msgspec.Struct, frozen=True):
    """One credit transfer."""

    end_to_end: str
    amount_minor: int
    to: BankDetails
    name: str
    """Of who is paid."""
    about: str
    """What the payee reads."""


class Order(msgspec.Struct, frozen=True):
    """One file: a debtor and those who are paid."""

    message: str
    """Under which the bank knows the file."""
    debtor: BankDetails
    name: str
    """In which our bank account stands."""
    execution: date
    created: datetime
    payments: tuple[Payment, ...]


def written(order: Order) -> str:
    """The file. Raises OrderNotWritable."""
    transfer = SepaTransfer(
        {**_account(order.debtor, order.name), "currency": UNIT, "batch": True}, schema=VERSION, clean=False
    )
    for payment in order.payments:
        transfer.add_payment(
            {
                **_account(payment.to, payment.name),
                "amount": payment.amount_minor,
                "execution_date": order.execution,
                "description": plain(payment.about, 140),
                "endtoend_id": payment.end_to_end,
            }
        )
    document = fromstring(transfer.export(validate=False))
    _put_right(document, order)
    register_namespace("", SPACE)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(document, encoding="unicode") + "\n"
    try:
        try_valid_xml(text.encode(), VERSION)
    except ValidationError:
        # The library's own words quote the file, which holds names and numbers of bank accounts.
        raise OrderNotWritable from None
    return text


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    """A text in the characters that every bank of SEPA can carry: without accents, and without what is left."""
    return " ".join(_NOT_SEPA.sub(" ", unidecode(text)).split())[:longest].strip()


def _account(details: BankDetails, name: str) -> dict[str, Any]:
    said = {"name": plain(name), "IBAN": details.iban}
    return said if details.bic is None else {**said, "BIC": details.bic}


def _put_right(document: Element, order: Order) -> None:
    """Our own ids and time; one line of the statement for each payment; and no bank where none was given."""
    _text(document, "GrpHdr/MsgId", order.message)
    _text(document, "GrpHdr/CreDtTm", order.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for batch in document.iterfind(f".//{{{SPACE}}}PmtInf"):
        _text(batch, "PmtInfId", order.message)
        _text(batch, "BtchBookg", "false")
        agent = batch.find(_path("DbtrAgt/FinInstnId"))
        if agent is not None and len(agent) == 0:
            other = SubElement(agent, f"{{{SPACE}}}Othr")
            SubElement(other, f"{{{SPACE}}}Id").text = "NOTPROVIDED"


def _text(element: Element, path: str, text: str) -> None:
    found = element.find(f".//{_path(path)}")
    assert found is not None, f"the library writes {path}"
    found.text = text


def _path(path: str) -> str:
    return "/".join(f"{{{SPACE}}}{name}" for name in path.split("/"))
