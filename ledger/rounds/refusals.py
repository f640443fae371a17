"""Why a command about decision rounds is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class UnknownRound(NotFound):
    """This account has no such decision round: check its id (R1)."""


class WrongBody(Unprocessable):
    """In an association of this tier the {body} decides: name it as the round's body (A2)."""


class DeadlineWithoutZone(Malformed):
    """A deadline says in which zone its time is: add the offset, such as Z or -01:00 (R1)."""


class DeadlineOutOfRange(Malformed):
    """In UTC this deadline lies outside the years 1 to 9999: give one that can be reached (R1)."""


class CountingBeforeDeadline(Unprocessable):
    """A round is counted once its deadline has passed: declare a day for counting that is not before it (R9, R2)."""


class ExtensionOutOfRange(Malformed):
    """Say in minutes, 1 to {longest}, how late a ballot may reach the quorum, and how long the round goes on (R1)."""


class ItemsMissing(Malformed):
    """A round decides on something: name at least one proposal with its label (R1)."""


class OneProposalOnly(Malformed):
    """Yes, no and abstain answer one question: name one proposal, or choose a ballot over several (R1)."""


class LabelMalformed(Malformed):
    """A label is a public code such as BAD/0019: 1 to 24 letters, digits and . _ - / : # + ( ), no spaces, and at most
    9 digits, 6 of them in a row (R1).
    """


class LabelTwice(Malformed):
    """Two options have the label {label}: give each its own, so that a ballot says which one it means (V2)."""


class ProposalTwice(Malformed):
    """The option {label} is a proposal that this round already names: a proposal stands on a ballot once (R1)."""


class BudgetMissing(Malformed):
    """A round over proposals for money shares out a budget: name its amounts by unit and purpose (R1)."""


class RoundAlreadyOpened(Conflict):
    """This round is {status}, and nothing of what it froze changes: draft another round (R2)."""


class AlreadyRecused(Conflict):
    """This member is recused from this round already: nothing is to be done (M3)."""


class RecusedNoElector(Unprocessable):
    """This round is open, and this member is no elector of it: nothing of theirs counts in it anyway (M3)."""


class RecusalTooLate(Unprocessable):
    """The deadline of this round has passed: who was an elector of it until then stays one (R3, M3)."""


class RecusedByRecorder(Forbidden):
    """Who recorded the minutes does not also recuse another by them: let another officer do so (M3, A3)."""


class ElectorRecused(Forbidden):
    """This member is recused from this round: they neither vote in it, nor hold proxies, nor object (M3, M6)."""


class HandsOfRecused(Conflict):
    """Somebody was recused after the show of hands was entered: enter it anew, without them (R3, R9)."""


class DeadlinePassed(Unprocessable):
    """The deadline of this round has passed before it opened: draft it again with a later one (R1)."""


class OptionNotAdmitted(Conflict):
    """The proposal of option {label} is {status}: a ballot takes admitted proposals only (P2)."""


class OptionSpendsNothing(Unprocessable):
    """Option {label} asks for no money, and this ballot shares out money: ask it as yes or no (R1)."""


class CostBeyondBudget(Unprocessable):
    """Option {label} costs more than the budget of this round: raise the budget, or leave it to the cost (R6)."""


class NoElectors(Unprocessable):
    """Nobody is an elector today: enrol members, or look at age, seniority, suspensions and recusals (M3)."""


class RoundTakesNoBallots(Conflict):
    """This round is {status}: ballots are taken from its opening until its deadline (V1, V6)."""


class BallotTooLate(Conflict):
    """The deadline of this round has passed: the ballot is not counted (V6)."""


class NotAnElector(Forbidden):
    """This is no elector's token in this round: use the one drawn for this member in this round (V1, M3)."""


class OptionNamedTwice(Malformed):
    """A ballot names each option once: leave the repetition out (V2)."""


class UnknownOption(Malformed):
    """This ballot names something that is not on it: choose among the labels of this round (V2)."""


class NotOneAnswer(Malformed):
    """Say yes, no or abstain: one of them, and one only (V2)."""


class RoundNotAtThisStep(Conflict):
    """This round is {status}; this step needs one that is {wanted} (R2, R10, V8)."""


class DeadlineNotReached(Conflict):
    """The deadline that was frozen at the opening has not passed: close the round then, not earlier (R2)."""


class CountingNotReached(Conflict):
    """Votes on paper may be entered until the day that was declared for counting: count the round then (R9)."""


class BallotNotAsSealed(Conflict):
    """What ballot {number} chose is missing, or is not what was sealed, and nothing was counted: let the operator bring
    it back from a copy of the database (R4, V8).
    """


class ChoicesNotListed(NotFound):
    """A list of choices is there once a confidential round is counted; in an open one choices stand by their ballots:
    read those (V8).
    """


class TotalsAlone(Forbidden):
    """Among fewer than {fewest} electors the public is told totals alone: read them with the round, or ask the auditor
    of the account (V8).
    """


