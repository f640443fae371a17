"""Sheets over HTTP: rehearsed, taken once, and kept; by the treasurer alone."""

import json
from typing import Any

import httpx2

from tests.api.server import Caller, problem
from tests.api.sheets.books import Line, as_csv, as_xlsx
from tests.api.village import Village
from tests.season import SPRING

TODAY = SPRING.date().strftime("%d/%m/%Y")
ROWS: list[Line] = [
    {"number": "1", "kind": "member", "day": TODAY, "who": "Eva Pires"},
    {"number": "2", "kind": "gift", "day": TODAY, "who": "Eva Pires", "amount": "12,50", "unit": "EUR"},
]


def send(village: Village, content: bytes, by: Caller | None = None, **more: Any) -> httpx2.Response:
    """Send a sheet as the body."""
    by = by or village.treasurer
    headers = {"Content-Type": "application/octet-stream", **more.pop("headers", {})}
    answer: httpx2.Response = by.http.post(
        f"{village.at}/sheets", content=content, headers=headers, params=more
    )
    by.position = answer.headers.get("Ledger-Position", by.position)
    return answer


def test_a_sheet_is_rehearsed_taken_once_and_kept(village: Village) -> None:
    """L6"""
    tried = send(village, as_xlsx(ROWS), dry_run=True)
    assert (tried.status_code, [entry["became"] for entry in tried.json()["entries"]]) == (
        200,
        ["would-be", "would-be"],
    )
    taken = send(village, as_xlsx(ROWS))
    assert taken.status_code == 201
    assert [entry["became"] for entry in taken.json()["entries"]] == ["recorded", "recorded"]
    balances = village.treasurer.get(f"{village.at}/balances", min_position=village.treasurer.position)
    assert "12.50" in balances.text
    kept = village.treasurer.http.get(f"{village.at}/papers/{taken.json()['paper']}/content")
    assert (kept.status_code, kept.content[:2]) == (200, b"PK")
    again = send(village, as_csv(ROWS))
    assert (again.status_code, again.json()["position"]) == (200, None)
    assert [entry["created"] for entry in again.json()["entries"]] == [
        entry["created"] for entry in taken.json()["entries"]
    ]


def test_a_wrong_row_is_told_in_the_callers_language_and_the_rest_waits_or_not(village: Village) -> None:
    """L6, L9"""
    wrong = [*ROWS, {**ROWS[1], "number": "3", "amount": "Eva"}]
    told = send(village, as_csv(wrong), headers={"Accept-Language": "fr"})
    assert (told.status_code, told.json()["position"]) == (200, None)
    (correction,) = told.json()["corrections"]
    assert (correction["row"], correction["column"]) == (5, "amount")
    assert correction["sentence"].startswith("Ligne 5, Montant\u00a0: Ce n’est pas un chiffre")
    assert "Eva" not in json.dumps(told.json())
    good = send(village, as_csv(wrong), good_rows=True)
    assert good.status_code == 201
    assert [entry["became"] for entry in good.json()["entries"]] == ["recorded", "recorded", "refused"]


def test_only_the_treasurer_takes_sheets_in_and_what_is_none_is_refused(village: Village) -> None:
    """L6, A3"""
    assert send(village, as_csv(ROWS), by=village.public).status_code in {401, 403}
    for content, slug in (
        (b"\xff\xd8\xff\xe0 a photo", "sheet-headings-missing"),
        (b"No.;Kind\n;\n", "sheet-empty"),
        (b"x" * (2 * 2**20 + 1), "paper-too-large"),
    ):
        assert problem(send(village, content))["type"] == f"/problems/{slug}"
    assert problem(send(village, as_csv(ROWS), zone="Mars/Olympus"))["type"] == "/problems/time-zone-unknown"
