"""A confidential round, tried by someone with a key of all rights, who may look into the database too (R5, V5, V7, V8).

Before counting, choices lie in one table and nowhere else. After it nothing joins them with an elector, and once the
round is final nothing is left that could.
"""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog
from msgspec.structs import replace

from ledger.command import SealedPart
from ledger.context import seal_of
from ledger.event import Recorded
from ledger.identifiers import RoundId, Stream, stream_of
from ledger.ledger import Ledger, Request
from ledger.marks import Asked
from ledger.rounds.ballots import read_sealed
from ledger.rounds.confidential import FEWEST_LISTED
from ledger.rounds.events import BallotCast
from tests.api.server import Caller, problem, serve
from tests.api.test_http_batches import send
from tests.api.test_http_open_rounds import Ballots
from tests.api.village import Village
from tests.stores import Door, about_files

CONFIDENTIAL = {"confidentiality": "confidential"}
APART = ("sealed_ballots", "confidential_links", "round_peppers")
"""Where a confidential round keeps what it is to forget."""


class Confidential(Ballots):
    """The same ballots and hands as in an open round, in one that is confidential."""

    def __init__(self, village: Village) -> None:
        super().__init__(village, **CONFIDENTIAL)
        self.parts = self.sealed()
        self.links = dict(self.ledger.people.members_of(RoundId(self.round)))
        self.pepper = self.ledger.store.sealed_ballots.pepper(RoundId(self.round))

    @property
    def ledger(self) -> Ledger:
        """The one that is served."""
        return self.village.served.ledger

    @property
    def stream(self) -> Stream:
        """Where the round's events stand."""
        return stream_of(self.village.account, self.round)  # type: ignore[arg-type]

    def sealed(self) -> list[SealedPart]:
        """What lies beside the log."""
        return list(self.ledger.store.sealed_ballots.parts(RoundId(self.round)).values())

    def secrets(self) -> set[str]:
        """What would tell too much: salts and what they seal, the pepper, and the tokens of electors."""
        found = {self.pepper, *map(str, self.links)}
        for part in self.parts:
            found |= {part.salt, part.text, read_sealed(part.text).written()}
        assert len(found) >= 12
        return found

    def cast(self) -> list[tuple[Recorded, BallotCast]]:
        """The ballots, as they stand in the log."""
        events = self.ledger.events_of(self.stream)
        return [(recorded, recorded.event) for recorded in events if isinstance(recorded.event, BallotCast)]

    def step(self, name: str) -> None:
        """An officer does what comes next."""
        self.village.treasurer.done(f"{self.at}/{name}")
        self.position = self.village.treasurer.position

    def counted(self) -> None:
        """The deadline has passed, and the round is closed and counted."""
        self.village.served.later(days=2)
        self.step("closures")
        self.step("counts")

    def stored(self) -> Iterator[tuple[str, str]]:
        """Every row of every table, of the views too, as text."""
        with Door(self.ledger.store.address) as door:
            for table, rows in door.contents().items():
                for row in rows:
                    cells = (
                        cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
                        for cell in row
                    )
                    yield table.rpartition(".")[2], "\n".join(cells)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """All that the server logs."""
    before, written = structlog.get_config(), StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield written
    structlog.configure(**before)


@pytest.fixture
def ballots(village: Village) -> Confidential:
    """An open round, in which some have voted."""
    return Confidential(village)


def test_before_counting_choices_lie_in_one_table_and_no_path_tells_any_of_them(
    lines: StringIO, ballots: Confidential
) -> None:
    """V8, V7, R5"""
    secrets = ballots.secrets()
    assert sorted(read_sealed(part.text).labels for part in ballots.parts) == [
        ("P1",),
        ("P1",),
        ("P1", "P2"),
        ("P2",),
    ]
    for step in ("", "closures"):
        if step:
            ballots.village.served.later(days=2)
            ballots.step(step)
        read = 0
        for address, told in ballots.everything(ballots.all_rights):
            read += 1
            assert not [secret for secret in secrets if secret in told], address
            assert '"choices"' not in told, address
            assert '"votes":' not in told, address
        assert read > 40
        dry = ballots.all_rights.post(f"{ballots.at}/counts", dry_run=True)
        assert not [secret for secret in secrets if secret in dry.text]
    told_apart = (
        {part.salt for part in ballots.parts} | {part.text for part in ballots.parts} | {ballots.pepper}
    )
    for table, row in ballots.stored():
        if table not in APART:
            assert not [secret for secret in told_apart if secret in row], table
    assert "/ballots" in lines.getvalue()
    assert not [secret for secret in secrets if secret in lines.getvalue()]


