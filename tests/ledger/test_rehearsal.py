"""A rehearsal: what commands would come to, one upon another, without a trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.answers import Request
from ledger.associations.commands import EnrolMember, LeaveMember
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.events import ContributionReceived
from ledger.identifiers import UNRESTRICTED, MemberToken
from ledger.refusals import AmountNotPositive, Refused
from ledger.rehearsal import earlier, rehearsing
from tests.season import Season
from tests.stores import database_at


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    found = Season.open(database_at(tmp_path / "usf.db")).found()
    yield found
    found.close()


def test_what_one_command_makes_the_next_one_finds_and_nothing_of_it_is_kept(season: Season) -> None:
    """L6, M1"""
    ledger, account = season.ledger, season.account
    partition = ledger.partition_of(account)
    there, members = ledger.store.head(partition), season.members
    gift = ReceiveContribution(account=account, unit="EUR", amount="10.00", giver=Giver(name="Eva Pires"))
    with rehearsing(ledger.store, partition, ledger.clock) as rehearsal:
        enrolled = rehearsal.carry_out(EnrolMember(account=account, name="Eva"), by="operator")
        leaving = LeaveMember(account=account, member=MemberToken(enrolled.created))
        assert rehearsal.carry_out(leaving, by="operator").events
        with pytest.raises(Refused):
            rehearsal.carry_out(leaving, by="operator")
        (event,) = rehearsal.carry_out(gift, by="operator").events
        assert isinstance(event, ContributionReceived)
        known = ReceiveContribution(account=account, unit="EUR", amount="1.00", giver=event.giver)
        assert rehearsal.carry_out(known, by="operator").events
        with pytest.raises(AmountNotPositive):
            rehearsal.carry_out(
                ReceiveContribution(account=account, unit="EUR", amount="-1", giver=event.giver),
                by="operator",
            )
    assert (ledger.store.head(partition), season.members) == (there, members)
    assert season.state().available("EUR", UNRESTRICTED) == 0
    assert ledger.people.person(enrolled.created) is None


def test_a_request_is_known_by_its_key_and_what_it_asked_by_its_content(season: Season) -> None:
    """C2, L6"""
    asked = Request("sheet", "1", "ten euros")
    gift = ReceiveContribution(
        account=season.account, unit="EUR", amount="10.00", giver=Giver(name="Eva Pires")
    )
    created = season.ledger.handle(gift, by="operator", request=asked).created
    partition = season.ledger.partition_of(season.account)
    (found,) = earlier(season.ledger.store, partition, [asked, Request("sheet", "2", "")]).values()
    assert (found[0].created, found[1]) == (created, True)
    (other,) = earlier(season.ledger.store, partition, [Request("sheet", "1", "twenty")]).values()
    assert other[1] is False
