"""What is contested in Águas das Caldeiras and not settled: an objection to decide, an item to make final, a round to
annul.
"""

from api.demonstration import assemblies, objections, rounds
from api.demonstration.caldeiras.assembly_days import SUCCESSOR
from api.demonstration.caldeiras.bottles import PRESENT
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.proposals import line
from api.demonstration.season import TODAY, Chapter
from api.demonstration.village import Village
from api.demonstration.waiting import Ask, admitted


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The assembly that decided on all of it comes last: its minutes wait for whoever carries them out."""
    return (round_to_annul(village), round_objected_to(village))


def round_objected_to(village: Village) -> Chapter:
    """Final but for two items: one objection was dismissed, the other waits to be written down."""
    yield 281
    options = {ask.label: admitted(village, ask) for ask in (LADDER, HOSE)}
    round_id = rounds.draft_budget_round(village, "Escada e mangueira", options, (line("12000"),), closes=290)
    village.ids["round_objected"] = round_id
    yield from rounds.hold(village, round_id, 283, 290, rounds.approvals(10, {"escada": 9, "mangueira": 7}))
    yield 292
    ladder = "A escada que a escola já não usa serve, e não custa nada."
    first = objections.raised(village, round_id, "Teodoro Cruz", "escada", ladder)
    hose = "A mangueira não esteve na convocatória que chegou ao alto da ribeira."
    objections.raised(village, round_id, "Germano Dias", "mangueira", hose)
    yield 295
    rounds.make_final(village, round_id)
    yield 300
    held = assemblies.minutes(
        village,
        299,
        "Afixada na capela e na venda: as objecções à escada e à mangueira, e a votação do gelo.",
        "A escada fica: a da escola está rachada. A mangueira fica também. A votação do gelo não vale.",
        PRESENT,
        notice=6,
        recorder=SUCCESSOR,
    )
    village.ids["minutes_on_objections"] = held
    dismissed = "A escada da escola está rachada, e a professora confirmou-o por escrito."
    objections.decide(village, round_id, first, held, dismissed, upheld=False)


def round_to_annul(village: Village) -> Chapter:
    """Not everybody was told of it; the assembly has said so, and nobody has written it down yet."""
    yield 294
    round_id = rounds.draft_vote(village, ICE.title, ICE.label, admitted(village, ICE), TODAY + 30)
    village.ids["round_to_annul"] = round_id
    yield 296
    rounds.open_round(village, round_id)
    rounds.cast(village, round_id, rounds.yes_no(2, 1))


LADDER = Ask(
    by="Beatriz Monteiro",
    need="Chegar ao alto das cubas sem subir a bidões.",
    what="Escada de alumínio",
    amount="7000",
    criterion=CRITERION,
    people=14,
    label="escada",
)
HOSE = Ask(
    by="Eunice Brito",
    need="Lavar a adega com água corrente.",
    what="Mangueira de trinta metros",
    amount="4500",
    criterion=CRITERION,
    people=14,
    label="mangueira",
)
ICE = Ask(
    by="Valdemar Rocha",
    need="Gelo para arrefecer o mosto nas tardes quentes.",
    what="Arca e gelo de uma campanha",
    amount="16000",
    criterion=CRITERION,
    people=14,
    title="Gelo para o mosto",
    label="gelo",
)
