"""The post between installations: parcels are made here, believed or refused, and answered.

Nothing has to be remembered on either side but the outbox: what was not receipted is sent again, what comes again
changes nothing and is receipted again. So parcels may be lost, repeated and carried in any order.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple, cast

import msgspec

from ledger.answers import Answer
from ledger.decoders import convert
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import AccountId, InstallationId, Mark
from ledger.installations.refusals import InstallationNotRecognised, UnknownInstallation
from ledger.installations.state import ForeignAccount, PeerRecord, foreign_mark, installation_mark
from ledger.message import Message, Posted
from ledger.post.early import early_again
from ledger.post.handing import Submit, outcome_of, slug_of
from ledger.post.letters import letters, sound_paper
from ledger.post.parcel import (
    MOST,
    PackedMessage,
    Parcel,
    Receipt,
    digest_of,
    message_of,
    packed,
    papers_of,
    read,
    seals_without_papers,
    within,
)
from ledger.post.refusals import MessageNotUnderstood, ParcelForAnother, SenderNotRegistered, TextNotBrought
from ledger.refusals import Refused
from ledger.signing import Signer
from ledger.storage.store import FIRST, Store, StoreUnavailable
from ledger.vocabulary import AnyMessage


class Answered(NamedTuple):
    """What came of a parcel."""

    taken_in: int
    """Messages; some of them may have come before."""
    refused: tuple[Receipt, ...]
    """Messages that are refused for good, and why."""
    receipted: int
    """Messages of ours that need not be sent any more."""
    answer: bytes
    """The parcel to hand back."""
    waiting: int
    """Messages of ours in it."""

    @property
    def wants_answer(self) -> bool:
        """Whether the other side waits for receipts."""
        return bool(self.taken_in or self.refused)


class PostAbroad:
    """Exchanges parcels with other installations."""

    def __init__(
        self,
        store: Store,
        signer: Signer,
        commons_mark: Callable[[Mark, Any], Any],
        peers: Callable[[], list[tuple[InstallationId, PeerRecord]]],
        partition_of: Callable[[AccountId], str],
        submit: Submit,
    ) -> None:
        self._store = store
        self._signer = signer
        self._commons_mark = commons_mark
        self._peers = peers
        self._partition_of = partition_of
        self._submit = submit

    def out(self, installation: InstallationId, receipts: Sequence[Receipt] = ()) -> tuple[bytes, int]:
        """A parcel with what waits for an installation, and how many messages that is. Raises UnknownInstallation."""
        if self.peer(installation) is None:
            raise UnknownInstallation
        rows = self._store.outbox.waiting_for(installation, FIRST, MOST)
        own = self._signer.installation
        messages = within([packed(letter, own) for letter in letters(self._store, rows)])
        parcel = Parcel(sender=own, receiver=installation, messages=messages, receipts=tuple(receipts))
        return parcel.signed(self._signer), len(messages)

    def take_in(self, raw: bytes) -> Answered:
        """Take in a parcel, durably, and make the one to hand back.

        Raises what `parcel.read` raises, InstallationNotRecognised, SignatureWrong, ParcelForAnother, PaperUnfit or
        StoreUnavailable; nothing is recorded then.
        """
        parcel = read(raw)
        peer = self.peer(parcel.sender)
        if peer is None:
            raise InstallationNotRecognised
        parcel.require_signed(peer.key)
        if parcel.receiver != self._signer.installation:
            raise ParcelForAnother
        papers = [papers_of(message) for message in parcel.messages]
        receipted = self._take_receipts(parcel)
        under_way = [
            (message, self._hand_over(parcel.sender, message, theirs))
            for message, theirs in zip(parcel.messages, papers, strict=True)
        ]
        receipts = [receipt for one, handed in under_way if (receipt := _receipt(one, handed)) is not None]
        refused = tuple(receipt for receipt in receipts if receipt.refusal is not None)
        answer, waiting = self.out(parcel.sender, receipts)
        return Answered(len(receipts) - len(refused), refused, receipted, answer, waiting)

    def peer(self, installation: InstallationId) -> PeerRecord | None:
        """A recognised installation."""
        found: PeerRecord | None = self._commons_mark(installation_mark(installation), PeerRecord)
        return found

    def installation_of(self, account: AccountId) -> InstallationId | None:
        """Where an account lies that does not lie here; None where nobody knows it."""
        found: ForeignAccount | None = self._commons_mark(foreign_mark(account), ForeignAccount)
        return None if found is None else found.installation

    def waits(self, installation: InstallationId) -> bool:
        """Whether messages wait for an installation."""
        return bool(self._store.outbox.waiting_for(installation, FIRST, 1))

    def addresses(self) -> list[tuple[InstallationId, str]]:
        """The recognised installations that can be called, and where."""
        found = []
        for installation, peer in self._peers():
            address = None if peer.address is None else sound_paper(self._store, peer.address)
            if address is not None:
                found.append((installation, address.text))
        return found

    def _hand_over(
        self, installation: InstallationId, message: PackedMessage, papers: tuple[Any, ...]
    ) -> "Future[Answer] | Exception":
        """Hand a message to the writer of its account's partition."""
        try:
            if self.installation_of(message.sender) != installation:
                raise SenderNotRegistered
            self._require_brought(message)
            partition = self._partition_of(message.to)
            arrived = Arrived(
                sender=message.sender, to=message.to, message=_understood(message.message), papers=papers
            )
            return self._submit(partition, taken_in(arrived), message.sender, None)
        except (Refused, StoreUnavailable) as error:
            return error

    def _require_brought(self, message: PackedMessage) -> None:
        """Raises TextNotBrought: else whoever has seen a seal could have its text shown as their own (L9)."""
        if any(self._store.papers.paper(seal) is not None for seal in seals_without_papers(message)):
            raise TextNotBrought

    def _take_receipts(self, parcel: Parcel) -> int:
        """Take from the outbox what was taken in over there, and note what was refused."""
        own = self._signer.installation
        named = {message_of(receipt.id, own): receipt for receipt in parcel.receipts}
        partitions = set(self._store.partitions())
        rows = [
            Posted(*one, AccountId("")) for one in named if one is not None and one.partition in partitions
        ]
        gone = []
        accounts: set[AccountId] = set()
        for letter in letters(self._store, rows):
            receipt = named[letter.id]
            digest = digest_of(letter.sender, letter.to, msgspec.to_builtins(letter.message))
            if receipt.digest != digest or self.installation_of(letter.to) != parcel.sender:
                continue
            if receipt.refusal is None:
                gone.append(letter.id)
                accounts.add(letter.to)
            else:
                self._store.outbox.park(letter.id, receipt.refusal)
        if gone:
            self._store.outbox.take(gone)
            early_again(self._store.outbox, accounts)
        return len(gone)


def _understood(message: dict[str, Any]) -> Message:
    """Raises MessageNotUnderstood."""
    try:
        understood: Message = convert(message, cast(Any, AnyMessage))
    except msgspec.ValidationError:
        raise MessageNotUnderstood from None
    # What the register says to an account of its own, no other installation can say.
    if understood.stays_here:
        raise MessageNotUnderstood
    return understood


def _receipt(message: PackedMessage, handed: "Future[Answer] | Exception") -> Receipt | None:
    """What to tell of a message; None while the database cannot serve, so that it is sent again."""
    came = outcome_of(handed)
    if isinstance(came, StoreUnavailable):
        return None
    return Receipt(message.id, message.digest, None if isinstance(came, Answer) else slug_of(came))
