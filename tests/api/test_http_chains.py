"""Chains over HTTP: followed by anybody, and open promises shown in total alone."""

from pathlib import Path

import pytest

from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.keys.state import Grant, Role
from projections.follower import Follower
from tests.api.server import Served, serve
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


def followed(served: Served) -> None:
    """Its views reflect what was recorded before it began to serve."""
    for partition in served.ledger.store.partitions():
        follower = served.app.state.follower
        assert isinstance(follower, Follower)
        assert follower.wait_for(partition, served.ledger.store.head(partition), 10)


def test_a_chain_is_public_and_what_is_open_of_it_is_for_the_account_alone(
    chain: tuple[Path, str, str, str],
) -> None:
    """K4, L9"""
    path, account, gift, paid = chain
    with serve(path) as served:
        followed(served)
        http = served.caller().http
        own = f"/v1/accounts/{account}"
        links = http.get(f"{own}/contributions/{gift}/trace?limit=2")
        assert links.status_code == 200, links.text
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


def test_the_public_hears_of_no_single_promise_that_it_is_open_or_was_forgiven(
    chain: tuple[Path, str, str, str],
) -> None:
    """K1, K4: neither the trail nor what changed tells it to whoever has no role in the account."""
    path, account, _, paid = chain
    with serve(path) as served:
        followed(served)
        own = f"/v1/accounts/{account}"
        http, treasurer = served.caller().http, served.caller("usf_treasurer").http
        forgiven = treasurer.post(
            f"{own}/disbursements/{paid}/forgivings",
            json={"reason": "Who was given to has fallen ill."},
            headers={"Idempotency-Key": "forgiving"},
        )
        assert forgiven.status_code == 201, forgiven.text
        least = {"limit": 1000, "min_position": forgiven.json()["position"], "timeout": 10}
        for reader, told_of in ((http, False), (treasurer, True)):
            trail = reader.get(f"{own}/audit", params={**least, "stream": paid}).json()["items"]
            changes = reader.get("/v1/changes", params=least).json()["items"]
            for lines in (trail, changes):
                kinds = {line["kind"] for line in lines}
                assert ("promise-opened" in kinds) is told_of
                assert ("promise-forgiven" in kinds) is told_of
                assert "disbursement-settled" in kinds
