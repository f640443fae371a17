"""Papers over HTTP: sent as they are, listed for everybody, fetched by who may read them, and never shown altered."""

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from api.http.settings import Settings
from tests.api.server import Caller, Json, Served, problem, serve
from tests.api.village import Village
from tests.stores import Door

PHOTO = b"\xff\xd8\xff\xe0 the bus in front of the school"
BANK_FILE = b'<?xml version="1.0"?><Document><Stmt><Dbtr>Emma Grant</Dbtr></Stmt></Document>'
LARGEST = 10 * 2**20


@pytest.fixture
def door(village: Village) -> Iterator[Door]:
    with Door(village.served.ledger.store.address) as opened:
        yield opened


def send(
    by: Caller, village: Village, content: bytes = PHOTO, kind: str = "photo", **more: Any
) -> httpx2.Response:
    """Send a file as the body."""
    headers = more.pop("headers", {"Content-Type": "image/jpeg"})
    answer = by.http.post(
        f"{village.at}/papers", content=content, headers=headers, params={"kind": kind, **more}
    )
    by.position = answer.headers.get("Ledger-Position", by.position)
    return answer


def filed(by: Caller, village: Village, content: bytes = PHOTO, kind: str = "photo", **more: Any) -> str:
    """Send a file that is filed; its id."""
    answer = send(by, village, content, kind, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def fetch(by: Caller, village: Village, paper: str) -> httpx2.Response:
    """Ask for the file itself."""
    return by.get(f"{village.at}/papers/{paper}/content")


def refused(answer: httpx2.Response) -> str:
    """The kind of a problem."""
    return str(problem(answer)["type"]).removeprefix("/problems/")


def test_a_paper_is_fetched_as_a_download_that_no_browser_runs(village: Village) -> None:
    """L9"""
    paper = filed(village.members[0], village)
    answer = fetch(village.members[0], village, paper)
    assert (answer.status_code, answer.content) == (200, PHOTO)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{paper}.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_public_sees_that_a_paper_is_there_and_not_what_is_in_it(village: Village) -> None:
    """L9"""
    village.public.position = None
    paper = filed(village.treasurer, village)
    listed = village.treasurer.read(f"{village.at}/papers")
    (seen,) = village.public.read(f"{village.at}/papers", min_position=village.treasurer.position)["items"]
    assert (seen["id"], seen["kind"], seen["size_bytes"]) == (paper, "photo", len(PHOTO))
    assert (seen["media_type"], seen["public"]) == ("image/jpeg", False)
    assert seen["recorded"] == "2026-03-01T12:00:00Z"
    assert listed["items"] == [seen]
    assert village.public.read(f"{village.at}/papers/{paper}")["seal"] == seen["seal"]
    assert refused(fetch(village.public, village, paper)) == "paper-not-for-you"


def test_a_public_paper_is_for_everybody_and_only_officers_file_one(village: Village) -> None:
    """L9"""
    assert refused(send(village.members[0], village, public=True)) == "role-needed"
    paper = filed(village.treasurer, village, public=True)
    answer = fetch(village.public, village, paper)
    assert answer.content == PHOTO
    assert answer.headers["Cache-Control"] == "no-cache"


def test_who_may_read_which_paper(village: Village) -> None:
    """C6, L9"""
    twin = village.key(None, "twin")
    photo = filed(village.treasurer, village)
    bank_file = filed(village.treasurer, village, BANK_FILE, "bank-file")
    everybody = {
        "public": village.public,
        "registrar": village.registrar,
        "twin": twin,
        "member": village.members[0],
        "treasurer": village.treasurer,
        "signatory": village.signatory,
        "auditor": village.auditor,
    }
    for paper, readers in (
        (photo, {"member", "treasurer", "signatory", "auditor"}),
        (bank_file, {"treasurer", "signatory", "auditor"}),
    ):
        may = {who for who, one in everybody.items() if fetch(one, village, paper).status_code == 200}
        assert may == readers
        for who in set(everybody) - readers:
            answer = fetch(everybody[who], village, paper)
            assert refused(answer) == "paper-not-for-you"
            assert b"Emma" not in answer.content


def test_another_villages_member_reads_nothing_here(served: Served, village: Village) -> None:
    """L9"""
    paper = filed(village.treasurer, village)
    other = Village(served, members=1)
    assert refused(fetch(other.treasurer, village, paper)) == "paper-not-for-you"
    assert refused(fetch(other.treasurer, other, paper)) == "unknown-paper"
    assert refused(send(other.treasurer, village)) == "role-needed"
    assert refused(send(village.public, village)) == "key-needed"


@pytest.mark.parametrize(
    ("content", "slug", "status"),
    [
        (b"", "paper-empty", 400),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "paper-type-refused", 422),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "paper-type-refused", 422),
        (b"MZ\x90\x00", "paper-type-refused", 422),
        (b"\xff\xd8\xff" + b"0" * (LARGEST - 2), "paper-too-large", 413),
    ],
)
def test_what_is_no_evidence_file_is_refused_whatever_it_is_called(
    village: Village, content: bytes, slug: str, status: int
) -> None:
    answer = send(village.treasurer, village, content, headers={"Content-Type": "image/png"})
    assert (refused(answer), answer.status_code) == (slug, status)
    assert village.treasurer.read(f"{village.at}/papers")["items"] == []