class NoEntryDeclared(Unprocessable):
    """These minutes declare no day until which votes are entered: record minutes that do, if the assembly did (R9)."""


class EntryTooLate(Conflict):
    """Votes of this assembly were entered until {until}, as was declared: let the next assembly decide (R9)."""


class MeetingOutsideRound(Unprocessable):
    """This assembly did not meet while the round was open: name the minutes of one that did (R9)."""


class AttendanceListNeeded(Unprocessable):
    """Others vote electronically in this round: name minutes with an attendance list, so that each counts once (R9,
    V4).
    """


class ShowOfHandsAlreadyEntered(Conflict):
    """A show of hands is entered already: say that this one replaces it, if the first was written down wrongly (R9)."""


class TotalTwice(Malformed):
    """There are two totals for {label}: give each option one (R9)."""


class TotalOfUnknownOption(Malformed):
    """There is a total for {label}, which is not on this ballot: choose among {labels} (R9, V2)."""


class TotalMissing(Malformed):
    """There is no total for {label}: give one for each option, 0 where nobody raised a hand (R9)."""


class TotalMalformed(Malformed):
    """The total for {label} is a whole number, 0 or more: count the hands again (R9)."""


class MoreVotesThanPresent(Unprocessable):
    """There are {votes} votes, and {present} electors were present: count the hands again (R9, V4)."""


class PresentMissing(Unprocessable):
    """{attendance} members were present, and the round has {electors} electors: say how many of these were there (R9,
    M3).
    """


class MorePresentThanElectors(Unprocessable):
    """{present} electors cannot have been present: the round has {electors} (R9, M3)."""


class MorePresentThanAttended(Unprocessable):
    """{present} electors cannot have been present: the minutes count {attendance} members (R9)."""


class PresentNotAsListed(Unprocessable):
    """The attendance list names {listed} electors of this round: give that number, or leave it out (R9, M3)."""


class RecusedNotMember(Unprocessable):
    """Who is recused was a member on the day of the assembly: check the token (R9, M3)."""


class RoundNotCountedYet(Conflict):
    """This round is {status}: nobody is told a result, nor what would lead to one, before it is counted (V8)."""


class UnknownBallot(NotFound):
    """This round has no ballot with the number {number}: look at the slip (V5)."""


class BallotConfidential(Forbidden):
    """This round is confidential: nobody is shown what one ballot chose, so ask without naming one (V5, R5)."""


class ObjectionWindowOpen(Conflict):
    """The objection window that began with the counting is still open: make the round final after it (R10)."""


class ItemNotSuspended(Conflict):
    """No item of this label is suspended in this round: look at what it shows of its items (R8)."""


class ObjectionPending(Conflict):
    """An objection to this item waits for its decision until {until}: make the item final after that (R8)."""


class ObjectionWindowOver(Conflict):
    """The objection window of this round is over: what was decided is up to a new proposal and round (R8, R10)."""


class AlreadyObjected(Conflict):
    """This elector has objected in this round already, and may do so once (R8)."""


class NoSuchItem(Malformed):
    """An objection is to one item of the round: name its label (R8)."""


class ItemAlreadyAnnulled(Conflict):
    """An objection to this item was upheld already: nothing that was decided on it stands (R8)."""


class UnknownObjection(NotFound):
    """This round has no objection of that number: look at its objections (R8)."""


class ObjectionClosed(Conflict):
    """This objection is decided, or needs no decision any more: look at what the round shows of its item (R8)."""


class ObjectionLapsed(Conflict):
    """The days within which this objection was to be decided have passed: it has lapsed, and its item may be made final
    (R8).
    """


class DecidedByBody(Forbidden):
    """In this round the {body} decides on objections: name the minutes of the assembly that did (R8)."""


class DecidedByAuditor(Forbidden):
    """In this round the auditor decides on objections: whoever holds that office now does so in person (R8)."""


class AuditorConcerned(Forbidden):
    """Who objected, proposed an item, declared an interest in it or was recused does not decide on what became of it:
    let another auditor be appointed or lent (R8, P3).
    """


class AssemblyTooEarly(Unprocessable):
    """This assembly met before what it is said to have decided on: name the minutes of a later one (R8, R9)."""


class AssemblyTooSmall(Unprocessable):
    """{present} members were present, and {needed} must be for what this round decided: convene a larger assembly (R8,
    R3).
    """


class AnnulmentUndecided(Forbidden):
    """A round is annulled by a decision of the {body}, or by the auditor where the rules of the round let the auditor
    decide on objections: name the minutes of its assembly (R8, A2).
    """


class DecidedByRecorder(Forbidden):
    """Who recorded the minutes does not also decide on an objection by them: let another officer do so (R8, A3)."""


class AnnulledByRecorder(Forbidden):
    """Who recorded the minutes does not also annul the round by them: let another officer do so (R8, A3)."""
