"""What a chain is told as: links, and what they come to."""

from enum import StrEnum

import msgspec

from ledger.identifiers import AccountId


class LinkKind(StrEnum):
    """What became of some of it, or where it came from."""

    CONTRIBUTION = "contribution"
    """It came in as this contribution."""
    CAME = "came"
    """It came in otherwise, such as by a birth or a counted difference."""
    MOVED = "moved"
    """It went from one purpose, destination or unit to another within its account, by award, earmark or exchange."""
    DISBURSED = "disbursed"
    """This disbursement took it."""
    RETURNED = "returned"
    """That disbursement failed or came back, and it with it."""
    TRANSFERRED = "transferred"
    """That disbursement was a transfer: it came into another local account."""
    ELSEWHERE = "elsewhere"
    """The transfer goes on, or came from, where this installation does not see; ask there by its id."""
    PASSED_ON = "passed-on"
    """This contribution honours what that disbursement promised; backwards, this disbursement is what was honoured."""
    GIVEN_BACK = "given-back"
    """It went back with the refund or reversal of this contribution."""
    GONE = "gone"
    """It went out otherwise, such as by a loss or a fee."""


class Link(msgspec.Struct, frozen=True):
    """A link of a chain: an amount of one unit, and what it is about. Who is involved is told nowhere."""

    kind: LinkKind
    depth: int
    """How many promises were honoured between the beginning and here."""
    account: AccountId
    about: str
    """The contribution, disbursement, transfer, proposal or exchange."""
    unit: str
    amount_minor: int


class Sum(msgspec.Struct, frozen=True):
    """An amount of one unit; units are never added (L3)."""

    unit: str
    amount_minor: int


class Summary(msgspec.Struct, frozen=True):
    """What became of a contribution, all in all (K4)."""

    depth: int
    """How many times it was passed on, one after the other."""
    gifts: int
    """Contributions that it is told in: itself, and those by which it was passed on."""
    disbursements: int
    accounts: int
    disbursed: tuple[Sum, ...]
    """By this contribution and by those that passed it on, by unit."""
    honoured: tuple[Sum, ...]
    """What of its disbursements' promises was passed on, in their units."""
    open: tuple[Sum, ...]
    """What is still promised of it."""
    whole: bool
    """Whether all links were followed; else there are more than these."""


class PromiseTotals(msgspec.Struct, frozen=True):
    """The promises of an account in one unit: all that is public of those that are open (K4)."""

    unit: str
    promises: int
    promised_minor: int
    honoured_minor: int
    open_minor: int
