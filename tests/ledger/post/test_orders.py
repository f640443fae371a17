"""Whatever overtakes what on its way, and however often it comes: in the end nothing is parked, and both sides agree.

Calls have a test of their own that is made like this one (`tests/ledger/test_calls.py`).
"""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from ledger.associations.events import AccountTerritoryNamed
from ledger.command import Command, Fact
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.state import GiverKind
from ledger.delivery import Arrived, taken_in
from ledger.disbursements.commands import SendDisbursement
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.flows.commands import StateFlows
from ledger.identifiers import (
    AccountId,
    ExperienceId,
    LearningExchangeId,
    LinkId,
    TransferId,
    TwinningId,
    stream_of,
)
from ledger.learning.commands import (
    AdoptPractice,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
)
from ledger.learning.state import LearningDirection, LearningExchange, Theme
from ledger.links.commands import ActorGiven, BeginLink, EndLink
from ledger.links.state import ActorKind, Direction, Link, LinkKind
from ledger.links.taking import NEVER_AGREED
from ledger.post.early import EARLY
from ledger.promises.honouring import HonoursGiven
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.state import Transfer, TransferStatus, disbursement_of, transfer_of
from ledger.twinnings.commands import (
    AcceptTwinning,
    DeclineTwinning,
    EndTwinning,
    ProposeTwinning,
    ResumeTwinning,
    SuspendTwinning,
    WithdrawTwinning,
)
from ledger.twinnings.state import OVER, Side, Twinning, TwinningStatus
from tests.ledger.transferring import (
    ELSEWHERE,
    NOON,
    NORTH,
    TREASURER,
    VILLAGE,
    association,
    authorise,
    decided,
    signed_off,
)
from tests.ledger.twins import BRITTANY, SANTO_ANTAO
from tests.scenario import Scenario

STEPS = 160
SIDES = (NORTH, VILLAGE)


