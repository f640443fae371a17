"""Baskets for the houses that have least: collected at the chapel's door, decided in one sitting, and stolen from.

What was taken leaves the purpose in shortfall until the neighbours cover it; then a member takes an advance to town.
"""

from api.demonstration import assemblies, places, proposals, purse, rounds, scans
from api.demonstration.caldeiras.cash_box import BOX, WALLET, advance, settle
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import TODAY, Chapter
from api.demonstration.village import Village
from ledger.accounts.events import PurposeKind
from ledger.associations.rules import Office
from ledger.bookings.state import BookingKind
from ledger.disbursements.state import PartyKind
from ledger.identifiers import PurposeId
from ledger.papers.commands import ForgetPaper
from ledger.papers.state import PaperKind
from ledger.proposals.commands import CloseProposal, ReportProposal

CALLED = "Afixada na porta da sede e dita à saída da missa, com a ordem do dia."
PRESENT = (
    "Filomena Lima",
    "Teodoro Cruz",
    "Joana Évora",
    "Zuleica Santos",
    "Arlinda Rocha",
    "Maria Antónia Delgado",
    "Beatriz Monteiro",
    "Celestina Neves",
    "Domingas Pires",
    "Eunice Brito",
    "Hirondina Lopes",
    "Odete Tavares",
)
BUYER = "Hirondina Lopes"


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The baskets and the safe that came of them, and an assembly whose votes are still to be entered."""
    return (
        collected(village),
        sitting(village),
        stolen(village),
        pay(village, 240, BASKETS),
        told(village),
        safe(village),
        pay(village, 252, SAFE),
        assembly_to_enter(village),
    )


def collected(village: Village) -> Chapter:
    """Nobody wrote down who gave; two counted."""
    yield 224
    purse.declare(village, "purpose_baskets", PurposeKind.THEME, "Cabazes para as casas com menos")
    yield 226
    slip = places.file(village, PaperKind.SCAN, scans.page(28, 16, 36))
    village.ids["collection"] = places.collect(village, "6400", BOX, "purpose_baskets", slip)


def sitting(village: Village) -> Chapter:
    """Asked and answered in one evening; the signed page was photographed twice, once with a child in the picture."""
    yield 227
    proposal = proposals.admitted(
        village,
        "Fátima Morais",
        "Seis casas ficam sem gás e sem arroz antes das chuvas: um cabaz para cada uma.",
        spend(CRITERION, 19, (cost("Seis cabazes", "6000"),), line("6000", purpose=_baskets(village))),
        plan="Quem recebe ajuda a caiar a capela.",
        name="proposal_baskets",
    )
    yield 229
    spoiled = places.file(village, PaperKind.PHOTO, scans.page(36, 36, 36, 36))
    command = ForgetPaper(
        account=village.account,
        paper=spoiled,
        reason="Vê-se uma criança atrás da folha; ficou outra fotografia.",
        confirmed_by=village.officers[Office.AUDITOR],
    )
    village.do(command)
    page = places.file(village, PaperKind.SCAN, scans.page(36, 34, 30, 36, 14, 14))
    held = assemblies.minutes(
        village,
        228,
        CALLED,
        "Contou-se o peditório. Leu-se a proposta dos cabazes e votou-se de braço no ar.",
        PRESENT,
        entry_until=236,
        scan=page,
    )
    village.ids["minutes"] = held
    totals = assemblies.hands(10, 1, 1)
    round_id = assemblies.decide(village, held, "Seis cabazes", {"cabazes": proposal}, totals)
    yield 233
    rounds.make_final(village, round_id)


def stolen(village: Village) -> Chapter:
    """Somebody broke the drawer open at night: what was promised is not there, until the neighbours give again."""
    yield 234
    village.ids["booking_theft"] = places.book(
        village,
        BookingKind.THEFT,
        "3000",
        BOX,
        "A gaveta apareceu forçada de manhã; participado na esquadra.",
        purpose="purpose_baskets",
        confirmed=True,
    )
    yield 238
    slip = places.file(village, PaperKind.SCAN, scans.page(26, 18, 34))
    places.collect(village, "3100", BOX, "purpose_baskets", slip)
    yield 241
    buyer = village.people[BUYER]
    village.ids["advance_settled"] = advance(village, buyer, "6000", "Assinou o recibo no livro da caixa.")


def told(village: Village) -> Chapter:
    """The change is back in the box, and what was left over is free again."""
    yield 245
    settle(village, "advance_settled")
    yield 254
    report = "Seis cabazes entregues. Custaram 5.750; voltaram 250 à caixa, contados à frente de quem assina."
    proposal = village.proposal("proposal_baskets")
    village.do(ReportProposal(account=village.account, proposal=proposal, report=report))
    yield 256
    village.do(CloseProposal(account=village.account, proposal=proposal))


def safe(village: Village) -> Chapter:
    """A box that is screwed to the wall: some vote by telephone, most in the room, and nobody twice."""
    yield 236
    proposal = proposals.admitted(
        village,
        "Teodoro Cruz",
        "Depois do roubo: um cofre pequeno, chumbado à parede da sede, para o dinheiro de quem menos tem.",
        spend(CRITERION, 30, (cost("Cofre, buchas e cimento", "3400"),), line("3400")),
        plan="O cofre guarda também o que outras localidades quiserem confiar.",
        name="proposal_safe",
    )
    round_id = rounds.draft_vote(village, "Cofre na parede", "cofre", proposal, closes=246)
    village.ids["round_mixed"] = round_id
    yield 237
    rounds.open_round(village, round_id)
    yield 239
    rounds.cast(village, round_id, yes_no(4, 1))
    yield 241
    held = assemblies.minutes(
        village,
        240,
        CALLED,
        "Falou-se do roubo e do cofre. Quem já tinha votado por telefone votou outra vez, de braço no ar.",
        PRESENT[:9],
        entry_until=246,
    )
    assemblies.enter(village, round_id, held, assemblies.hands(8, 1))
    yield 247
    rounds.close_and_count(village, round_id)
    yield 251
    rounds.make_final(village, round_id)


def assembly_to_enter(village: Village) -> Chapter:
    """It met while a round was open, and spoke of a barometer as well; its votes are still to be entered."""
    yield 294
    proposal = proposals.admitted(
        village,
        "Odete Tavares",
        "Um barómetro na parede da sede: quem apanha a uva sabe de véspera se chove.",
        spend(CRITERION, 14, (cost("Barómetro", "2800"),), line("2800")),
        plan="Ainda não é possível dizer.",
        name="proposal_for_assembly",
    )
    village.ids["proposal_for_assembly"] = proposal
    yield 298
    village.ids["minutes_to_enter"] = assemblies.minutes(
        village,
        297,
        CALLED,
        "Leram-se as contas. Falou-se da próxima campanha e de um barómetro, e votou-se de braço no ar.",
        PRESENT[:8],
        entry_until=TODAY + 40,
    )


def _baskets(village: Village) -> PurposeId:
    return village.purpose("purpose_baskets")


BASKETS = Payment(
    proposal="proposal_baskets",
    tranche=1,
    amount="5750",
    purpose="purpose_baskets",
    payee=Party("Mercearia Boa Esperança"),
    beneficiary=Party("Seis casas da localidade", PartyKind.ASSOCIATION),
    attesting="Odete Tavares",
    place="advance_settled",
    word="Seis cabazes completos, entregues casa a casa.",
    evidence="Factura da mercearia e lista de entrega sem nomes.",
    name="disbursement_baskets",
)
SAFE = Payment(
    proposal="proposal_safe",
    tranche=1,
    amount="3400",
    payee=Party("Ferragens do Planalto, Lda."),
    beneficiary=Party("Associação dos Moradores", PartyKind.ASSOCIATION),
    place=WALLET,
    reference="Carteira, mensagem 4471",
    word="O cofre está chumbado à parede.",
    evidence="Factura, e fotografia do cofre fechado.",
    name="disbursement_safe",
)
