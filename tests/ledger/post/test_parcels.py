"""Two installations share nothing but signed parcels: lost, repeated, late or tampered with, they do no harm."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import msgspec
import pytest

from ledger.accounts.events import PurposeKind
from ledger.accounts.state import Destination
from ledger.context import canonical
from ledger.contributions.commands import ReverseContribution
from ledger.contributions.events import ContributionReversed
from ledger.identifiers import (
    AccountId,
    InstallationId,
    LinkId,
    PartyToken,
    ProposalId,
    PurposeId,
    Seal,
    TransferId,
)
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount, WithdrawRecognition
from ledger.installations.refusals import (
    AccountLiesElsewhere,
    AccountLiesHere,
    AccountMalformed,
    AddressMalformed,
    InstallationNotRecognised,
    KeyMalformed,
    OwnInstallation,
    UnknownInstallation,
)
from ledger.links.commands import ActorGiven, AddPersonToLink, BeginLink, GiveNameConsent
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.post.parcel import LARGEST_BYTES, MOST, PackedMessage, Parcel, Receipt
from ledger.post.refusals import (
    PaperUnfit,
    ParcelForAnother,
    ParcelMalformed,
    ParcelTooLarge,
    SignatureWrong,
)
from ledger.signing import Signer
from ledger.transfers.messages import TransferAnnouncement
from ledger.transfers.state import TransferTerms
from ledger.twinnings.commands import AcceptTwinning
from ledger.twinnings.state import Side
from tests.ledger.post.two import (
    carried,
    founded,
    head,
    out,
    own,
    proposed,
    recognise,
    register,
    status,
    two,
    waiting,
)
from tests.season import Season
from tests.stores import copy_database, database_at

PLANTED = "Maria da Luz, Escola da Ribeira Funda, carrinha das 6h40, +238 991 12 34"

Pair = tuple[Season, Season]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """The south and the north."""
    south, north = two(tmp_path)
    yield south, north
    south.close()
    north.close()


def signed_by(signer: Signer, parcel: bytes, **changes: object) -> bytes:
    """The same parcel with changes, signed anew."""
    content = json.loads(parcel) | changes
    content.pop("signature")
    sender = InstallationId(content["sender"])
    messages = tuple(PackedMessage(**message) for message in content["messages"])
    receipts = tuple(Receipt(**receipt) for receipt in content["receipts"])
    made = Parcel(
        sender=sender,
        receiver=InstallationId(content["receiver"]),
        messages=messages,
        receipts=receipts,
    )
    return made.signed(signer)


def test_a_twinning_is_agreed_by_parcels_alone(pair: Pair) -> None:
    """W1, W2, X3"""
    south, north = pair
    twinning = proposed(south, north)
    assert status(north, twinning) is None
    assert [row.installation for row in waiting(south)] == [own(north)]
    came = carried(south, north)
    assert came.receipted == 1
    assert waiting(south) == []
    assert status(north, twinning) == "offered"
    agreement = south.ledger.state(f"{south.account}/{twinning}")[0].agreement  # type: ignore[index,arg-type,union-attr]
    assert north.ledger.papers.text(agreement) == "We stand by each other."
    north.do(AcceptTwinning(account=north.account, twinning=twinning))
    carried(north, south)
    assert status(south, twinning) == status(north, twinning) == "active"
    assert waiting(north) == waiting(south) == []


def test_a_parcel_that_comes_again_is_receipted_again_and_changes_nothing(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    first = north.ledger.abroad.take_in(parcel)
    before = head(north.ledger)
    # The first answer is lost on its way.
    again = north.ledger.abroad.take_in(parcel)
    assert (again.answer, again.taken_in) == (first.answer, 1)
    assert head(north.ledger) == before
    assert south.ledger.abroad.take_in(again.answer).receipted == 1
    assert waiting(south) == []
    assert south.ledger.abroad.take_in(first.answer).wants_answer is False


def test_whatever_byte_of_a_parcel_is_changed_nothing_of_it_is_recorded(pair: Pair) -> None:
    """X3"""
    south, north = pair
    twinning = proposed(south, north)
    parcel = out(south, north)
    before = head(north.ledger)
    chance = Random(7)
    for _ in range(300):
        changed = bytearray(parcel)
        changed[chance.randrange(len(parcel))] ^= 1 << chance.randrange(8)
        with pytest.raises(
            (ParcelMalformed, SignatureWrong, InstallationNotRecognised, ParcelForAnother, PaperUnfit)
        ):
            north.ledger.abroad.take_in(bytes(changed))
    for changed_length in (
        parcel[:-1],
        parcel + b"\n",
        b" " + parcel,
        b"",
        b"[" * 100_000,
        b"null",
        b'{"a":1}',
    ):
        with pytest.raises(ParcelMalformed):
            north.ledger.abroad.take_in(changed_length)
    assert head(north.ledger) == before
    assert status(north, twinning) is None
    with pytest.raises(ParcelTooLarge):
        north.ledger.abroad.take_in(b" " * (LARGEST_BYTES + 1))


def test_a_parcel_that_somebody_else_signed_is_refused(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    forged = signed_by(Signer(b"a forger's secret"), out(south, north))
    with pytest.raises(SignatureWrong):
        north.ledger.abroad.take_in(forged)


def test_a_parcel_of_an_installation_that_is_not_recognised_is_refused(pair: Pair, tmp_path: Path) -> None:
    """X3"""
    south, north = pair
    stranger = founded(tmp_path / "stranger.db", "Far", "PT")
    recognise(stranger, north)
    register(stranger, north)
    proposed(stranger, north)
    parcel = out(stranger, north)
    with pytest.raises(InstallationNotRecognised):
        north.ledger.abroad.take_in(parcel)
    stranger.close()
    parcel = out(south, north)
    north.do(WithdrawRecognition(installation=own(south)), by="registrar")
    with pytest.raises(InstallationNotRecognised):
        north.ledger.abroad.take_in(parcel)
    with pytest.raises(UnknownInstallation):
        north.ledger.abroad.out(own(south))
    with pytest.raises(UnknownInstallation):
        north.do(WithdrawRecognition(installation=own(south)), by="registrar")


def test_a_parcel_is_taken_in_by_nobody_but_whom_it_is_for(pair: Pair, tmp_path: Path) -> None:
    """X3"""
    south, north = pair
    other = founded(tmp_path / "other.db", "Far", "PT")
    recognise(other, south)
    proposed(south, north)
    with pytest.raises(ParcelForAnother):
        other.ledger.abroad.take_in(out(south, north))
    other.close()


def test_an_installation_speaks_for_its_own_accounts_alone(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    before = head(north.ledger)
    for sender in (north.account, "account-0000000000000000"):
        hostile = signed_by(south.ledger.signer, parcel, messages=[message | {"sender": sender}])
        (refused,) = north.ledger.abroad.take_in(hostile).refused
        assert refused.refusal == "sender-not-registered"
    opening = {
        "kind": "account-opening",
        "association_kind": "federation",
        "tier": "global",
        "opened": "2026-01-01",
    }
    for content in (opening, {"kind": "moon-landing"}, {}):
        hostile = signed_by(
            south.ledger.signer, parcel, messages=[message | {"message": content, "papers": ()}]
        )
        (refused,) = north.ledger.abroad.take_in(hostile).refused
        assert refused.refusal == "message-not-understood"
    stray = signed_by(south.ledger.signer, parcel, messages=[message | {"to": "account-0000000000000000"}])
    assert [r.refusal for r in north.ledger.abroad.take_in(stray).refused] == ["unknown-account"]
    assert head(north.ledger) == before


def test_a_parcel_carries_no_more_messages_and_receipts_than_are_taken_in_at_once(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    before = head(north.ledger)
    hostile = signed_by(south.ledger.signer, parcel, messages=[message] * (MOST + 1))
    with pytest.raises(ParcelTooLarge):
        north.ledger.abroad.take_in(hostile)
    assert head(north.ledger) == before


def test_a_text_that_does_not_fit_its_seal_is_not_taken_in(pair: Pair) -> None:
    """W2, X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    (paper,) = message["papers"]
    before = head(north.ledger)
    unnamed = {"seal": "11dfa98d2c3f4bb91a8b5b54c1bb8a6b", "salt": "", "text": "more"}
    for papers in (
        [paper | {"text": "Something else."}],
        [paper | {"text": "No\0text."}],
        [paper | {"salt": "00"}],
        [paper, unnamed],
    ):
        hostile = signed_by(south.ledger.signer, parcel, messages=[message | {"papers": papers}])
        with pytest.raises(PaperUnfit):
            north.ledger.abroad.take_in(hostile)
    assert head(north.ledger) == before


