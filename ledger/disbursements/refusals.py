"""Why a disbursement's command is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownDisbursement(NotFound):
    """This account has no such disbursement: check its id."""


class TrancheMalformed(Malformed):
    """The tranches of a decision are numbered from 1 to 9999: give the next free number (B4)."""


class TrancheTaken(Conflict):
    """Tranche {tranche} of this decision has a disbursement already: look it up, or take the next free number (B4)."""


class DecisionStillOpen(Conflict):
    """What was decided on this proposal is not final yet: count its round, wait for the objection window and for what
    is objected to it, and make it final (B2).
    """


class NothingDecided(Conflict):
    """This proposal is {status} and authorises no payment: only an accepted one does, until it is reported (B1)."""


class DecisionSpendsNothing(Unprocessable):
    """This proposal decided something other than spending: name one that asked for money (B1)."""


class PurposeNotDecided(Unprocessable):
    """The decision gives nothing of this unit and purpose: pay what it names, or exchange that first (B1, C10)."""


class BeyondDecision(Unprocessable):
    """This is more than what remains of the decision: {left} {unit} can still be authorised (B1)."""


class AccountNotDecided(Unprocessable):
    """The decision names no such local account: pay the twin's of its twinning, or its receiving account (X1, P1)."""


class PayeeNotReceivingAccount(Unprocessable):
    """The decision gives this to its receiving account: name that local account as the payee (X1, P1)."""


class NothingPassedOn(Unprocessable):
    """Only a transfer to a third account passes on what another gave: name that other's disbursement (C7, K2)."""


class AnswerIsReceivers(Conflict):
    """This payment is a transfer: only the answer of the account it goes to settles or returns it (X6)."""


class PartyUnclear(Malformed):
    """Name a payee or beneficiary in one way only: by member, by token, by name, or as a local account by its id."""


class MemberIsAPerson(Unprocessable):
    """A member is paid, or benefits, as a person or a household: choose one of these kinds (L9)."""


class PartyUnknown(NotFound):
    """No payee or beneficiary of this kind has this token here: check it, or give the name."""


class StatusForbids(Conflict):
    """This disbursement is {status}, and this can be done only while it is {wanted}: check what happened to it."""


class NotASignatory(Forbidden):
    """Only the treasurer and the second signatory in office sign payments off; the auditor never does (B3, M4)."""


class SignerIsProposer(Forbidden):
    """Who proposed this does not sign off its payments: the other officer, or one newly appointed, must (B3)."""


class SignerIsPayee(Forbidden):
    """Who is paid does not sign the payment off: the other officer, or one newly appointed, must (B3)."""


class SignerHasInterest(Forbidden):
    """Who declared an interest in this proposal does not sign off its payments: a newly appointed officer must (B3)."""


class AlreadySignedOff(Conflict):
    """You have signed this payment off already: the second sign-off is somebody else's (B3)."""


class OfficeSignedOff(Conflict):
    """The {office} has signed this payment off already: the second sign-off is the other office's (B3)."""


class SignOffsMissing(Conflict):
    """Two people sign a payment off before it is sent: get the treasurer's and the second signatory's sign-off (B3)."""


class SignerBecameAuditor(Conflict):
    """Who signed this payment off is the auditor by now: cancel it, and authorise it anew (B3, M4)."""


class SignerBecameInterested(Conflict):
    """Who signed this payment off has declared an interest since: cancel it, and authorise it anew (B3)."""


class ReservationMissing(Conflict):
    """The decision no longer holds the money of this payment: cancel the payment (B1, L2)."""


class SettlementUnclear(Malformed):
    """A payment settles by one thing: its bank line or wallet reference, or cash before an attesting member (C2)."""


class GoodsHaveNoReference(Unprocessable):
    """{unit} leaves no bank line: settle it by the beneficiary's acknowledgement before an attesting member (B8)."""


class AcknowledgementMissing(Unprocessable):
    """{unit} leaves the stock against the beneficiary's word: write it down, and name the attesting member (B8)."""


class AttestingNotMember(Unprocessable):
    """Who attests a cash payment is a member on that day: name a member who saw it (M1)."""


class AttestingIsPayee(Unprocessable):
    """Who is paid cannot attest the payment: name another member who saw it."""


class DateBeforeDecision(Unprocessable):
    """This date lies before the decision was final, on {decided}: no money leaves before that, so check it (B2)."""


class DateBeforeSending(Unprocessable):
    """This date lies before the payment was sent, on {sent}: check both dates (L10)."""


class NothingShown(Malformed):
    """Nothing is shown yet: say it in words, name the paper that was filed, or do both."""
