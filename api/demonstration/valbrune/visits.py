"""Visits to those who live alone: points for each idea, in confidence among few, so that totals alone are told."""

from api.demonstration import proposals, rounds
from api.demonstration.proposals import cost, line, spend
from api.demonstration.season import Chapter
from api.demonstration.valbrune.founding import CRITERION
from api.demonstration.village import Village
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, Confidentiality, CountingRule, RuleKind, ScoredBy

RULE = CountingRule(kind=RuleKind.GREEDY, scored_by=ScoredBy.POINTS, minimum_score=15)
"""What hardly anybody wants is not done, even where there is money for it."""

IDEAS = {
    "lecture": ("Gérard Vasseur", "Deux bénévoles lisent le journal à voix haute.", "Abonnements", "180"),
    "goûter": ("Nadège Fournier", "Un goûter par mois, avec un taxi pour venir.", "Goûters et taxi", "640"),
    "loto": ("Karim Ouali", "Un grand loto au printemps.", "Lots et salle", "210"),
}


def chapter(town: Village) -> Chapter:
    """From nought to five points for each idea."""
    yield 268
    options = {
        label: proposals.admitted(
            town, by, need, spend(CRITERION, 20, (cost(what, amount, "EUR"),), line(amount, "EUR")), plan=PLAN
        )
        for label, (by, need, what, amount) in IDEAS.items()
    }
    round_id = rounds.draft(
        town,
        "Visites aux personnes seules",
        BallotType.SCORE,
        options,
        (line("900", "EUR"),),
        closes=277,
        rule=RULE,
        bounds=BoundsGiven(max_points=5),
        confidentiality=Confidentiality.CONFIDENTIAL,
    )
    town.ids["round_confidential"] = round_id
    yield from rounds.hold(town, round_id, 270, 277, BALLOTS)
    yield 284
    rounds.make_final(town, round_id)


PLAN = "Chaque personne visitée pourra raconter sa vie au collège."

BALLOTS = (
    {"lecture": 4, "goûter": 5, "loto": 1},
    {"goûter": 5},
    {"lecture": 3, "loto": 2},
    {"lecture": 5, "goûter": 4},
    {"goûter": 3, "loto": 1},
    {"lecture": 2, "goûter": 5, "loto": 1},
    {"lecture": 4, "goûter": 4},
    {"lecture": 1, "loto": 3},
)
