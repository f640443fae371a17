"""Disbursements by the rules: authorised, signed off by two, sent, settled, and what becomes of them."""

from typing import Any

from tests.model.gifts import spelled
from tests.model.reading import Act, Learned, Rule, Said, amount, day, nothing, optional_text, text
from tests.model.remembered import LocalAccount, Payment


def authorise(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B1, B2, B4: within what remains of a final decision, each tranche once."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    if proposal.status == "on-ballot":
        yield "decision-still-open"
    elif proposal.status not in {"accepted", "executing"}:
        yield "nothing-decided"
    if proposal.measure.kind != "spend":
        yield "decision-spends-nothing"
    for party in (c.payee, c.beneficiary):
        named = None if party is None else party.account
        if named is not None and named != proposal.measure.given.receiving_account:
            yield "account-not-decided"
    if proposal.measure.destination == "b" and str(c.payee.kind) != "local-account":
        yield "payee-not-receiving-account"
    minor, where = (yield from amount(c.unit, c.amount)), (c.unit, c.purpose)
    if where not in proposal.measure.requested:
        yield "purpose-not-decided"
    if minor > account.left_to_authorise(c.proposal)[where]:
        yield "beyond-decision"
    if not 1 <= c.tranche <= 9999:
        yield "tranche-malformed"
    if any(_holds_tranche(payment, c) for payment in account.payments.values()):
        yield "tranche-taken"
    yield from account.spending_refusals(*where)
    for party in (c.payee, c.beneficiary):
        if party is not None:
            yield from _party(account, party)

    def effect(learned: Learned) -> None:
        payment = Payment(c.proposal, c.tranche, where, minor, learned.payee)
        account.payments[learned.created] = payment
        account.parties[learned.payee] = str(c.payee.kind)
        account.parties[learned.beneficiary] = str((c.beneficiary or c.payee).kind)
        proposal.status = "executing"

    return effect


def _holds_tranche(payment: Payment, c: Any) -> bool:
    same = (payment.proposal, payment.tranche) == (c.proposal, c.tranche)
    return same and payment.status not in {"failed", "returned", "cancelled"}


def _party(account: LocalAccount, party: Any) -> Said[None]:
    """Named in exactly one way."""
    named = bool((party.name or "").strip())
    ways = [party.member is not None, party.token is not None, named, party.account is not None]
    if sum(ways) != 1 or (party.contact is not None and not named):
        yield "party-unclear"
    if (party.account is not None) != (str(party.kind) == "local-account"):
        yield "party-unclear"
    if party.member is not None and str(party.kind) in {"association", "company", "public-body"}:
        yield "member-is-a-person"
    if party.member is not None and party.member not in account.members:
        yield "unknown-member"
    if party.token is not None and account.parties.get(party.token) != str(party.kind):
        yield "party-unknown"
    if named:
        yield from optional_text(party.name, party.contact)


def sign_off(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B3, M4: treasurer and second signatory, neither proposer, payee nor declared close to them."""
    payment = account.payments.get(c.disbursement)
    if payment is None:
        yield "unknown-disbursement"
        return nothing
    if act.by in payment.signers:
        yield "already-signed-off"
    if payment.status != "authorised":
        yield "status-forbids"
    yield from account.office_refusals()
    offices = [o for o, who in account.officers.items() if who == act.by and o != "auditor"]
    if not offices:
        yield "not-a-signatory"
        return nothing
    (office,) = offices
    if office in payment.signers.values():
        yield "office-signed-off"
    proposal = account.proposals[payment.proposal]
    if act.by == proposal.proposer:
        yield "signer-is-proposer"
    if act.by == payment.payee:
        yield "signer-is-payee"
    if act.by in proposal.interests:
        yield "signer-has-interest"

    def effect(_: Learned) -> None:
        payment.signers[act.by] = office
        if len(payment.signers) == 2:
            payment.status = "signed-off"

    return effect


def send(account: LocalAccount, c: Any, act: Act) -> Rule:
    """A3, B3, L2: the money leaves, out of its decision's reservation."""
    payment = yield from _at(account, c, "signed-off")
    if payment is None:
        return nothing
    if payment.status == "authorised":
        yield "sign-offs-missing"
    yield from account.office_refusals()
    yield from account.spending_refusals(*payment.where)
    proposal = account.proposals[payment.proposal]
    if account.officers.get("auditor") in payment.signers:
        yield "signer-became-auditor"
    if not proposal.interests.isdisjoint(payment.signers):
        yield "signer-became-interested"
    sent = yield from day(act, c.effective, account=account.opened, decision=proposal.decided)

    def effect(_: Learned) -> None:
        held = account.held(payment.proposal)[payment.where]
        assert held >= payment.amount, "B1: a decision holds what it has authorised and not sent"
        payment.status, payment.sent = "sent", sent

    return effect


def settle(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C2: by one outside reference, or by cash before an attesting member."""
    payment = yield from _at(account, c, "sent")
    if payment is None:
        return nothing
    if (c.reference is None) == (c.attesting is None):
        yield "settlement-unclear"
    on = yield from day(act, c.effective, account=account.opened, sending=payment.sent)
    if c.reference is not None:
        yield from text(c.reference)
        if spelled(c.reference) in account.references:
            yield "reference-already-booked"
    if c.attesting is not None:
        if c.attesting not in account.members or not account.members[c.attesting].on(on):
            yield "attesting-not-member"
        if c.attesting == payment.payee:
            yield "attesting-is-payee"

    def effect(_: Learned) -> None:
        payment.status = "settled"
        if c.reference is not None:
            account.references.add(spelled(c.reference))

    return effect


def acknowledge(account: LocalAccount, c: Any, act: Act) -> Rule:
    """The beneficiary's word."""
    return (yield from _outcome(account, c, act, c.acknowledgement, "acknowledged", "settled"))


def evidence(account: LocalAccount, c: Any, act: Act) -> Rule:
    """What shows that it did what it was for."""
    return (yield from _outcome(account, c, act, c.evidence, "evidenced", "acknowledged"))


def fail(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B5: it never arrived; a fact that has happened is always recordable (L2)."""
    return (yield from _outcome(account, c, act, c.reason, "failed", "sent"))


def return_(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B5: it came back."""
    return (
        yield from _outcome(account, c, act, c.reason, "returned", "settled", "acknowledged", "evidenced")
    )


def cancel(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B1: it is not sent; its amount may be authorised anew."""
    payment = yield from _at(account, c, "authorised", "signed-off")
    if payment is None:
        return nothing
    yield from text(c.reason)
    return lambda _: setattr(payment, "status", "cancelled")


def _outcome(account: LocalAccount, c: Any, act: Act, words: str, status: str, *wanted: str) -> Rule:
    payment = yield from _at(account, c, *wanted)
    if payment is None:
        return nothing
    yield from day(act, c.effective, account=account.opened, sending=payment.sent)
    yield from text(words)
    return lambda _: setattr(payment, "status", status)


def _at(account: LocalAccount, c: Any, *wanted: str) -> Said[Payment | None]:
    payment = account.payments.get(c.disbursement)
    if payment is None:
        yield "unknown-disbursement"
    elif payment.status not in wanted:
        yield "status-forbids"
    return payment
