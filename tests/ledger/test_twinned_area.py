"""Destination (a): the twinned area, named by an active twinning."""

from typing import Any

import msgspec
import pytest

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeDeclared, PurposeKind
from ledger.accounts.refusals import PurposeOfNoTwinning
from ledger.accounts.state import Account, Destination
from ledger.command import Fact, Log
from ledger.event import Event
from ledger.identifiers import ProposalId, PurposeId, TerritoryId, TwinningId, stream_of
from ledger.proposals.commands import AmendProposal, SpendGiven
from ledger.proposals.measure import Spend
from ledger.proposals.refusals import ObjectOfAnotherDestination, TwinningMissing
from ledger.refusals import StaleVersion
from ledger.rounds.commands import CloseRound, OpenRound
from ledger.rounds.state import Round
from ledger.twinnings.events import TwinningAccepted, TwinningEnded, TwinningProposed
from ledger.twinnings.refusals import TwinningNotActive, UnknownTwinning
from ledger.twinnings.state import Side
from tests.ledger.deciding import (
    ACCOUNT,
    DEADLINE,
    FOUNDED,
    GALINHA,
    SEAL,
    admitted,
    asks,
    draft,
    opened,
    proposal_of,
    spend,
    village,
)
from tests.scenario import Scenario

TWINNING = TwinningId("twinning-0000000000000001")
HOME, THERE = TerritoryId("territory-0000000000000001"), TerritoryId("territory-0000000000000002")
AGREED: tuple[Event, ...] = (
    TwinningProposed(other=GALINHA, territory=HOME, agreement=SEAL, effective=FOUNDED),
    TwinningAccepted(side=Side.TWIN, other=GALINHA, territory=THERE, effective=FOUNDED),
)
ENDED = TwinningEnded(side=Side.TWIN, other=GALINHA, effective=FOUNDED)


def twinned(*more: Event) -> Scenario:
    """The village with a twinning, active unless more happened."""
    scenario = village()
    for event in (*AGREED, *more):
        scenario.given(Fact(stream_of(ACCOUNT, TWINNING), event))
    return scenario


def for_the_twin(twinning: TwinningId | None = TWINNING, **more: object) -> SpendGiven:
    """Something for the twinned area."""
    changes = {"destination": Destination.TWINNED_AREA, "criterion": None, "twinning": twinning, **more}
    return msgspec.structs.replace(spend(), **changes)


def test_the_twinned_area_is_named_by_an_active_twinning() -> None:
    """P1"""
    scenario = twinned()
    proposal = ProposalId(scenario.done(draft(for_the_twin())))
    measure = proposal_of(scenario, proposal).measure
    assert isinstance(measure, Spend)
    assert measure.twinning == TWINNING
    scenario.when(draft(for_the_twin(None))).then_refused(TwinningMissing)
    for unknown in ("twinning-0000000000000002", "Maria", ""):
        scenario.when(draft(for_the_twin(TwinningId(unknown)))).then_refused(UnknownTwinning)


def test_an_amended_proposal_names_an_active_twinning_too() -> None:
    """P1, P2"""
    scenario = twinned()
    proposal = ProposalId(scenario.done(draft()))
    amend = AmendProposal(
        account=ACCOUNT, proposal=proposal, need="A press.", measure=for_the_twin(), pass_on_plan="Not yet."
    )
    scenario.when(amend).then_kinds("proposal-amended")
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), ENDED))
    scenario.when(amend).then_refused(TwinningNotActive)


def test_a_twinning_is_the_object_of_no_other_destination() -> None:
    """P1"""
    scenario = twinned()
    for wrong in (
        msgspec.structs.replace(spend(), twinning=TWINNING),
        for_the_twin(criterion="way-to-school"),
        for_the_twin(receiving_account=GALINHA),
        for_the_twin(destination=Destination.UNIVERSAL_SOLIDARITY, receiving_account=GALINHA),
    ):
        scenario.when(draft(wrong)).then_refused(ObjectOfAnotherDestination)


def test_nothing_new_is_proposed_under_a_twinning_that_is_over() -> None:
    """P1, W6"""
    twinned(ENDED).when(draft(for_the_twin())).then_refused(TwinningNotActive)


def test_no_round_opens_for_a_twinning_that_ended_since_it_was_named() -> None:
    """P1, W6"""
    scenario = twinned()
    drafted = scenario.done(asks(admitted(scenario, for_the_twin())))
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), ENDED))
    scenario.when(OpenRound(account=ACCOUNT, round=drafted)).then_refused(TwinningNotActive)  # type: ignore[arg-type]


def test_a_round_that_is_open_goes_on_when_its_twinning_ends() -> None:
    """W6"""
    scenario = twinned()
    round_id = opened(scenario, asks(admitted(scenario, for_the_twin())))
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), ENDED))
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))
    assert scenario.state(stream_of(ACCOUNT, round_id), Round).terms is not None


def test_a_twinning_that_nobody_looked_at_before_is_looked_at_the_next_time() -> None:
    """P1, P2"""

    class Forgetful(OpenRound, frozen=True, kw_only=True):
        """As if the version on the ballot had been written after its twinning was asked for."""

        def gather(self, log: Log) -> Any:
            return msgspec.structs.replace(super().gather(log), twinnings=())

    scenario = twinned()
    drafted = scenario.done(asks(admitted(scenario, for_the_twin())))
    scenario.when(Forgetful(account=ACCOUNT, round=drafted)).then_refused(StaleVersion)  # type: ignore[arg-type]


def test_money_may_be_earmarked_for_a_twinning_while_it_is_active() -> None:
    """L5, W1, W6"""
    scenario = twinned()
    declare = DeclarePurpose(
        account=ACCOUNT, kind=PurposeKind.TWINNING, twinning=TWINNING, description="For our twin."
    )
    purpose = PurposeId(scenario.done(declare))
    (declared,) = (fact.event for fact in scenario.recorded)
    assert isinstance(declared, PurposeDeclared)
    assert declared.twinning == TWINNING
    assert scenario.state(ACCOUNT, Account).purposes[purpose] is PurposeKind.TWINNING
    scenario.given(Fact(stream_of(ACCOUNT, TWINNING), ENDED))
    scenario.when(declare).then_refused(TwinningNotActive)


@pytest.mark.parametrize(("kind", "twinning"), [(PurposeKind.TWINNING, None), (PurposeKind.THEME, TWINNING)])
def test_only_a_purpose_for_a_twinning_names_one(kind: PurposeKind, twinning: TwinningId | None) -> None:
    """L5"""
    declare = DeclarePurpose(account=ACCOUNT, kind=kind, twinning=twinning, description="For our twin.")
    twinned().when(declare).then_refused(PurposeOfNoTwinning)
