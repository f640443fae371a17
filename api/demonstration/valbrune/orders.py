"""Alarms for those who live alone, paid by files of orders: one never handed in, one of whose payments is rejected."""

from api.demonstration import proposals, rounds
from api.demonstration.bank import Bank
from api.demonstration.payments import Party, Payment, authorise, sign_off
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.valbrune.bank import ACCOUNT
from api.demonstration.valbrune.founding import CRITERION
from api.demonstration.village import Village
from ledger.associations.rules import Office
from ledger.bank_details.state import BankDetails
from ledger.disbursements.state import PartyKind
from ledger.identifiers import BankDetailsId, DisbursementId, PaymentFileId
from ledger.payment_files.commands import AnswerGiven, HandInPaymentFile, TakeBankAnswer, WithdrawPaymentFile
from ledger.payment_files.state import BankAnswer

OURS = "FR14 2004 1010 0505 0001 3M02 606"
ALARMS, ELECTRICIANS = Party("Téléassistance du Pays, SARL"), Party("Électricité Brunel, SARL")
ALARMS_AT = "FR76 3000 6000 0112 3456 7890 189"
ELECTRICIANS_WERE_AT, ELECTRICIANS_AT = "BE68 5390 0754 7034", "DE89 3704 0044 0532 0130 00"

Noted = tuple[BankDetailsId, BankDetails]


def decided(town: Village) -> Chapter:
    """Nine alarms, with their installation, for those who live alone."""
    yield 252
    proposal = proposals.admitted(
        town,
        "Hélène Dubreuil",
        "Neuf personnes vivent seules et loin du bourg: un bouton d'alarme au poignet, et quelqu'un pour le poser.",
        spend(
            CRITERION,
            9,
            (cost("Neuf boutons d'alarme", "265", "EUR"), cost("Pose", "155", "EUR")),
            line("420", "EUR"),
        ),
        plan="Qui porte un bouton téléphone chaque semaine à quelqu'un qui n'en a pas.",
        name="proposal_alarms",
    )
    round_id = rounds.draft_vote(town, "Neuf boutons d'alarme", "alarmes", proposal, closes=262)
    yield from rounds.hold(town, round_id, 255, 262, yes_no(10, 0, 1))
    yield 268
    rounds.make_final(town, round_id)


def paid(town: Village, bank: Bank) -> Chapter:
    """The bank's site was down on the first day; of the second file, one payment finds a closed account."""
    yield 269
    own = bank.note(town.ids[ACCOUNT], OURS, "Comité de jumelage de Valbrune")
    alarms, alarms_at = _authorised(town, bank, _payment(1, "140", ALARMS), ALARMS_AT)
    fitting, fitting_at = _authorised(town, bank, _payment(2, "95", ELECTRICIANS), ELECTRICIANS_WERE_AT)
    yield 270
    _signed(town, alarms, fitting)
    first = bank.order(own, (alarms, alarms_at), (fitting, fitting_at))
    reason = "Le site de la banque ne répondait pas; rien n'est parti."
    town.do(WithdrawPaymentFile(account=town.account, file=first, reason=reason))
    yield 271
    second = bank.order(own, (alarms, alarms_at), (fitting, fitting_at))
    town.do(HandInPaymentFile(account=town.account, file=second))
    town.ids["payment_file"] = second
    yield 273
    answers = (
        AnswerGiven(disbursement=alarms, answer=BankAnswer.ACCEPTED),
        AnswerGiven(disbursement=fitting, answer=BankAnswer.REJECTED, code="AC04", words="Compte clôturé"),
    )
    town.do(TakeBankAnswer(account=town.account, file=second, answers=answers))
    bank.never_left(fitting)
    yield 276
    again, again_at = _authorised(town, bank, _payment(2, "95", ELECTRICIANS), ELECTRICIANS_AT)
    yield 277
    _signed(town, again)
    third = bank.order(own, (again, again_at))
    town.do(HandInPaymentFile(account=town.account, file=third))
    town.ids["payment_file_to_answer"] = third
    yield 297
    town.ids["payment_file_to_hand_in"] = _waiting(town, bank, own, _payment(3, "60", ALARMS))
    town.ids["payment_file_to_withdraw"] = _waiting(town, bank, own, _payment(4, "60", ALARMS))
    last, _ = _authorised(town, bank, _payment(5, "65", ALARMS), ALARMS_AT)
    _signed(town, last)
    town.ids["disbursement_to_order"] = last


def _waiting(town: Village, bank: Bank, own: Noted, payment: Payment) -> PaymentFileId:
    """A file that is made, and lies here."""
    disbursement, there = _authorised(town, bank, payment, ALARMS_AT)
    _signed(town, disbursement)
    return bank.order(own, (disbursement, there))


def _authorised(town: Village, bank: Bank, payment: Payment, iban: str) -> tuple[DisbursementId, Noted]:
    """A payment, with the bank account of its payee noted before anybody signs off."""
    disbursement = authorise(town, payment)
    assert isinstance(payment.payee, Party)
    return disbursement, bank.note(town.parties[payment.payee.name], iban, payment.payee.name)


def _signed(town: Village, *disbursements: DisbursementId) -> None:
    for disbursement in disbursements:
        sign_off(town, disbursement, Office.SECOND_SIGNATORY, Office.TREASURER)


def _payment(tranche: int, amount: str, payee: Party) -> Payment:
    return Payment(
        proposal="proposal_alarms",
        tranche=tranche,
        amount=amount,
        unit="EUR",
        payee=payee,
        beneficiary=Party("Amis du troisième âge", PartyKind.ASSOCIATION),
    )