def test_a_text_that_lies_here_is_not_shown_as_that_of_whoever_has_seen_its_seal(pair: Pair) -> None:
    """L9, X3: a seal is no secret, and what it seals may be: whoever names a text brings it along."""
    south, north = pair
    gift = north.receive("10.00")
    reverse = ReverseContribution(account=north.account, contribution=gift, reason="Maria da Luz is ill.")
    north.do(reverse)
    reason = next(
        recorded.event.reason
        for partition in north.ledger.store.partitions()
        for recorded in north.ledger.store.read(partition, 0, 1000)
        if isinstance(recorded.event, ContributionReversed)
    )
    proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    (paper,) = message["papers"]

    def announced(description: str) -> tuple[str | None, ...]:
        """Why the south's announcement of a transfer with such a purpose is refused."""
        terms = TransferTerms(
            unit="EUR",
            amount_minor=100,
            purpose=PurposeId("purpose-0123456789abcdef"),
            purpose_kind=PurposeKind.PROJECT,
            description=Seal(description),
            destination=Destination.TWINNED_AREA,
            decision=ProposalId("proposal-0123456789abcdef"),
            sent=date(2026, 1, 17),
        )
        said = TransferAnnouncement(transfer=TransferId("transfer-0123456789abcdef"), terms=terms)
        papers = [paper] if paper["seal"] == description else []
        content = {"message": msgspec.to_builtins(said), "papers": papers}
        hostile = signed_by(south.ledger.signer, parcel, messages=[message | content])
        return tuple(receipt.refusal for receipt in north.ledger.abroad.take_in(hostile).refused)

    assert announced(reason) == ("text-not-brought",)
    assert announced(paper["seal"]) == ()
    assert announced(paper["seal"]) == (), "what came before and comes again is brought again"


