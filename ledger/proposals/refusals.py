"""Why a command about proposals is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownProposal(NotFound):
    """This account has no such proposal: check its id (P2)."""


class TwinningMissing(Malformed):
    """Destination (a) names an active twinning of this account: give its id (P1)."""


class DestinationMissing(Malformed):
    """A proposal to spend names its destination: (a) a twinned area, (b) universal solidarity or (c) need here (P1)."""


class ReceivingAccountMissing(Malformed):
    """Destination (b) names the local account that receives: give its id, as that account's holders wrote it (P1)."""


class ReceivingAccountIsOwn(Unprocessable):
    """Destination (b) is for others: name another local account than this one, or choose destination (c) (P1)."""


class CriterionNotAdopted(Unprocessable):
    """Destination (c) names a criterion of need in the present rules: give its code, or adopt it first (P1)."""


class ObjectOfAnotherDestination(Malformed):
    """A destination has one object: (a) a twinning, (b) an account, (c) a criterion; leave the others out (P1)."""


class BeneficiariesOutOfRange(Malformed):
    """A proposal says how many people benefit: give a whole number from 1 to {highest} (P1)."""


class CostsMissing(Malformed):
    """A proposal to spend lists its costs: give at least one line (P1)."""


class NothingRequested(Malformed):
    """A proposal to spend asks this account for something: give at least one amount with its purpose (P1)."""


class CostsDoNotAddUp(Unprocessable):
    """Own, other and requested make {covered} {unit}, and the costs {costs} {unit}: make both sides equal (P1)."""


class PassOnPlanMissing(Malformed):
    """A proposal to spend states its pass-on plan: write one, be it "not able yet" (P6)."""


class AlreadyUnrestricted(Unprocessable):
    """This money has no earmark that could be lifted: name an earmarked purpose (L5)."""


class ProposalFrozen(Conflict):
    """This proposal is {status}, and its version can no longer change: draft a new proposal (P2)."""


class ProposalNotAtThisStep(Conflict):
    """This proposal is {status}; this step needs one that is {wanted} (P2)."""


class InterestsNotStated(Conflict):
    """The proposer has not yet stated what interests and close ties there are: state them first, be it none (P3)."""


class InterestsClosed(Conflict):
    """This proposal is {status}: interests are stated before its round opens, and declared until it is over (P3)."""


class NotTheProposer(Forbidden):
    """Only the proposer states interests, hands the proposal in, or takes it back (P3, P4)."""


class WithdrawalTooLate(Conflict):
    """This proposal is {status}: it could be withdrawn until a round opened on it (P4)."""


class DisbursementUnfinished(Conflict):
    """A disbursement under this proposal is authorised and not sent: send or cancel it before closing (B6)."""
