"""Work days: on attendance sheets, confirmed by somebody else, and given to a neighbour by decision."""

from api.demonstration import kind
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.disbursements.state import PartyKind
from ledger.units import WORK

NEIGHBOUR = Party("Agregado da casa da curva", PartyKind.HOUSEHOLD)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """What was worked, what for, and what waits."""
    return (work_days(village), pay(village, 172, WALL), waiting(village))


def work_days(village: Village) -> Chapter:
    """The floor of the cellar, the water channel; and a sheet with a day too much."""
    yield 62
    floor = kind.work_day(
        village,
        61,
        "Teodoro Cruz",
        300,
        "Filomena Lima",
        "Zuleica Santos",
        "Beatriz Monteiro",
        "Eunice Brito",
        "Jacinto Medina",
        "Leonilde Cruz",
        purpose="purpose",
    )
    yield 63
    kind.confirm(village, floor, "Celestina Neves")
    yield 110
    wrong = kind.work_day(
        village, 108, "Jacinto Medina", 480, "Fátima Morais", "Odete Tavares", "Ivone Ramos"
    )
    yield 111
    kind.refuse_sheet(village, wrong, "Noémia Fonseca", "Foi só a manhã: quatro horas, e não oito.")
    channel = kind.work_day(
        village,
        108,
        "Jacinto Medina",
        240,
        "Fátima Morais",
        "Odete Tavares",
        "Ivone Ramos",
        "Leonilde Cruz",
        "Quintina Andrade",
        "Domingas Pires",
        "Beatriz Monteiro",
        "Maria Antónia Delgado",
        "Filomena Lima",
        "Zuleica Santos",
    )
    yield 112
    kind.confirm(village, channel, "Noémia Fonseca")
    village.ids["sheet_confirmed"] = channel


def waiting(village: Village) -> Chapter:
    """One sheet to confirm, one to refuse."""
    yield 292
    village.ids["sheet_to_confirm"] = kind.work_day(
        village, 291, "Teodoro Cruz", 180, "Noémia Fonseca", "Odete Tavares", "Leonilde Cruz"
    )
    yield 294
    village.ids["sheet_to_refuse"] = kind.work_day(village, 293, "Hirondina Lopes", 600, "Sandra Neves")


WALL = Payment(
    proposal="proposal_wall",
    tranche=1,
    amount="2400",
    unit=WORK,
    payee=NEIGHBOUR,
    beneficiary=NEIGHBOUR,
    attesting="Celestina Neves",
    word="O muro está de pé.",
    evidence="Folha dos dois dias de trabalho.",
    name="disbursement_wall",
)
