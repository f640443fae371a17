"""Two villages of two installations, from the first telephone call of their registrars to a restored copy."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.abroad import TwinsAbroad, twins_abroad
from tests.api.village import Village

PRESS = "A press for the women of Caldeiras."
RECEIVED = {
    "reference": "SWIFT 40017",
    "fee": "4.50",
    "obtained": {
        "unit": "CVE",
        "amount": "43608.80",
        "rate": "110.265",
        "rate_per": "EUR",
        "source": "bank",
    },
}


class Story:
    """What happens between the twins, told through HTTP alone."""

    def __init__(self, twins: TwinsAbroad) -> None:
        self.twins = twins
        self.south, self.north, self.neighbour = twins.south, twins.north, twins.neighbour

    def linked(self) -> str:
        """Wine makers learn from companies of the twin."""
        actors = [
            {"side": "own", "kind": "company", "name": "Adega da Ribeira"},
            {"side": "twin", "kind": "civil-society"},
        ]
        body = {"kind": "company-know-how", "direction": "from-them", "actors": actors}
        link = self.south.treasurer.done(f"{self.twins.at(self.south)}/links", body)
        self.twins.delivered()
        return link

    def called(self) -> str:
        """The south calls on its twin, which says what it thinks and then has to decide."""
        self.north.adopt({"type": "change-rules", "rules": {"accepts_calls": True}})
        self.twins.delivered()
        measure = {
            "type": "call",
            "twinning": self.twins.twinning,
            "addressee": self.north.account,
            "beneficiaries": 14,
            "costs": [{"what": "A press", "unit": "EUR", "amount": "500.00"}],
            "own": [{"unit": "EUR", "amount": "100.00"}],
            "requested": [{"unit": "EUR", "amount": "400.00"}],
        }
        call = self.south.adopt(measure, pass_on_plan="A tenth of the harvest.")
        self.twins.delivered()
        opinion = {
            "opinion": "favourable",
            "text": "The old press is past repair.",
            "effective": self.twins.here.served.clock_now.date().isoformat(),
        }
        self.north.treasurer.done(f"{self.north.at}/calls/{call}/opinions", opinion)
        self.twins.delivered()
        self.south.treasurer.done(f"{self.south.at}/calls/{call}/sendings")
        self.twins.delivered()
        return call

    def decided(self, village: Village, amount: str, **object_: Any) -> str:
        """A final decision to give."""
        measure = {
            "type": "spend",
            "beneficiaries": 14,
            "costs": [{"what": "A press", "unit": "EUR", "amount": amount}],
            "requested": [{"unit": "EUR", "purpose": "unrestricted", "amount": amount}],
            **object_,
        }
        proposal = village.admitted(measure, pass_on_plan="A tenth of the harvest.")
        village.vote(proposal, "yes")
        self.twins.delivered()
        return proposal

    def sent(
        self, giver: Village, proposal: str, taker: Village, amount: str, tranche: int = 1, **more: Any
    ) -> tuple[str, str]:
        """Signed off by two and sent: the disbursement and its transfer."""
        authorised = {
            "proposal": proposal,
            "tranche": tranche,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": amount,
            "payee": {"kind": "local-account", "account": taker.account},
            **more,
        }
        paid = giver.treasurer.done(f"{giver.at}/disbursements", authorised)
        for officer in (giver.treasurer, giver.signatory):
            officer.done(f"{giver.at}/disbursements/{paid}/sign-offs")
        giver.treasurer.done(f"{giver.at}/disbursements/{paid}/sendings", {})
        self.twins.delivered()
        return paid, paid.replace("disbursement-", "transfer-")

    def decides(self, village: Village, transfer: str, step: str, body: dict[str, Any]) -> None:
        """A side receives, refuses, or asks back a transfer."""
        village.treasurer.done(f"{village.at}/transfers/{transfer}/{step}", body)
        self.twins.delivered()

    def status(self, transfer: str) -> tuple[str, str]:
        """Where a transfer stands on both sides."""
        south, north = (
            village.public.get(f"{village.at}/transfers/{transfer}").json()
            for village in (self.south, self.north)
        )
        return south["status"], north["status"]

    def stated(self, *transfers: str) -> None:
        """Each side tells the other how it knows these transfers."""
        for village in (self.south, self.north):
            known = [
                transfer
                for transfer in transfers
                if village.public.get(f"{village.at}/transfers/{transfer}").status_code == 200
            ]
            village.treasurer.done(f"{self.twins.at(village)}/flow-statements", {"transfers": known})
        self.twins.delivered()

    def reconciliation(self, village: Village) -> Any:
        """What a side shows of both sides' words."""
        return village.public.read(f"{self.twins.at(village)}/reconciliation")

    def agreed(self) -> None:
        """Both sides' reconciliations show zero."""
        for village in (self.south, self.north):
            shown = self.reconciliation(village)
            assert (shown["compared_with"], shown["agrees"], shown["differing"]) == ("statement", True, [])
            assert {unit["difference"] for unit in shown["units"]} == {"0.00"}

    def undisturbed(self) -> None:
        """No message was refused."""
        assert self.twins.here.parked() == self.twins.there.parked() == []

    def identical(self) -> None:
        """`usf replay` finds in both installations that the views show what the log says."""
        for installation in (self.twins.here, self.twins.there):
            found = installation.usf("replay")
            assert found["identical"], found


