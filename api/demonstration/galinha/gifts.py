"""What came into the account of Ribeirão Galinha."""

from api.demonstration import purse
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.contributions.commands import WithdrawPledge
from ledger.contributions.state import GiverKind, Motive

TOWN_HALL = Donor("Câmara Municipal, acção social escolar", GiverKind.PUBLIC_BODY, Motive.GRANT)
FOUNDATION = Donor("Fundação Serra Viva", GiverKind.ASSOCIATION, Motive.GRANT)
CLUB = Donor("Clube dos Amigos de Ribeirão Galinha, Esch", GiverKind.ASSOCIATION)
PARENTS = Donor("Grupo de pais e encarregados", GiverKind.ASSOCIATION, Motive.EVENT)
MILL = Donor("Moinhos do Vale, S.A.", GiverKind.COMPANY)
SUPERMARKET = Donor("Supermercado Central", GiverKind.COMPANY)
BUILDERS = Donor("Construtora Ribeira Alta, Lda.", GiverKind.COMPANY)
PHOTO_SHOP = Donor("Papelaria Estrela", GiverKind.COMPANY)
SILVINO = Donor("Silvino Barros, Lisboa", motive=Motive.REMITTANCE)
MARIA_JOSE = Donor("Maria José Vaz, Boston", motive=Motive.REMITTANCE)
AGOSTINHO = Donor("Agostinho Moniz, Paris", motive=Motive.REMITTANCE)

MEMBERS_WHO_PAY = (
    "Adelino Vaz",
    "Berta Semedo",
    "Dulce Tavares",
    "Emanuel Borges",
    "Fernanda Gonçalves",
    "Gabriel Correia",
    "Isaura Mendes",
    "Jorge Furtado",
    "Kátia Barros",
    "Lígia Varela",
    "Nilda Cabral",
    "Zita Freire",
)


def first_weeks(village: Village) -> Chapter:
    """Fees, a grant for the transport, the first sponsorships."""
    yield 9
    purse.fees(village, "300", *MEMBERS_WHO_PAY)
    yield 11
    grant = purse.receive(village, TOWN_HALL, "240000", earmark="purpose", reference="Extracto A, linha 3")
    purse.receive(village, TOWN_HALL, "120000", reference="Extracto A, linha 4")
    yield 14
    club = purse.receive(village, CLUB, "600", "EUR", earmark="purpose", reference="Extracto A, linha 6")
    yield 16
    purse.accept(village, grant)
    purse.accept(village, club)
    purse.receive(village, SILVINO, "60", "EUR", reference="Extracto A, linha 8")
    yield 18
    village.ids["contribution_anonymous"] = purse.receive(
        village, Donor("Guilhermina Sanches"), "35000", anonymous=True
    )
    yield 24
    village.ids["contribution_returned"] = purse.receive(village, SUPERMARKET, "20000", earmark="purpose")
    yield 29
    reason = "Pedia fotografias das crianças em troca. A assembleia agradece e devolve."
    purse.refund(village, village.contribution("contribution_returned"), "20000", reason)
    yield 33
    purse.receive(village, PARENTS, "22500", effective=village.calendar.day(31))
    yield 57
    shelter = purse.receive(village, MARIA_JOSE, "100", "EUR", earmark="purpose_other")
    yield 59
    purse.accept(village, shelter)
    yield 62
    fee = Donor("Custódio Melo", motive=Motive.MEMBERSHIP_FEE)
    village.ids["contribution_refunded"] = twice = purse.receive(village, fee, "300")
    purse.receive(village, fee, "300")
    yield 63
    purse.refund(village, twice, "300", "Pagou a quota duas vezes no mesmo dia.")
    yield 90
    purse.lift(village, shelter, "Escreveu: o abrigo já está pago, gastem onde for preciso.")
    village.ids["contribution_lifted"] = shelter


