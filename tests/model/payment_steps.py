"""Random steps about disbursements."""

from ledger.command import AccountCommand
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    CancelDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.state import PartyKind
from ledger.identifiers import AccountId, DisbursementId, MemberToken, PartyToken, ProposalId, PurposeId
from tests.model.gift_steps import REFERENCES, GiftSteps
from tests.model.remembered import LocalAccount, Payment, Proposal
from tests.model.season import OPENED
from tests.model.steps import Chance, at_step, mostly, text, well


def pays(proposal: Proposal) -> bool:
    """A decision under which payments may be authorised."""
    spends = proposal.measure.kind == "spend" and proposal.measure.destination == "c"
    return spends and proposal.status in {"accepted", "executing"}


class PaymentSteps(GiftSteps):
    """Money leaves."""

    def _authorise(self, chance: Chance, account: LocalAccount) -> AuthoriseDisbursement:
        """Mostly within what is left of a decision, under the next free tranche."""
        proposal = self.one(
            chance, account, "proposals", lambda p: pays(p) and any(_left(account, p).values())
        )
        known = account.proposals.get(proposal)
        left = {where: minor for where, minor in _left(account, known).items() if minor} if known else {}
        if left and well(chance, 93):
            unit, purpose = chance.choice(sorted(left))
        else:
            unit, purpose = self.where(chance, account)
        tranches = [payment.tranche for payment in account.payments.values() if payment.proposal == proposal]
        tranche = max(tranches, default=0) + 1
        if tranches and mostly(chance, 30):
            # Free again where that payment did not reach the payee (B4, B5).
            tranche = chance.choice(tranches)
        if tranches and not well(chance, 85):
            tranche = chance.choice([*tranches, 0, 10_000])
        return AuthoriseDisbursement(
            account=AccountId(account.name),
            proposal=ProposalId(proposal),
            tranche=tranche,
            unit=unit,
            purpose=PurposeId(purpose),
            amount=self.share(chance, unit, left.get((unit, purpose), 100)),
            payee=self._party(chance, account),
            beneficiary=None if mostly(chance, 80) else self._party(chance, account),
        )

    def _party(self, chance: Chance, account: LocalAccount) -> PartyGiven:
        kind = chance.choice([PartyKind.COMPANY, PartyKind.HOUSEHOLD])
        if mostly(chance, 70):
            return PartyGiven(kind=kind, name="Well and Son")
        if account.parties and mostly(chance, 50):
            token = chance.choice(sorted(account.parties))
            return PartyGiven(kind=PartyKind(account.parties[token]), token=PartyToken(token))
        if well(chance, 60):
            return PartyGiven(kind=PartyKind.PERSON, member=MemberToken(self.member(chance, account)))
        return chance.choice(
            [
                PartyGiven(kind=kind),
                PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, name="the twin"),
                PartyGiven(kind=kind, name="Ida", token=PartyToken("payee-nobody")),
                PartyGiven(kind=kind, token=PartyToken("payee-nobody")),
                PartyGiven(kind=kind, name="Ida", contact=""),
                PartyGiven(kind=kind, contact="here"),
            ]
        )

    def a_payment_is_made(self, chance: Chance) -> None:
        """From its authorisation mostly to its settlement, or further."""
        account = self.account(chance, "proposals", pays)
        created = self.give(chance, self._authorise(chance, account))
        if created is None:
            return
        self._signed_off_and_sent(chance, account, DisbursementId(created))
        for what in ("settle", "acknowledge", "evidence"):
            if account.payments[created].status not in {"sent", "settled", "acknowledged"} or not mostly(
                chance, 75
            ):
                break
            self._do(chance, account, what, created)

    def _signed_off_and_sent(self, chance: Chance, account: LocalAccount, payment: DisbursementId) -> None:
        name = AccountId(account.name)
        for office in ("treasurer", "second-signatory"):
            if well(chance, 96):
                command = SignOffDisbursement(account=name, disbursement=payment)
                self.give(chance, command, self.officer(chance, account, office))
        if not mostly(chance, 92):
            self.reverse_what_is_needed(chance, account)
        if well(chance, 93):
            effective = self.effective(chance)
            self.give(chance, SendDisbursement(account=name, disbursement=payment, effective=effective))

    def something_about_a_payment(self, chance: Chance) -> None:
        """Any step, mostly one whose time has come."""
        what, wanted = chance.choice(
            [
                ("authorise", ()),
                ("sign", ("authorised",)),
                ("send", ("signed-off",)),
                ("settle", ("sent",)),
                ("acknowledge", ("settled",)),
                ("evidence", ("acknowledged",)),
                ("fail", ("sent",)),
                ("return", ("settled", "acknowledged", "evidenced")),
                ("return", ("settled", "acknowledged", "evidenced")),
                ("cancel", ("authorised", "signed-off")),
            ]
        )
        account = self.account(chance, "payments", at_step(*wanted))
        self._do(chance, account, what, self.one(chance, account, "payments", at_step(*wanted)))

    def _do(self, chance: Chance, account: LocalAccount, what: str, payment: str) -> None:
        if what == "authorise":
            self.give(chance, self._authorise(chance, account))
            return
        name, paid, words = AccountId(account.name), DisbursementId(payment), text(chance, "so it is")
        known = account.payments.get(payment)
        day = self.effective(chance, max(OPENED, known.sent) if known else OPENED)
        commands: dict[str, AccountCommand] = {
            "sign": SignOffDisbursement(account=name, disbursement=paid),
            "send": SendDisbursement(account=name, disbursement=paid, effective=day),
            "settle": self._settle(chance, account, known, paid),
            "acknowledge": AcknowledgeDisbursement(
                account=name, disbursement=paid, acknowledgement=words, effective=day
            ),
            "evidence": EvidenceDisbursement(account=name, disbursement=paid, evidence=words, effective=day),
            "fail": FailDisbursement(account=name, disbursement=paid, reason=words, effective=day),
            "return": ReturnDisbursement(account=name, disbursement=paid, reason=words, effective=day),
            "cancel": CancelDisbursement(account=name, disbursement=paid, reason=words),
        }
        office = chance.choice(["treasurer", "second-signatory"])
        by = self.officer(chance, account, office) if what == "sign" else "member-of-the-board"
        self.give(chance, commands[what], by)

    def _settle(
        self, chance: Chance, account: LocalAccount, known: Payment | None, payment: DisbursementId
    ) -> SettleDisbursement:
        """By a bank line, or by cash before a member."""
        reference = attesting = None
        if mostly(chance, 50):
            attesting = MemberToken(self.member(chance, account))
            if known and not well(chance, 90):
                attesting = MemberToken(known.payee)
        else:
            fresh = f"BANK {len(account.payments)}/{len(account.references)}"
            reference = fresh if mostly(chance, 75) else text(chance, chance.choice(REFERENCES))
        if not well(chance, 96):
            reference, attesting = chance.choice([(None, None), ("LINE 9", MemberToken("member-nobody"))])
        return SettleDisbursement(
            account=AccountId(account.name), disbursement=payment, reference=reference, attesting=attesting
        )


def _left(account: LocalAccount, proposal: Proposal) -> dict[tuple[str, str], int]:
    name = next(name for name, each in account.proposals.items() if each is proposal)
    return dict(account.left_to_authorise(name))
