"""A village over HTTP: a founded association with three officers, some members, and a key for each of them."""

from datetime import timedelta
from typing import Any

from ledger.associations.rules import BODY_OF, Tier
from tests.api.server import REGISTRAR, Caller, Served

OFFICES = ("treasurer", "second-signatory", "auditor")


class Village:
    """One association with its account."""

    def __init__(self, served: Served, members: int = 3, tier: str = "micro-local") -> None:
        self.served = served
        self.body = BODY_OF[Tier(tier)].value
        self.public = served.caller()
        self.registrar = served.caller(REGISTRAR)
        association = self.registrar.done(
            "/v1/associations",
            {
                "kind": "residents-association",
                "tier": tier,
                "name": "Águas das Caldeiras",
                "country": "CV",
            },
        )
        self.account = self.registrar.done("/v1/accounts", {"association": association})
        self.at = f"/v1/accounts/{self.account}"
        self.registrar.done(f"{self.at}/foundings", self.minutes())
        officers = self.registrar.read(self.at)["officers"]
        self.tokens = {officer["office"]: officer["member"] for officer in officers}
        self.treasurer, self.signatory, self.auditor = (
            self.key(self.tokens[o], o, "member") for o in OFFICES
        )
        self.members: list[Caller] = []
        for number in range(members):
            token = self.treasurer.done(f"{self.at}/members", {"name": f"Member {number}"})
            self.tokens[f"member {number}"] = token
            self.members.append(self.key(token, "member"))
        self.teller = self.key(None, "teller")

    @staticmethod
    def minutes(**changes: Any) -> dict[str, Any]:
        """Founding minutes with one founder for each office."""
        founders = [
            {"name": f"Founder {office}", "office": office, "attests": office != "auditor"}
            for office in OFFICES
        ]
        criteria = [{"code": "no-school-bus", "text": "Children who live too far from school to walk."}]
        return {
            "statutes": "We help each other.",
            "rules": {"criteria": criteria},
            "founders": founders,
            **changes,
        }

    def key(self, member: str | None, *roles: str) -> Caller:
        """A caller with roles in this account."""
        grant = {"account": self.account, "roles": list(roles), **({"member": member} if member else {})}
        answer = self.registrar.post("/v1/keys", {"grants": [grant]})
        assert answer.status_code == 201, answer.text
        return self.served.caller(answer.json()["secret"])

    def receive(self, amount: str = "100.00", **more: Any) -> str:
        """Money from a company."""
        giver = {"kind": "company", "name": "Caldeiras Wines"}
        return self.treasurer.done(
            f"{self.at}/contributions", {"unit": "EUR", "amount": amount, "giver": giver, **more}
        )

    def propose(self, amount: str = "40.00", by: Caller | None = None) -> str:
        """An admitted proposal to spend."""
        by = by or self.members[0]
        proposal = by.done(f"{self.at}/proposals", spending(amount))
        at = f"{self.at}/proposals/{proposal}"
        by.done(f"{at}/interest-statements")
        by.done(f"{at}/submissions")
        self.treasurer.done(f"{at}/admissions", {"version": 1})
        return proposal

    def draft_round(self, *proposals: str, **changes: Any) -> str:
        """A drafted approval round over proposals."""
        return self.treasurer.done(
            f"{self.at}/rounds",
            {
                "title": "Spring",
                "ballot_type": "approval",
                "body": self.body,
                "items": [{"label": f"P{n}", "proposal": p} for n, p in enumerate(proposals, 1)],
                "budget": [{"unit": "EUR", "purpose": "unrestricted", "amount": "50.00"}],
                "closes": "2026-03-02T12:00:00Z",
                **changes,
            },
        )

    def decide(self, proposal: str) -> str:
        """A final round that accepted this proposal."""
        drafted = self.draft_round(proposal)
        at = f"{self.at}/rounds/{drafted}"
        self.treasurer.done(f"{at}/openings")
        for member in self.members:
            member.done(f"{at}/ballots", {"choices": ["P1"]})
        self.served.later(days=2)
        for step in ("closures", "counts", "finalisations"):
            self.treasurer.done(f"{at}/{step}")
        return drafted

    def adopt(self, measure: dict[str, Any], **more: Any) -> str:
        """A proposal that was adopted by yes and carried out; before its decision is final that is refused."""
        proposal = self.admitted(measure, **more)
        at = f"{self.at}/proposals/{proposal}"
        assert self.treasurer.refused(f"{at}/executions")["type"] == "/problems/decision-not-final"
        self.vote(proposal, "yes")
        return self.treasurer.done(f"{at}/executions")

    def admitted(self, measure: dict[str, Any], **more: Any) -> str:
        """A proposal that may go on a ballot."""
        proposer = self.members[0]
        proposal = proposer.done(f"{self.at}/proposals", {"need": "It is time.", "measure": measure, **more})
        at = f"{self.at}/proposals/{proposal}"
        proposer.done(f"{at}/interest-statements")
        proposer.done(f"{at}/submissions")
        self.treasurer.done(f"{at}/admissions", {"version": 1})
        return proposal

    def vote(self, proposal: str, choice: str) -> str:
        """A final round on one proposal, in which one member chose this."""
        drafted = self.draft_round(
            proposal,
            ballot_type="yes-no-abstain",
            budget=[],
            closes=(self.served.clock_now + timedelta(days=1)).isoformat(),
        )
        self.treasurer.done(f"{self.at}/rounds/{drafted}/openings")
        self.members[0].done(f"{self.at}/rounds/{drafted}/ballots", {"choices": [choice]})
        self.served.later(days=2)
        for step in ("closures", "counts", "finalisations"):
            self.treasurer.done(f"{self.at}/rounds/{drafted}/{step}")
        return drafted


def spending(amount: str = "40.00") -> dict[str, Any]:
    """A proposal for the disadvantaged at home."""
    return {
        "need": "Forty children walk two hours to school.",
        "pass_on_plan": "not able yet",
        "measure": {
            "type": "spend",
            "destination": "c",
            "criterion": "no-school-bus",
            "beneficiaries": 40,
            "costs": [{"what": "Bus", "unit": "EUR", "amount": amount}],
            "requested": [{"unit": "EUR", "purpose": "unrestricted", "amount": amount}],
        },
    }
