"""Four hundred euros for the road, decided in euros and spent in escudos (C10)."""

from api.demonstration import kind
from api.demonstration.exchanges import to_escudos
from api.demonstration.galinha.gifts import BUILDERS
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.currency_exchanges.commands import ReverseCurrencyExchange
from ledger.disbursements.state import PartyKind
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import CurrencyExchangeId


def chapters(village: Village) -> tuple[Chapter, ...]:
    """Exchanged once the decision was final, and paid; sacks are given too, and a day's work."""
    return (exchanged(village), pay(village, 243, CEMENT), sacks(village), a_day_on_the_road(village))


def exchanged(village: Village) -> Chapter:
    """At the parity, less what the bank takes; which was read wrongly at first."""
    yield 239
    reference = "Extracto G, linha 8"
    wrong = to_escudos(village, "400", reference, purpose="purpose", proposal="proposal_road", fee="530")
    yield 240
    village.do(
        ReverseCurrencyExchange(
            account=village.account,
            exchange=CurrencyExchangeId(wrong),
            reason="A comissão são 350 escudos; os 530 são da linha seguinte.",
        )
    )
    village.ids["currency_exchange"] = to_escudos(
        village, "400", reference, purpose="purpose", proposal="proposal_road", fee="350"
    )


def sacks(village: Village) -> Chapter:
    """The builders give a ton and a half of cement; the rain takes a part of it."""
    yield 236
    cement = kind.deliver(village, BUILDERS, "1500", "cement:kg", Condition.NEW)
    kind.accept(village, cement, "Xavier Duarte", Condition.NEW)
    yield 247
    reason = "Quatro sacos apanharam chuva debaixo do telheiro e endureceram."
    kind.change(
        village, StockChangeKind.SPOILAGE, "200", "cement:kg", reason, "Xavier Duarte", "Telma Ribeiro"
    )


def a_day_on_the_road(village: Village) -> Chapter:
    """Ten people for six hours."""
    yield 251
    sheet = kind.work_day(
        village,
        250,
        "Xavier Duarte",
        360,
        "Zita Freire",
        "Abel Rosário",
        "Rui Moniz",
        "Custódio Melo",
        "Jorge Furtado",
        "Elsa Baptista",
        "Gabriel Correia",
        "Paula Andrade",
        "Emanuel Borges",
    )
    yield 252
    kind.confirm(village, sheet, "Telma Ribeiro")


CEMENT = Payment(
    proposal="proposal_road",
    tranche=1,
    amount="41200",
    purpose="purpose",
    payee=Party("Ferragens Novo Rumo, Lda."),
    beneficiary=Party("Moradores das zonas altas", PartyKind.ASSOCIATION),
    reference="Extracto G, linha 11",
    word="Sessenta sacos de cimento e o ferro, contados à chegada.",
    evidence="Factura e guia de entrega.",
)
