"""A town in France over HTTP: its association, its bank account, and how its treasurer works through a month."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from typer.testing import CliRunner

from api.cli import app
from ledger.money import to_decimal
from tests.api.bank.test_http_bank_files import send
from tests.api.server import Served
from tests.api.village import Village
from tests.stories.bank import OURS, Bank

RULES = {
    "criteria": [{"code": "sans-logement", "text": "Familles sans logement pour l'hiver."}],
    "standing_ceilings": [
        {"kind": "opening-balance", "unit": "EUR", "amount": "5000.00"},
        {"kind": "bank-fee", "unit": "EUR", "amount": "15.00"},
        {"kind": "interest", "unit": "EUR", "amount": "100.00"},
    ],
}
"""What the founders let the treasurer book without asking each time."""

BOOKED_AS: dict[str, dict[str, Any]] = {
    "Cotisation": {"type": "gift", "motive": "membership-fee"},
    "Don": {"type": "gift", "motive": "gift"},
    "Subvention": {"type": "gift", "motive": "grant"},
    "Frais": {"type": "entry", "kind": "bank-fee", "evidence": "Le relevé."},
    "Intérêts": {"type": "entry", "kind": "interest", "evidence": "Le relevé."},
}
"""What the treasurer books a line as, by the first word that the bank wrote."""


class Town(Village):
    """A residents' association with one bank account."""

    place: str

    def __init__(self, served: Served, members: int = 6) -> None:
        super().__init__(served, members)
        self.givers: dict[str, str] = {}
        """Tokens by the names that the bank writes."""

    @staticmethod
    def minutes(**changes: Any) -> dict[str, Any]:
        """The founding minutes, with the standing ceilings in the first rules."""
        return Village.minutes(statutes="Nous nous entraidons.", rules=RULES, **changes)

    def today(self, day: date) -> None:
        """It is noon of this day."""
        self.served.clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    def look(self, path: str, **query: Any) -> Any:
        """What the treasurer is shown after all that was done."""
        return self.treasurer.read(f"{self.at}{path}", **query)

    def with_bank(self) -> None:
        """Open the place, and note what the bank calls it."""
        new = {"kind": "bank-account", "label": "banque", "main_for": ["EUR"]}
        self.place = self.treasurer.done(f"{self.at}/places", new)
        self.treasurer.done(f"{self.at}/bank-details", {"holder": self.place, "iban": OURS})

    def foresee(self, file: bytes) -> dict[str, int]:
        """How many lines of a file would become what; nothing is recorded."""
        head = self.head()
        self.treasurer.read(f"{self.at}/balances")
        answer = send(self, f"{self.at}/places/{self.place}/statements", file, dry_run=True)
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()["statements"]
        happens = [line["happens"] for line in told["lines"]]
        assert self.head() == head
        return {one: happens.count(one) for one in set(happens)}

    def take(self, file: bytes) -> dict[str, Any]:
        """Take a statement in; what became of it."""
        answer = send(self, f"{self.at}/places/{self.place}/statements", file)
        assert answer.status_code == 201, answer.text
        (told,) = answer.json()["statements"]
        return dict(told)

    def queue(self) -> list[dict[str, Any]]:
        """Lines that nothing explains yet."""
        return list(self.look(f"/places/{self.place}/open-lines", unit="EUR")["items"])

    def confirm(self) -> int:
        """Match what is certainly the same money; how many lines that were."""
        matched = 0
        for line in self.queue():
            for likely in line["likely"]:
                if likely["certain"]:
                    named = [{"statement": line["statement"], "number": line["number"]}]
                    body = {"unit": "EUR", "lines": named, "entries": likely["entries"]}
                    self.treasurer.done(f"{self.at}/places/{self.place}/matches", body)
                    matched += 1
        return matched

    def cross_off(self) -> int:
        """Entries that take each other back, which no statement shows; how many pairs that were."""
        found = self.look(f"/places/{self.place}/open-lines", unit="EUR")["taken_back"]
        for pair in found:
            body = {"unit": "EUR", "entries": pair["entries"]}
            self.treasurer.done(f"{self.at}/places/{self.place}/matches", body)
        return len(found)

    def book_queue(self) -> None:
        """Book each open line as what the bank's words say that it is."""
        for line in self.queue():
            name, text = line["said"]["name"], line["said"]["text"]
            what = dict(BOOKED_AS[text.split()[0]])
            if what["type"] == "gift":
                known = self.givers.get(name)
                what["giver"] = known or {"kind": "person", "name": name}
            booked = self.book(line, what)
            if what["type"] == "gift" and name not in self.givers:
                self.givers[name] = self.whole(f"/contributions/{booked}")["giver"]

    def book(self, line: dict[str, Any], what: dict[str, Any], **more: Any) -> str:
        """Book one line of the queue."""
        path = f"{self.at}/statements/{line['statement']}/lines/{line['number']}/bookings"
        return self.treasurer.done(path, {"what": what, **more})

    def whole(self, path: str) -> Any:
        """What the auditor is shown."""
        self.auditor.position = self.treasurer.position
        return self.auditor.read(f"{self.at}{path}")

    def usf(self, *asked: str) -> str:
        """What a command says that ends well."""
        done = CliRunner().invoke(app, [*asked, "--db", self.served.ledger.store.address])
        assert done.exit_code == 0, done.output
        return done.stdout

    def agrees(self, bank: Bank, day: date) -> None:
        """`usf reconcile` finds no cent between the books and the bank at the end of a day."""
        self.usf("reconcile", "banque", "--effective", day.isoformat())
        (found,) = self.look(f"/places/{self.place}/reconciliation", effective=day.isoformat())["items"]
        lies = to_decimal(bank.lies_on(day), "EUR")
        assert (found["agrees"], found["book"], found["closing"]) == (True, lies, lies)
        assert (found["open_line_count"], found["open_entry_count"], found["unexplained"]) == (0, 0, "0.00")

    def answered(self, message: bytes) -> list[str]:
        """What a bank's answer to payment files made of each payment."""
        answer = self.treasurer.http.post(
            f"{self.at}/bank-answers", content=message, headers={"Content-Type": "application/xml"}
        )
        assert answer.status_code == 200, answer.text
        self.treasurer.position = answer.json()["position"] or self.treasurer.position
        return [one["became"] for one in answer.json()["items"]]

    def decided(self, amount: str, need: str) -> str:
        """A proposal to spend that the members accepted by approval."""
        proposer = self.members[0]
        proposal = proposer.done(f"{self.at}/proposals", spending(amount, need))
        at = f"{self.at}/proposals/{proposal}"
        proposer.done(f"{at}/interest-statements")
        proposer.done(f"{at}/submissions")
        self.treasurer.done(f"{at}/admissions", {"version": 1})
        budget = [{"unit": "EUR", "purpose": "unrestricted", "amount": amount}]
        drafted = self.draft_round(
            proposal, budget=budget, closes=(self.served.clock_now + timedelta(days=1)).isoformat()
        )
        at = f"{self.at}/rounds/{drafted}"
        self.treasurer.done(f"{at}/openings")
        for member in self.members:
            member.done(f"{at}/ballots", {"choices": ["P1"]})
        self.served.later(days=2)
        for step in ("closures", "counts", "finalisations"):
            self.treasurer.done(f"{at}/{step}")
        return proposal

    def signed_off(self, proposal: str, tranche: int, amount: str, payee: str, iban: str) -> str:
        """A payment to a bank account, signed off by two."""
        disbursement = self.treasurer.done(
            f"{self.at}/disbursements",
            {
                "proposal": proposal,
                "tranche": tranche,
                "unit": "EUR",
                "purpose": "unrestricted",
                "amount": amount,
                "payee": {"kind": "company", "name": payee},
                "beneficiary": {"kind": "association", "name": "Un toit pour l'hiver"},
            },
        )
        holder = self.look(f"/disbursements/{disbursement}")["payee"]
        self.treasurer.done(f"{self.at}/bank-details", {"holder": holder, "iban": iban})
        for officer in (self.treasurer, self.signatory):
            officer.done(f"{self.at}/disbursements/{disbursement}/sign-offs")
        return disbursement

    def head(self) -> int:
        """Where the log ends."""
        return self.served.ledger.store.head("main")


def spending(amount: str, need: str) -> dict[str, Any]:
    """A proposal for those in need at home."""
    return {
        "need": need,
        "pass_on_plan": "not able yet",
        "measure": {
            "type": "spend",
            "destination": "c",
            "criterion": "sans-logement",
            "beneficiaries": 12,
            "costs": [{"what": "Loyer et chauffage", "unit": "EUR", "amount": amount}],
            "requested": [{"unit": "EUR", "purpose": "unrestricted", "amount": amount}],
        },
    }
