"""No payment rests on anything but a final item of a final round, in whatever order 100,000 commands come."""

from collections import defaultdict
from collections.abc import Callable

from ledger.accounts.refusals import PurposeInShortfall
from ledger.command import Command
from ledger.disbursements.refusals import (
    AccountNotDecided,
    BeyondDecision,
    DecisionSpendsNothing,
    DecisionStillOpen,
    NothingDecided,
    PartyUnclear,
    PartyUnknown,
    PayeeNotReceivingAccount,
    PurposeNotDecided,
    SignOffsMissing,
    StatusForbids,
    TrancheMalformed,
    TrancheTaken,
    UnknownDisbursement,
)
from ledger.identifiers import MemberToken
from ledger.proposals.refusals import UnknownProposal
from ledger.refusals import AmountNotPositive, Refused
from ledger.rounds.refusals import (
    AnnulmentUndecided,
    ItemNotSuspended,
    ObjectionClosed,
    ObjectionLapsed,
    ObjectionPending,
    ObjectionWindowOpen,
    RoundNotAtThisStep,
    UnknownRound,
)
from tests.turmoil import calling_again, deciding, objecting, paying, proposing
from tests.turmoil.village import Village
from tests.turmoil.world import World

COMMANDS = 100_000
SEED = 20261124
AUTHORISED = 500
"""So many payments are authorised at least; with fewer the test would say little."""

Draw = Callable[[World, Village], Command]

OFTEN: dict[Draw, float] = {
    proposing.draft: 3.5,
    proposing.amend: 0.5,
    proposing.state_interests: 8,
    proposing.submit: 9,
    proposing.admit: 9,
    proposing.withdraw: 0.3,
    proposing.declare_interest: 0.3,
    proposing.report: 0.4,
    proposing.close: 0.8,
    proposing.change_rules: 1,
    proposing.appoint: 1,
    proposing.fill_office: 1.5,
    proposing.receive: 0.4,
    proposing.reverse: 0.2,
    proposing.enrol: 0.05,
    proposing.leave: 0.05,
    proposing.suspend: 0.05,
    proposing.reinstate: 0.05,
    proposing.minutes: 1.5,
    deciding.draft: 2.5,
    deciding.recuse: 0.5,
    deciding.open_round: 7,
    deciding.cast: 15,
    deciding.close: 5,
    deciding.count: 4,
    deciding.make_final: 4,
    calling_again.give_proxy: 1.5,
    calling_again.withdraw_proxy: 0.2,
    calling_again.cast_for_another: 1,
    calling_again.draft_again: 0.7,
    objecting.raise_objection: 4,
    objecting.decide: 3,
    objecting.make_item_final: 2.5,
    objecting.annul: 0.5,
    deciding.show_hands: 1,
    deciding.decide_in_assembly: 2,
    paying.authorise: 15,
    paying.sign_off: 6,
    paying.send: 3,
    paying.settle: 1,
    paying.acknowledge: 0.5,
    paying.evidence: 0.5,
    paying.fail: 0.5,
    paying.give_back: 0.5,
    paying.cancel: 1,
}
"""How often each is drawn, of a hundred or so."""


ACTING: dict[Draw, Callable[[World, Village], MemberToken]] = {
    objecting.annul: objecting.auditor,
    objecting.decide: objecting.auditor,
    paying.sign_off: paying.signer,
}
"""Who acts; anybody in all else."""
SELDOM: set[Draw] = {proposing.appoint, proposing.change_rules, proposing.reinstate}
"""What is not sure to be carried out even once: too much must come together for it."""
REFUSED: dict[Draw, set[type[Refused]]] = {
    paying.authorise: {
        AccountNotDecided,
        AmountNotPositive,
        BeyondDecision,
        DecisionSpendsNothing,
        DecisionStillOpen,
        NothingDecided,
        PartyUnclear,
        PartyUnknown,
        PayeeNotReceivingAccount,
        PurposeInShortfall,
        PurposeNotDecided,
        TrancheMalformed,
        TrancheTaken,
        UnknownProposal,
    },
    deciding.make_final: {ObjectionWindowOpen, RoundNotAtThisStep, UnknownRound},
    objecting.annul: {AnnulmentUndecided, RoundNotAtThisStep},
    objecting.decide: {ObjectionClosed, ObjectionLapsed},
    objecting.make_item_final: {ItemNotSuspended, ObjectionPending, RoundNotAtThisStep},
    paying.send: {SignOffsMissing, StatusForbids, UnknownDisbursement},
}
"""What must have stood in the way of some command or other."""


def test_nothing_is_paid_but_under_a_final_item_of_a_final_round_in_any_order_of_commands() -> None:
    """B1, B2, B4, R10: the record, which is kept from the events alone, looks at every payment as it is authorised."""
    world = World(SEED, accounts=3)
    refused: defaultdict[Draw, set[type[Refused]]] = defaultdict(set)
    done: set[Draw] = set()
    for draw in world.random.choices(list(OFTEN), list(OFTEN.values()), k=COMMANDS):
        if world.scenario.outbox and world.chance(2):
            world.deliver()
        world.go_on()
        village = world.random.choice(world.villages)
        by = ACTING.get(draw, World.member)(world, village)
        refusal = world.scenario.when(draw(world, village), by=by).refusal
        if refusal is None:
            world.learn(village)
            done.add(draw)
        else:
            refused[draw].add(type(refusal))
    world.record.require_rest()
    assert world.record.authorisations >= AUTHORISED
    assert done >= OFTEN.keys() - SELDOM, "each command is carried out now and then"
    missing = {draw: wanted - refused[draw] for draw, wanted in REFUSED.items()}
    assert not any(missing.values()), missing
