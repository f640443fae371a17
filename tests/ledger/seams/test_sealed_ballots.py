"""What confidential rounds keep beside the log: in the commit of its event, and gone with the round; on both stores."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import msgspec
import pytest

from ledger.command import ElectorLinks, SealedPart
from ledger.identifiers import MemberToken, RoundId, RoundToken, stream_of
from ledger.ledger import COMMONS
from ledger.papers.checking import PapersCheck
from ledger.replay import HistoryFault, Replay
from ledger.rounds.commands import CastBallot, CloseRound, CountRound, MakeRoundFinal
from ledger.rounds.events import RoundCounted, RoundOpened
from ledger.rounds.recounting import recounted
from ledger.rounds.refusals import BallotNotAsSealed
from ledger.rounds.terms import Confidentiality
from ledger.storage import StoreUnavailable, open_store
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import ListAltered
from tests.season import Season
from tests.stores import STORE_BATCH, Door, database_at

CONFIDENTIAL = {"confidentiality": Confidentiality.CONFIDENTIAL}
KEPT = ("confidential_links", "round_peppers", "sealed_ballots")


@pytest.fixture
def lived(season: Season) -> Season:
    """A founded season."""
    return season.found()


@pytest.fixture
def door(lived: Season) -> Iterator[Door]:
    """Past the ledger, into its database."""
    with Door(lived.ledger.store.address) as opened:
        yield opened


def open_round(season: Season) -> RoundId:
    """A confidential round that asks one question."""
    return season.open_round((season.admitted_proposal(season.spending("10.00")),), **CONFIDENTIAL)


def rows(door: Door, table: str, round_id: RoundId) -> int:
    """How many rows a round has in a table."""
    query = f"SELECT count(*) FROM {door.common(table)} WHERE round = ?"
    return int(door.execute(query, round_id).fetchone()[0])


def test_sealed_parts_links_and_pepper_go_with_the_commit_that_makes_the_round_final(
    lived: Season, door: Door
) -> None:
    """V7, R5: of that round alone."""
    lived.receive("100.00")
    final, other = open_round(lived), open_round(lived)
    kept_open = lived.open_round((lived.admitted_proposal(lived.spending("10.00")),))
    electors = len(lived.ledger.people.members_of(final))
    for member in lived.ledger.people.members_of(other).values():
        lived.vote(other, member, "yes")
    assert [rows(door, table, final) for table in KEPT] == [electors, 1, 0]
    lived.decide_round(final)
    assert [rows(door, table, final) for table in KEPT] == [0, 0, 0]
    assert [rows(door, table, other) for table in KEPT] == [electors, 1, electors]
    assert rows(door, "elector_links", kept_open) == electors
    assert [rows(door, table, kept_open) for table in KEPT] == [0, 0, 0]
    assert len(lived.ledger.people.members_of(kept_open)) == electors


def test_where_the_commit_fails_all_of_it_is_still_there_and_the_step_can_be_taken_again(
    lived: Season, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R4, V7"""
    lived.receive("100.00")
    round_id = open_round(lived)
    account, voters = lived.account, sorted(lived.ledger.people.members_of(round_id).values())
    token = lived.ledger.people.round_token(round_id, voters[0])
    assert token is not None

    def fails(command: CastBallot | CloseRound | CountRound | MakeRoundFinal) -> None:
        """The step is broken off at its end, then taken."""

        def broken(*_: object) -> None:
            raise StoreUnavailable("The disk is full.")

        before = [rows(door, table, round_id) for table in KEPT]
        with monkeypatch.context() as patch:
            patch.setattr(STORE_BATCH, "commit", broken)
            with pytest.raises(StoreUnavailable):
                lived.do(command)
        assert [rows(door, table, round_id) for table in KEPT] == before
        lived.do(command)

    fails(CastBallot(account=account, round=round_id, elector=token, choices=("yes",)))
    lived.wait_days(1)
    fails(CloseRound(account=account, round=round_id))
    fails(CountRound(account=account, round=round_id))
    lived.wait_days(30)
    fails(MakeRoundFinal(account=account, round=round_id))
    assert [rows(door, table, round_id) for table in KEPT] == [0, 0, 0]
    result = lived.round(round_id).result
    assert result is not None
    assert result.ballots_counted == 1


def test_replay_and_the_check_of_papers_know_confidential_rounds(lived: Season) -> None:
    """L8, R4"""
    lived.receive("100.00")
    lived.decide_round(open_round(lived))
    open_round(lived)
    assert not list(PapersCheck(lived.ledger.store).findings())
    Replay(lived.ledger.store).run()


