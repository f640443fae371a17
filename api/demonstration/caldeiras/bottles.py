"""The bottles of the next harvest: points are shared out, neighbours vote for neighbours, and two members object."""

from api.demonstration import assemblies, objections, proxies, rounds
from api.demonstration.caldeiras.assembly_days import SUCCESSOR
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.proposals import line
from api.demonstration.season import TODAY, Chapter
from api.demonstration.village import Village
from api.demonstration.waiting import Ask, admitted
from ledger.identifiers import ProposalId, RoundId
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, Completion, CountingRule, RuleKind

TO_SHARE_OUT = 10
EQUAL_SHARES = CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1_GREEDY)

AT_SEA, NEIGHBOUR = "Tomás Delgado", "Leonilde Cruz"
BACK_EARLY, FRIEND = "Ulisses Ramos", "Hirondina Lopes"
RELATED = "Sandra Neves"

PRESENT = (
    "Quintina Andrade",
    "Odete Tavares",
    "Noémia Fonseca",
    "Ivone Ramos",
    "Filomena Lima",
    "Beatriz Monteiro",
    "Eunice Brito",
    "Fátima Morais",
    "Celestina Neves",
)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """What was decided and contested, and what is asked now."""
    return (decided(village), asked_again(village))


def decided(village: Village) -> Chapter:
    """Each elector has ten points and an equal share of the budget. One item stands after all, one does not."""
    yield 262
    options = {ask.label: admitted(village, ask) for ask in ASKS}
    village.ids["proposal_put_back"] = options["garrafas"]
    round_id = by_points(village, "Garrafas, rolhas e rótulos", options, "36000", closes=272)
    village.ids["round_by_points"] = round_id
    yield 264
    rounds.open_round(village, round_id)
    proxies.give(village, round_id, AT_SEA, NEIGHBOUR)
    proxies.give(village, round_id, BACK_EARLY, FRIEND)
    yield 266
    rounds.cast(village, round_id, BALLOTS, without=(AT_SEA, BACK_EARLY, RELATED))
    proxies.cast(village, round_id, NEIGHBOUR, AT_SEA, {"rolhas": 4, "garrafas": 6})
    proxies.cast(village, round_id, FRIEND, BACK_EARLY, {"rótulos": 10})
    yield 268
    proxies.withdraw(village, round_id, BACK_EARLY)
    rounds.recuse(village, round_id, RELATED, "As rolhas vêm do armazém do meu cunhado: soube-o só hoje.")
    yield 273
    rounds.close_and_count(village, round_id)
    yield from contested(village, round_id)


def contested(village: Village, round_id: RoundId) -> Chapter:
    """The assembly dismisses one objection and upholds the other."""
    yield 274
    corks = "Há quem feche as garrafas com cápsulas, que saem mais baratas, e ninguém falou delas."
    first = objections.raised(village, round_id, "Domingas Pires", "rolhas", corks)
    bottles = "O preço das garrafas que foi a votos era o da caixa, e não o da palete que é preciso comprar."
    second = objections.raised(village, round_id, "Germano Dias", "garrafas", bottles)
    yield 277
    rounds.make_final(village, round_id)
    yield 288
    held = assemblies.minutes(
        village,
        287,
        "Dita no fim da missa e afixada na capela: as duas objecções à votação das garrafas.",
        "Ouviram-se os dois que objectaram. As rolhas ficam; as garrafas voltam a votos com o preço certo.",
        PRESENT,
        recorder=SUCCESSOR,
    )
    dismissed = "As cápsulas não servem às garrafas que temos, e isso foi dito antes da votação."
    objections.decide(village, round_id, first, held, dismissed, upheld=False)
    upheld = "Votou-se um preço que não é o que se paga: que se pergunte outra vez."
    objections.decide(village, round_id, second, held, upheld, upheld=True)
    objections.make_item_final(village, round_id, "rolhas")


def asked_again(village: Village) -> Chapter:
    """The bottles are on a ballot again, beside something else; whoever wants to try points can."""
    yield 290
    options = {"garrafas": village.proposal("proposal_put_back"), BOXES.label: admitted(village, BOXES)}
    round_id = by_points(village, "Garrafas outra vez, e caixas", options, "24000", closes=TODAY + 45)
    village.ids["round_open_by_points"] = round_id
    yield 293
    rounds.open_round(village, round_id)
    proxies.give(village, round_id, AT_SEA, NEIGHBOUR)
    village.ids["member_with_proxy"] = village.people[AT_SEA]
    yield 295
    rounds.cast(village, round_id, ({"garrafas": 7, "caixas": 3}, {"caixas": 10}), without=(AT_SEA,))


def by_points(
    village: Village, title: str, options: dict[str, ProposalId], budget: str, closes: int
) -> RoundId:
    """Ten points to share out; the budget is shared equally among those who vote."""
    return rounds.draft(
        village,
        title,
        BallotType.CUMULATIVE,
        options,
        (line(budget),),
        closes,
        rule=EQUAL_SHARES,
        bounds=BoundsGiven(max_sum_points=TO_SHARE_OUT),
    )


BALLOTS = (
    {"garrafas": 6, "rolhas": 4},
    {"rolhas": 10},
    {"garrafas": 5, "rótulos": 5},
    {"garrafas": 10},
    {"rolhas": 7, "rótulos": 3},
    {"garrafas": 4, "rolhas": 6},
    {"rolhas": 5, "garrafas": 5},
    {"rótulos": 10},
    {"garrafas": 8, "rolhas": 2},
    {"rolhas": 3, "garrafas": 7},
)

ASKS = (
    Ask(
        by="Noémia Fonseca",
        need="O vinho novo vende-se em garrafa, e as nossas vêm todas desencontradas.",
        what="Seiscentas garrafas",
        amount="21000",
        criterion=CRITERION,
        people=14,
        label="garrafas",
    ),
    Ask(
        by="Fátima Morais",
        need="Sem rolhas boas o vinho azeda antes do Natal.",
        what="Seiscentas rolhas",
        amount="9000",
        criterion=CRITERION,
        people=14,
        label="rolhas",
    ),
    Ask(
        by="Ivone Ramos",
        need="Um rótulo que diga de onde vem e quem o fez.",
        what="Desenho e impressão",
        amount="13000",
        criterion=CRITERION,
        people=14,
        label="rótulos",
    ),
)
BOXES = Ask(
    by="Odete Tavares",
    need="Caixas de cartão de seis: as garrafas partem-se na estrada.",
    what="Cem caixas",
    amount="8000",
    criterion=CRITERION,
    people=14,
    label="caixas",
)