def test_a_paper_of_exactly_the_largest_size_is_filed_and_comes_back(village: Village) -> None:
    content = b"\xff\xd8\xff" + b"0" * (LARGEST - 3)
    paper = filed(village.treasurer, village, content)
    assert fetch(village.treasurer, village, paper).content == content


def test_a_body_that_hides_its_length_is_taken_in_no_further_than_papers_may_be_large(
    served: Served,
) -> None:
    village = Village(served, members=0)
    room, most = served.app.state.papers, served.app.state.settings.papers_in_memory_bytes
    lowest, take = most, room.take

    def noted(size: int) -> None:
        nonlocal lowest
        take(size)
        lowest = min(lowest, room.left)

    room.take = noted  # type: ignore[method-assign]

    def endless() -> Iterator[bytes]:
        for _ in range(3 * LARGEST // 65_536):
            yield b"\xff\xd8\xff" + b"0" * 65_533

    answer = village.treasurer.http.post(f"{village.at}/papers?kind=photo", content=endless())
    assert (refused(answer), answer.status_code) == ("paper-too-large", 413)
    assert most - LARGEST <= lowest < most - LARGEST // 2
    assert room.left == most


def test_a_packed_body_is_refused(village: Village) -> None:
    answer = send(village.treasurer, village, headers={"Content-Encoding": "gzip"})
    assert (refused(answer), answer.status_code) == ("body-packed", 415)


def test_the_installation_says_how_large_papers_may_be(tmp_path: Path) -> None:
    settings = Settings(largest_paper_bytes=2_000, papers_in_memory_bytes=3_000)
    with serve(tmp_path / "small.db", settings) as served:
        village = Village(served, members=0)
        assert refused(send(village.treasurer, village, PHOTO + b"0" * 2_000)) == "paper-too-large"
        assert filed(village.treasurer, village, PHOTO + b"0" * 1_900)


def test_while_all_room_is_taken_a_paper_has_to_wait(tmp_path: Path) -> None:
    with serve(tmp_path / "full.db", Settings(papers_in_memory_bytes=2_000)) as served:
        village = Village(served, members=0)
        paper = filed(village.treasurer, village)
        served.app.state.papers.take(1_990)
        for answer in (send(village.treasurer, village), fetch(village.treasurer, village, paper)):
            assert (refused(answer), answer.status_code) == ("too-many-papers", 503)
            assert answer.headers["Retry-After"]
        served.app.state.papers.give_back(1_990)
        assert fetch(village.treasurer, village, paper).content == PHOTO
        assert served.app.state.papers.left == 2_000


def test_a_line_that_falls_silent_lets_go_of_its_room(tmp_path: Path) -> None:
    with serve(tmp_path / "slow.db", Settings(paper_seconds=0.3)) as served:
        village = Village(served, members=0)
        address = urlsplit(served.base)
        connection = http.client.HTTPConnection(str(address.hostname), address.port or 80, timeout=30)
        connection.putrequest("POST", f"{village.at}/papers?kind=photo")
        for name, value in {**village.treasurer.headers, "Content-Length": "1000"}.items():
            connection.putheader(name, value)
        connection.endheaders(PHOTO)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["type"]) == (408, "/problems/body-too-slow")
        connection.close()
        assert served.app.state.papers.left == served.app.state.settings.papers_in_memory_bytes


