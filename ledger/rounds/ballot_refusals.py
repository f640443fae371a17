"""Why a round cannot ask for such ballots, and why a ballot is not taken.

What is said of a ballot names what the round asks for, never what the ballot says.
"""

from ledger.refusals import Malformed, Unprocessable


class RuleNotForBallot(Unprocessable):
    """Majority decides a question of yes, no and abstain, greedy any other ballot, and equal shares those by approval,
    points or scores: choose a rule that goes with the ballot (R1).
    """


class ScoreNotForBallot(Unprocessable):
    """Options are ordered by votes or by points where the ballot gives points, by ranks where it is ranked, else by
    votes: choose what goes with the ballot (R1).
    """


class UnknownRuleVersion(Unprocessable):
    """This rule is defined up to version {newest}: name a version that there is, or leave it out (R1)."""


class PartOfAnotherRule(Unprocessable):
    """Stopping belongs to greedy, completion and comparison to equal shares, and majority has no minimum score: leave
    out what is no part of the rule (R1).
    """


class EqualSharesOfOneLine(Unprocessable):
    """Equal shares divide one amount among electors: give a budget of one unit under one purpose (R1, L3)."""


class BoundMalformed(Malformed):
    """A bound, or a minimum score, is a whole number from 0 to {most}, and 0 means that there is none (R1)."""


class BoundNotForBallot(Malformed):
    """A yes or no has no bounds, and a ballot that gives no points has none on points: leave out what bounds nothing
    (R1).
    """


class SumOfPointsMissing(Malformed):
    """A cumulative ballot has points to share out: say how many, as the highest sum of points (R1)."""


class HighestPointsMissing(Malformed):
    """A score ballot gives each option up to so many points: say how many, as the most points for one option (R1)."""


class BoundsContradict(Unprocessable):
    """No ballot over these options can keep all of these bounds: lower the least that they ask for, or raise the most,
    up to the number of options (R1).
    """


class CostBoundOfSeveralUnits(Unprocessable):
    """Costs in several units are not added: leave out the bound on costs, or give a budget of one unit (L3)."""


class TooFewOptions(Unprocessable):
    """A ballot of this round names {least} options or more: choose further ones (V6)."""


class TooManyOptions(Unprocessable):
    """A ballot of this round names {most} options at most: leave some out (V6)."""


class CostsBeyondBallot(Unprocessable):
    """The options of a ballot cost at most {most} {unit} together in this round: leave some out (V6)."""


class PointsNotAsked(Malformed):
    """Ballots of this round give no points: name the options alone (V6)."""


class PointsNotOneEach(Malformed):
    """Ballots of this round give points: give as many numbers as you name options, in the same order (V6)."""


class PointsMalformed(Malformed):
    """Points are whole numbers from 1 up: leave out the options to which you give none (V6)."""


class TooManyPointsForOne(Unprocessable):
    """A ballot of this round gives one option {most} points at most: give less (V6)."""


class TooFewPoints(Unprocessable):
    """A ballot of this round gives {least} points or more together: give out more (V6)."""


class TooManyPoints(Unprocessable):
    """A ballot of this round gives {most} points at most together: give out fewer (V6)."""


class HandsCannotDecide(Unprocessable):
    """Hands give a total for each option, which decide a yes or no, or an approval round that is counted by greedy:
    let this round be decided by ballots (R9).
    """


class HandsBeyondBounds(Unprocessable):
    """So many hands cannot be raised by {present} electors who keep to the bounds of this ballot: count again (R9)."""
