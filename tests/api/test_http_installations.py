"""Two installations twin their villages over HTTP alone, each with a database of its own."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.identifiers import AccountId, AssociationId, TwinningId, stream_of
from ledger.twinnings.commands import AcceptTwinning, ProposeTwinning
from ledger.twinnings.state import Twinning
from tests.api.abroad import registered
from tests.api.server import Served, serve
from tests.api.village import Village
from tests.ledger.post.two import installed
from tests.season import Season
from tests.tours import twinnings

AGREEMENT = "We stand by each other, through good harvests and bad."


@pytest.fixture
def south(tmp_path: Path) -> Iterator[Village]:
    """Caldeiras, in an installation of its own."""
    with serve(installed(tmp_path / "south.db")) as served:
        yield at_home(Village(served, members=0), "CV")


@pytest.fixture
def north(tmp_path: Path) -> Iterator[Village]:
    """Valbrune, in another."""
    with serve(installed(tmp_path / "north.db")) as served:
        yield at_home(Village(served, members=0), "FR")


def at_home(village: Village, country: str) -> Village:
    """The village's association has a territory."""
    twinnings.at_home(season_of(village), f"Village of {country}", country)
    assert village.served.ledger.settled()
    return village


def season_of(village: Village) -> Season:
    """The same village, spoken to without HTTP."""
    season = Season(village.served.ledger, village.served.clock)
    season.account = AccountId(village.account)
    season.association = AssociationId(village.registrar.read(village.at)["association"])
    return season


def proposed(here: Village, there: Village) -> TwinningId:
    """A twinning that the one proposes to the other."""
    propose = ProposeTwinning(
        account=AccountId(here.account), other=AccountId(there.account), agreement=AGREEMENT
    )
    return TwinningId(season_of(here).do(propose))


def introduced(here: Village, there: Village, address: str | None) -> str:
    """The one's registrar recognises the other's installation, and registers its account."""
    known = there.public.get("/v1/installation").json()
    installation = here.registrar.done(
        "/v1/installations", {"key": known["key"], "name": "The twin's ledger", "address": address}
    )
    assert installation == known["installation"]
    registered(here, installation, there)
    return installation


def soon(what: Callable[[], Any], is_so: Callable[[Any], bool]) -> Any:
    """Ask until it is so, for a while."""
    until = time.monotonic() + 20
    while not is_so(found := what()):
        assert time.monotonic() < until, found
        time.sleep(0.02)
    return found


def status(village: Village, twinning: TwinningId) -> str | None:
    """Where a twinning stands, as a village sees it."""
    found = village.served.ledger.state(stream_of(AccountId(village.account), twinning))
    return found[0].status.value if found is not None and isinstance(found[0], Twinning) else None


def waits(served: Served, village: Village) -> list[dict[str, Any]]:
    """The messages that wait."""
    assert served.ledger.settled()
    items: list[dict[str, Any]] = village.registrar.get("/v1/messages").json()["items"]
    return items


def test_two_villages_of_two_installations_agree_on_a_twinning(south: Village, north: Village) -> None:
    """W1, W2, X3"""
    introduced(south, north, north.served.base)
    introduced(north, south, south.served.base)
    for village in (south, north):
        village.served.ledger.carry()
    twinning = proposed(south, north)
    soon(lambda: status(north, twinning), lambda found: found == "offered")
    season_of(north).do(AcceptTwinning(account=AccountId(north.account), twinning=twinning))
    soon(lambda: status(south, twinning), lambda found: found == "active")
    soon(lambda: waits(south.served, south) + waits(north.served, north), lambda found: found == [])


def test_one_that_cannot_be_called_hears_what_waits_for_it_when_it_calls(
    south: Village, north: Village
) -> None:
    """X3"""
    installation = introduced(north, south, None)
    twinning = proposed(north, south)
    (waiting,) = waits(north.served, north)
    assert waiting["installation"] == installation
    assert (waiting["kind"], waiting["to"], waiting["refusal"]) == ("twinning-offer", south.account, None)
    introduced(south, north, north.served.base)
    south.served.ledger.carry()
    soon(lambda: status(south, twinning), lambda found: found == "offered")
    soon(lambda: waits(north.served, north), lambda found: found == [])


def test_a_message_to_an_account_that_nobody_knows_is_shown_and_tried_again(
    south: Village, north: Village
) -> None:
    """X3"""
    proposed(south, north)
    (parked,) = waits(south.served, south)
    assert parked["refusal"] == "unknown-account"
    introduced(south, north, None)
    retried = south.registrar.post(f"/v1/messages/{parked['message']}/retries")
    assert (retried.status_code, retried.json()) == (200, {"id": parked["message"]})
    (waiting,) = waits(south.served, south)
    assert (waiting["refusal"], waiting["installation"]) == (
        None,
        north.served.ledger.signer.installation,
    )
    refused = south.registrar.refused(f"/v1/messages/{parked['message']}/retries")
    assert refused["type"] == "/problems/unknown-message"


def test_what_is_no_parcel_or_is_not_believed_is_refused_with_a_sentence(
    south: Village, north: Village
) -> None:
    """X3"""
    introduced(north, south, None)
    introduced(south, north, None)
    proposed(south, north)
    assert south.served.ledger.settled()
    parcel = south.served.ledger.abroad.out(north.served.ledger.signer.installation)[0]
    head = north.served.ledger.store.head("main")

    def refused(content: bytes) -> str:
        answer = north.public.http.post(
            "/v1/messages", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {400, 403, 422}
        return str(answer.json()["type"])

    assert refused(b"{}") == "/problems/parcel-malformed"
    assert refused(parcel.replace(b"We stand", b"We stood")) in {
        "/problems/signature-wrong",
        "/problems/paper-unfit",
    }
    assert north.served.ledger.store.head("main") == head


def test_the_registrar_sees_installations_and_everybody_sees_accounts_elsewhere(
    south: Village, north: Village
) -> None:
    """X3"""
    installation = introduced(south, north, "https://north.example")
    (shown,) = south.registrar.read("/v1/installations")["items"]
    assert (shown["installation"], shown["recognised"]) == (installation, True)
    assert (shown["name"], shown["address"]) == ("The twin's ledger", "https://north.example")
    (account,) = south.public.get("/v1/foreign-accounts").json()["items"]
    assert (account["account"], account["installation"], account["name"]) == (
        north.account,
        installation,
        "The twin",
    )
    south.registrar.done(f"/v1/installations/{installation}/withdrawals")
    (shown,) = south.registrar.read("/v1/installations")["items"]
    assert shown["recognised"] is False
