"""Random steps about objections and annulments."""

from datetime import timedelta

from ledger.identifiers import AccountId, MemberToken, MinutesId, RoundId, RoundToken
from ledger.rounds.commands import AnnulRound, DecideObjection, MakeItemFinal, MakeRoundFinal, RaiseObjection
from tests.model.assembly_steps import AssemblySteps
from tests.model.remembered import LocalAccount, Round
from tests.model.steps import Chance, at_step, mostly, text, well


class ObjectionSteps(AssemblySteps):
    """Somebody does not agree."""

    def a_result_is_objected_to(self, chance: Chance) -> None:
        """Mostly in time; then the round becomes final, and what was objected is decided before, after or never."""
        account = self.account(chance, "rounds", at_step("counted"))
        round_ = RoundId(self.one(chance, account, "rounds", at_step("counted")))
        known = account.rounds.get(round_)
        for _ in range(chance.choice([1, 1, 2, 3])):
            elector = RoundToken(self._elector(chance, account, known))
            label = self._label(chance, known)
            raised = RaiseObjection(
                account=AccountId(account.name),
                round=round_,
                elector=elector,
                label=label,
                reason=text(chance, "nobody saw the costs"),
            )
            self.give(chance, raised, elector)
        if known is None:
            return
        if mostly(chance, 50):
            self._decide(chance, account, round_, known)
        self._wait(chance, known)
        self.give(chance, MakeRoundFinal(account=AccountId(account.name), round=round_))

    def an_objection_is_decided(self, chance: Chance) -> None:
        """Mostly one to a suspended item, which then mostly becomes final."""
        account = self.account(chance, "rounds", lambda round_: bool(round_.objections))
        round_ = RoundId(self.one(chance, account, "rounds", lambda round_: bool(round_.suspended)))
        known = account.rounds.get(round_)
        if known is not None and not mostly(chance, 75):
            self.season.set_clock(self.season.fund.clock + timedelta(days=chance.choice([1, 10, 30])))
        elif known is not None:
            self._decide(chance, account, round_, known)
        suspended = sorted(known.suspended) if known else []
        label = chance.choice(suspended) if suspended and well(chance, 90) else self._label(chance, known)
        self.give(chance, MakeItemFinal(account=AccountId(account.name), round=round_, label=label))

    def a_round_is_annulled(self, chance: Chance) -> None:
        """Mostly by an assembly that met just now; or by the auditor, or somebody who must not."""
        account = self.account(chance, "rounds", at_step("open", "closed", "counted"))
        wanted = at_step("drafted", "open", "closed", "counted")
        round_ = RoundId(self.one(chance, account, "rounds", wanted))
        by, auditor, minutes = self._who(chance, account, account.rounds.get(round_))
        annulment = AnnulRound(
            account=AccountId(account.name),
            round=round_,
            reason=text(chance, "nobody was called"),
            minutes=minutes,
            auditor=auditor,
        )
        self.give(chance, annulment, by)

    def _decide(self, chance: Chance, account: LocalAccount, round_: RoundId, known: Round) -> None:
        by, auditor, minutes = self._who(chance, account, known)
        waiting = [n for n, each in enumerate(known.objections, 1) if each.state == "pending"]
        number = chance.choice(waiting) if waiting and well(chance, 90) else chance.choice([0, 1, 2, 9])
        decision = DecideObjection(
            account=AccountId(account.name),
            round=round_,
            number=number,
            upheld=mostly(chance, 50),
            reason=text(chance, "we looked"),
            minutes=minutes,
            auditor=auditor,
        )
        self.give(chance, decision, by)

    def _who(
        self, chance: Chance, account: LocalAccount, known: Round | None
    ) -> tuple[str, MemberToken | None, MinutesId | None]:
        """Who acts, as auditor, or by the minutes of an assembly that met just now."""
        by_auditor = known is not None and known.rules and str(known.rules.objection_body) == "auditor"
        if (by_auditor and well(chance, 80)) or not well(chance, 90):
            auditor = MemberToken(self.officer(chance, account, "auditor"))
            return auditor if well(chance, 95) else "somebody", auditor, None
        began = self.season.fund.now(account.partition)
        self.season.set_clock(max(self.season.fund.clock, began) + timedelta(hours=2))
        minutes = self._minutes(chance, account, began if well(chance, 90) else began - timedelta(days=9))
        by = "member-of-the-board" if not mostly(chance, 80) else "another-officer"
        return by, None, MinutesId(minutes) if minutes else None

    def _label(self, chance: Chance, known: Round | None) -> str:
        if known is not None and well(chance, 95):
            return chance.choice(sorted(known.items))
        return chance.choice(["", "nothing", "P1"])
