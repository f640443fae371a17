"""The driver is everybody's neighbour: what each of them chose is told to nobody (V5)."""

from api.demonstration import rounds
from api.demonstration.galinha.founding import CRITERION
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from api.demonstration.waiting import Ask, admitted, round_counted
from ledger.rounds.terms import BallotType, Confidentiality


def chapters(village: Village) -> tuple[Chapter, ...]:
    """A confidential round with enough electors for a list of choices; and one to which somebody may object."""
    return (driver(village), round_counted(village, GATE, 290, 299, yes_no(12, 3, 1), "round_to_object"))


def driver(village: Village) -> Chapter:
    """Twenty-two vote. Once the round is final, nothing joins them to what they chose."""
    yield 268
    round_id = rounds.draft(
        village,
        DRIVER.title,
        BallotType.YES_NO_ABSTAIN,
        {DRIVER.label: admitted(village, DRIVER)},
        (),
        closes=277,
        confidentiality=Confidentiality.CONFIDENTIAL,
    )
    village.ids["round_confidential"] = round_id
    yield from rounds.hold(village, round_id, 270, 277, yes_no(14, 5, 2), undecided=1)
    yield 284
    rounds.make_final(village, round_id)


DRIVER = Ask(
    by="Zita Freire",
    need="Quem conduz a carrinha levanta-se às cinco: uma ajuda de custo por período.",
    what="Ajuda de custo, um período",
    amount="12000",
    criterion=CRITERION,
    people=34,
    children=True,
    title="Ajuda de custo ao transporte",
    label="ajuda",
)
GATE = Ask(
    by="Custódio Melo",
    need="O portão da sede não fecha, e as cabras entram na horta.",
    what="Dobradiças e tranca",
    amount="5500",
    criterion=CRITERION,
    people=34,
    children=True,
    title="Portão da sede",
    label="portão",
)
