"""Two villages over HTTP that are twinned: one in the south and one in the north."""

from decimal import Decimal

from projections.follower import Follower
from tests.api.server import Served
from tests.api.village import Village, spending

AGREEMENT = "We stand by each other."


class Twins:
    """Águas das Caldeiras and Valbrune, whose twinning is active."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.south, self.north = Village(served, members=3), Village(served, members=3)
        self.southern = self._at_home(self.south, "CV")
        self.northern = self._at_home(self.north, "FR")
        self.delivered()
        body = {"other": self.north.account, "agreement": AGREEMENT}
        self.twinning = self.south.treasurer.done(f"{self.south.at}/twinnings", body)
        self.delivered()
        self.north.treasurer.done(f"{self.north.at}/twinnings/{self.twinning}/acceptances", {})
        self.delivered()

    def delivered(self) -> None:
        """All messages have reached their accounts, and every view reflects it."""
        ledger, follower = self.served.ledger, self.served.app.state.follower
        assert isinstance(follower, Follower)
        assert ledger.settled(10)
        for partition in ledger.store.partitions():
            assert follower.wait_for(partition, ledger.store.head(partition), 10)

    def send(self, giver: Village, *amounts: str) -> list[str]:
        """The giver's assembly gives to the twinned area, and its officers send that in parts to the twin's account."""
        at = giver.at
        body = spending(str(sum(map(Decimal, amounts))))
        measure = {**body["measure"], "destination": "a", "twinning": self.twinning}
        del measure["criterion"]
        proposer = giver.members[0]
        proposal = proposer.done(f"{at}/proposals", {**body, "measure": measure})
        for step in ("interest-statements", "submissions"):
            proposer.done(f"{at}/proposals/{proposal}/{step}")
        giver.treasurer.done(f"{at}/proposals/{proposal}/admissions", {"version": 1})
        giver.decide(proposal)
        return [self._part(giver, proposal, tranche, amount) for tranche, amount in enumerate(amounts, 1)]

    def _part(self, giver: Village, proposal: str, tranche: int, amount: str) -> str:
        taker = self.north if giver is self.south else self.south
        authorised = {
            "proposal": proposal,
            "tranche": tranche,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": amount,
            "payee": {"kind": "local-account", "account": taker.account},
        }
        paid = giver.treasurer.done(f"{giver.at}/disbursements", authorised)
        for officer in (giver.treasurer, giver.signatory):
            officer.done(f"{giver.at}/disbursements/{paid}/sign-offs")
        giver.treasurer.done(f"{giver.at}/disbursements/{paid}/sendings", {})
        return "transfer-" + paid.removeprefix("disbursement-")

    def _at_home(self, village: Village, country: str) -> str:
        names = [{"language": "pt", "name": f"Village in {country}"}]
        body = {"kind": "village", "country": country, "names": names}
        territory = village.registrar.done("/v1/territories", body)
        association = village.registrar.read(village.at)["association"]
        village.registrar.done(f"/v1/associations/{association}/territories", {"territory": territory})
        return territory
