"""`usf advances` and `usf counts`: who has what, and what was counted, on the command line."""

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from ledger.bookings.commands import CountPlace
from ledger.identifiers import PlaceId
from ledger.places.advances import GiveAdvance, SettleAdvance
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from tests.season import Season


def test_an_advance_and_a_count_are_shown_to_people_and_to_programs(tmp_path: Path) -> None:
    """L12"""
    season = Season.open(str(tmp_path / "usf.db"))
    season.found()
    account, address, run = season.account, season.ledger.store.address, CliRunner()
    none_out = run.invoke(app, ["advances", "--db", address])
    assert "Nobody has an advance that is open." in none_out.stdout
    assert "Nothing was counted yet." in run.invoke(app, ["counts", "--db", address]).stdout
    box = OpenPlace(account=account, kind=PlaceKind.CASH_BOX, label="cash-box", main_for=("EUR",))
    place = PlaceId(season.do(box))
    season.receive("100.00")
    give = GiveAdvance(account=account, holder=season.second_signatory, unit="EUR", amount="30.50")
    advance = PlaceId(season.do(give))
    two = (season.second_signatory, season.auditor)
    count = CountPlace(account=account, place=place, unit="EUR", counted="69.00", counted_by=two)
    counted = season.do(count)
    season.close()
    day = season.now().date().isoformat()

    (told,) = json.loads(run.invoke(app, ["advances", "--db", address, "--json"]).stdout)
    assert (told["place"], told["label"], told["since"]) == (advance, "advance-1", day)
    assert (told["given"], told["spent"], told["left"]) == ("30.50", "0.00", "30.50")
    assert "30.50" in run.invoke(app, ["advances", "--db", address]).stdout

    (told,) = json.loads(run.invoke(app, ["counts", "--db", address, "--json"]).stdout)
    assert (told["count"], told["counted"]) == (counted, "69.00")
    assert (told["booked"], told["difference"], told["difference_then"]) == ("69.50", "-0.50", "-0.50")
    assert "-0.50" in run.invoke(app, ["counts", "--db", address]).stdout
    assert run.invoke(app, ["advances", "--db", address, "--account", "account-none"]).exit_code == 1


def test_a_settled_advance_is_shown_among_all_of_them_alone(tmp_path: Path) -> None:
    """L12"""
    season = Season.open(str(tmp_path / "usf.db"))
    season.found()
    account, address, run = season.account, season.ledger.store.address, CliRunner()
    season.do(OpenPlace(account=account, kind=PlaceKind.CASH_BOX, label="cash-box", main_for=("EUR",)))
    season.receive("100.00")
    give = GiveAdvance(account=account, holder=season.second_signatory, unit="EUR", amount="30.50")
    season.do(SettleAdvance(account=account, place=PlaceId(season.do(give))))
    season.close()
    assert json.loads(run.invoke(app, ["advances", "--db", address, "--json"]).stdout) == []
    (told,) = json.loads(run.invoke(app, ["advances", "--db", address, "--all", "--json"]).stdout)
    assert (told["returned"], told["left"], told["since"]) == ("30.50", "0.00", None)