def test_no_name_no_token_and_no_small_number_of_children_leaves_an_installation(pair: Pair) -> None:
    """W4, W7, L9: of links the twin hears kind, direction and dates; the agreement is the only text that both hold."""
    south, north = pair
    twinning = proposed(south, north)
    carried(south, north)
    north.do(AcceptTwinning(account=north.account, twinning=twinning))
    carried(north, south)
    cellar = ActorGiven(side=Side.OWN, kind=ActorKind.COMPANY, name=PLANTED)
    friends = ActorGiven(side=Side.TWIN, kind=ActorKind.CIVIL_SOCIETY)
    where = {"account": south.account, "twinning": twinning}
    began = {**where, "direction": Direction.FROM_THEM}
    link = LinkId(south.do(BeginLink(**began, kind=LinkKind.AMBASSADOR, actors=(cellar,))))  # type: ignore[arg-type]
    south.do(BeginLink(**began, kind=LinkKind.SPONSORSHIP, actors=(friends,), group_size=3))  # type: ignore[arg-type]
    person = PartyToken(south.do(AddPersonToLink(account=south.account, link=link, name=PLANTED)))
    consents = GiveNameConsent(account=south.account, link=link, person=person, consent=PLANTED)
    south.do(consents)
    south.receive("10.00")
    parcel = out(south, north)
    told = json.loads(parcel)["messages"]
    assert [message["message"]["kind"] for message in told] == ["link-telling", "link-telling"]
    assert [message["message"]["group"] for message in told] == [None, {}]
    assert [message["papers"] for message in told] == [[], []]
    for secret in ("Luz", person, "party-", "person-", "member-", "size"):
        assert secret not in parcel.decode()
    carried(south, north)
    assert waiting(south) == []


