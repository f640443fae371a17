"""What was paid for the press, the training and the vats."""

from api.demonstration.caldeiras.cash_box import BOX
from api.demonstration.caldeiras.gifts import WOMEN
from api.demonstration.payments import Party, Payment
from ledger.disbursements.state import PartyKind

THE_WOMEN = Party(WOMEN.name, PartyKind.ASSOCIATION)
MAKERS = Party("Enotécnica Vale do Cedro, Lda.")
CARRIER, SAILORS = Party("Transmar Carga, Lda."), Party("Navegação do Canal, Lda.")
SCHOOL = Party("Escola de Vinha da Ribeira", PartyKind.ASSOCIATION)
MASON = Party("Teodoro Cruz", PartyKind.PERSON)

ADVANCE = Payment(
    proposal="proposal_closed",
    tranche=1,
    amount="600",
    unit="EUR",
    purpose="purpose",
    payee=MAKERS,
    beneficiary=THE_WOMEN,
    word="O fabricante confirma o sinal e a data de embarque.",
    evidence="Confirmação de encomenda e factura do sinal.",
    name="disbursement_failed",
)
DELIVERY = Payment(
    proposal="proposal_closed",
    tranche=2,
    amount="600",
    unit="EUR",
    purpose="purpose",
    payee=MAKERS,
    beneficiary=THE_WOMEN,
    reference="Extracto 4, linha 8",
    word="A prensa chegou inteira, com manual e um jogo de panos de reserva.",
    evidence="Factura final e fotografia da prensa montada.",
    name="disbursement_evidenced",
)
FREIGHT = Payment(
    proposal="proposal_closed",
    tranche=3,
    amount="60000",
    purpose="purpose",
    payee=CARRIER,
    beneficiary=THE_WOMEN,
    reference="Extracto 4, linha 3",
    word="A caixa foi entregue à porta da adega.",
    evidence="Guia de transporte e despacho.",
    name="disbursement_returned",
)
BASE = Payment(
    proposal="proposal_closed",
    tranche=4,
    amount="23500",
    payee=MASON,
    beneficiary=THE_WOMEN,
    attesting="Hirondina Lopes",
    place=BOX,
    word="A base está nivelada e seca; a prensa foi aparafusada no mesmo dia.",
    evidence="Recibo da mão-de-obra e talões de cimento e ferro.",
    name="disbursement_base",
)
FIRST_DAYS = Payment(
    proposal="proposal_reported",
    tranche=1,
    amount="40000",
    payee=SCHOOL,
    beneficiary=THE_WOMEN,
    reference="Extracto 4, linha 4",
    word="Três dias de formação dados, dezasseis presentes.",
    evidence="Folhas de presença dos três primeiros dias.",
    name="disbursement_training",
)
LAST_DAYS = Payment(
    proposal="proposal_reported",
    tranche=2,
    amount="35000",
    payee=SCHOOL,
    beneficiary=THE_WOMEN,
    reference="Extracto 5, linha 1",
    word="Dois dias de formação dados, dezasseis presentes.",
    evidence="Folhas de presença e lista de certificados.",
)
MATERIAL = Payment(
    proposal="proposal_reported",
    tranche=3,
    amount="18200",
    payee=Party("Maria Antónia Delgado", PartyKind.PERSON),
    beneficiary=THE_WOMEN,
    attesting="Fátima Morais",
    place=BOX,
    word="Densímetros, metabissulfito e cinco almoços para dezasseis pessoas.",
    evidence="Talões de compra, conferidos com a lista.",
)
VATS = Payment(
    proposal="proposal_executing",
    tranche=1,
    amount="80000",
    payee=MAKERS,
    beneficiary=THE_WOMEN,
    reference="Extracto 6, linha 2",
    word="As duas cubas estão na adega e não vertem.",
    evidence="Factura, e acta da prova de água.",
    name="disbursement_vats",
)
