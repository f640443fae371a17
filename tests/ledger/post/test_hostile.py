"""Whatever a recognised installation says, it is taken in or refused; nothing breaks, and nobody else is harmed."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from ledger.associations.messages import TerritoryNaming
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.state import GiverKind
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import TerritoryId
from ledger.post.parcel import PackedMessage, Parcel, Receipt, name_of
from ledger.post.refusals import MessageNotUnderstood, ParcelMalformed, ParcelTooLarge
from ledger.promises.honouring import HonoursGiven
from ledger.refusals import Refused
from ledger.replay import Replay
from ledger.vocabulary import AnyMessage
from projections.follower import Follower
from projections.rebuild import differences, prepare
from projections.shelf import open_shelf
from projections.views import VIEWS
from tests.ledger.post.told import lies, told
from tests.ledger.post.two import head, own, proposed, status, two, waiting
from tests.season import Season
from tests.stores import database_at
from tests.tour import tour


@pytest.fixture
def toured(tmp_path: Path) -> Iterator[Season]:
    """A season in which every kind of message was told."""
    season = tour(Season.open(database_at(tmp_path / "usf.db"), seed=4))
    other = Season(season.ledger, season.clock).found()
    season.receive("21.00")
    paid = season.settled(season.authorised(season.accepted_proposal("21.00"), "21.00"))
    honours = HonoursGiven(disbursement=paid, account=season.account, unit="EUR", amount="9.00")
    giver = Giver(kind=GiverKind.PERSON, name="Rosa Lima")
    passing = ReceiveContribution(
        account=other.account, giver=giver, unit="EUR", amount="9.00", honours=honours
    )
    other.do(passing)
    assert season.ledger.settled()
    yield season
    season.close()


def test_all_that_was_told_may_come_again_in_any_order_and_changes_nothing(toured: Season) -> None:
    """X3"""
    ledger = toured.ledger
    messages = told(ledger)
    kinds = {type(arrived.message) for arrived in messages}
    assert kinds == set(AnyMessage.__args__), "the tour tells something of every kind"
    before = head(ledger)
    for seed in range(3):
        Random(seed).shuffle(messages)
        for arrived in messages:
            ledger.handle(taken_in(arrived), by=arrived.sender)
    assert head(ledger) == before


def test_a_liar_is_refused_or_believed_and_nothing_breaks_nor_keeps_what_somebody_wrote(
    toured: Season,
) -> None:
    """X3, L8: views, replay and rebuilding stand whatever was said."""
    ledger, chance = toured.ledger, Random(7)
    by_kind: dict[type, list[Arrived]] = {}
    for arrived in told(ledger):
        if not arrived.message.stays_here:
            by_kind.setdefault(type(arrived.message), []).append(arrived)
    before = head(ledger)
    taken = refused = 0
    for arrived in [one for several in by_kind.values() for one in several[-2:]]:
        for lie in lies(arrived, chance):
            try:
                ledger.handle(taken_in(lie), by=lie.sender)
                taken += 1
            except Refused:
                refused += 1
    assert taken > 50, "some lies can be told like truths"
    assert refused > 1000, "most are seen through"
    kept = [
        msgspec.json.encode(recorded.event).decode()
        for partition in ledger.store.partitions()
        for recorded in ledger.store.read(partition, before[partition], 100_000)
    ]
    assert kept
    assert not [event for event in kept if "Rosa" in event or "x" * 200 in event]
    Replay(ledger.store).run()
    shelf = open_shelf(ledger.store)
    prepare(VIEWS, shelf)
    follower = Follower(shelf, VIEWS)
    assert follower.catch_up()
    assert not list(differences(VIEWS, shelf))


def test_only_the_register_here_says_where_an_association_is_at_home(tmp_path: Path) -> None:
    """W1, X3: what the register tells its own accounts, no other installation can say."""
    south, north = two(tmp_path)
    said = msgspec.to_builtins(TerritoryNaming(territory=TerritoryId("territory-0000000000000bad")))
    message = PackedMessage("installation-x/p.1.0", south.account, north.account, said)
    parcel = Parcel(sender=own(south), receiver=own(north), messages=(message,))
    before = head(north.ledger)
    (refused,) = north.ledger.abroad.take_in(parcel.signed(south.ledger.signer)).refused
    assert refused.refusal == MessageNotUnderstood.slug
    assert head(north.ledger) == before
    south.close()
    north.close()


@pytest.mark.parametrize("said", ["", "Rosa Lima", "a\0b", "\x1b[2J", "x" * 2_000_000, "../up", "A"])
def test_a_refusal_in_a_receipt_is_a_slug_or_the_parcel_is_none(tmp_path: Path, said: str) -> None:
    """X3: it is shown to people, and stands in a list of what waits."""
    south, north = two(tmp_path)
    twinning = proposed(south, north)
    (row,) = waiting(south)
    receipt = Receipt(name_of(row.id, own(south)), "0" * 64, said)
    parcel = Parcel(sender=own(north), receiver=own(south), receipts=(receipt,))
    with pytest.raises((ParcelMalformed, ParcelTooLarge)):
        south.ledger.abroad.take_in(parcel.signed(north.ledger.signer))
    assert (status(south, twinning), waiting(south)) == ("proposed", [row])
    south.close()
    north.close()


@pytest.mark.parametrize(
    "partition",
    ["", "nowhere", "commons", "../up", 'p"; DROP TABLE outbox; --', "p\0", "x" * 5_000, "usf", "é"],
)
def test_a_receipt_for_a_message_of_no_log_of_ours_takes_nothing_away(tmp_path: Path, partition: str) -> None:
    """X3"""
    south, north = two(tmp_path)
    proposed(south, north)
    before = waiting(south)
    receipts = tuple(
        Receipt(f"{own(south)}/{partition}.{position}.{number}", "0" * 64, refusal)
        for position, number in ((0, 0), (1, 0), (10**17, 10**17), (1, 10**17))
        for refusal in (None, "not-the-twins")
    )
    parcel = Parcel(sender=own(north), receiver=own(south), receipts=receipts)
    answered = south.ledger.abroad.take_in(parcel.signed(north.ledger.signer))
    assert answered.receipted == 0
    assert waiting(south) == before
    south.close()
    north.close()
