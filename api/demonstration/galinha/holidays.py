"""School holidays: options in the order of preference, and a second call, since too few came to the first."""

from api.demonstration import rounds
from api.demonstration.galinha.founding import CRITERION
from api.demonstration.proposals import line
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from api.demonstration.waiting import Ask, admitted
from ledger.identifiers import ProposalId, RoundId
from ledger.rounds.terms import BallotType, Extension

LATE = Extension(within_minutes=720, by_minutes=2_880)
"""A ballot of the last twelve hours that reaches the quorum gives the others two days."""


def chapter(village: Village) -> Chapter:
    """Seven vote at the first call; at the second the ninth ballot, on the last morning, moves the deadline."""
    yield 262
    options = {ask.label: admitted(village, ask) for ask in ASKS}
    first = ranked(village, "Férias no vale", options, closes=270)
    village.ids["round_first_call"] = first
    yield from rounds.hold(village, first, 264, 270, FEW)
    yield 277
    rounds.make_final(village, first)
    second = ranked(
        village, "Férias no vale, segunda vez", options, closes=287, extension=LATE, second_call_of=first
    )
    village.ids["round_second_call"] = second
    yield 279
    rounds.open_round(village, second)
    yield 280
    rounds.cast(village, second, (*FEW, FEW[0]))
    yield 287
    rounds.cast(village, second, FEW[1:2], first=8)
    yield 288
    rounds.cast(village, second, FEW[2:5], first=9)
    yield 290
    rounds.close_and_count(village, second)
    yield 296
    rounds.make_final(village, second)


def ranked(
    village: Village,
    title: str,
    options: dict[str, ProposalId],
    closes: int,
    extension: Extension | None = None,
    second_call_of: RoundId | None = None,
) -> RoundId:
    """Whatever is named first weighs most."""
    return rounds.draft(
        village,
        title,
        BallotType.RANKED,
        options,
        (line("30000"),),
        closes,
        extension=extension,
        second_call_of=second_call_of,
    )


FEW = (
    ("passeio", "livros", "teatro"),
    ("livros", "passeio"),
    ("passeio", "teatro"),
    ("teatro", "livros", "passeio"),
    ("livros", "passeio", "teatro"),
    ("passeio",),
    ("livros", "teatro"),
)


def _ask(by: str, need: str, what: str, amount: str, label: str) -> Ask:
    return Ask(
        by=by,
        need=need,
        what=what,
        amount=amount,
        criterion=CRITERION,
        people=34,
        children=True,
        label=label,
    )


ASKS = (
    _ask(
        "Telma Ribeiro",
        "Há crianças da montanha que nunca viram o mar.",
        "Um dia de carrinha e merenda",
        "17000",
        "passeio",
    ),
    _ask("Xavier Duarte", "Nas férias não há um livro em casa.", "Uma caixa de livros", "11000", "livros"),
    _ask("Paula Andrade", "Uma peça feita pelos mais velhos.", "Panos, tintas e luz", "9000", "teatro"),
)