def test_the_same_file_sent_twice_is_the_same_paper_and_says_so_by_its_id(village: Village) -> None:
    """L6"""
    paper = filed(village.treasurer, village)
    assert filed(village.members[0], village, kind="scan") == paper
    assert len(village.treasurer.read(f"{village.at}/papers")["items"]) == 1


def test_a_repeat_under_one_idempotency_key_answers_the_same_and_another_file_is_refused(
    village: Village,
) -> None:
    headers = {"Idempotency-Key": "the-bus"}
    first = send(village.treasurer, village, headers=headers)
    again = send(village.treasurer, village, headers=headers)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert refused(send(village.treasurer, village, PHOTO + b"!", headers=headers)) == "key-reused"
    assert refused(send(village.treasurer, village, kind="scan", headers=headers)) == "key-reused"


def test_a_dry_run_says_what_would_be_filed_and_files_nothing(village: Village) -> None:
    answer = send(village.treasurer, village, dry_run=True)
    assert answer.json() == {"would_be_recorded": True, "kinds": ["paper-filed"]}
    assert village.treasurer.read(f"{village.at}/papers")["items"] == []


def test_two_officers_have_a_paper_forgotten_and_everybody_sees_that_it_was_there(village: Village) -> None:
    """L6, L9"""
    paper = filed(village.treasurer, village, public=True)
    at = f"{village.at}/papers/{paper}"
    body = {"reason": "It shows a child.", "confirmed_by": village.tokens["auditor"]}
    assert village.members[0].refused(f"{at}/forgettings", body)["type"] == "/problems/role-needed"
    alone = {**body, "confirmed_by": village.tokens["treasurer"]}
    assert village.treasurer.refused(f"{at}/forgettings", alone)["type"] == "/problems/forgetting-unconfirmed"
    village.treasurer.done(f"{at}/forgettings", body)
    answer = fetch(village.treasurer, village, paper)
    assert (refused(answer), answer.status_code) == ("paper-was-forgotten", 410)
    told = village.treasurer.read(at)
    assert (told["forgotten"], told["reason"]) == ("2026-03-01T12:00:00Z", "It shows a child.")
    told = village.public.read(at, min_position=village.treasurer.position)
    assert (told["forgotten"], told["reason"], told["size_bytes"]) == (
        "2026-03-01T12:00:00Z",
        None,
        len(PHOTO),
    )
    assert refused(send(village.treasurer, village)) == "paper-was-forgotten"


def test_an_altered_paper_is_a_problem_and_no_byte_of_it_is_sent(village: Village, door: Door) -> None:
    """L9"""
    paper = filed(village.treasurer, village)
    seal = village.treasurer.read(f"{village.at}/papers/{paper}")["seal"]
    door.execute(f"UPDATE {door.common('paper_files')} SET content = ?", b"\xff\xd8\xff another bus")
    answer = fetch(village.treasurer, village, paper)
    told: Json = problem(answer)
    assert (told["type"], told["status"], told["seal"]) == ("/problems/paper-altered", 500, seal)
    assert b"another bus" not in answer.content
    door.execute(f"DELETE FROM {door.common('paper_files')}")
    assert refused(fetch(village.treasurer, village, paper)) == "paper-lost"
    assert filed(village.treasurer, village) == paper, "the same file heals it"
    assert fetch(village.treasurer, village, paper).content == PHOTO


def test_an_altered_text_is_a_problem_wherever_it_would_be_shown(village: Village, door: Door) -> None:
    """L9"""
    papers = door.common("papers")
    door.execute(f"UPDATE {papers} SET text = ? WHERE text = ?", "Somebody else", "Águas das Caldeiras")
    answer = village.public.get(village.at)
    assert refused(answer) == "paper-altered"
    assert b"Somebody else" not in answer.content


def test_many_send_and_fetch_at_the_same_time(village: Village) -> None:
    barrier = threading.Barrier(6)

    def one(number: int) -> bool:
        content = PHOTO + b"%d" % (number % 3) + b"0" * 300_000
        barrier.wait()
        with httpx2.Client(
            base_url=village.served.base, headers=village.treasurer.headers, timeout=30
        ) as own:
            answer = own.post(f"{village.at}/papers?kind=photo", content=content)
            paper = answer.json()["id"]
            return own.get(f"{village.at}/papers/{paper}/content").content == content

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(one, range(6)))
    assert len(village.treasurer.read(f"{village.at}/papers")["items"]) == 3
    room = village.served.app.state.papers
    assert room.left == village.served.app.state.settings.papers_in_memory_bytes