def test_the_event_of_a_ballot_says_nothing_of_its_choices(ballots: Confidential) -> None:
    """V7, V8"""
    cast = ballots.cast()
    assert len(cast) == 4
    for recorded, event in cast:
        assert (event.choices, event.points, event.salt) == ((), (), "")
        assert recorded.envelope.actor == event.elector


def test_after_counting_nothing_joins_an_elector_and_choices(ballots: Confidential) -> None:
    """V5, V7, V8"""
    members, tokens = set(ballots.links.values()), set(map(str, ballots.links))
    written = {read_sealed(part.text).written() for part in ballots.parts}
    ballots.counted()
    lists = 0
    for table, row in ballots.stored():
        if table in APART:
            continue
        escaped = row.replace('\\"', '"')
        holds = [choices for choices in written if choices in escaped]
        lists += bool(holds)
        if holds:
            assert table.endswith("listings")
            assert not [one for one in members | tokens if one in row]
        assert not [part.salt for part in ballots.parts if part.salt in row], table
    assert lists == 1
    for address, told in ballots.everything(ballots.all_rights):
        assert not [part.salt for part in ballots.parts if part.salt in told], address
        if not address.endswith("/choices"):
            assert '"choices":[' not in told, address


def test_after_counting_everybody_sees_which_ballots_count_and_what_they_came_to(
    ballots: Confidential,
) -> None:
    """V5, R9: whoever was in the assembly counts there, and the first of two ballots not at all."""
    ballots.counted()
    treasurer = ballots.village.treasurer
    listed = treasurer.read(f"{ballots.at}/ballots")["items"]
    assert [set(ballot) for ballot in listed] == [{"number", "seal", "counts"}] * 4
    assert [ballot["counts"] for ballot in listed] == [False, True, True, True]
    whole = treasurer.read(ballots.at)
    assert {tally["label"]: tally["votes"] for tally in whole["tallies"]} == {"P1": 4, "P2": 2}
    assert (whole["ballots_counted"], whole["by_hand"], whole["electronic"]) == (5, 2, 3)


def test_of_a_small_round_the_auditor_alone_reads_the_list_of_choices(ballots: Confidential) -> None:
    """V8"""
    at, village = f"{ballots.at}/choices", ballots.village
    assert told(village.auditor, at, ballots.position) == "/problems/choices-not-listed"
    ballots.counted()
    assert told(village.public, at, ballots.position) == "/problems/totals-alone"
    assert told(village.treasurer, at, ballots.position) == "/problems/totals-alone"
    read = village.auditor.get(at, min_position=ballots.position).json()["items"]
    assert sorted(one["choices"] for one in read) == [["P1"], ["P1", "P2"], ["P2"]]
    assert [set(one) for one in read] == [{"place", "choices"}] * 3


def test_of_a_larger_round_everybody_reads_the_choices_and_nobody_whose_they_are(village: Village) -> None:
    """V5, V8"""
    for number in range(FEWEST_LISTED - 6):
        village.treasurer.done(f"{village.at}/members", {"name": f"Neighbour {number}"})
    ballots = Confidential(village)
    assert village.treasurer.read(ballots.at)["electorate"] == FEWEST_LISTED
    ballots.counted()
    at = f"{ballots.at}/choices"
    first = village.public.get(at, min_position=ballots.position, limit=2)
    rest = village.public.get(first.headers["Link"].partition(">")[0][1:])
    read = first.json()["items"] + rest.json()["items"]
    assert [one["place"] for one in read] == [1, 2, 3]
    assert sorted(one["choices"] for one in read) == [["P1"], ["P1", "P2"], ["P2"]]


def test_an_open_round_has_no_list_of_choices(village: Village) -> None:
    """V8"""
    ballots = Ballots(village)
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{ballots.at}/{step}")
    assert told(village.auditor, f"{ballots.at}/choices", village.treasurer.position) == (
        "/problems/choices-not-listed"
    )


def told(caller: Caller, address: str, position: str | None = None) -> str:
    """Why somebody may not read something."""
    query = {} if position is None else {"min_position": position}
    return str(problem(caller.get(address, **query))["type"])


