"""What stands before the faults begin: two associations with money, members, keys and an open round each."""

from datetime import UTC, datetime, timedelta

import msgspec

from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.ledger import Ledger
from tests.api.village import Village, spending
from tests.chaos.asking import Json, Line

REGISTRAR = "usf_registrar"
MEMBERS = 8
BEGINNING = "100000.00"
"""What each account holds at first, so that its round has a budget."""


class Account(msgspec.Struct, frozen=True):
    """One association's account, and who may act in it."""

    account: str
    secret: str
    """Of a key of the treasurer, who is teller too."""
    members: tuple[str, ...]
    round: str
    purpose: str
    """That gifts may be earmarked for."""

    @property
    def at(self) -> str:
        """The path of what belongs to it."""
        return f"/v1/accounts/{self.account}"


class World(msgspec.Struct, frozen=True):
    """All that the writers write in."""

    accounts: tuple[Account, ...]


def issue_registrars_key(ledger: Ledger) -> None:
    """The one act that no caller can do over HTTP."""
    ledger.handle(IssueKey(secret_hash=hash_of(REGISTRAR), registrar=True), by="operator")


def make_world(port: int, accounts: int = 2) -> World:
    """Set up through the front door."""
    registrar = Line(port, REGISTRAR)
    try:
        return World(tuple(_found(port, registrar, number) for number in range(accounts)))
    finally:
        registrar.close()


def association(number: str) -> Json:
    """The body that registers an association."""
    return {
        "kind": "residents-association",
        "tier": "micro-local",
        "name": f"Chaos {number}",
        "country": "CV",
    }


def _found(port: int, registrar: Line, number: int) -> Account:
    registered = done(registrar, "/v1/associations", association(str(number)))
    account = done(registrar, "/v1/accounts", {"association": registered})
    at = f"/v1/accounts/{account}"
    position = told(registrar, f"{at}/foundings", Village.minutes())["position"]
    officers = registrar.get(f"{at}?min_position={position}").body["officers"]
    treasurer_token = next(o["member"] for o in officers if o["office"] == "treasurer")
    secret = _key(registrar, account, treasurer_token, "treasurer", "teller")
    treasurer = Line(port, secret)
    members = tuple(
        done(treasurer, f"{at}/members", {"name": f"Member {member}"}) for member in range(MEMBERS)
    )
    gift = {"unit": "EUR", "amount": BEGINNING, "giver": {"kind": "company", "name": "Caldeiras Wines"}}
    done(treasurer, f"{at}/contributions", gift)
    proposer = Line(port, _key(registrar, account, members[0], "member"))
    proposal = done(proposer, f"{at}/proposals", spending())
    done(proposer, f"{at}/proposals/{proposal}/interest-statements")
    done(proposer, f"{at}/proposals/{proposal}/submissions")
    done(treasurer, f"{at}/proposals/{proposal}/admissions", {"version": 1})
    drafted = done(treasurer, f"{at}/rounds", _round(proposal))
    done(treasurer, f"{at}/rounds/{drafted}/openings")
    purpose = done(treasurer, f"{at}/purposes", {"kind": "project", "description": "The school bus."})
    for line in (treasurer, proposer):
        line.close()
    return Account(account, secret, members, drafted, purpose)


def _round(proposal: str) -> Json:
    return {
        "title": "Spring",
        "ballot_type": "approval",
        "body": "general-assembly",
        "items": [{"label": "P1", "proposal": proposal}],
        "budget": [{"unit": "EUR", "purpose": "unrestricted", "amount": "50.00"}],
        # Long after any campaign, so that ballots are taken all the while.
        "closes": (datetime.now(UTC) + timedelta(days=300)).isoformat(),
    }


def _key(registrar: Line, account: str, member: str, *roles: str) -> str:
    grant = {"account": account, "member": member, "roles": list(roles)}
    return str(told(registrar, "/v1/keys", {"grants": [grant]})["secret"])


def told(line: Line, path: str, body: Json | None = None) -> Json:
    """What a server says that has no reason to refuse."""
    answer = line.post(path, body)
    assert answer.status == 201, f"{path}: {answer.status} {answer.body}"
    found: Json = answer.body
    return found


def done(line: Line, path: str, body: Json | None = None) -> str:
    """The id of what was made."""
    return str(told(line, path, body)["id"])
