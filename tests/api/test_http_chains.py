"""Chains over HTTP: followed by anybody, and open promises shown in total alone."""

from pathlib import Path

import pytest

from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.keys.state import Grant, Role
from tests.api.server import serve
from tests.api.test_cli_trace import season_with_a_chain


@pytest.fixture
def chain(tmp_path: Path) -> tuple[Path, str, str, str]:
    """A database with a chain; the account, the gift and the payment."""
    season, gift, paid = season_with_a_chain(tmp_path / "usf.db")
    grant = Grant(account=season.account, member=season.treasurer, roles=(Role.TREASURER,))
    season.do(IssueKey(secret_hash=hash_of("usf_treasurer"), grants=(grant,)), by="registrar")
    account = season.account
    season.close()
    return tmp_path / "usf.db", account, gift, paid


def test_a_chain_is_public_and_what_is_open_of_it_is_for_the_account_alone(
    chain: tuple[Path, str, str, str],
) -> None:
    """K4, L9"""
    path, account, gift, paid = chain
    with serve(path) as served:
        http = served.caller().http
        own = f"/v1/accounts/{account}"
        links = http.get(f"{own}/contributions/{gift}/trace?limit=2")
        assert [link["kind"] for link in links.json()["items"]] == ["moved", "disbursed"]
        further = http.get(links.links["next"]["url"]).json()["items"]
        assert [(link["kind"], link["amount"]) for link in further] == [("passed-on", "20.00")]
        assert http.get(f"{own}/disbursements/{paid}/trace").json()["items"][-1]["about"] == gift
        public = http.get(f"{own}/contributions/{gift}/chain").json()
        assert public["honoured"] == [{"unit": "EUR", "amount": "20.00"}]
        assert public["open"] is None
        treasurer = served.caller("usf_treasurer").http
        told = treasurer.get(f"{own}/disbursements/{paid}/chain").json()
        assert told["open"] == [{"unit": "EUR", "amount": "40.00"}]
        (total,) = http.get(f"{own}/promises").json()["items"]
        assert (total["promised"], total["honoured"], total["open"]) == ("60.00", "20.00", "40.00")
        unknown = http.get(f"{own}/contributions/contribution-0000000000000000/trace")
        assert unknown.status_code == 404
