"""All papers looked at by their seals: what is altered or missing is told by its event, on both stores."""

from collections.abc import Iterator
from typing import get_args

import pytest

from ledger.disbursements.commands import CancelDisbursement
from ledger.papers.checking import OF_NO_PAPER, PapersCheck, Trouble
from ledger.storage.store import Store
from ledger.vocabulary import AnyEvent
from tests.ledger.seams.test_paper_files import INVOICE, filed, forget
from tests.season import Season
from tests.stores import Door
from tests.tour import tour


def found(store: Store) -> list[tuple[str, str, Trouble]]:
    """What is wrong, by kind of event and field."""
    return [(one.kind, one.field, one.trouble) for one in PapersCheck(store).findings()]


@pytest.fixture
def door(season: Season) -> Iterator[Door]:
    """Past the ledger, into its database."""
    with Door(season.ledger.store.address) as opened:
        yield opened


def test_after_all_that_can_happen_every_paper_is_as_it_was_sealed(season: Season) -> None:
    """A kind of event whose seal is of no paper is named in `OF_NO_PAPER`, by this test."""
    tour(season)
    look = PapersCheck(season.ledger.store)
    assert list(look.findings()) == []
    assert look.sound > 100
    assert look.forgotten == 1


def test_what_is_left_out_of_the_look_is_a_field_of_an_event_that_there_is() -> None:
    assert set(OF_NO_PAPER) <= {event.kind() for event in get_args(AnyEvent)}


def test_an_altered_and_a_lost_file_are_told_by_their_events_and_a_forgotten_one_is_not(
    season: Season, door: Door
) -> None:
    """L6, L9"""
    season.found()
    altered, lost, forgotten = (filed(season, INVOICE + bytes([65 + n])) for n in range(3))
    forget(season, forgotten)
    table = door.common("paper_files")
    records = [season.ledger.paper(season.account, paper) for paper in (altered, lost)]
    door.execute(f"UPDATE {table} SET content = ? WHERE seal = ?", b"%PDF-1.7 other", records[0].seal)
    door.execute(f"DELETE FROM {table} WHERE seal = ?", records[1].seal)
    look = PapersCheck(season.ledger.store)
    one, other = look.findings()
    assert (one.kind, one.seal, one.trouble) == ("paper-filed", records[0].seal, Trouble.ALTERED)
    assert (other.kind, other.seal, other.trouble) == ("paper-filed", records[1].seal, Trouble.MISSING)
    assert other.position == one.position + 1
    assert look.forgotten == 1


def test_a_forgotten_file_that_an_older_copy_brought_back_is_told(season: Season, door: Door) -> None:
    """L6"""
    season.found()
    paper = filed(season)
    table = door.common("paper_files")
    (row,) = door.execute(f"SELECT seal, salt, content FROM {table}").fetchall()
    forget(season, paper)
    assert found(season.ledger.store) == []
    door.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", *row)
    assert found(season.ledger.store) == [("paper-filed", "seal", Trouble.STILL_THERE)]


def test_an_altered_and_a_lost_text_are_told_by_their_events(season: Season, door: Door) -> None:
    """L6, L9"""
    season.found().receive("100.00")
    payment = season.authorised(season.accepted_proposal("60.00"), "25.00")
    season.do(CancelDisbursement(account=season.account, disbursement=payment, reason="It rained."))
    papers = door.common("papers")
    door.execute(f"UPDATE {papers} SET text = ? WHERE text = ?", "It snowed.", "It rained.")
    assert found(season.ledger.store) == [("disbursement-cancelled", "reason", Trouble.ALTERED)]
    door.execute(f"DELETE FROM {papers} WHERE text = ?", "It snowed.")
    assert found(season.ledger.store) == [("disbursement-cancelled", "reason", Trouble.MISSING)]
