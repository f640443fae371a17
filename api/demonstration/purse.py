"""What comes into a village's account, and what goes back to its givers."""

from datetime import date

import msgspec

from api.demonstration.village import Village
from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.command import AccountCommand
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.contributions.events import ContributionPledged, ContributionReceived
from ledger.contributions.state import GiverKind, Motive
from ledger.goods.events import GoodsDelivered
from ledger.identifiers import UNRESTRICTED, ContributionId, PartyToken, PlaceId
from ledger.promises.honouring import HonoursGiven

BESIDE = 3
"""More events than a contribution comes with."""


class Donor(msgspec.Struct, frozen=True):
    """Who gives, and why they usually do."""

    name: str
    kind: GiverKind = GiverKind.PERSON
    motive: Motive = Motive.GIFT


def declare(village: Village, name: str, kind: PurposeKind, description: str) -> None:
    """From now on the account may hold money for this purpose."""
    command = DeclarePurpose(account=village.account, kind=kind, description=description)
    village.ids[name] = village.do(command)


def receive(
    village: Village,
    donor: Donor,
    amount: str,
    unit: str = "CVE",
    *,
    earmark: str | None = None,
    reference: str | None = None,
    anonymous: bool = False,
    effective: date | None = None,
    honours: HonoursGiven | None = None,
    carbon_kg: str | None = None,
    place: str | None = None,
) -> ContributionId:
    """Money came in. `earmark` names a purpose of the village, and `place` where the money lies."""
    command = ReceiveContribution(
        account=village.account,
        unit=unit,
        amount=amount,
        # Who passes on is known by the promise, where it lies in this account.
        giver=None if honours is not None and honours.account is None else known(village, donor),
        anonymous=anonymous,
        motive=donor.motive,
        earmark=village.purpose(earmark) if earmark else None,
        reference=reference,
        honours=honours,
        carbon_kg=carbon_kg,
        effective=effective,
        place=PlaceId(village.ids[place]) if place else None,
    )
    return kept(village, donor, command)


def pledge(
    village: Village, donor: Donor, amount: str, unit: str = "CVE", *, earmark: str | None = None
) -> ContributionId:
    """Somebody says that they will give."""
    command = PledgeContribution(
        account=village.account,
        unit=unit,
        amount=amount,
        giver=known(village, donor),
        motive=donor.motive,
        earmark=village.purpose(earmark) if earmark else UNRESTRICTED,
    )
    return kept(village, donor, command)


def keep_pledge(
    village: Village, pledged: ContributionId, amount: str, unit: str, reference: str | None = None
) -> None:
    """What was pledged came in."""
    account = village.account
    village.do(
        ReceiveContribution(account=account, unit=unit, amount=amount, pledge=pledged, reference=reference)
    )


def accept(village: Village, contribution: ContributionId) -> None:
    """Take a gift for its purpose."""
    village.do(AcceptEarmark(account=village.account, contribution=contribution))


def lift(village: Village, contribution: ContributionId, consent: str) -> None:
    """The donor consents that the gift serves without restriction."""
    village.do(LiftEarmark(account=village.account, contribution=contribution, consent=consent))


def reverse(village: Village, contribution: ContributionId, reason: str) -> None:
    """It was booked by mistake, or never came."""
    village.do(ReverseContribution(account=village.account, contribution=contribution, reason=reason))


def refund(
    village: Village,
    contribution: ContributionId,
    amount: str,
    reason: str,
    unit: str = "CVE",
    place: str | None = None,
) -> None:
    """Money goes back to its giver."""
    village.do(
        RefundContribution(
            account=village.account,
            contribution=contribution,
            unit=unit,
            amount=amount,
            reason=reason,
            place=PlaceId(village.ids[place]) if place else None,
        )
    )


def fees(village: Village, amount: str, *names: str, unit: str = "CVE", place: str | None = None) -> None:
    """Members pay their fee."""
    for name in names:
        receive(village, Donor(name, motive=Motive.MEMBERSHIP_FEE), amount, unit, place=place)


def known(village: Village, donor: Donor) -> Giver | PartyToken:
    """By token whom the account knows, by name whom it meets for the first time."""
    token = village.givers.get(donor.name)
    return PartyToken(token) if token else Giver(kind=donor.kind, name=donor.name)


def kept(village: Village, donor: Donor, command: AccountCommand) -> ContributionId:
    """Carry out what a donor gives, and remember the donor's token."""
    contribution = ContributionId(village.do(command))
    if donor.name not in village.givers:
        # What stands beside it in the same commit, such as a promise that it honours, comes after it.
        partition, _, position = village.answer.position.rpartition(".")
        first = max(int(position) - BESIDE, 0)
        events = (recorded.event for recorded in village.ledger.store.read(partition, first, BESIDE))
        (giver,) = {
            event.giver
            for event in events
            if isinstance(event, ContributionPledged | ContributionReceived | GoodsDelivered)
            and event.contribution == contribution
        }
        village.givers[donor.name] = giver
    return contribution
