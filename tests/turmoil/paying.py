"""Random commands about payments."""

from ledger.command import Command
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
from ledger.disbursements.paying import SIGNATORIES
from ledger.disbursements.state import PartyKind
from ledger.identifiers import UNRESTRICTED, MemberToken, PartyToken, PurposeId
from tests.turmoil.village import Village
from tests.turmoil.world import World


def authorise(w: World, v: Village) -> Command:
    """Of any proposal, whatever became of it; too much now and then, and what was never decided."""
    return AuthoriseDisbursement(
        account=v.account,
        proposal=w.one(v, "proposal", "accepted", "executing"),
        tranche=w.random.choice((1, 1, 1, 2, 3, 4, 0 if w.chance(15) else 5)),
        unit="CVE" if w.chance(2) else "EUR",
        purpose=PurposeId("purpose-nobody") if w.chance(2) else UNRESTRICTED,
        amount=w.amount(w.random.choice((5, 30, 100))),
        payee=_party(w, v),
        beneficiary=_party(w, v) if w.chance(10) else None,
    )


def sign_off(w: World, v: Village) -> Command:
    return SignOffDisbursement(account=v.account, disbursement=w.one(v, "disbursement", "authorised"))


def send(w: World, v: Village) -> Command:
    return SendDisbursement(account=v.account, disbursement=w.one(v, "disbursement", "signed-off"))


def settle(w: World, v: Village) -> Command:
    """By a bank's line, or by who was there when it was handed over."""
    disbursement = w.one(v, "disbursement", "sent")
    if w.chance(50):
        reference = f"BCA-{w.random.randrange(10**6)}"
        return SettleDisbursement(account=v.account, disbursement=disbursement, reference=reference)
    return SettleDisbursement(
        account=v.account,
        disbursement=disbursement,
        attesting=w.member(v),
        acknowledgement=w.text(),
    )


def acknowledge(w: World, v: Village) -> Command:
    return AcknowledgeDisbursement(
        account=v.account, disbursement=w.one(v, "disbursement", "settled"), acknowledgement=w.text()
    )


def evidence(w: World, v: Village) -> Command:
    return EvidenceDisbursement(
        account=v.account, disbursement=w.one(v, "disbursement", "acknowledged"), evidence=w.text()
    )


def fail(w: World, v: Village) -> Command:
    return FailDisbursement(account=v.account, disbursement=w.one(v, "disbursement", "sent"), reason=w.text())


def give_back(w: World, v: Village) -> Command:
    return ReturnDisbursement(
        account=v.account, disbursement=w.one(v, "disbursement", "settled", "sent"), reason=w.text()
    )


def cancel(w: World, v: Village) -> Command:
    return CancelDisbursement(
        account=v.account, disbursement=w.one(v, "disbursement", "authorised", "signed-off"), reason=w.text()
    )


def signer(w: World, v: Village) -> MemberToken:
    """Who acts where a payment is approved."""
    return w.officer(v, *SIGNATORIES)


def _party(w: World, v: Village) -> PartyGiven:
    drawn = w.random.random()
    if drawn < 0.15:
        return PartyGiven(kind=PartyKind.PERSON, member=w.member(v))
    if drawn < 0.25:
        return PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=w.random.choice(w.villages).account)
    if drawn < 0.35 and v.things["party"]:
        known = w.among(v.things["party"])
        return PartyGiven(kind=known.kind, token=PartyToken(known.token))
    if drawn < 0.38:
        return PartyGiven(kind=PartyKind.COMPANY, token=PartyToken("payee-nobody"))
    if drawn < 0.40:
        return PartyGiven(kind=PartyKind.COMPANY)
    return PartyGiven(kind=PartyKind.COMPANY, name="A company")
