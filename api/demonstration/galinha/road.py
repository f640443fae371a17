"""Four hundred euros for the road, decided in euros and spent in escudos (C10)."""

from api.demonstration.exchanges import to_escudos
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.disbursements.state import PartyKind


def chapters(village: Village) -> tuple[Chapter, ...]:
    """Exchanged once the decision was final, and paid."""
    return (exchanged(village), pay(village, 243, CEMENT))


def exchanged(village: Village) -> Chapter:
    """At the parity, less what the bank takes."""
    yield 239
    to_escudos(village, "400", "Extracto G, linha 8", purpose="purpose", proposal="proposal_road", fee="350")


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
