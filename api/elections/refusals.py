"""Why a round cannot be told as an election file."""

from ledger.refusals import Unprocessable


class QuestionIsNoElection(Unprocessable):
    """A yes or no is no election among projects, which is all that the format can tell: read it in the round itself
    (R1).
    """


class HandsAreNoBallots(Unprocessable):
    """An assembly voted by show of hands in this round, and its totals are no ballots: read them in the round itself
    (R9).
    """


class SeveralBudgetLines(Unprocessable):
    """The format knows one budget, and this round shares out several, which are never added: read it in the round
    itself (L3, R6).
    """


class TotalsAloneAreTold(Unprocessable):
    """In a confidential round of fewer than {fewest} electors a list of ballots tells too much of each: read the totals
    in the round itself (R5, V5).
    """
