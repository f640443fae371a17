"""Why a local account's command is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownAccount(NotFound):
    """There is no such local account here: check its id."""


class NotFounded(Conflict):
    """The association of this account is not founded yet: record its founding minutes first (A5)."""


class UnknownPurpose(NotFound):
    """This account holds no money for such a purpose: declare the purpose first (L5)."""


class PurposeOfNoTwinning(Malformed):
    """A purpose of the kind twinning names its twinning, and no other kind does: give both or neither (L5)."""


class NotEnoughAvailable(Unprocessable):
    """Not enough is available in this purpose: {available} {unit} can be spent from it (L2)."""


class PurposeInShortfall(Conflict):
    """More has left this purpose than came in, by {shortfall} {unit}: cover that before spending from it (L2)."""


class OfficesIncomplete(Conflict):
    """No money leaves before treasurer, second signatory and auditor are three people: fill the vacant office (A3)."""


class NotInOffice(Unprocessable):
    """Only the {office} in office can do this (A3)."""


class OtherMeasure(Unprocessable):
    """The assembly decided something else in this proposal: name the proposal that asks for exactly this (A4)."""


class DecisionNotFinal(Conflict):
    """This proposal is not accepted by a final decision: make its round final first (A4, R10)."""


class DecisionCarriedOut(Conflict):
    """This decision was carried out or closed already: doing it again needs a new decision (A4)."""
