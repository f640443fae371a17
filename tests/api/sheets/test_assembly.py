"""An assembly on paper and what it decided, paid and brought in, by sheets alone where no second person must sign."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.sheets.taking import Became
from api.sheets.telling import correction
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import UNRESTRICTED, RoundId
from ledger.rounds.commands import MakeRoundFinal
from ledger.rounds.state import RoundStatus
from projections.sentences.language import Language
from tests.api.sheets.books import YEAR, ZONE, Line, as_csv, as_xlsx, head, took, village
from tests.season import Season

MINUTES = YEAR[-1]


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    found = village(tmp_path)
    yield found
    found.close()


def votes(about: str, **more: object) -> list[Line]:
    """Three hands for it and one against, in the rows under the minutes."""
    said = (("yes", "3"), ("no", "1"), ("abstain", "0"))
    return [
        {
            "number": MINUTES["number"],
            "kind": "votes",
            "about": about,
            "what": (word,),
            "amount": number,
            **more,
        }
        for word, number in said
    ]


def test_minutes_and_their_votes_open_decide_and_close_a_round_in_one_sitting(season: Season) -> None:
    """R9, R4"""
    took(season, as_csv(YEAR[:-1]))
    proposal = season.admitted_proposal(season.spending("60.00"))
    season.clock.set(season.now().replace(day=25))
    book = [*YEAR[:-1], MINUTES | {"day": "23/03/2026"}, *votes(proposal, text="The roof")]
    sheet, taken = took(season, as_xlsx(book, Language.PT))
    assert not taken.faults, [correction(fault, sheet.language) for fault in taken.faults]
    recorded = taken.told[-1]
    minutes, round_id = recorded.created
    assert recorded.became is Became.RECORDED
    assert minutes.startswith("minutes-")
    decided = season.round(RoundId(round_id))
    assert decided.status is RoundStatus.COUNTED
    season.do(MakeRoundFinal(account=season.account, round=RoundId(round_id)))
    there = head(season)
    assert took(season, as_csv(book))[1].told[-1].created == (minutes, round_id)
    assert head(season) == there

    payment = season.signed_off(season.authorised(proposal, "25.00"))
    paid: Line = {
        "number": "2026-020",
        "kind": "payment",
        "day": "25/03/2026",
        "about": payment,
        "place": "cash-box",
        "by": "Duda Melo",
        "text": "Twenty-five received.",
    }
    before = season.state().available("EUR", UNRESTRICTED)
    sheet, taken = took(season, as_csv([*book, paid], Language.FR))
    assert not taken.faults, [correction(fault, sheet.language) for fault in taken.faults]
    assert season.disbursement(payment).status is DisbursementStatus.ACKNOWLEDGED
    assert season.state().available("EUR", UNRESTRICTED) == before


def test_a_payment_that_nobody_signed_off_is_no_payment_on_a_sheet_either(season: Season) -> None:
    """B3"""
    season.receive("100.00")
    payment = season.authorised(season.accepted_proposal("60.00"), "25.00")
    paid: Line = {"number": "1", "kind": "payment", "day": "25/03/2026", "about": payment, "by": "Duda Melo"}
    there = head(season)
    _, taken = took(season, as_csv([paid | {"day": season.now().date().isoformat()}]))
    assert [fault.refusal.slug for fault in taken.faults] == ["sign-offs-missing"]
    assert head(season) == there


def test_a_payment_that_the_bank_will_show_is_sent_and_not_settled(season: Season) -> None:
    """B3, L12"""
    season.receive("100.00")
    payment = season.signed_off(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    day = season.now().date().isoformat()
    paid: Line = {"number": "1", "kind": "payment", "day": day, "about": payment}
    _, taken = took(season, as_csv([paid]))
    assert not taken.faults
    assert season.disbursement(payment).status is DisbursementStatus.SENT


def test_votes_of_a_round_that_was_open_are_entered_from_the_sheet(season: Season) -> None:
    """R9, V4"""
    took(season, as_csv(YEAR[:-1]))
    proposal = season.admitted_proposal(season.spending("60.00"))
    season.clock.set(season.now().replace(day=23, hour=8))
    opened = season.open_round((proposal,))
    season.clock.set(season.now().replace(hour=22))
    met = MINUTES | {"day": "23/03/2026"}
    sheet, taken = took(season, as_csv([met, *votes(opened)]))
    assert not taken.faults, [correction(fault, sheet.language) for fault in taken.faults]
    assert taken.told[0].created[1] == opened
    assert season.round(opened).minutes == taken.told[0].created[0]


@pytest.mark.parametrize(
    ("row", "column", "slug"),
    [
        (votes("the roof", text="The roof")[0], "about", "id-unknown"),
        (votes("proposal-0123456789abcdef")[0], "text", "cell-missing"),
        (votes("proposal-0123456789abcdef", text="The roof")[0], "None", "unknown-proposal"),
        (votes("round-0123456789abcdef", amount="2,5")[0], "amount", "whole-number-needed"),
    ],
)
def test_votes_that_are_wrong_leave_their_minutes_unrecorded(
    season: Season, row: Line, column: str, slug: str
) -> None:
    """R9, L6"""
    took(season, as_csv(YEAR[:-1]))
    there = head(season)
    _, taken = took(season, as_csv([MINUTES, row]))
    assert [(str(fault.column), fault.refusal.slug) for fault in taken.faults] == [(column, slug)]
    assert head(season) == there


def test_times_without_their_zone_are_not_guessed(season: Season) -> None:
    """R9"""
    took(season, as_csv(YEAR[:-1]))
    assert ZONE.key == "Atlantic/Cape_Verde"
    _, taken = took(season, as_csv([MINUTES]), zoned=False)
    assert [fault.refusal.slug for fault in taken.faults] == ["time-zone-missing"]
