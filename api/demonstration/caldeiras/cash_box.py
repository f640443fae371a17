"""The cash box in the drawer, the account at the bank and the telephone's wallet: where the money lies, and counts.

At first there is the box alone; once the bank account is open, what names no other place comes and goes there.
"""

from api.demonstration import places, scans
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.bookings.state import BookingKind
from ledger.identifiers import MemberToken, PlaceId
from ledger.papers.state import PaperKind
from ledger.places.advances import GiveAdvance, SettleAdvance
from ledger.places.state import PlaceKind

BOX, BANK = "place_cash_box", "place_bank"
OLD_WALLET, WALLET = "place_to_close", "place_wallet"


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The beginning, the money that is carried, the counts, and what waits."""
    return (beginning(village), carried(village), counted(village), telephones(village), waiting(village))


def beginning(village: Village) -> Chapter:
    """What was in the box before there was a ledger, by the last page of the old notebook; then the bank."""
    yield 2
    places.open_place(village, BOX, PlaceKind.CASH_BOX, "caixa", "Na gaveta da sede, com duas chaves.", "CVE")
    notebook = places.file(village, PaperKind.SCAN, scans.page(30, 34, 22, 38, 12))
    village.ids["paper"] = notebook
    village.ids["booking"] = places.book(
        village, BookingKind.OPENING_BALANCE, "8500", BOX, "Última folha do caderno antigo.", scan=notebook
    )
    yield 5
    bank = "Conta da associação no banco da vila; duas assinaturas."
    places.open_place(village, BANK, PlaceKind.BANK_ACCOUNT, "banco", bank, "EUR")
    places.name_main(village, BANK, "CVE")


def carried(village: Village) -> Chapter:
    """The box is emptied into the bank before it is worth a thief's while, and filled for what is paid in hand."""
    yield 12
    slip = "Talão de depósito, carimbado."
    village.ids["move"] = places.move(village, "10000", BOX, BANK, slip, reference="Extracto 1, linha 8")
    yield 36
    places.move(village, "15000", BOX, BANK, slip, reference="Extracto 2, linha 11")
    in_hand = "Levantamento ao balcão, para pagar em mão."
    yield 103
    places.move(village, "25000", BANK, BOX, in_hand, reference="Extracto 4, linha 9")
    yield 105
    places.move(village, "18000", BANK, BOX, in_hand, reference="Extracto 4, linha 10")
    yield 172
    places.move(village, "8000", BOX, BANK, slip, reference="Extracto 7, linha 3")
    yield 269
    places.move(village, "18000", BANK, BOX, in_hand, reference="Extracto 10, linha 4")


def counted(village: Village) -> Chapter:
    """Once fifty escudos were missing, which the rules let be booked at once; the next time all was there."""
    yield 60
    slip = places.file(village, PaperKind.SCAN, scans.page(20, 24, 18, 30))
    found = places.count(village, BOX, missing="50", scan=slip)
    village.ids["count"] = found
    places.book_difference(village, found, BOX)
    yield 174
    places.count(village, BOX)


def telephones(village: Village) -> Chapter:
    """A wallet on the association's telephone, and on the next one when that fell into the press."""
    yield 9
    places.open_place(
        village, OLD_WALLET, PlaceKind.MOBILE_WALLET, "carteira-antiga", "O primeiro telefone da associação."
    )
    yield 13
    wrong = places.move(village, "2000", BOX, OLD_WALLET, "Mensagem da operadora.")
    yield 15
    places.move_back(village, wrong, "Foi carregado o telefone de outra pessoa, que devolveu as notas.")
    places.move(village, "1500", BOX, OLD_WALLET, "Mensagem da operadora.")
    yield 41
    fee = places.book(village, BookingKind.BANK_FEE, "250", OLD_WALLET, "Taxa mensal, no ecrã do telefone.")
    yield 42
    places.correct(village, fee, "São 25 escudos: lido um zero a mais no ecrã.")
    places.book(village, BookingKind.BANK_FEE, "25", OLD_WALLET, "Taxa mensal, no ecrã do telefone.")
    yield 175
    places.open_place(
        village, WALLET, PlaceKind.MOBILE_WALLET, "carteira", "O telefone novo, em nome da associação."
    )
    places.move(village, "1475", OLD_WALLET, WALLET, "A operadora passou o saldo para o cartão novo.")
    yield 250
    places.move(village, "2500", BANK, WALLET, "Carregada pelo banco.", reference="Extracto 9, linha 12")


def waiting(village: Village) -> Chapter:
    """What somebody still has to do something about."""
    yield 286
    holder = village.people["Celestina Neves"]
    village.ids["advance_open"] = advance(village, holder, "4000", "Assinou o recibo no livro da caixa.")
    yield 298
    slip = "Levantamento ao balcão; o talão parece o da semana passada."
    village.ids["move_to_reverse"] = places.move(village, "1000", BANK, BOX, slip)
    village.ids["booking_to_correct"] = places.book(
        village,
        BookingKind.BANK_FEE,
        "350",
        BANK,
        "Manutenção de conta, segundo o preçário.",
        reference="Extracto 11, linha 7",
    )
    village.ids["count_to_book"] = places.count(village, BOX, missing="20")
    village.ids["paper_to_forget"] = places.file(village, PaperKind.PHOTO, scans.page(40, 40, 40, 40, 40))


def advance(village: Village, holder: MemberToken, amount: str, evidence: str) -> PlaceId:
    """A member takes money along out of the box."""
    command = GiveAdvance(
        account=village.account,
        holder=holder,
        unit="CVE",
        amount=amount,
        origin=places.place(village, BOX),
        evidence=evidence,
    )
    return PlaceId(village.do(command))


def settle(village: Village, name: str) -> None:
    """The change comes back into the box, and the advance is closed."""
    command = SettleAdvance(
        account=village.account, place=places.place(village, name), target=places.place(village, BOX)
    )
    village.do(command)
