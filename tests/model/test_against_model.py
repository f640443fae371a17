"""A ledger and a small independent model of the fund are told the same random things, and must agree.

The model is written from the rules of the domain. After every command both must have carried it out, or refused it for
a reason that applies; balances, reservations, tallies, winners, what is left of each gift and what is left to authorise
of each decision must be equal. In the end, and after restarts on the way, replay and views must show the same.
"""

import os
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from hypothesis import HealthCheck, Phase, event, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from ledger.contributions.commands import Giver, ReceiveContribution
from tests.model.association_steps import AssociationSteps, is_act
from tests.model.objection_steps import ObjectionSteps
from tests.model.payment_steps import PaymentSteps, pays
from tests.model.proposal_steps import ProposalSteps
from tests.model.season import START, Season
from tests.model.steps import SEED, Chance, at_step, mostly

LONG = os.environ.get("USF_LONG") == "1"


class TheLedgerAndTheModel(AssociationSteps, ProposalSteps, ObjectionSteps, PaymentSteps):
    """One example: a season of an association, told at random."""

    dwells_on: ClassVar[dict[str, int]] = {}
    """How much likelier a kind of step is in this kind of season."""
    in_order = True
    """No step has failed."""

    @initialize(seed=SEED, own=st.booleans())
    def a_ledger_opens(self, seed: tuple[int, ...], own: bool) -> None:
        """On a file of its own; every account in a partition of its own, or all in one."""
        self.folder = tempfile.TemporaryDirectory(prefix="usf-model-")
        # Snapshots after every few events, so that restarts begin from them.
        self.often = mock.patch("ledger.recording.EVERY", 8)
        self.often.start()
        self.season = Season(Path(self.folder.name), partitions_of_their_own=own)
        chance = self.chance(seed)
        self.two_accounts_open(chance)
        for _ in range(3):
            self.money_comes_in(chance)

    @rule(seed=SEED)
    def something_happens(self, seed: tuple[int, ...]) -> None:
        """The likelier, the farther it brings the season, and the more this season dwells on it."""
        chance, count = self.chance(seed), self.season.how_many
        weights = {
            self.money_comes_in: 8,
            self.something_about_a_gift: 5 if count("gifts") else 0,
            self.something_about_a_member: 4,
            self.an_association_is_founded: 3 if self.waiting_for_founding() else 1,
            self.a_proposal_is_prepared: 12,
            self.something_about_a_proposal: 6 if count("proposals") else 0,
            self.the_assembly_decides: 10 * count("proposals", at_step("admitted")),
            self.an_assembly_sits: 4 * count("proposals", at_step("admitted")),
            self.hands_are_shown_beside_ballots: 3 * count("proposals", at_step("admitted")),
            self.something_about_a_round: 7 if count("proposals") else 0,
            self.a_result_is_objected_to: 6 * min(2, count("rounds", at_step("counted"))),
            self.an_objection_is_decided: 5 * min(2, count("rounds", lambda round_: bool(round_.suspended))),
            self.a_round_is_annulled: 1 if count("rounds", at_step("open", "closed", "counted")) else 0,
            self.a_decision_is_carried_out: 10 if count("proposals", is_act) else 0,
            self.a_payment_is_made: 10 * min(3, count("proposals", pays)),
            self.something_about_a_payment: 7 * min(3, count("payments")),
            self.a_proposal_ends: 4 * min(2, count("proposals", at_step("executing", "reported"))),
            self.time_passes: 4,
            self.something_is_repeated: 3 if self.season.done else 0,
            self.the_ledger_restarts: 2,
        }
        dwelt = [weight * self.dwells_on.get(step.__name__, 1) for step, weight in weights.items()]
        (step,) = chance.choices(list(weights), dwelt)
        note(step.__name__.replace("_", " "))
        self.in_order = False
        step(chance)
        self.in_order = True

    # Time, restarts, repeats

    def time_passes(self, chance: Chance) -> None:
        """Mostly on, sometimes back."""
        hours = (
            chance.choice([1, 6, 24, 24 * 8]) if mostly(chance, 75) else -chance.choice([1, 6, 24, 24 * 8])
        )
        self.season.set_clock(max(START, self.season.fund.clock + timedelta(hours=hours)))

    def something_is_repeated(self, chance: Chance) -> None:
        """The same request, or another one under its key."""
        for done in chance.sample(self.season.done, min(3, len(self.season.done))):
            note(f"repeated: {done.command!r}")
            self.season.repeat(done)
        command = ReceiveContribution(
            account=done.command.account, unit="EUR", amount="1", giver=Giver(name="Ida")
        )
        self.season.reuse(done, command)

    def the_ledger_restarts(self, chance: Chance) -> None:
        """Nothing is lost; the views follow from where they stood."""
        if mostly(chance, 50):
            self.season.restart()
        else:
            self.season.agree_in_views()

    def teardown(self) -> None:
        """Restart, replay, views: all agree once more."""
        try:
            # What a failing step left behind would only hide how it failed.
            if self.in_order:
                self.season.agree_in_all()
                self.season.restart()
                self.season.agree_in_views()
                for done in self.season.done:
                    self.season.repeat(done)
                self._tell()
        finally:
            self.season.close()
            self.often.stop()
            self.folder.cleanup()

    def _tell(self) -> None:
        """What was reached, for `pytest --hypothesis-show-statistics`."""
        for what, times in self.reached().items():
            event(what, payload="often" if times > 2 else "once or twice" if times else "never")

    def reached(self) -> Counter[str]:
        """How often the season came to its deep states."""
        reached: Counter[str] = Counter()
        for account in self.season.fund.accounts.values():
            reached["rounds final"] += sum(r.status == "final" for r in account.rounds.values())
            reached["ties that decided"] += sum(
                bool(r.result and r.result.tie_decided) for r in account.rounds.values()
            )
            statuses = Counter(p.status for p in account.payments.values())
            for status in ("settled", "acknowledged", "evidenced", "failed", "returned", "cancelled"):
                reached[f"payments {status}"] += statuses[status]
            reached["proposals accepted"] += sum(bool(p.awarded) for p in account.proposals.values())
            reached["proposals closed"] += sum(p.status == "closed" for p in account.proposals.values())
        reached["commands in shortfall"] = self.season.counts["in shortfall"]
        reached["refused for lack of money"] += sum(
            self.season.counts[f"refused: {slug}"]
            for slug in ("not-enough-available", "purpose-in-shortfall")
        )
        for what in ("RaiseObjection", "DecideObjection", "MakeItemFinal", "AnnulRound"):
            reached[what] += self.season.counts[what]
        reached["sittings"] += self.season.counts["DecideInAssembly"]
        reached["shows of hands"] += self.season.counts["EnterShowOfHands"]
        reached["refunds"] += self.season.counts["RefundContribution"]
        reached["earmarks lifted"] = sum(
            self.season.counts[name] for name in ("LiftEarmark", "LiftEarmarkByDecision")
        )
        return reached


