"""What happens to papers. Bytes, names of files and texts stand in the papers store; the event holds the seal (L9)."""

import msgspec

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import MemberToken, PaperId, Seal, Stream, account_of
from ledger.papers.state import MediaType, PaperKind, PaperRecord, SealedRecord, paper_mark, sealed_mark


class PaperFiled(Event, frozen=True, kw_only=True, tag="paper-filed"):
    """A file came into the papers store with this event's commit."""

    makes = "paper"

    paper: PaperId
    paper_kind: PaperKind
    media_type: MediaType
    """What the bytes were found to be, whatever the sender called them."""
    size_bytes: int
    seal: Seal
    """Over a salt and the SHA-256 of the bytes."""
    public: bool = False

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = PaperRecord(self.paper_kind, self.media_type, self.size_bytes, self.seal, self.public)
        marks.point(paper_mark(account, self.paper), record)
        marks.point(sealed_mark(account, self.seal), SealedRecord(self.paper, self.public))


class PaperForgotten(Event, frozen=True, kw_only=True, tag="paper-forgotten"):
    """Two officers had its bytes taken away; that it was there, and its seal, stay for ever (L6)."""

    paper: PaperId
    reason: Seal
    confirmed_by: MemberToken
    """Another officer than the one who acted."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = marks.get(paper_mark(account, self.paper), PaperRecord)
        if record is not None:
            forgotten = SealedRecord(self.paper, record.public, forgotten=True)
            marks.put(paper_mark(account, self.paper), msgspec.structs.replace(record, forgotten=True))
            marks.put(sealed_mark(account, record.seal), forgotten)
