"""Files beside the events: in the same commit, checked by seal on every read, gone when forgotten; on both stores."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.identifiers import PaperId
from ledger.ledger import COMMONS, Ledger, Request
from ledger.papers.commands import FilePaper, ForgetPaper
from ledger.papers.media import LARGEST_BYTES, examined
from ledger.papers.refusals import PaperAltered, PaperLost, PaperWasForgotten, UnknownPaper
from ledger.papers.state import PaperKind
from ledger.storage import StoreUnavailable
from tests.season import Season
from tests.stores import STORE_BATCH, Door, database_at

INVOICE = b"%PDF-1.7 twelve bags of lime"


@pytest.fixture
def lived(season: Season) -> Season:
    """A founded season."""
    return season.found()


@pytest.fixture
def door(lived: Season) -> Iterator[Door]:
    """Past the ledger, into its database."""
    with Door(lived.ledger.store.address) as opened:
        yield opened


def filed(season: Season, content: bytes = INVOICE) -> PaperId:
    """A paper of the season's account."""
    file = examined(content)
    return PaperId(season.do(FilePaper(account=season.account, kind=PaperKind.INVOICE, file=file)))


def read(season: Season, paper: PaperId) -> bytes:
    """Its bytes, as the ledger gives them out."""
    return season.ledger.bytes_of(season.ledger.paper(season.account, paper))


def forget(season: Season, paper: PaperId) -> None:
    """Two officers have it forgotten."""
    command = ForgetPaper(
        account=season.account, paper=paper, reason="It names a child.", confirmed_by=season.auditor
    )
    season.do(command, by=season.treasurer)


def test_a_paper_comes_back_byte_for_byte_and_after_a_restart(tmp_path: Path) -> None:
    """L8"""
    path = database_at(tmp_path / "kept.db")
    content = b"\xff\xd8\xff" + bytes(range(256)) * 40
    season = Season.open(path).found()
    paper = filed(season, content)
    season.close()
    with Ledger.open(path) as again:
        assert again.bytes_of(again.paper(season.account, paper)) == content


