"""What came into the account of Águas das Caldeiras."""

from api.demonstration import purse
from api.demonstration.caldeiras.cash_box import BOX
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.contributions.commands import WithdrawPledge
from ledger.contributions.state import GiverKind, Motive

TOWN_HALL = Donor("Câmara Municipal, apoio a associações", GiverKind.PUBLIC_BODY, Motive.GRANT)
EMIGRANTS = Donor("Amicale capverdienne de Valbrune", GiverKind.ASSOCIATION)
COOPERATIVE = Donor("Cooperativa Agrícola do Planalto", GiverKind.ASSOCIATION)
WOMEN = Donor("Grupo de mulheres vinhateiras", GiverKind.ASSOCIATION, Motive.EVENT)
BOTTLERS = Donor("Garrafeira do Norte, Lda.", GiverKind.COMPANY)
HOTEL = Donor("Hotel Mar Alto", GiverKind.COMPANY)
SHOP = Donor("Mercearia Boa Esperança", GiverKind.COMPANY)
PHARMACY = Donor("Farmácia do Alto", GiverKind.COMPANY)
RESTAURANT = Donor("Restaurante Vista do Vale", GiverKind.COMPANY, Motive.EVENT)
BAKERY = Donor("Padaria Novo Dia", GiverKind.COMPANY)
WORKSHOP = Donor("Oficina Fortes e Filhos", GiverKind.COMPANY)
ARMINDO = Donor("Armindo Fortes, Roterdão", motive=Motive.REMITTANCE)
LUCINDA = Donor("Lucinda Brito, Luxemburgo", motive=Motive.REMITTANCE)
CELINA = Donor("Celina Medina, Boston", motive=Motive.REMITTANCE)

MEMBERS_WHO_PAY = (
    "Joana Évora",
    "Nelson Fortes",
    "Arlinda Rocha",
    "Filomena Lima",
    "Teodoro Cruz",
    "Maria Antónia Delgado",
    "Zuleica Santos",
    "Celestina Neves",
    "Domingas Pires",
    "Eunice Brito",
)


def first_weeks(village: Village) -> Chapter:
    """Fees, a grant, remittances, and the money for the press."""
    yield 3
    purse.fees(village, "500", *MEMBERS_WHO_PAY)
    yield 8
    earlier = village.calendar.day(6)
    purse.receive(village, TOWN_HALL, "250000", reference="Extracto 1, linha 4", effective=earlier)
    yield 14
    purse.receive(village, ARMINDO, "20000", reference="Extracto 1, linha 9")
    purse.receive(village, LUCINDA, "150", "EUR", reference="Extracto 1, linha 10")
    yield 16
    village.ids["contribution_anonymous"] = purse.receive(
        village, Donor("Henrique Évora"), "50000", anonymous=True
    )
    yield 20
    press = purse.receive(village, BOTTLERS, "60000", earmark="purpose")
    emigrants = purse.receive(
        village, EMIGRANTS, "1200", "EUR", earmark="purpose", reference="Extracto 2, linha 1"
    )
    yield 22
    purse.accept(village, press)
    purse.accept(village, emigrants)
    yield 24
    village.ids["contribution_returned"] = purse.receive(village, HOTEL, "30000", earmark="purpose")
    yield 30
    reason = "O hotel pedia o seu nome em todas as garrafas; devolvido de comum acordo."
    purse.refund(village, village.contribution("contribution_returned"), "30000", reason)
    yield 35
    purse.receive(village, WOMEN, "17400", place=BOX)
    yield 52
    fee = Donor("Domingas Pires", motive=Motive.MEMBERSHIP_FEE)
    village.ids["contribution_refunded"] = again = purse.receive(village, fee, "500", place=BOX)
    yield 54
    purse.refund(village, again, "500", "A quota já estava paga.", place=BOX)


def wrong_booking(village: Village) -> Chapter:
    """A zero too many, reversed and booked anew under the same line of the bank's statement."""
    yield 26
    wrong = purse.receive(village, COOPERATIVE, "120000", reference="Extracto 2, linha 7")
    yield 28
    purse.reverse(village, wrong, "Um zero a mais: na linha do banco estão 12.000, não 120.000.")
    purse.receive(village, COOPERATIVE, "12000", reference="Extracto 2, linha 7")
    village.ids["contribution_reversed"] = wrong


def pledges(village: Village) -> Chapter:
    """One is kept, one withdrawn."""
    yield 18
    pledged = purse.pledge(village, LUCINDA, "300", "EUR")
    village.ids["pledge_withdrawn"] = shop = purse.pledge(village, SHOP, "10000")
    yield 65
    purse.keep_pledge(village, pledged, "300", "EUR", reference="Extracto 3, linha 2")
    yield 110
    village.do(WithdrawPledge(account=village.account, contribution=shop))


def later_months(village: Village) -> Chapter:
    """More remittances, a legacy, the second grant, and gifts for the training."""
    yield 92
    late = purse.receive(village, LUCINDA, "90", "EUR", earmark="purpose")
    more = purse.receive(village, ARMINDO, "18000", earmark="purpose")
    yield 97
    purse.accept(village, late)
    purse.accept(village, more)
    yield 112
    purse.lift(village, more, "Disse ao telefone, em alta voz na assembleia: usem onde fizer mais falta.")
    village.ids["contribution_lifted"] = more
    yield 125
    purse.receive(village, LUCINDA, "200", "EUR", reference="Extracto 5, linha 3")
    yield 138
    purse.receive(village, Donor("Herdeiros de António Delgado", motive=Motive.LEGACY), "80000")
    yield 150
    purse.receive(village, TOWN_HALL, "200000", reference="Extracto 6, linha 5")
    yield 171
    purse.fees(
        village, "500", *MEMBERS_WHO_PAY[2:], "Beatriz Monteiro", "Ivone Ramos", "Odete Tavares", place=BOX
    )
    yield 188
    training = purse.receive(village, EMIGRANTS, "250", "EUR", earmark="purpose_other")
    pharmacy = purse.receive(village, PHARMACY, "25000", earmark="purpose_other")
    yield 190
    purse.accept(village, training)
    purse.accept(village, pharmacy)
    village.ids["contribution_earmarked"] = training
    yield 208
    purse.receive(village, LUCINDA, "200", "EUR", reference="Extracto 8, linha 1")
    yield 236
    purse.receive(village, ARMINDO, "25000", reference="Extracto 9, linha 6")
    yield 240
    tables = purse.receive(village, RESTAURANT, "8000", place=BOX)
    yield 246
    purse.refund(village, tables, "3000", "Pagou oito mesas do jantar e só pôde ocupar cinco.", place=BOX)


def waiting(village: Village) -> Chapter:
    """What somebody still has to do something about."""
    yield 285
    village.ids["contribution_awaiting"] = purse.receive(village, BOTTLERS, "35000", earmark="purpose_other")
    yield 288
    village.ids["pledge_open"] = purse.pledge(village, BAKERY, "20000")
    village.ids["pledge_to_withdraw"] = purse.pledge(village, CELINA, "50", "EUR")
    yield 289
    village.ids["contribution_refundable"] = purse.receive(village, WORKSHOP, "10000")
    yield 290
    wrong = purse.receive(village, BAKERY, "3500", reference="Extracto 11, linha 2")
    village.ids["contribution_to_reverse"] = wrong
    village.ids["giver"] = village.givers[LUCINDA.name]
