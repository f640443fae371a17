"""What is remembered of a paper. It stands in marks, so that an account's state does not grow with its papers."""

from enum import StrEnum

import msgspec

from ledger.identifiers import AccountId, Mark, PaperId, Seal


class PaperKind(StrEnum):
    """What a paper is."""

    PHOTO = "photo"
    INVOICE = "invoice"
    ACKNOWLEDGEMENT = "acknowledgement"
    """The beneficiary's word, signed or marked."""
    SCAN = "scan"
    """Of minutes, a list, a page of the cash book."""
    BANK_FILE = "bank-file"
    SHEET = "sheet"
    """A cash book or a list that was taken in."""
    LETTER = "letter"
    """A quotation, a contract, an authority's answer, a visit's report."""

    @property
    def books(self) -> bool:
        """It holds references and givers, which those alone see who keep or audit the books (C6)."""
        return self in {PaperKind.BANK_FILE, PaperKind.SHEET}


class MediaType(StrEnum):
    """What a paper's bytes were found to be."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    TEXT = "text/plain"
    CSV = "text/csv"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XML = "application/xml"

    @property
    def ending(self) -> str:
        """How the names of such files end."""
        return _ENDINGS[self]


_ENDINGS = {
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.PDF: "pdf",
    MediaType.TEXT: "txt",
    MediaType.CSV: "csv",
    MediaType.XLSX: "xlsx",
    MediaType.XML: "xml",
}


class PaperRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paper of an account."""

    kind: PaperKind
    media_type: MediaType
    size_bytes: int
    seal: Seal
    public: bool = False
    """Anybody may read it; of the others the public knows that they exist (L9)."""
    forgotten: bool = False
    """Its bytes were taken away on purpose."""


class SealedRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which paper of an account has these bytes, and what became of it."""

    paper: PaperId
    public: bool = False
    forgotten: bool = False


def paper_mark(account: AccountId, paper: PaperId) -> Mark:
    """Where it is kept what a paper is (PaperRecord)."""
    return Mark(f"paper:{account}:{paper}")


def sealed_mark(account: AccountId, seal: Seal) -> Mark:
    """Where the paper with these bytes is found (SealedRecord): in one account the same bytes have the same seal."""
    return Mark(f"sealed:{account}:{seal}")