class InASeasonOfAllSorts(TheLedgerAndTheModel):
    """Nothing is dwelt on."""


class InASeasonOfGifts(TheLedgerAndTheModel):
    """Gifts are pledged, earmarked, lifted, refunded and reversed, while decisions hold and spend them."""

    dwells_on: ClassVar = {"something_about_a_gift": 6, "money_comes_in": 2}


class InASeasonOfVotes(TheLedgerAndTheModel):
    """Rounds are opened, voted in and counted at all the wrong moments."""

    dwells_on: ClassVar = {"something_about_a_round": 5, "something_about_a_proposal": 2, "time_passes": 2}


class InASeasonOfObjections(TheLedgerAndTheModel):
    """What was decided is objected to, upheld, dismissed or forgotten, and now and then a round is annulled."""

    dwells_on: ClassVar = {
        "the_assembly_decides": 3,
        "a_result_is_objected_to": 4,
        "an_objection_is_decided": 4,
        "a_round_is_annulled": 3,
    }


class InASeasonOfAssemblies(TheLedgerAndTheModel):
    """Assemblies meet, and what they decided is written down later, beside electronic ballots or alone."""

    dwells_on: ClassVar = {
        "an_assembly_sits": 4,
        "hands_are_shown_beside_ballots": 4,
        "something_about_a_member": 2,
    }
    measures = ("spend", "spend", "rules")


class InASeasonOfOffices(TheLedgerAndTheModel):
    """Members come and go; offices, rules and earmarks change by decision."""

    dwells_on: ClassVar = {"something_about_a_member": 4, "a_decision_is_carried_out": 4}
    measures = ("spend", "spend", "appoint", "rules", "lift")


class InASeasonOfPayments(TheLedgerAndTheModel):
    """Payments are split, signed, sent, and come back; proposals end under them."""

    dwells_on: ClassVar = {"something_about_a_payment": 3, "a_payment_is_made": 2, "a_proposal_ends": 3}


class InASeasonOfMishaps(TheLedgerAndTheModel):
    """The clock jumps, the machine restarts, callers repeat themselves, and nobody is careful."""

    dwells_on: ClassVar = {"time_passes": 4, "the_ledger_restarts": 4, "something_is_repeated": 4}
    careful_in_three = 1


def _tested(season: type[TheLedgerAndTheModel]) -> Any:
    # Several kinds of season with few examples each find more than one with many: from its eleventh example on,
    # hypothesis varies what it has drawn, and short programs hardly change by that.
    #
    # Shrinking leaves out what a failure does not need, and takes minutes; the default tells the whole story instead.
    season.TestCase.settings = settings(
        phases=list(Phase) if LONG else [Phase.explicit, Phase.reuse, Phase.generate],
        max_examples=200 if LONG else 10,
        stateful_step_count=100 if LONG else 70,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    return season.TestCase


TestInASeasonOfAllSorts = _tested(InASeasonOfAllSorts)
TestInASeasonOfGifts = _tested(InASeasonOfGifts)
TestInASeasonOfVotes = _tested(InASeasonOfVotes)
TestInASeasonOfObjections = _tested(InASeasonOfObjections)
TestInASeasonOfAssemblies = _tested(InASeasonOfAssemblies)
TestInASeasonOfOffices = _tested(InASeasonOfOffices)
TestInASeasonOfPayments = _tested(InASeasonOfPayments)
TestInASeasonOfMishaps = _tested(InASeasonOfMishaps)
