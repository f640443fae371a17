"""How long it takes to follow a gift through a hundred links, forwards and backwards, where there are very many."""

from collections import Counter
from datetime import date
from functools import partial
from random import Random
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.cores import apart
from bench.report import Figures, Row
from bench.run import Run, opened
from bench.workload import SEED
from ledger.accounts.events import Award, BudgetAwarded, PaymentBooked
from ledger.accounts.state import Destination, Line
from ledger.contributions.events import ContributionReceived
from ledger.disbursements.events import DisbursementAuthorised
from ledger.disbursements.state import Party, PartyKind
from ledger.encoding import encode
from ledger.event import Envelope, Event
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    ContributionId,
    DisbursementId,
    PartyToken,
    ProposalId,
    RoundId,
    numbered_id,
    random_id,
    stream_of,
)
from ledger.ledger import COMMONS
from ledger.promises.events import PromiseHonoured, PromiseOpened
from projections import chains
from projections.chains import Chains
from projections.follower import Follower
from projections.shelf import Shelf

LINKS = 100
"""Of a page: as many as the API shows unless it is asked for more."""
PER_GIFT = 3
"""Links that each gift adds: it is awarded, disbursed, and passed on by the next."""
HOME = Destination.DISADVANTAGED_AT_HOME
HOUSEHOLD = Party(PartyKind.HOUSEHOLD, PartyToken("payee-0000000000000000"))
DAY = date(2026, 3, 1)
PAID = Line("EUR", UNRESTRICTED, 90_00)


def measure(run: Run, back: bool) -> Figures:
    """The same questions, each beside as many bare seeks in the table of uses."""
    database = run.database("sqlite")
    ours, worst, seeks, links = apart(
        _asked,
        database,
        run.sizes.accounts,
        run.sizes.contributions,
        run.sizes.samples,
        run.sizes.questions,
        back,
    )
    figures = Figures(ours, seeks, detail={"p99_ms": [round(one, 3) for one in worst], "links": links})
    figures.note = f"{LINKS} links of {links:,}; 99 of 100 took {median(worst):.3g} ms at most."
    return figures


def _asked(
    database: str, accounts: int, links: int, samples: int, questions: int, back: bool
) -> tuple[list[float], list[float], list[float], int]:
    """Milliseconds: medians and 99 of 100 of each sample, and of the seeks; and how many links there are."""
    with opened(database) as (ledger, _, shelf):
        with ledger.store.batch(COMMONS) as batch:
            story = Story(batch.next_position(), max(accounts, 2))
            gifts = [story.gift(number) for number in range(max(links // PER_GIFT, 2))]
            batch.insert(story.rows)
            batch.commit()
        assert Follower(shelf, (Chains(),)).catch_up(), "the view follows"
        return *_measured(shelf, gifts, samples, questions, back), PER_GIFT * len(gifts)


def _measured(
    shelf: Shelf, gifts: "list[Gift]", samples: int, questions: int, back: bool
) -> tuple[list[float], list[float], list[float]]:
    random = Random(SEED)
    ours: list[float] = []
    worst: list[float] = []
    seeks: list[float] = []
    for _ in range(samples):
        taken: list[float] = []
        bare: list[float] = []
        # Neither the first nor the last, which have no hundred links behind or before them.
        for gift in random.choices(gifts[len(gifts) // 4 : -len(gifts) // 4] or gifts, k=questions):
            with shelf.reading() as db:
                began = perf_counter()
                begins = chains.begins_at(db, gift.account, gift.disbursement if back else gift.contribution)
                assert begins is not None
                chains.page(db, begins, back=back, limit=LINKS)
                taken.append((perf_counter() - began) * 1e3)
                began = perf_counter()
                for _ in range(LINKS):
                    one = random.choice(gifts)
                    row = db.execute(
                        "SELECT * FROM chain_uses WHERE about = ?", (one.disbursement,)
                    ).fetchone()
                    assert row is not None
                bare.append((perf_counter() - began) * 1e3)
        ours.append(median(taken))
        worst.append(sorted(taken)[len(taken) * 99 // 100])
        seeks.append(median(bare))
    return ours, worst, seeks


class Gift(NamedTuple):
    """A gift, and the payment that follows it."""

    account: AccountId
    contribution: ContributionId
    disbursement: DisbursementId


class Story:
    """Accounts in turn receive a hundred euros, pay ninety of them, and these are passed on to the next."""

    def __init__(self, position: int, accounts: int) -> None:
        self.rows: list[tuple[int, str, int, str, bytes]] = []
        self._position = position
        self._accounts = [AccountId(random_id("account", number)) for number in range(1, accounts + 1)]
        self._versions: Counter[str] = Counter()
        self._before: Gift | None = None

    def gift(self, number: int) -> Gift:
        """The next gift of the story."""
        account = self._accounts[number % len(self._accounts)]
        version = self._versions[account] + 1
        contribution = ContributionId(numbered_id("contribution", version, number))
        disbursement = DisbursementId(random_id("disbursement", number + 1))
        self._record(
            account,
            ContributionReceived(
                contribution=contribution,
                giver=PartyToken("giver-0000000000000000"),
                unit="EUR",
                amount_minor=100_00,
                effective=DAY,
            ),
        )
        if self._before is not None:
            self._record(
                stream_of(self._before.account, self._before.disbursement),
                PromiseHonoured(
                    account=account, contribution=contribution, unit="EUR", amount_minor=90_00, effective=DAY
                ),
            )
        proposal = ProposalId(random_id("proposal", number))
        award = Award(proposal, HOME, (PAID,))
        self._record(
            account,
            BudgetAwarded(round=RoundId(random_id("round", number)), awards=(award,), freed=()),
            PaymentBooked(
                disbursement=disbursement, proposal=proposal, destination=HOME, line=PAID, effective=DAY
            ),
        )
        self._record(
            stream_of(account, disbursement),
            DisbursementAuthorised(
                proposal=proposal,
                destination=HOME,
                tranche=1,
                line=PAID,
                payee=HOUSEHOLD,
                beneficiary=HOUSEHOLD,
            ),
            PromiseOpened(unit="EUR", amount_minor=90_00, effective=DAY),
        )
        self._before = Gift(account, contribution, disbursement)
        return self._before

    def _record(self, stream: str, *events: Event) -> None:
        for event in events:
            self._versions[stream] += 1
            state = encode(Envelope(recorded_us=0, actor="bench"), event)
            self.rows.append((self._position, stream, self._versions[stream], event.kind(), state))
            self._position += 1


ROWS = (
    Row("chain-forwards", "ms", f"{LINKS} bare seeks", 15, partial(measure, back=False), "lower"),
    Row("chain-backwards", "ms", f"{LINKS} bare seeks", 15, partial(measure, back=True), "lower"),
)
