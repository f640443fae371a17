"""Before a round is counted, nobody who asks is told what was chosen, by how many, or who voted (V7, V8)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.rounds.events import BallotCast, ShowOfHandsEntered
from tests.api.server import Caller, problem
from tests.api.test_http_batches import send
from tests.api.village import OFFICES, Village

SAID = "Both of us raised a hand for the first"
"""What minutes say of how an assembly voted."""


class Ballots:
    """An open round: ballots by members themselves, by a teller one by one, in a stream, and hands of an assembly."""

    def __init__(self, village: Village, **changes: Any) -> None:
        self.village = village
        village.receive("100.00")
        self.proposals = [village.propose("40.00"), village.propose("10.00")]
        self.round = village.draft_round(*self.proposals, **changes)
        self.at = f"{village.at}/rounds/{self.round}"
        village.treasurer.done(f"{self.at}/openings")
        one, two, three = (village.tokens[f"member {n}"] for n in range(3))
        ballots, key = f"{self.at}/ballots", {"Idempotency-Key": "1"}
        village.members[0].done(ballots, {"choices": ["P1"]}, headers=key)
        village.members[0].done(ballots, {"choices": ["P2"]}, headers={"Idempotency-Key": "2"})
        village.teller.done(ballots, {"choices": ["P1"], "member": two}, headers=key)
        line = {"member": three, "choices": ["P1", "P2"], "idempotency_key": "1"}
        assert send(village.teller, f"{self.at}/ballot-batches", line)[1]["status"] == 201
        self.minutes = self.assembly()
        self.position = village.treasurer.position
        self.members = (one, two, three)
        served = village.served
        grants = [{"account": village.account, "member": village.tokens["treasurer"]}]
        roles = [*OFFICES, "member", "teller"]
        issued = village.registrar.post(
            "/v1/keys", {"registrar": True, "grants": [{**grants[0], "roles": roles}]}
        )
        self.all_rights = served.caller(issued.json()["secret"])

    def assembly(self) -> str:
        """Two officers meet while the others vote from afar."""
        at, officers = self.village.at, [self.village.tokens[office] for office in OFFICES[:2]]
        minutes = {
            "began": "2026-03-01T12:00:00Z",
            "ended": "2026-03-01T12:00:00Z",
            "convened": "2026-03-01",
            "convocation": SAID,
            "attending": officers,
            "attesting": officers,
            "text": SAID,
        }
        held = self.village.treasurer.done(f"{at}/minutes", minutes)
        totals = [{"label": "P1", "votes": 2}, {"label": "P2", "votes": 0}]
        hands = {"minutes": held, "totals": totals}
        self.village.treasurer.done(f"{self.at}/shows-of-hands", hands, headers={"Idempotency-Key": "3"})
        return held

    def secrets(self) -> set[str]:
        """What would tell too much: salts, and the tokens that electors have in this round."""
        people = self.village.served.ledger.people
        found = {SAID, *(str(token) for token in people.members_of(self.round))}  # type: ignore[arg-type]
        store = self.village.served.ledger.store
        for partition in store.partitions():
            for recorded in store.read(partition, 0, 10_000):
                if isinstance(recorded.event, BallotCast | ShowOfHandsEntered):
                    found.add(recorded.event.salt)
        assert len(found) >= 8
        return found

    def everything(self, caller: Caller) -> Iterator[tuple[str, str]]:
        """Every path that can be read, with what it answers, headers too; and states at every position."""
        document = caller.get("/openapi.json").json()
        log, _, head = str(self.position).partition(".")
        known = {
            "account": [self.village.account],
            "association": [],
            "round": [self.round],
            "part": [self.round, *self.proposals],
            "proposal": self.proposals,
            "minutes": [self.minutes],
            "member": list(self.members),
            "slug": ["not-an-elector"],
        }
        for path, methods in document["paths"].items():
            for address in filled_in(path, known) if "get" in methods else ():
                asked = {p["name"] for p in methods["get"].get("parameters", ()) if p["in"] == "query"}
                offered = {"limit": "1000", "unit": "EUR", "min_position": str(self.position)}
                queries = [{name: value for name, value in offered.items() if name in asked}]
                if "/states" in path:
                    queries += [{"position": f"{log}.{n}"} for n in range(1, int(head) + 1)]
                for query in queries:
                    answer = caller.http.get(address, params=query)
                    assert answer.status_code in {200, 404, 409, 422}, answer.text
                    yield address, f"{answer.text}\n{answer.headers}"


def filled_in(path: str, known: dict[str, list[str]]) -> list[str]:
    """The addresses that a path stands for."""
    if "{" not in path:
        return [path]
    before, _, rest = path.partition("{")
    name, _, after = rest.partition("}")
    return [whole for one in known.get(name, []) for whole in filled_in(before + one + after, known)]


@pytest.fixture
def ballots(village: Village) -> Ballots:
    """An open round."""
    return Ballots(village)


def test_no_path_shows_choices_or_tokens_of_an_open_or_closed_round(ballots: Ballots) -> None:
    """V7, V8"""
    secrets, treasurer = ballots.secrets(), ballots.village.treasurer
    for step in ("", "closures"):
        if step:
            ballots.village.served.later(days=2)
            treasurer.done(f"{ballots.at}/{step}")
            ballots.position = treasurer.position
        read = 0
        for address, told in ballots.everything(ballots.all_rights):
            read += 1
            assert not [secret for secret in secrets if secret in told], address
            assert '"choices"' not in told, address
            assert '"votes":' not in told, address
        assert read > 40
        shown = ballots.all_rights.get(ballots.at, min_position=ballots.position).json()
        assert (shown["tallies"], shown["ballots_counted"], shown["tie_decided"]) == ([], None, None)
        assert {option["accepted"] for option in shown["options"]} == {None}
        dry = ballots.all_rights.post(f"{ballots.at}/counts", dry_run=True)
        assert not [secret for secret in secrets if secret in dry.text]
        assert dry.status_code == (200 if step else 409)
        assert set(dry.json()) == ({"would_be_recorded", "kinds"} if step else {*problem(dry)})
    treasurer.done(f"{ballots.at}/counts")
    counted = treasurer.read(f"{ballots.at}/ballots")["items"]
    assert [ballot["choices"] for ballot in counted] == [["P1"], ["P2"], ["P1"], ["P1", "P2"]]


def test_nobody_finds_out_a_ballot_by_repeating_it_under_a_likely_key(ballots: Ballots) -> None:
    """V7, V8"""
    other, key = ballots.village.key(None, "teller"), {"Idempotency-Key": "1"}
    one, two, three = ballots.members
    nobody_yet = ballots.village.tokens["auditor"]
    told = []
    for caller, member, choices in (
        (ballots.all_rights, two, ["P1"]),
        (other, two, ["P2"]),
        (ballots.all_rights, one, ["P1"]),
        (other, nobody_yet, ["P1"]),
    ):
        answer = caller.post(f"{ballots.at}/ballots", {"member": member, "choices": choices}, headers=key)
        assert (answer.status_code, answer.headers.get("Idempotency-Replayed")) == (201, None)
        told.append(sorted(answer.json()))
    for caller, choices in ((ballots.all_rights, ["P1", "P2"]), (other, [])):
        line = {"member": three, "choices": choices, "idempotency_key": "1"}
        told.append(sorted(send(caller, f"{ballots.at}/ballot-batches", line)[1]))
    # Whether somebody voted before, and what, makes no difference to what is told.
    assert told == [["id", "number", "position", "seal"]] * 4 + [["id", "line", "position", "status"]] * 2


def test_whoever_cast_a_ballot_may_repeat_it(ballots: Ballots) -> None:
    """V3, V4"""
    member, teller = ballots.village.members[0], ballots.village.teller
    again = member.post(f"{ballots.at}/ballots", {"choices": ["P1"]}, headers={"Idempotency-Key": "1"})
    assert (again.json()["number"], again.headers["Idempotency-Replayed"]) == (1, "true")
    line = {"member": ballots.members[2], "choices": ["P1", "P2"], "idempotency_key": "1"}
    assert send(teller, f"{ballots.at}/ballot-batches", line)[1]["replayed"] is True
    other = {"choices": ["P2"], "member": ballots.members[1]}
    refused = teller.refused(f"{ballots.at}/ballots", other, headers={"Idempotency-Key": "1"})
    assert refused["type"] == "/problems/key-reused"
    assert json.dumps(refused).count("P1") == 0