class Season:
    """What two twins do, and a third whom one of them passes on to, while their messages lie about."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.scenario = Scenario(NOON, seed).given(
            *association(NORTH), *association(VILLAGE), *association(ELSEWHERE), *decided()
        )
        for account, home in ((NORTH, BRITTANY), (VILLAGE, SANTO_ANTAO)):
            self.scenario.given(Fact(account, AccountTerritoryNamed(territory=home)))
        self.lying_about: list[Arrived] = []
        self.ever_sent: list[Arrived] = []
        self.made: dict[str, list[str]] = {}
        self.tranche = 0
        self.twinned = seed % 2 == 1
        """Every other season begins with a twinning that seldom ends, so that much is told within it."""

    def live(self) -> None:
        """Random acts, and random messages that come between them."""
        acts: tuple[Callable[[], None], ...] = (self.act, self.act, self.send, self.pass_on, self.deliver)
        self.do(ShareExperience(account=NORTH, theme=Theme.WATER, text="Nets."), "experience")
        if self.twinned:
            self.do(ProposeTwinning(account=NORTH, other=VILLAGE, agreement="Together."), "twinning")
            self.come_to_rest()
            self.do(AcceptTwinning(account=VILLAGE, twinning=TwinningId(self.some("twinning"))))
            self.come_to_rest()
        for _ in range(STEPS):
            self.chance.choice((*acts, self.deliver, self.deliver))()

    def do(self, command: Command, makes: str = "", by: str = TREASURER) -> None:
        """What a person tries to do; a refusal is told to that person, and nothing else comes of it."""
        self.scenario.when(command, by)
        if self.scenario.refusal is None and makes:
            self.made.setdefault(makes, []).append(self.scenario.created or "")
        sent = list(self.scenario.outbox)
        self.scenario.outbox.clear()
        self.lying_about += sent
        self.ever_sent += sent

    def some(self, kind: str) -> str:
        """Something that was made, or something that never was."""
        return self.chance.choice(self.made.get(kind) or [f"{kind}-0000000000000000"])

    def act(self) -> None:
        """One of the two does something."""
        account = self.chance.choice(SIDES)
        other = NORTH if account == VILLAGE else VILLAGE
        twinning = TwinningId(self.some("twinning"))
        link, exchange = LinkId(self.some("link")), LearningExchangeId(self.some("learning"))
        transfer = TransferId(self.some("transfer"))
        actors = (ActorGiven(side=Side.OWN, kind=ActorKind.COMPANY, name="Adega"),)
        acts: tuple[tuple[Command, str], ...] = (
            (ProposeTwinning(account=account, other=other, agreement="Together."), "twinning"),
            *(
                (kind(account=account, twinning=twinning), "")
                for kind in (AcceptTwinning, AcceptTwinning, DeclineTwinning, WithdrawTwinning)
            ),
            *(
                (kind(account=account, twinning=twinning), "")
                for kind in (SuspendTwinning, ResumeTwinning, EndTwinning)
            ),
            (
                BeginLink(
                    account=account,
                    twinning=twinning,
                    kind=LinkKind.KNOW_HOW,
                    direction=Direction.FROM_US,
                    actors=actors,
                ),
                "link",
            ),
            (EndLink(account=account, link=link), ""),
            (
                HoldLearningExchange(
                    account=account,
                    twinning=twinning,
                    direction=LearningDirection.MUTUAL,
                    participants=9,
                    minutes=90,
                    themes=(Theme.WATER,),
                ),
                "learning",
            ),
            (ConfirmLearningExchange(account=account, exchange=exchange), ""),
            (DeclineLearningExchange(account=account, exchange=exchange), ""),
            (ShareExperience(account=NORTH, theme=Theme.WATER, text="Nets."), "experience"),
            (
                AdoptPractice(
                    account=VILLAGE,
                    experience=ExperienceId(self.some("experience")),
                    origin=NORTH,
                    twinning=self.chance.choice((twinning, None)),
                    theme=Theme.WATER,
                    text="Nets on the ridge.",
                ),
                "adoption",
            ),
            (ReceiveTransfer(account=VILLAGE, transfer=transfer, fee="0.25"), "received"),
            (RefuseTransfer(account=VILLAGE, transfer=transfer, reason="Too much."), ""),
            (AskToVoidTransfer(account=NORTH, transfer=transfer, reason="Nobody answers."), ""),
            (StateFlows(account=account, twinning=twinning, transfers=(transfer,)), "flows"),
        )
        command, makes = self.chance.choice(acts)
        if not (self.twinned and isinstance(command, EndTwinning) and self.chance.random() < 0.9):
            self.do(command, makes)

    def send(self) -> None:
        """The north pays a part of what it decided to give."""
        self.tranche += 1
        disbursement = signed_off(self.scenario, authorise("1.00", tranche=self.tranche))
        self.made.setdefault("transfer", []).append(transfer_of(disbursement))
        self.do(SendDisbursement(account=NORTH, disbursement=disbursement))

    def pass_on(self) -> None:
        """Somebody gives elsewhere to honour what the village has received, whether the north knows of that or not."""
        if self.made.get("received"):
            paid = disbursement_of(TransferId(self.some("received")))
            honours = HonoursGiven(disbursement=paid, account=NORTH, unit="EUR", amount="0.10")
            giver = Giver(kind=GiverKind.ASSOCIATION, name="The village")
            gift = ReceiveContribution(
                account=ELSEWHERE, giver=giver, unit="EUR", amount="0.10", honours=honours
            )
            self.do(gift)

    def deliver(self) -> None:
        """Some message comes, perhaps not for the last time."""
        if self.lying_about:
            self.take_in(self.chance.randrange(len(self.lying_about)))

    def take_in(self, number: int, *, repeats: bool = True) -> bool:
        """Whether it was taken in; what came too early is put back, and nothing else may be refused."""
        arrived = self.lying_about.pop(number)
        self.do(taken_in(arrived), by=arrived.sender)
        refusal = self.scenario.refusal
        if refusal is not None:
            assert refusal.slug in EARLY, f"parked for good: {arrived.message} {refusal!r}"
            self.lying_about.append(arrived)
        elif repeats and self.chance.random() < 0.3:
            self.lying_about.append(arrived)
        return refusal is None

    def come_to_rest(self) -> None:
        """All that lies about arrives."""
        while self.lying_about:
            self.chance.shuffle(self.lying_about)
            taken = [self.take_in(0, repeats=False) for _ in range(len(self.lying_about))]
            assert any(taken), f"waits for ever: {self.lying_about}"

    def side(self, account: AccountId, kind: type[Any], part: str) -> Any:
        """One side of something; None where it has not heard of it."""
        stream = stream_of(account, part)
        return self.scenario.state(stream, kind) if list(self.scenario.events(stream)) else None


@pytest.mark.parametrize("seed", range(25))
def test_in_any_order_all_that_is_honest_is_taken_in_and_both_sides_agree(seed: int) -> None:
    """X2, X3, X6, W1"""
    season = Season(seed)
    season.live()
    season.come_to_rest()
    _require_agreement(season)
    season.chance.shuffle(season.ever_sent)
    for arrived in season.ever_sent:
        season.scenario.when(taken_in(arrived), by=arrived.sender)
        assert season.scenario.refusal is None
        assert season.scenario.recorded == [], "what comes again changes nothing"


def _require_agreement(season: Season) -> None:
    for twinning in season.made.get("twinning", ()):
        ours, theirs = (season.side(account, Twinning, twinning) for account in SIDES)
        asked = {TwinningStatus.PROPOSED, TwinningStatus.OFFERED}
        if ours.status in asked or theirs.status in asked:
            assert {ours.status, theirs.status} == asked
        elif ours.status in OVER or theirs.status in OVER:
            # Two may end the same thing in two ways at once; it is over for both.
            assert ours.status in OVER
            assert theirs.status in OVER
        else:
            assert ours.status == theirs.status
            assert ours.suspended_by == {side.across for side in theirs.suspended_by}
    for link in season.made.get("link", ()):
        ours, theirs = (season.side(account, Link, link) for account in SIDES)
        known = ours or theirs
        agreed = (season.side(account, Twinning, known.twinning).status for account in SIDES)
        if not any(status in NEVER_AGREED for status in agreed):
            assert (ours.kind, ours.until) == (theirs.kind, theirs.until)
    for exchange in season.made.get("learning", ()):
        ours, theirs = (season.side(account, LearningExchange, exchange) for account in SIDES)
        assert ours.status == theirs.status
    for transfer in season.made.get("transfer", ()):
        ours, theirs = (season.side(account, Transfer, transfer) for account in SIDES)
        assert (ours.status, ours.fee_minor) == (theirs.status, theirs.fee_minor)
        # What was voided before it was announced stays unknown there.
        assert theirs.terms == ours.terms or (theirs.terms is None and theirs.status is TransferStatus.VOIDED)
        paid = season.side(NORTH, Disbursement, disbursement_of(TransferId(transfer)))
        expected = {
            TransferStatus.IN_TRANSIT: DisbursementStatus.SENT,
            TransferStatus.RECEIVED: DisbursementStatus.ACKNOWLEDGED,
        }
        assert paid.status is expected.get(ours.status, DisbursementStatus.RETURNED)
