"""`usf places`: where money lies, on the command line."""

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from ledger.identifiers import PlaceId
from ledger.places.commands import ClosePlace, MoveMoney, OpenPlace
from ledger.places.state import PlaceKind
from tests.season import Season


def test_money_is_shown_place_by_place_and_what_lies_at_none_as_such(tmp_path: Path) -> None:
    """L12, L3"""
    season = Season.open(str(tmp_path / "usf.db"))
    season.found()
    account, address, run = season.account, season.ledger.store.address, CliRunner()
    empty = run.invoke(app, ["places", "--db", address])
    assert "no place was opened and nothing was received yet" in empty.stdout
    season.receive("100.00")
    box, bank, advance = (
        PlaceId(
            season.do(
                OpenPlace(
                    account=account,
                    kind=kind,
                    label=kind.value,
                    holder=season.treasurer if kind is PlaceKind.ADVANCE else None,
                )
            )
        )
        for kind in (PlaceKind.CASH_BOX, PlaceKind.BANK_ACCOUNT, PlaceKind.ADVANCE)
    )
    season.do(ClosePlace(account=account, place=advance))
    season.do(MoveMoney(account=account, unit="EUR", amount="30.50", target=box))
    season.close()
    shown = json.loads(run.invoke(app, ["places", "--db", address, "--account", account, "--json"]).stdout)
    nowhere = {"account": account, "place": None, "label": None, "kind": None}
    assert shown == [
        {**nowhere, "place": box, "label": "cash-box", "kind": "cash-box", "unit": "EUR", "amount": "30.50"},
        {
            **nowhere,
            "place": bank,
            "label": "bank-account",
            "kind": "bank-account",
            "unit": None,
            "amount": None,
        },
        {**nowhere, "unit": "EUR", "amount": "69.50"},
    ]
    table = run.invoke(app, ["places", "--db", address]).stdout
    for words in (
        ("cash-box", "cash-box", "EUR", "30.50"),
        ("bank-account", "bank-account", "nothing"),
        ("(no", "named", "place)", "EUR", "69.50"),
    ):
        assert words in [tuple(line.split()) for line in table.splitlines()]
    unknown = run.invoke(app, ["places", "--db", address, "--account", "account-none"])
    assert unknown.exit_code == 1
