"""A round in its objection window, and what is objected to it, as the tests of both need them."""

from datetime import timedelta
from typing import Any

import msgspec

from ledger.accounts.state import Account
from ledger.associations.events import OfficerAppointed
from ledger.associations.rules import ObjectionBody, Office, Rules
from ledger.context import moment_of
from ledger.identifiers import MemberToken, MinutesId, ProposalId, RoundId
from ledger.rounds.commands import (
    AnnulRound,
    DecideObjection,
    DeclareRecusal,
    MakeItemFinal,
    MakeRoundFinal,
    RaiseObjection,
)
from ledger.rounds.terms import Confidentiality
from tests.ledger.assembling import minutes
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    FOUNDED,
    RULES,
    admitted,
    cast,
    counted,
    in_account,
    opened,
    shares_out,
    spend,
    village,
)
from tests.scenario import Scenario

WINDOW = timedelta(days=3)
DAYS = timedelta(days=10)
WINDOW_ENDS = DEADLINE + WINDOW
BY_BODY = msgspec.structs.replace(RULES, objection_days=WINDOW.days, objection_decision_days=DAYS.days)
BY_AUDITOR = msgspec.structs.replace(BY_BODY, objection_body=ObjectionBody.AUDITOR)


class Window:
    """Van and bus are accepted and fit the budget together, the well is not; the window has just begun."""

    def __init__(
        self,
        rules: Rules = BY_BODY,
        confidentiality: Confidentiality = Confidentiality.OPEN,
        recused: tuple[MemberToken, ...] = (),
    ) -> None:
        self.scenario: Scenario = village(rules)
        officers = zip(Office, (ANA, BIA, CATY), strict=True)
        self.scenario.given(
            *in_account(*(OfficerAppointed(office=o, member=m, effective=FOUNDED) for o, m in officers))
        )
        self.proposals: dict[str, ProposalId] = {
            "bus": admitted(self.scenario, spend("200.00")),
            "van": admitted(self.scenario, spend("100.00")),
            "well": admitted(self.scenario, spend("300.00")),
        }
        draft = shares_out("350.00", **self.proposals)
        draft = msgspec.structs.replace(draft, confidentiality=confidentiality)
        self.round: RoundId = opened(self.scenario, draft)
        for member in recused:
            recusal = DeclareRecusal(account=ACCOUNT, round=self.round, member=member, reason="My bus.")
            self.scenario.done(recusal)
        for member in (ANA, BIA, CATY):
            cast(self.scenario, self.round, member, "bus", "van")
        assert counted(self.scenario, self.round).accepted == ("bus", "van")

    @property
    def account(self) -> Account:
        """The account as it stands."""
        state = self.scenario.state(ACCOUNT, Account)
        assert isinstance(state, Account)
        return state

    def held(self) -> dict[str, int]:
        """Cents that are reserved, by who holds them."""
        names: dict[str, str] = {proposal: label for label, proposal in self.proposals.items()}
        names[self.round] = "round"
        return {
            names[holder]: sum(holding.amount_minor for holding in holdings)
            for holder, holdings in self.account.holdings.items()
        }

    def objects(
        self, member: MemberToken, label: str, reason: str = "Nobody saw the costs."
    ) -> RaiseObjection:
        """What a member would raise, under the token drawn for this round."""
        elector = self.scenario.links[self.round][member]
        return RaiseObjection(account=ACCOUNT, round=self.round, elector=elector, label=label, reason=reason)

    def objected(self, member: MemberToken, label: str) -> int:
        """The number of an objection that was raised."""
        return int(self.scenario.done(self.objects(member, label)).rpartition(".")[2])

    def met(self, attendance: int = 4, recorder: str = ANA) -> MinutesId:
        """Minutes of an assembly that met just now; an hour passes with it."""
        began = moment_of(self.scenario.clock.now_us())
        self.scenario.at(began + timedelta(hours=3))
        return minutes(self.scenario, attendance=attendance, met=began, by=recorder, entry_until=None)

    def decides(self, number: int, *, upheld: bool, **more: Any) -> DecideObjection:
        """What would be decided on an objection."""
        return DecideObjection(
            account=ACCOUNT, round=self.round, number=number, upheld=upheld, reason="We looked.", **more
        )

    def decided(self, number: int, *, upheld: bool) -> None:
        """The assembly met and decided."""
        self.scenario.done(self.decides(number, upheld=upheld, minutes=self.met()))

    def final(self) -> MakeRoundFinal:
        """The round would become final, its window being over."""
        self.scenario.at(max(moment_of(self.scenario.clock.now_us()), WINDOW_ENDS))
        return MakeRoundFinal(account=ACCOUNT, round=self.round)

    def item_final(self, label: str) -> MakeItemFinal:
        """An item would."""
        return MakeItemFinal(account=ACCOUNT, round=self.round, label=label)

    def annuls(self, **more: Any) -> AnnulRound:
        """The round would be annulled."""
        return AnnulRound(account=ACCOUNT, round=self.round, reason="Nobody was called together.", **more)