def trace(village: Village, what: str) -> list[tuple[str, str, str, str]]:
    """Kind, account, unit and amount of each link of a chain."""
    items = village.public.read(f"{village.at}/{what}/trace", direction="forwards")["items"]
    return [(link["kind"], link["account"], link["about"], link["amount"]) for link in items]


@pytest.mark.parametrize("by_file", [False, True], ids=["by-line", "by-file"])
def test_two_territories_of_two_installations_stand_by_each_other(tmp_path: Path, *, by_file: bool) -> None:
    """W1, W3, W8, P5, X1, X2, X3, X4, X5, X6, C7, K2, K4, E1: by line, and by files that are carried to and fro."""
    with twins_abroad(tmp_path, by_file=by_file) as twins:
        told(Story(twins))


def told(story: Story) -> None:
    """All that two twins do with each other."""
    twins, south, north, neighbour = story.twins, story.south, story.north, story.neighbour
    for village in (south, north):
        assert village.public.read(twins.at(village))["status"] == "active"

    link = story.linked()
    ways = [village.public.read(f"{village.at}/links/{link}")["direction"] for village in (south, north)]
    assert ways == ["from-them", "from-us"]

    call = story.called()
    received = north.public.read(f"{north.at}/calls/{call}")
    assert (received["status"], received["opinion_said"]) == ("received", "The old press is past repair.")

    gift = north.receive("1000.00")
    press = story.decided(north, "400.00", destination="a", twinning=twins.twinning, call=call)
    assert south.public.read(f"{south.at}/calls/{call}")["status"] == "granted"
    paid, came = story.sent(north, press, south, "400.00")
    assert story.status(came) == ("in-transit", "in-transit")
    story.decides(south, came, "receptions", RECEIVED)
    for village in (south, north):
        whole = village.public.read(f"{village.at}/transfers/{came}")
        assert (whole["status"], whole["received"], whole["fee"]) == ("received", "395.50", "4.50")
        assert (whole["obtained"], whole["obtained_unit"], whole["rate"]) == ("43608.80", "CVE", "110.265")
    held = {row["unit"]: row["available"] for row in south.treasurer.read(f"{south.at}/balances")["items"]}
    assert held["CVE"] == "43608.80"

    more = story.decided(north, "300.00", destination="a", twinning=twins.twinning)
    _, refused = story.sent(north, more, south, "100.00")
    _, voided = story.sent(north, more, south, "200.00", 2)
    story.decides(south, refused, "refusals", {"reason": "We have a press by now."})
    story.decides(north, voided, "void-requests", {"reason": "It was sent twice."})
    assert story.status(refused) == ("refused", "refused")
    assert story.status(voided) == ("voided", "voided")

    south.receive("100.00")
    onwards = story.decided(south, "40.00", destination="b", receiving_account=neighbour.account)
    honours = {"account": north.account, "disbursement": paid}
    passed, onward = story.sent(south, onwards, neighbour, "40.00", passes_on=honours)
    story.decides(neighbour, onward, "receptions", {})
    (promises,) = north.public.read(f"{north.at}/promises")["items"]
    assert (promises["promised"], promises["honoured"]) == ("400.00", "40.00")

    forwards = trace(north, f"contributions/{gift}")
    assert ("elsewhere", south.account, came, "400.00") in forwards
    assert ("passed-on", neighbour.account, onward, "40.00") in forwards
    assert ("elsewhere", neighbour.account, onward, "40.00") in trace(south, f"disbursements/{passed}")
    back = south.public.read(f"{south.at}/disbursements/{passed}/trace")["items"]
    assert back

    learned(story)
    transfers = (came, refused, voided)
    story.stated(*transfers)
    story.agreed()
    for village, _, _ in twins.sides:
        shown = village.key(None, "twin").read(f"{twins.at(village)}/twin-view")
        assert shown["open_transfers"] == []
        assert shown["reconciliation"]["agrees"] is True
        assert {line["transfer"] for line in shown["statement"]} == set(transfers)
    story.undisturbed()
    story.identical()