def test_a_ballot_that_is_sent_again_happens_once_and_another_under_its_key_is_refused(
    ballots: Confidential,
) -> None:
    """V3, V5"""
    member, teller, key = ballots.village.members[0], ballots.village.teller, {"Idempotency-Key": "2"}
    again = member.post(f"{ballots.at}/ballots", {"choices": ["P2"]}, headers=key)
    (sealed,) = (part for part in ballots.parts if part.number == 2)
    slip = again.json()
    assert (slip["number"], again.headers["Idempotency-Replayed"]) == (2, "true")
    assert slip["seal"] == seal_of(sealed.salt, sealed.text)
    assert set(slip) == {"id", "position", "number", "seal"}
    refused = member.refused(f"{ballots.at}/ballots", {"choices": ["P1"]}, headers=key)
    assert refused["type"] == "/problems/key-reused"
    line = {"member": ballots.members[2], "choices": ["P1", "P2"], "idempotency_key": "1"}
    assert send(teller, f"{ballots.at}/ballot-batches", line)[1]["replayed"] is True
    assert len(ballots.sealed()) == 4


def test_whoever_has_the_installations_secret_cannot_test_who_voted_or_what_once_the_pepper_is_gone(
    ballots: Confidential,
) -> None:
    """V7, V8: with it all of this can be tested, which is why it is destroyed with the links."""
    store, (one, _, _) = ballots.ledger.store, ballots.members
    token = next(token for token, member in ballots.links.items() if member == one)
    first, event = ballots.cast()[0]
    assert event.elector == token
    body = f"POST {ballots.at}/ballots\n" + '{"choices":["P1"]}'
    keys = ballots.ledger.keys()
    guesses = [Request(caller=f"{known.key}\n{token}", key="1", content=body) for known in keys]
    without = {Asked.of(guess, store.secret) for guess in guesses}
    known = Asked.read(str(first.envelope.request))
    assert known.mark not in {guess.mark for guess in without}
    assert known.fingerprint not in {guess.fingerprint for guess in without}
    with_it = {Asked.of(replace(guess, pepper=ballots.pepper), store.secret) for guess in guesses}
    assert known in with_it


def test_once_the_round_is_final_nothing_is_left_that_joins_electors_and_choices(
    ballots: Confidential,
) -> None:
    """V7, R5"""
    ballots.counted()
    ballots.step("finalisations")
    with Door(ballots.ledger.store.address) as door:
        for table in APART:
            assert door.execute(f"SELECT count(*) FROM {door.common(table)}").fetchone()[0] == 0
    assert ballots.ledger.people.members_of(RoundId(ballots.round)) == {}
    assert ballots.ledger.store.sealed_ballots.pepper(RoundId(ballots.round)) == ""
    gone = {part.salt for part in ballots.parts} | {part.text for part in ballots.parts} | {ballots.pepper}
    for table, row in ballots.stored():
        assert not [secret for secret in gone if secret in row], table
        for token, member in ballots.links.items():
            assert token not in row or member not in row or table.endswith("listings")
    read = 0
    for address, text in ballots.everything(ballots.all_rights):
        read += 1
        assert not [secret for secret in gone if secret in text], address
    assert read > 40
    whole = ballots.village.treasurer.read(ballots.at)
    assert (whole["status"], whole["ballots_counted"]) == ("final", 5)
    counts = [ballot["counts"] for ballot in ballots.village.treasurer.read(f"{ballots.at}/ballots")["items"]]
    assert counts == [False, True, True, True]


def test_whoever_votes_after_that_is_told_why_not(ballots: Confidential) -> None:
    """V6"""
    ballots.counted()
    ballots.step("finalisations")
    member, teller = ballots.village.members[0], ballots.village.teller
    for headers in ({}, {"Idempotency-Key": "2"}):
        refused = member.refused(f"{ballots.at}/ballots", {"choices": ["P2"]}, headers=headers)
        assert refused["type"] == "/problems/round-takes-no-ballots"
    line = {"member": ballots.members[2], "choices": ["P1", "P2"], "idempotency_key": "1"}
    problem_told = send(teller, f"{ballots.at}/ballot-batches", line)[1]["problem"]
    assert problem_told["type"] == "/problems/round-takes-no-ballots"


@about_files
def test_the_file_itself_holds_no_byte_of_what_was_forgotten(tmp_path: Path) -> None:
    """V7: not in a gap of a page, and not in the file of what is written ahead, once nobody holds it open."""
    path = tmp_path / "confidential.db"
    with serve(path) as served:
        village = Village(served)
        ballots = Confidential(village)
        links = [f"{ballots.round}{member}{token}".encode() for token, member in ballots.links.items()]
    gone = [part.salt.encode() for part in ballots.parts] + [ballots.pepper.encode(), *links]
    held = path.read_bytes()
    assert all(secret in held for secret in gone)
    with serve(path, now=served.clock_now) as again:
        for caller in (village.treasurer, village.registrar):
            caller.turn_to(again)
        village.served = again
        ballots.counted()
        ballots.step("finalisations")
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [secret for secret in gone if secret in held]
