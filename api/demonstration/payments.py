"""How a village pays: authorised, signed off by two, sent, settled, acknowledged and evidenced, over several days."""

from collections.abc import Callable

import msgspec

from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.rules import Office
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    EvidenceDisbursement,
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus, PartyKind
from ledger.identifiers import UNRESTRICTED, DisbursementId, PartyToken, PlaceId, stream_of
from ledger.promises.honouring import HonoursGiven
from ledger.units import is_money


class Party(msgspec.Struct, frozen=True):
    """Who is paid, or who benefits; a member where a member has this name."""

    name: str
    kind: PartyKind = PartyKind.COMPANY


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment with all that will be written about it."""

    proposal: str
    """By its name in the village."""
    tranche: int
    amount: str
    unit: str = "CVE"
    purpose: str | None = None
    """By its name in the village; none: unrestricted."""
    payee: Party | Village
    """A village: its local account, to which the payment is a transfer."""
    beneficiary: Party | Village
    reference: str | None = None
    attesting: str | None = None
    """Cash is handed over before this member."""
    place: str | None = None
    """Where it is paid from, by its name in the village; the main place unless it is named."""
    word: str = "Recebido por inteiro."
    evidence: str = "Factura e recibo arquivados na pasta da associação."
    name: str | None = None
    """Keeps the id."""


class PassedOn(Payment, frozen=True, kw_only=True):
    """A transfer by which a village passes on what another account gave to it."""

    given_by: Village
    given_as: str
    """The name of that payment where it was made."""


def pay(
    village: Village, day: int, payment: Payment, until: DisbursementStatus = DisbursementStatus.EVIDENCED
) -> Chapter:
    """A payment on its way, as far as it has come."""
    yield day
    disbursement = authorise(village, payment)
    if until is DisbursementStatus.AUTHORISED:
        return
    for days, status, step in _STEPS:
        yield day + days
        step(village, disbursement, payment)
        if status is until:
            return


def authorise(village: Village, payment: Payment) -> DisbursementId:
    """The treasurer names a payment under a final decision."""
    command = AuthoriseDisbursement(
        account=village.account,
        proposal=village.proposal(payment.proposal),
        tranche=payment.tranche,
        unit=payment.unit,
        purpose=village.purpose(payment.purpose) if payment.purpose else UNRESTRICTED,
        amount=payment.amount,
        payee=given(village, payment.payee),
        beneficiary=given(village, payment.beneficiary),
        passes_on=_received_before(payment),
    )
    disbursement = DisbursementId(village.do(command))
    if payment.name is not None:
        village.ids[payment.name] = disbursement
    found = village.ledger.state(stream_of(village.account, disbursement))
    assert found is not None
    assert isinstance(found[0], Disbursement)
    for party, known in ((payment.payee, found[0].payee), (payment.beneficiary, found[0].beneficiary)):
        if isinstance(party, Party):
            village.parties[party.name] = known.token
    return disbursement


def sign_off(village: Village, disbursement: DisbursementId, *offices: Office) -> None:
    """These officers approve it."""
    for office in offices:
        signed = SignOffDisbursement(account=village.account, disbursement=disbursement)
        village.do(signed, by=village.officers[office])


def fail(village: Village, disbursement: DisbursementId, reason: str) -> None:
    """It never arrived."""
    village.do(FailDisbursement(account=village.account, disbursement=disbursement, reason=reason))


def give_back(village: Village, disbursement: DisbursementId, reason: str) -> None:
    """It arrived and came back."""
    village.do(ReturnDisbursement(account=village.account, disbursement=disbursement, reason=reason))


def given(village: Village, party: Party | Village) -> PartyGiven:
    """A local account by its id; a member by token, who is known by token too, and anybody else by name."""
    if isinstance(party, Village):
        return PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=party.account)
    if party.name in village.people:
        return PartyGiven(kind=party.kind, member=village.people[party.name])
    if party.name in village.parties:
        return PartyGiven(kind=party.kind, token=PartyToken(village.parties[party.name]))
    return PartyGiven(kind=party.kind, name=party.name)


def _received_before(payment: Payment) -> HonoursGiven | None:
    if not isinstance(payment, PassedOn):
        return None
    disbursement = DisbursementId(payment.given_by.ids[payment.given_as])
    return HonoursGiven(account=payment.given_by.account, disbursement=disbursement)


def _sign_off(village: Village, disbursement: DisbursementId, _: Payment) -> None:
    sign_off(village, disbursement, Office.SECOND_SIGNATORY, Office.TREASURER)


def _send(village: Village, disbursement: DisbursementId, payment: Payment) -> None:
    place = PlaceId(village.ids[payment.place]) if payment.place else None
    village.do(SendDisbursement(account=village.account, disbursement=disbursement, place=place))


def _settle(village: Village, disbursement: DisbursementId, payment: Payment) -> None:
    attesting = village.people[payment.attesting] if payment.attesting else None
    village.do(
        SettleDisbursement(
            account=village.account,
            disbursement=disbursement,
            reference=payment.reference,
            attesting=attesting,
            # Goods and hours are handed over against the beneficiary's word.
            acknowledgement=None if is_money(payment.unit) else payment.word,
        )
    )


def _acknowledge(village: Village, disbursement: DisbursementId, payment: Payment) -> None:
    account, word = village.account, payment.word
    if not is_money(payment.unit):
        return
    village.do(AcknowledgeDisbursement(account=account, disbursement=disbursement, acknowledgement=word))


def _evidence(village: Village, disbursement: DisbursementId, payment: Payment) -> None:
    account, evidence = village.account, payment.evidence
    village.do(EvidenceDisbursement(account=account, disbursement=disbursement, evidence=evidence))


_Step = Callable[[Village, DisbursementId, Payment], None]
_STEPS: tuple[tuple[int, DisbursementStatus, _Step], ...] = (
    (1, DisbursementStatus.SIGNED_OFF, _sign_off),
    (2, DisbursementStatus.SENT, _send),
    (3, DisbursementStatus.SETTLED, _settle),
    (4, DisbursementStatus.ACKNOWLEDGED, _acknowledge),
    (9, DisbursementStatus.EVIDENCED, _evidence),
)
"""Days after the authorisation, the status reached, and what is done."""