@pytest.mark.parametrize("listed", ["choices", "ballots", "tokens_list", "members_list"])
def test_a_list_that_was_altered_is_told_by_a_replay_and_read_by_nobody(
    lived: Season, door: Door, listed: str
) -> None:
    """R4, V1: whether or not the result would have been another."""
    lived.receive("100.00")
    round_id = open_round(lived)
    lived.decide_round(round_id)
    stream = stream_of(lived.account, round_id)
    events = [recorded.event for recorded in lived.ledger.events_of(stream)]
    (opened,) = (event for event in events if isinstance(event, RoundOpened))
    (counted,) = (event for event in events if isinstance(event, RoundCounted))
    named = opened.terms if listed.endswith("_list") else counted
    partition = lived.ledger.partition_of(lived.account)
    listings = door.table(partition, "listings")
    seal = getattr(named, listed)
    items = lived.ledger.store.listing(partition, seal)
    assert items
    written = msgspec.json.encode([*items[1:], "another"])
    door.execute(f"UPDATE {listings} SET items = ? WHERE seal = ?", written, seal)
    with pytest.raises(ListAltered, match="does not fit its seal"):
        lived.ledger.store.listing(partition, seal)
    if listed != "members_list":
        with pytest.raises(ListAltered, match="does not fit its seal"):
            recounted(lived.ledger.log_of(lived.account), stream)
    with pytest.raises(HistoryFault, match="does not fit its seal"):
        Replay(lived.ledger.store).run()


@pytest.mark.parametrize(
    "damage", ["DELETE FROM {}", "UPDATE {} SET text = 'x'", "UPDATE {} SET salt = NULL"]
)
def test_what_was_tampered_with_is_not_counted(lived: Season, door: Door, damage: str) -> None:
    """R4, V8"""
    lived.receive("100.00")
    round_id = open_round(lived)
    lived.vote(round_id, next(iter(lived.ledger.people.members_of(round_id).values())), "yes")
    door.execute(damage.format(door.common("sealed_ballots")))
    lived.wait_days(1)
    lived.do(CloseRound(account=lived.account, round=round_id))
    with pytest.raises(BallotNotAsSealed) as refused:
        lived.do(CountRound(account=lived.account, round=round_id))
    assert "ballot 1 " in str(refused.value)
    assert stream_of(lived.account, round_id) not in str(refused.value)


def test_many_rounds_at_once_are_forgotten_one_by_one_and_no_byte_of_them_stays(tmp_path: Path) -> None:
    """V7: however the rows moved between the pages of the tables while others came and went."""
    chance, path = Random(7), tmp_path / "many.db"
    rounds = [RoundId(f"round-{chance.getrandbits(60):015x}") for _ in range(50)]
    left = {round_id: [part(round_id, number, chance) for number in range(1, 21)] for round_id in rounds}
    with closing(open_store(database_at(path))) as store:
        if COMMONS not in store.partitions():
            store.create_partition(COMMONS)
        if isinstance(store, SQLiteStore):
            # As most builds of SQLite have it: what is deleted is only marked as free, unless they are told otherwise.
            store.connection().execute("PRAGMA secure_delete=0")
        links = {round_id: linked(round_id, chance) for round_id in rounds}
        to_come = [one for parts in left.values() for one in parts]
        chance.shuffle(to_come)
        with store.batch(COMMONS) as batch:
            batch.put_links(list(links.values()))
            batch.commit()
        for begins in range(0, len(to_come), 5):
            with store.batch(COMMONS) as batch:
                batch.put_sealed_parts(to_come[begins : begins + 5])
                batch.commit()
        gone: list[bytes] = []
        for round_id in rounds[:20]:
            with store.batch(COMMONS) as batch:
                batch.forget_rounds([round_id])
                batch.commit()
            gone += [one.salt.encode() for one in left.pop(round_id)]
            gone += [f"{member}{token}".encode() for member, token in links[round_id].links]
            gone.append(links[round_id].pepper.encode())
        for other in rounds:
            assert store.sealed_ballots.parts(other) == {one.number: one for one in left.get(other, [])}
            there = {token: member for member, token in links[other].links} if other in left else {}
            assert store.people.members_of(other) == there
            assert store.sealed_ballots.pepper(other) == (links[other].pepper if other in left else "")
    with Door(database_at(path)) as door:
        held = door.everything()
    assert not [secret for secret in gone if secret in held]
    assert all(one.salt.encode() in held for parts in left.values() for one in parts)


def part(round_id: RoundId, number: int, chance: Random) -> SealedPart:
    """A sealed part, as long as ballots are that choose a few options or many."""
    text = f'[{number},["{"x" * chance.randrange(1, 90)}"]]'
    return SealedPart(round_id, number, f"{chance.getrandbits(128):032x}", text)


def linked(round_id: RoundId, chance: Random) -> ElectorLinks:
    """Links of some electors."""
    pairs = sorted(
        (
            MemberToken(f"member-{chance.getrandbits(60):015x}"),
            RoundToken(f"elector-{chance.getrandbits(60):015x}"),
        )
        for _ in range(20)
    )
    return ElectorLinks(round_id, tuple(pairs), f"{chance.getrandbits(128):032x}")