def learned(story: Story) -> None:
    """A practice is shared and adopted, an exchange confirmed."""
    twins, south, north = story.twins, story.south, story.north
    sheet = {"theme": "water", "text": "We catch the fog in nets."}
    experience = south.treasurer.done(f"{south.at}/experiences", sheet)
    body = {
        "twinning": twins.twinning,
        "direction": "from-us",
        "participants": 9,
        "minutes": 180,
        "themes": ["water"],
    }
    exchange = south.treasurer.done(f"{south.at}/learning-exchanges", body)
    twins.delivered()
    north.treasurer.done(f"{north.at}/learning-exchanges/{exchange}/confirmations")
    adopted = {**sheet, "experience": experience, "origin": south.account, "twinning": twins.twinning}
    adoption = north.treasurer.done(f"{north.at}/adoptions", adopted)
    twins.delivered()
    on = twins.there.served.clock_now.date().isoformat()
    for village, told_ in ((south, True), (north, False)):
        assert village.public.read(f"{village.at}/learning/{exchange}")["status"] == "confirmed"
        assert village.public.read(f"{village.at}/learning/{adoption}")["told"] is told_
        shown = village.public.read(f"{twins.at(village)}/reciprocity", on=on)
        assert sum(way["count"] for way in shown["exchanges"].values()) == 1
        assert sum(way["count"] for way in shown["adoptions"].values()) == 1


def test_a_sender_that_was_restored_from_an_older_copy_hears_again_what_it_lost(tmp_path: Path) -> None:
    """X2, X3, X6: the reconciliation names what differs until everything was sent again."""
    with twins_abroad(tmp_path) as twins:
        story = Story(twins)
        south, north = story.south, story.north
        north.receive("1000.00")
        proposal = story.decided(north, "400.00", destination="a", twinning=twins.twinning)
        _, came = story.sent(north, proposal, south, "100.00")
        _, refused = story.sent(north, proposal, south, "200.00", 2)
        copy = twins.there.copied()
        twins.introduced()
        twins.delivered()
        story.decides(south, came, "receptions", {"fee": "1.50"})
        story.decides(south, refused, "refusals", {"reason": "We have a press by now."})
        _, lost = story.sent(north, proposal, south, "100.00", 3)
        story.stated(came, refused, lost)
        story.agreed()

        twins.there.restored(copy)
        twins.introduced()
        assert story.status(came) == ("received", "in-transit")
        story.stated(came, refused, lost)
        assert differing(story, north) == {lost: "unknown-to-sender"}
        settling = {flow["transfer"]: flow["settling"] for flow in story.reconciliation(north)["settling"]}
        assert settling == {came: "answer-under-way", refused: "answer-under-way"}

        assert twins.here.usf("messages", "again", twins.there.id)["messages"]
        twins.delivered()
        assert story.status(came) == ("received", "received")
        assert story.status(refused) == ("refused", "refused")
        # What the north forgot that it sent comes under a new id; under the old one the south takes nothing.
        story.decides(south, lost, "refusals", {"reason": "The north knows nothing of it any more."})
        assert twins.here.parked() == ["unknown-transfer"]
        _, anew = story.sent(north, proposal, south, "100.00", 3)
        story.decides(south, anew, "receptions", {})
        story.stated(came, refused, lost, anew)
        story.agreed()
        story.identical()


def test_a_receiver_that_was_restored_from_an_older_copy_hears_again_what_it_lost(tmp_path: Path) -> None:
    """X2, X3: what it did itself, it does again."""
    with twins_abroad(tmp_path) as twins:
        story = Story(twins)
        south, north = story.south, story.north
        copy = twins.here.copied()
        twins.introduced()
        north.receive("1000.00")
        proposal = story.decided(north, "400.00", destination="a", twinning=twins.twinning)
        _, came = story.sent(north, proposal, south, "100.00")
        story.decides(south, came, "receptions", {"fee": "1.50"})
        story.stated(came)
        story.agreed()

        twins.here.restored(copy)
        twins.introduced()
        story.stated(came)
        assert differing(story, south) == {came: "unknown-to-receiver"}
        assert twins.there.usf("messages", "again", twins.here.id)["messages"]
        twins.delivered()
        assert story.status(came) == ("in-transit", "received")
        story.stated(came)
        assert differing(story, south) == differing(story, north) == {came: "status"}
        story.decides(south, came, "receptions", {"fee": "1.50"})
        story.stated(came)
        story.agreed()
        story.identical()


def differing(story: Story, village: Village) -> dict[str, str]:
    """The transfers on which the two sides differ, as a village sees it, and how."""
    shown = story.reconciliation(village)
    assert shown["agrees"] is False
    return {one["transfer"]: one["differs"] for one in shown["differing"]}
