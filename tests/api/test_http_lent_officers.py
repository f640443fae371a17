"""A signatory whom the twin lends, over HTTP and between two installations: decided, accepted, at work, recalled."""

from pathlib import Path
from typing import Any

from tests.api.abroad import TwinsAbroad, twins_abroad
from tests.api.server import problem
from tests.api.village import Village

PAYMENT = {
    "tranche": 1,
    "unit": "EUR",
    "purpose": "unrestricted",
    "amount": "10.00",
    "payee": {"kind": "person", "name": "Rui Mason"},
}


def officers(village: Village) -> dict[str, Any]:
    """Who holds which office."""
    return {officer["office"]: officer["member"] for officer in village.public.read(village.at)["officers"]}


def lent(twins: TwinsAbroad) -> tuple[str, str]:
    """Valbrune's decision to lend a signatory, and the token of that person in Caldeiras."""
    south, north = twins.south, twins.north
    measure = {
        "type": "lend-officer",
        "to": south.account,
        "office": "second-signatory",
        "member": north.tokens["member 1"],
        "twinning": twins.twinning,
    }
    lending = north.adopt(measure)
    twins.delivered()
    (offer,) = south.public.read(f"{south.at}/lent-officers")["items"]
    assert (offer["lender"], offer["lending"], offer["until"]) == (north.account, lending, None)
    assert offer["member"] != north.tokens["member 1"]
    return lending, offer["member"]


def test_a_lent_signatory_signs_off_until_recalled_and_then_no_money_leaves(tmp_path: Path) -> None:
    """A3, B3, M3: nobody lent is a member."""
    with twins_abroad(tmp_path) as twins:
        south, north = twins.south, twins.north
        south.receive("100.00")
        spending = south.propose()
        south.decide(spending)
        at = f"{south.at}/disbursements"
        first, second = (
            south.treasurer.done(at, {**PAYMENT, "proposal": spending, "tranche": n}) for n in (1, 2)
        )
        south.treasurer.done(f"{south.at}/members/{south.tokens['second-signatory']}/leavings", {})
        twins.delivered()
        members = south.public.read(south.at)["members"]
        lending, token = lent(twins)
        assert "second-signatory" not in officers(south)

        south.adopt({"type": "appoint", "office": "second-signatory", "member": token})
        twins.delivered()
        assert officers(south)["second-signatory"] == token
        assert south.public.read(south.at)["members"] == members
        signatory = south.key(token, "second-signatory")
        for payment in (first, second):
            south.treasurer.done(f"{at}/{payment}/sign-offs")
            signatory.done(f"{at}/{payment}/sign-offs")
        south.treasurer.done(f"{at}/{first}/sendings", {})
        need = {"need": "Me.", "measure": {"type": "appoint", "office": "auditor", "member": token}}
        assert signatory.refused(f"{south.at}/proposals", need)["type"] == "/problems/unknown-member"

        north.treasurer.done(f"{north.at}/lent-officers/{lending}/recalls")
        twins.delivered()
        assert "second-signatory" not in officers(south)
        (offer,) = south.public.read(f"{south.at}/lent-officers")["items"]
        assert offer["until"] is not None
        refused = problem(south.treasurer.post(f"{at}/{second}/sendings", {}))
        assert refused["type"] == "/problems/offices-incomplete"
        gone = south.treasurer.post(f"{south.at}/lent-officers/{token}/releases")
        assert problem(gone)["type"] == "/problems/lending-over"
