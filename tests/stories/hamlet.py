"""A village of forty over HTTP, with a cash box and one phone, on which the officers and one member have their keys."""

from datetime import UTC, date, datetime
from typing import Any

from tests.api.server import Caller, Served
from tests.api.village import Village

RULES = {
    "criteria": [{"code": "sem-agua", "text": "Casas a mais de uma hora da fonte."}],
    "standing_ceilings": [
        {"kind": "opening-balance", "unit": "CVE", "amount": "50000"},
        {"kind": "counted-less", "unit": "CVE", "amount": "500"},
    ],
    "collection_ceilings": [{"unit": "CVE", "amount": "20000"}],
}
"""What the founders let be booked without asking each time."""

OFFICERS = {"treasurer": "Ana Évora", "second-signatory": "Bento Lima", "auditor": "Celeste Rocha"}
NAMES = [
    f"{first} {last}"
    for last in ("Delgado", "Fortes", "Monteiro", "Silva")
    for first in ("Adélia", "Djosa", "Eugénia", "Gilda", "Hirondina", "João", "Lela", "Nhelas", "Óscar")
] + ["Zulmira Neves"]
"""Those who joined after the founding: forty with the officers."""


class Hamlet(Village):
    """A residents' association with one cash box."""

    box: str

    def __init__(self, served: Served) -> None:
        super().__init__(served, members=0)
        self.box = self.treasurer.done(
            f"{self.at}/places", {"kind": "cash-box", "label": "caixa", "main_for": ["CVE"]}
        )

    @staticmethod
    def minutes(**changes: Any) -> dict[str, Any]:
        """The founding minutes, attested by the two signatories."""
        founders = [
            {"name": name, "office": office, "attests": office != "auditor"}
            for office, name in OFFICERS.items()
        ]
        return {"statutes": "Ajudamo-nos uns aos outros.", "rules": RULES, "founders": founders, **changes}

    def today(self, day: date) -> None:
        """It is noon of this day."""
        self.served.clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    def look(self, path: str, **query: Any) -> Any:
        """What the treasurer is shown after everything, what came in by the sheet too."""
        self.treasurer.position = f"main.{self.head()}"
        return self.treasurer.read(f"{self.at}{path}", **query)

    def head(self) -> int:
        """Where the log ends."""
        return self.served.ledger.store.head("main")

    def token(self, name: str) -> str:
        """Whom the village knows by this name."""
        found = self.look("/members", limit=200)["items"]
        (token,) = [member["member"] for member in found if member["name"] == name]
        return str(token)

    def member(self, name: str) -> Caller:
        """A member's key on the phone."""
        return self.key(self.token(name), "member")

    def proposed(self, by: Caller, measure: dict[str, Any], need: str) -> str:
        """An admitted proposal."""
        more = {"pass_on_plan": "not able yet"} if measure["type"] == "spend" else {}
        proposal = by.done(f"{self.at}/proposals", {"need": need, "measure": measure, **more})
        at = f"{self.at}/proposals/{proposal}"
        by.done(f"{at}/interest-statements")
        by.done(f"{at}/submissions")
        self.treasurer.done(f"{at}/admissions", {"version": 1})
        return proposal

    def finalised(self, proposal: str) -> None:
        """The round on a proposal, which an assembly decided on paper, is final."""
        (found,) = [
            one["id"]
            for one in self.look("/rounds", limit=100)["items"]
            if one["minutes"] is not None and proposal in self.items_of(one["id"])
        ]
        self.treasurer.done(f"{self.at}/rounds/{found}/finalisations")

    def items_of(self, round_: str) -> list[str]:
        """The proposals on a ballot."""
        return [option["proposal"] for option in self.look(f"/rounds/{round_}")["options"]]

    def signed_off(self, proposal: str, tranche: int, amount: str, payee: str) -> str:
        """A payment in cash that two have signed off."""
        disbursement = self.treasurer.done(
            f"{self.at}/disbursements",
            {
                "proposal": proposal,
                "tranche": tranche,
                "unit": "CVE",
                "purpose": "unrestricted",
                "amount": amount,
                "payee": {"kind": "person", "name": payee},
                "beneficiary": {"kind": "association", "name": "Escola da Ribeira"},
            },
        )
        for officer in (self.treasurer, self.signatory):
            officer.done(f"{self.at}/disbursements/{disbursement}/sign-offs")
        return disbursement

    def available(self) -> str:
        """Escudos, unrestricted and not assigned by any decision."""
        free = ("CVE", "unrestricted", "unassigned")
        return str(
            next(
                one["available"]
                for one in self.look("/balances")["items"]
                if (one["unit"], one["purpose"], one["destination"]) == free
            )
        )


def spending(amount: str) -> dict[str, Any]:
    """To spend on those who have least water."""
    return {
        "type": "spend",
        "destination": "c",
        "criterion": "sem-agua",
        "beneficiaries": 30,
        "costs": [{"what": "Cimento e mão-de-obra", "unit": "CVE", "amount": amount}],
        "requested": [{"unit": "CVE", "purpose": "unrestricted", "amount": amount}],
    }