def wrong_booking(village: Village) -> Chapter:
    """Booked in the wrong currency, reversed, and booked anew under the same line of the bank's statement."""
    yield 27
    wrong = purse.receive(village, AGOSTINHO, "150", reference="Extracto A, linha 12")
    yield 32
    purse.reverse(village, wrong, "São 150 euros, não 150 escudos.")
    purse.receive(village, AGOSTINHO, "150", "EUR", reference="Extracto A, linha 12")
    village.ids["contribution_reversed"] = wrong


def pledges(village: Village) -> Chapter:
    """One is kept, and a little more; one is withdrawn."""
    yield 21
    pledged = purse.pledge(village, SILVINO, "100", "EUR", earmark="purpose")
    village.ids["pledge_withdrawn"] = shop = purse.pledge(village, PHOTO_SHOP, "15000")
    yield 66
    purse.keep_pledge(village, pledged, "120", "EUR", reference="Extracto C, linha 1")
    purse.accept(village, pledged)
    yield 130
    village.do(WithdrawPledge(account=village.account, contribution=shop))


def bounced_cheque(village: Village) -> Chapter:
    """A cheque comes back after the assembly counted on it: a shortfall, which the emigrants' club covers."""
    yield 17
    cheque = purse.receive(village, MILL, "60000", earmark="purpose", reference="Cheque depositado, talão 31")
    yield 19
    purse.accept(village, cheque)
    yield 95
    purse.reverse(village, cheque, "O cheque voltou sem cobertura. O transporte do mês fica à espera.")
    village.ids["contribution_bounced"] = cheque
    yield 99
    cover = purse.receive(village, CLUB, "55000", earmark="purpose", reference="Extracto D, linha 2")
    yield 101
    purse.accept(village, cover)


def later_months(village: Village) -> Chapter:
    """The second grant, more sponsorships, and a gift for a shelter that is paid already."""
    yield 84
    builders = purse.receive(village, BUILDERS, "30000", earmark="purpose_other")
    yield 86
    purse.accept(village, builders)
    yield 108
    club = purse.receive(village, CLUB, "600", "EUR", earmark="purpose", reference="Extracto D, linha 7")
    yield 110
    purse.accept(village, club)
    yield 140
    grant = purse.receive(village, TOWN_HALL, "260000", earmark="purpose", reference="Extracto E, linha 3")
    purse.receive(village, TOWN_HALL, "80000", reference="Extracto E, linha 4")
    yield 142
    purse.accept(village, grant)
    yield 165
    purse.receive(village, SILVINO, "20000", reference="Extracto F, linha 2")
    purse.receive(village, MARIA_JOSE, "80", "EUR", reference="Extracto F, linha 3")
    yield 190
    purse.fees(village, "300", *MEMBERS_WHO_PAY[1:], "Abel Rosário", "Deolinda Reis")
    yield 204
    foundation = purse.receive(village, FOUNDATION, "1000", "EUR", earmark="purpose")
    yield 209
    purse.accept(village, foundation)
    village.ids["contribution_earmarked"] = foundation
    yield 222
    purse.receive(village, AGOSTINHO, "40000", reference="Extracto G, linha 5")
    yield 238
    party = purse.receive(village, PARENTS, "18600")
    yield 241
    purse.refund(
        village, party, "1600", "Bilhetes do sorteio que ficaram por vender, já contados na receita."
    )


def waiting(village: Village) -> Chapter:
    """What somebody still has to do something about."""
    yield 284
    village.ids["contribution_awaiting"] = purse.receive(village, PHOTO_SHOP, "12000", earmark="purpose")
    yield 286
    village.ids["pledge_open"] = purse.pledge(village, SILVINO, "60", "EUR", earmark="purpose")
    village.ids["pledge_to_withdraw"] = purse.pledge(village, SUPERMARKET, "10000")
    yield 287
    village.ids["contribution_refundable"] = purse.receive(village, BUILDERS, "15000")
    yield 291
    wrong = purse.receive(village, PARENTS, "7400", reference="Extracto H, linha 2")
    village.ids["contribution_to_reverse"] = wrong
    village.ids["giver"] = village.givers[CLUB.name]