def test_a_paper_as_large_as_papers_may_be_comes_back_whole(lived: Season) -> None:
    content = (b"%PDF-" + bytes(range(256)) * (LARGEST_BYTES // 256))[:LARGEST_BYTES]
    assert read(lived, filed(lived, content)) == content


def test_a_paper_is_stored_with_its_event_or_not_at_all(
    lived: Season, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L6"""
    before = lived.ledger.store.head(COMMONS)

    def broken(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(STORE_BATCH, "insert", broken)
        with pytest.raises(StoreUnavailable):
            filed(lived)
    assert lived.ledger.store.head(COMMONS) == before
    assert door.execute(f"SELECT count(*) FROM {door.common('paper_files')}").fetchone()[0] == 0
    assert read(lived, filed(lived)) == INVOICE


ALTERED = {
    "other bytes": ("content = ?", b"%PDF-1.7 twenty bags of lime"),
    "half of the bytes": ("content = ?", INVOICE[:14]),
    "one byte more": ("content = ?", INVOICE + b" "),
    "no bytes": ("content = ?", b""),
    "another salt": ("salt = ?", "0" * 24),
    "no salt": ("salt = ?", None),
    "nothing": ("content = ?", None),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_paper_is_never_shown(lived: Season, door: Door, what: str) -> None:
    """L9"""
    paper = filed(lived)
    change, value = ALTERED[what]
    door.execute(f"UPDATE {door.common('paper_files')} SET {change}", value)
    with pytest.raises(PaperAltered) as refused:
        read(lived, paper)
    assert lived.ledger.paper(lived.account, paper).seal in str(refused.value)


def test_two_papers_that_changed_places_are_both_altered(lived: Season, door: Door) -> None:
    """L9"""
    papers = filed(lived), filed(lived, INVOICE + b"!")
    one, other = (lived.ledger.paper(lived.account, paper).seal for paper in papers)
    table = door.common("paper_files")
    for old, new in ((one, "aside"), (other, one), ("aside", other)):
        door.execute(f"UPDATE {table} SET seal = ? WHERE seal = ?", new, old)
    for paper in papers:
        with pytest.raises(PaperAltered):
            read(lived, paper)


def test_a_lost_paper_is_told_from_one_that_was_forgotten(lived: Season, door: Door) -> None:
    """L6"""
    lost, forgotten = filed(lived), filed(lived, INVOICE + b"!")
    forget(lived, forgotten)
    door.execute(f"DELETE FROM {door.common('paper_files')}")
    with pytest.raises(PaperLost):
        read(lived, lost)
    with pytest.raises(PaperWasForgotten):
        read(lived, forgotten)
    with pytest.raises(UnknownPaper):
        read(lived, PaperId("paper-0000000000000000"))


@pytest.mark.parametrize("damage", ["DELETE FROM {}", "UPDATE {} SET salt = 'other'"])
def test_filing_the_same_file_again_heals_a_paper_and_records_nothing(
    lived: Season, door: Door, damage: str
) -> None:
    """L6"""
    paper = filed(lived)
    head = lived.ledger.store.head(COMMONS)
    door.execute(damage.format(door.common("paper_files")))
    file = FilePaper(account=lived.account, kind=PaperKind.INVOICE, file=examined(INVOICE))
    assert lived.answer(file).kinds == ()
    assert read(lived, paper) == INVOICE
    assert lived.ledger.store.head(COMMONS) == head


def test_a_dry_run_stores_nothing(lived: Season, door: Door) -> None:
    command = FilePaper(account=lived.account, kind=PaperKind.INVOICE, file=examined(INVOICE))
    assert lived.ledger.handle(command, by=lived.treasurer, dry_run=True).kinds == ("paper-filed",)
    assert door.execute(f"SELECT count(*) FROM {door.common('paper_files')}").fetchone()[0] == 0


def test_a_forgotten_papers_bytes_are_in_no_row_and_a_forgotten_one_does_not_come_back(
    lived: Season, door: Door
) -> None:
    """L6"""
    paper = filed(lived)
    forget(lived, paper)
    assert door.execute(f"SELECT count(*) FROM {door.common('paper_files')}").fetchone()[0] == 0
    with pytest.raises(PaperWasForgotten):
        filed(lived)


def test_a_paper_sent_twice_under_one_idempotency_key_is_filed_once(lived: Season) -> None:
    command = FilePaper(account=lived.account, kind=PaperKind.INVOICE, file=examined(INVOICE))
    asked = Request(caller="key", key="once", content="paper")
    first, second = (lived.ledger.handle(command, by=lived.treasurer, request=asked) for _ in range(2))
    assert (second.created, second.replayed) == (first.created, True)


def test_many_file_at_the_same_time_and_nobody_gets_anothers_bytes(lived: Season) -> None:
    """Half of them file the same photograph, and get the same paper."""
    barrier = threading.Barrier(8)

    def one(number: int) -> tuple[bytes, PaperId]:
        content = INVOICE + b" %d" % max(number, 4)
        barrier.wait()
        return content, filed(lived, content)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(one, range(8)))
    assert len({paper for _, paper in done}) == len({content for content, _ in done}) == 4
    for content, paper in done:
        assert read(lived, paper) == content


def test_a_batch_holds_one_large_paper_at_most(lived: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded, however many wait."""
    most: list[int] = []
    put = STORE_BATCH.put_files

    def noted(batch: object, files: object) -> None:
        most.append(len(files))  # type: ignore[arg-type]
        put(batch, files)

    monkeypatch.setattr(STORE_BATCH, "put_files", noted)
    commands = [
        FilePaper(account=lived.account, kind=PaperKind.INVOICE, file=examined(INVOICE + b"%d" % number))
        for number in range(12)
    ]
    futures = [lived.ledger.submit(command, by=lived.treasurer) for command in commands]
    assert len({future.result().created for future in futures}) == 12
    assert most == [1] * 12


def test_an_altered_text_is_not_shown_either(lived: Season, door: Door) -> None:
    """L9"""
    paper = filed(lived)
    forget(lived, paper)
    papers = door.common("papers")
    ((seal,),) = door.execute(f"SELECT seal FROM {papers} WHERE text = ?", "It names a child.").fetchall()
    assert lived.ledger.papers.text(seal) == "It names a child."
    door.execute(f"UPDATE {papers} SET text = ? WHERE seal = ?", "It is old.", seal)
    with pytest.raises(PaperAltered):
        lived.ledger.papers.text(seal)
    assert lived.ledger.papers.holds([seal]) == {seal: False}
