"""Random steps about contributions."""

from typing import Any

from ledger.command import AccountCommand
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
    WithdrawPledge,
)
from ledger.contributions.state import GiverKind
from ledger.identifiers import AccountId, ContributionId, PartyToken
from ledger.money import to_decimal
from tests.model.remembered import AWAITING, UNRESTRICTED, Gift, LocalAccount
from tests.model.steps import NO_AMOUNT, Chance, Steps, at_step, mostly, text, well

AMOUNTS = ("100", "40", "12.50", "250.00", "0.01", "333.33", "1000")
WHOLE = ("100", "40", "13", "250", "1", "333", "1000")
HUGE = ("92233720368547758.07", "50000000000000000.00", "92233720368547000")
REFERENCES = ("LINE 1", "line1", "Line 2", "LINE-3", "l i n e 4", "LINE 5", "line6")


class GiftSteps(Steps):
    """Money is promised, comes in, and goes back."""

    def money_comes_in(self, chance: Chance) -> None:
        """Mostly well said."""
        self.receive(chance, self.account(chance))

    def receive(self, chance: Chance, account: LocalAccount) -> None:
        """One gift, mostly without an earmark; with one, mostly accepted."""
        unit, amount = self._sum(chance)
        pledge = None
        pledged = any(gift.status == "pledged" for gift in account.gifts.values())
        if account.gifts and (not well(chance, 90) or (pledged and mostly(chance, 50))):
            pledge = ContributionId(self.one(chance, account, "gifts", at_step("pledged")))
        reference = None if mostly(chance, 60) else text(chance, chance.choice(REFERENCES))
        earmark: Any = None
        if mostly(chance, 45 if len(account.purposes) > 1 else 5):
            earmark = self.purpose(chance, account)
        command = ReceiveContribution(
            account=AccountId(account.name),
            unit=unit,
            amount=amount,
            giver=self._giver(chance, account) if pledge is None or not well(chance, 85) else None,
            anonymous=not mostly(chance, 80),
            earmark=earmark,
            reference=reference,
            pledge=pledge,
            effective=self.effective(chance),
        )
        created = self.give(chance, command)
        if created and account.gifts[created].status == "awaiting" and mostly(chance, 70):
            self.give(chance, AcceptEarmark(account=command.account, contribution=ContributionId(created)))

    def _sum(self, chance: Chance) -> tuple[str, str]:
        unit = chance.choice(["EUR", "EUR", "CVE", "EUR", "JPY"])
        if well(chance, 93):
            return unit, chance.choice(WHOLE if unit == "JPY" else AMOUNTS)
        return chance.choice([unit, "XYZ", "eur"]), chance.choice([*NO_AMOUNT, *HUGE])

    def _giver(self, chance: Chance, account: LocalAccount) -> Giver | PartyToken | None:
        if account.givers and not mostly(chance, 70):
            return PartyToken(chance.choice(sorted(account.givers)))
        if not well(chance, 95):
            return chance.choice(
                [None, PartyToken("giver-nobody"), Giver(name=" "), Giver(name="Ida", contact="")]
            )
        return Giver(name="Ida", kind=chance.choice([GiverKind.PERSON, GiverKind.COMPANY]))

    def something_about_a_gift(self, chance: Chance) -> None:
        """Pledged, withdrawn, accepted, lifted, refunded or reversed."""
        day = self.effective(chance)
        what = chance.choice(["refund"] * 4 + ["lift", "lift", "accept", "pledge", "withdraw", "reverse"])
        account = self.account(chance, "gifts", _fitting(what))
        name = AccountId(account.name)
        if what == "pledge":
            unit, amount = self._sum(chance)
            earmark = self.purpose(chance, account)
            giver = self._giver(chance, account) or PartyToken("giver-nobody")
            pledge = PledgeContribution(
                account=name, unit=unit, amount=amount, giver=giver, earmark=earmark, effective=day
            )
            self.give(chance, pledge)
            return
        if what == "refund":
            self._refund(chance, account)
            return
        gift = ContributionId(self.one(chance, account, "gifts", _fitting(what)))
        words = text(chance, "so it is")
        commands: dict[str, AccountCommand] = {
            "reverse": ReverseContribution(account=name, contribution=gift, reason=words, effective=day),
            "lift": LiftEarmark(account=name, contribution=gift, consent=words, effective=day),
            "accept": AcceptEarmark(account=name, contribution=gift, effective=day),
            "withdraw": WithdrawPledge(account=name, contribution=gift, effective=day),
        }
        self.give(chance, commands[what])

    def _refund(self, chance: Chance, account: LocalAccount) -> None:
        gift = self.one(chance, account, "gifts", _fitting("refund"))
        known = account.gifts.get(gift)
        unit, left = (known.unit, known.left) if known else ("EUR", 100)
        amount = self.share(chance, unit, left)
        if known and mostly(chance, 30):
            # At the edge of what is left or available, where the rule bites (C9).
            edge = chance.choice([left, account.available(unit, known.lies_under)]) + chance.choice(
                [0, 1, -1]
            )
            amount = to_decimal(max(1, edge), unit)
        command = RefundContribution(
            account=AccountId(account.name),
            contribution=ContributionId(gift),
            unit=unit if well(chance, 90) else chance.choice(["EUR", "CVE"]),
            amount=amount,
            reason=text(chance, "asked back"),
            effective=self.effective(chance),
        )
        self.give(chance, command, self.officer(chance, account, "treasurer"))

    def reverse_what_is_needed(self, chance: Chance, account: LocalAccount) -> None:
        """Reverse a gift whose purpose may then be short of money (L2)."""
        booked = [
            name for name, gift in account.gifts.items() if gift.is_booked and gift.lies_under != AWAITING
        ]
        if booked:
            gift = ContributionId(chance.choice(booked))
            command = ReverseContribution(
                account=AccountId(account.name), contribution=gift, reason="bounced"
            )
            self.give(chance, command)


def _fitting(what: str) -> Any:
    def fits(gift: Gift) -> bool:
        match what:
            case "accept":
                return gift.status == "awaiting"
            case "withdraw":
                return gift.status == "pledged"
            case "lift":
                return gift.status == "received" and gift.purpose != UNRESTRICTED
            case _:
                return gift.is_booked

    return fits