def test_values_that_no_event_can_hold_are_no_message(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    for value in (2**63, 1.5, "x" * 201, "\0"):
        content = message["message"] | {"territory": value}
        hostile = signed_by(south.ledger.signer, parcel, messages=[message | {"message": content}])
        with pytest.raises(ParcelMalformed):
            north.ledger.abroad.take_in(hostile)


def test_a_message_that_was_refused_over_there_stays_until_it_is_tried_again(pair: Pair) -> None:
    """X3"""
    south, north = pair
    twinning = proposed(south, north)
    parcel = out(south, north)
    (message,) = json.loads(parcel)["messages"]
    # The south's registrar was slower than its treasurer: over there, nobody knows the account yet.
    stranger = RegisterForeignAccount(
        installation=own(south),
        account=AccountId("account-0000000000000001"),
        name="Somebody",
        association_kind="federation",  # type: ignore[arg-type]
        tier="global",  # type: ignore[arg-type]
        country="CV",
    )
    north.do(stranger, by="registrar")
    receipt = Receipt(message["id"], PackedMessage(**message).digest, "sender-not-registered")
    answer = Parcel(sender=own(north), receiver=own(south), receipts=(receipt,)).signed(north.ledger.signer)
    south.ledger.abroad.take_in(answer)
    (parked,) = waiting(south)
    assert parked.refusal == "sender-not-registered"
    assert json.loads(out(south, north))["messages"] == []
    assert south.ledger.store.outbox.try_again(parked.id)
    carried(south, north)
    assert status(north, twinning) == "offered"
    assert waiting(south) == []


def test_a_receipt_for_what_a_restore_has_undone_takes_nothing_away(pair: Pair, tmp_path: Path) -> None:
    """X3"""
    south, north = pair
    south.ledger.close()
    copy_database(tmp_path / "south.db", tmp_path / "copy.db")
    south.reopened()
    proposed(south, north)
    lost = north.ledger.abroad.take_in(out(south, north))
    # The south's disk fails, and its copy of yesterday takes the place: the same position is given again.
    restored = Season.open(database_at(tmp_path / "copy.db"))
    restored.association, restored.account = south.association, south.account
    twinning = proposed(restored, north)
    assert waiting(restored)[0].id == waiting(south)[0].id
    restored.ledger.abroad.take_in(lost.answer)
    assert len(waiting(restored)) == 1
    carried(restored, north)
    assert status(north, twinning) == "offered"
    assert waiting(restored) == []
    restored.close()


def test_nobody_receipts_what_was_sent_to_somebody_else(pair: Pair, tmp_path: Path) -> None:
    """X3"""
    south, north = pair
    third = founded(tmp_path / "third.db", "Far", "PT")
    recognise(south, third)
    proposed(south, north)
    (message,) = json.loads(out(south, north))["messages"]
    digest = PackedMessage(**message).digest
    hostile = [Receipt(message["id"], digest), Receipt("elsewhere/main.1.0", digest), Receipt("x", "y")]
    parcel = Parcel(sender=own(third), receiver=own(south), receipts=tuple(hostile))
    assert south.ledger.abroad.take_in(parcel.signed(third.ledger.signer)).receipted == 0
    assert len(waiting(south)) == 1
    third.close()


def test_an_installation_is_recognised_by_a_sound_key_and_address_and_never_by_its_own(pair: Pair) -> None:
    """X3"""
    south, north = pair

    def refused(refusal: type[Exception], key: str, address: str | None = None) -> None:
        command = RecogniseInstallation(key=key, name="x", address=address, own=own(south))
        with pytest.raises(refusal):
            south.do(command, by="registrar")

    refused(OwnInstallation, south.ledger.signer.key)
    for key in ("", "00", "Z" * 64, north.ledger.signer.key.upper()):
        refused(KeyMalformed, key)
    for address in (
        "ftp://x",
        "https://",
        "file:///etc",
        "http://169.254.169.254/latest",
        "http://[fe80::1]",
        "http://0.0.0.0",
        "https://x y",
        "https://x?q",
        f"https://{'x' * 200}",
    ):
        refused(AddressMalformed, north.ledger.signer.key, address)
    recognise(south, north, "https://north.example:8443/usf")
    assert south.ledger.abroad.addresses() == [(own(north), "https://north.example:8443/usf")]


def test_an_account_lies_in_one_installation(pair: Pair, tmp_path: Path) -> None:
    """X3"""
    south, north = pair
    third = founded(tmp_path / "third.db", "Far", "PT")
    with pytest.raises(UnknownInstallation):
        register(south, third)
    recognise(south, third)

    def refused(refusal: type[Exception], account: str) -> None:
        third.account = AccountId(account)
        with pytest.raises(refusal):
            register(south, third)

    refused(AccountLiesHere, south.account)
    refused(AccountLiesElsewhere, north.account)
    refused(AccountMalformed, "account-x")
    third.close()


def test_a_parcel_says_the_same_however_often_it_is_written(pair: Pair) -> None:
    """X3"""
    south, north = pair
    proposed(south, north)
    parcel = out(south, north)
    assert parcel == out(south, north) == canonical(json.loads(parcel)).encode()
