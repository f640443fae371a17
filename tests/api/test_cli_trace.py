"""`usf trace`: a gift is followed on the command line."""

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from ledger.contributions.commands import ReceiveContribution
from ledger.identifiers import DisbursementId
from ledger.promises.honouring import HonoursGiven
from tests.season import Season
from tests.stores import database_at


def season_with_a_chain(path: Path) -> tuple[Season, str, DisbursementId]:
    """100 euros of which 60 are paid, and 20 of these passed on."""
    season = Season.open(database_at(path))
    season.found()
    gift = season.receive("100.00")
    paid = season.settled(season.authorised(season.accepted_proposal("60.00"), "60.00"))
    honours = HonoursGiven(disbursement=paid)
    season.do(ReceiveContribution(account=season.account, unit="EUR", amount="20.00", honours=honours))
    return season, gift, paid


def test_a_gift_is_followed_forwards_and_a_payment_backwards(tmp_path: Path) -> None:
    """K2, K5"""
    season, gift, paid = season_with_a_chain(tmp_path / "usf.db")
    address, account = season.ledger.store.address, season.account
    season.close()
    run = CliRunner()
    forwards = run.invoke(app, ["trace", account, gift, "--db", address, "--json"])
    assert [link["kind"] for link in json.loads(forwards.stdout)] == ["moved", "disbursed", "passed-on"]
    backwards = run.invoke(app, ["trace", account, paid, "--backwards", "--db", address, "--json"])
    assert json.loads(backwards.stdout)[-1]["about"] == gift
    told = run.invoke(app, ["trace", account, gift, "--db", address])
    assert "Passed on in a row: 1; gifts: 2; accounts: 1; disbursed: 60.00 EUR." in told.stdout
    nothing = run.invoke(app, ["trace", account, "contribution-nothing", "--db", address])
    assert nothing.exit_code == 1
