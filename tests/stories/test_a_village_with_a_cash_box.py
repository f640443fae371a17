"""A village of forty keeps a year with a cash box, a sheet and assemblies on paper, to the books that it closed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.api.server import serve
from tests.stories.book import Book
from tests.stories.hamlet import NAMES, OFFICERS, Hamlet, spending

ANA, BENTO, CELESTE = OFFICERS.values()
ADELIA, DJOSA, EUGENIA, GILDA, HIRONDINA, JOAO = NAMES[:6]
YEAR_END = date(2026, 12, 31)


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Year"]:
    """Founded on the first Sunday of the year; the phone and the command line have one clock."""
    with serve(tmp_path / "usf.db", now=datetime(2026, 1, 4, 12, tzinfo=UTC)) as served:
        monkeypatch.setattr("ledger.ledger.SystemClock", lambda: served.clock)
        yield Year(Hamlet(served), Book(served, tmp_path))


class Year:
    """A year of the village and its book."""

    def __init__(self, village: Hamlet, book: Book) -> None:
        self.village, self.book = village, book
        self.cistern = self.transport = ""

    def agrees(self, counted: str) -> None:
        """`usf reconcile` finds the box as it was counted."""
        done = self.book.usf("reconcile", "caixa")
        assert done.exit_code == 0, done.output
        village = self.village
        (found,) = village.look(f"/places/{village.box}/reconciliation")["items"]
        assert (found["agrees"], found["book"], found["count"]["counted"]) == (True, counted, counted)


def test_a_year_is_kept_in_a_sheet_and_closed_by_an_assembly_on_paper(year: Year) -> None:
    """A3, A5, L2, L7, L12, L13, C6, R9"""
    the_first_page_of_the_book(year)
    the_box_is_counted(year)
    the_assembly_decides_on_the_cistern(year)
    the_mason_is_paid_and_cement_is_bought_with_an_advance(year)
    the_auditor_leaves_and_an_assembly_appoints_another(year)
    the_box_is_broken_open(year)
    the_year_ends_with_a_count(year)
    the_assembly_closes_the_year(year)
    the_same_sheet_changes_nothing(year)


def the_first_page_of_the_book(year: Year) -> None:
    """Members join, and money and hours come; a misspelt name is told with its row, and nothing is recorded before."""
    village, book = year.village, year.book
    book.write("saldo inicial", "04/01/2026", montante="18 500", texto="A última página do livro velho.")
    for name in NAMES:
        book.write("adesão", "04/01/2026", quem=name)
    for name in NAMES[:10]:
        book.write("quota", "05/01/2026", quem=name, montante="100,00")
    book.write("colecta", "11/01/2026", montante="6.420,00", por=f"{BENTO}; {ADELIA}")
    book.write("donativo", "18/01/2026", quem="Padaria do Vale", montante="5000", que="empresa")
    book.write(
        "horas",
        "24/01/2026",
        {"quem": EUGENIA, "montante": "4"},
        {"quem": GILDA, "montante": "2,5"},
        quem=DJOSA,
        montante="3:30",
        por=f"{ADELIA}; {BENTO}",
    )
    book.write("colecta", "25/01/2026", montante="1 080", por=f"{BENTO}; Adelia Delgado")
    village.today(date(2026, 1, 31))
    head = village.head()
    (fault,) = book.takes()["corrections"]
    assert (fault["row"], fault["refusal"]) == (len(book.rows) + 1, "name-unknown")
    assert fault["sentence"].startswith(f"Linha {len(book.rows) + 1}")
    assert village.head() == head
    book.strike_out()
    book.write("colecta", "25/01/2026", montante="1 080", por=f"{BENTO}; {ADELIA}")
    foreseen = book.takes(None, "--dry-run")
    assert {entry["became"] for entry in foreseen["entries"]} == {"would-be"}
    assert village.head() == head
    assert book.taken() == book.entries
    assert village.available() == "32000.00"
    assert len(village.look("/members", limit=200)["items"]) == 40


def the_box_is_counted(year: Year) -> None:
    """Two count forty escudos less than the book has; that is booked under the founders' rule."""
    village, book = year.village, year.book
    book.write("contagem", "28/02/2026", montante="31 960", por=f"{CELESTE}; {DJOSA}")
    village.today(date(2026, 3, 1))
    assert book.taken() == 1
    done = book.usf("reconcile", "caixa")
    assert done.exit_code == 1, done.output
    (count,) = village.look("/counts")["items"]
    assert (count["booked"], count["difference"]) == ("32000.00", "-40.00")
    village.treasurer.done(f"{village.at}/counts/{count['id']}/differences", {"booked": count["booked"]})
    year.agrees("31960.00")


def the_assembly_decides_on_the_cistern(year: Year) -> None:
    """Thirty-six meet on a Sunday; their votes come in on Wednesday, when there is a signal."""
    village, book = year.village, year.book
    village.today(date(2026, 3, 5))
    proposer = village.member(HIRONDINA)
    year.cistern = village.proposed(proposer, spending("12000"), "A cisterna perde água.")
    book.write(
        "acta",
        "08/03/2026",
        {"sobre": year.cistern, "que": "sim", "montante": "31", "texto": "A cisterna"},
        {"sobre": year.cistern, "que": "não", "montante": "3"},
        {"sobre": year.cistern, "que": "abstenção", "montante": "2"},
        horas="15:00-17:30",
        convocada="01/03/2026",
        votos_ate="15/03/2026",
        montante="36",
        que="Chamados pelo sino da capela.",
        por=f"{GILDA}; {JOAO}",
        texto="Leram-se as contas e decidiu-se arranjar a cisterna.",
    )
    village.today(date(2026, 3, 11))
    assert book.taken() == 1
    village.finalised(year.cistern)
    assert village.look(f"/proposals/{year.cistern}")["status"] == "accepted"


def the_mason_is_paid_and_cement_is_bought_with_an_advance(year: Year) -> None:
    """Cash passes from hand to hand before a third; of an advance come back its evidence and the change."""
    village, book = year.village, year.book
    mason = village.signed_off(year.cistern, 1, "8000", "Mestre Tói")
    book.write("pagamento", "14/03/2026", sobre=mason, lugar="caixa", por=EUGENIA, texto="Recebi. Tói.")
    village.today(date(2026, 3, 20))
    assert book.taken() == 1
    assert village.look(f"/disbursements/{mason}")["status"] == "acknowledged"
    advances = f"{village.at}/advances"
    given = village.treasurer.done(advances, {"holder": village.token(JOAO), "unit": "CVE", "amount": "4000"})
    (told,) = village.look("/advances")["items"]
    assert (told["holder_name"], told["since"], told["lying"]) == (JOAO, "2026-03-20", "4000.00")
    cement = village.signed_off(year.cistern, 2, "3600", "Loja da Ribeira")
    at = f"{village.at}/disbursements/{cement}"
    village.treasurer.done(f"{at}/sendings", {"place": given})
    village.treasurer.done(f"{at}/settlements", {"attesting": village.token(GILDA)})
    village.treasurer.done(f"{at}/acknowledgements", {"acknowledgement": "Vinte sacos entregues."})
    village.treasurer.done(f"{at}/evidence", {"evidence": "A factura da loja."})
    village.treasurer.done(f"{advances}/{given}/settlements", {})
    assert village.look("/advances")["items"] == []
    village.treasurer.done(f"{village.at}/disbursements/{mason}/evidence", {"evidence": "Já não perde água."})
    at = f"{village.at}/proposals/{year.cistern}"
    village.treasurer.done(f"{at}/reports", {"report": "A cisterna está cheia."})
    village.treasurer.done(f"{at}/closures")
    assert village.available() == "20360.00"
    book.write("contagem", "31/03/2026", montante="20 360", por=f"{CELESTE}; {DJOSA}")
    village.today(date(2026, 4, 1))
    assert book.taken() == 1
    year.agrees("20360.00")


def the_auditor_leaves_and_an_assembly_appoints_another(year: Year) -> None:
    """Celeste moves away; nobody needs her key. Who votes from afar and who is there count once in one round."""
    village, book = year.village, year.book
    village.today(date(2026, 6, 3))
    proposer = village.member(HIRONDINA)
    year.transport = village.proposed(proposer, spending("10000"), "A escola fica longe demais.")
    drafted = village.draft_round(
        year.transport,
        ballot_type="yes-no-abstain",
        budget=[{"unit": "CVE", "purpose": "unrestricted", "amount": "10000"}],
        closes="2026-06-08T12:00:00Z",
        counting="2026-06-14T12:00:00Z",
    )
    at = f"{village.at}/rounds/{drafted}"
    village.treasurer.done(f"{at}/openings")
    for name in (HIRONDINA, ADELIA):
        village.member(name).done(f"{at}/ballots", {"choices": ["no"]})
    present = [ANA, BENTO, *(name for name in NAMES if name != HIRONDINA)][:25]
    book.write("saída", "05/06/2026", quem=CELESTE)
    book.write(
        "acta",
        "07/06/2026",
        {"sobre": drafted, "que": "sim", "montante": "22"},
        {"sobre": drafted, "que": "não", "montante": "2"},
        {"sobre": drafted, "que": "abstenção", "montante": "1"},
        horas="16:00-18:00",
        convocada="31/05/2026",
        votos_ate="13/06/2026",
        quem="; ".join(present),
        que="Chamados pelo sino da capela.",
        por=f"{GILDA}; {JOAO}",
        texto="Djosa passa a ser auditor. Decidiu-se o transporte.",
    )
    village.today(date(2026, 6, 10))
    assert book.taken() == 2
    minutes = village.look("/minutes")["items"][-1]["id"]
    village.treasurer.done(
        f"{village.at}/minutes/{minutes}/appointments",
        {"office": "auditor", "member": village.token(DJOSA)},
    )
    officers = {one["office"]: one["member"] for one in village.look("")["officers"]}
    assert officers["auditor"] == village.token(DJOSA)
    village.auditor = village.key(officers["auditor"], "auditor", "member")
    village.today(date(2026, 6, 15))
    for step in ("closures", "counts", "finalisations"):
        village.treasurer.done(f"{at}/{step}")
    shown = village.look(f"/rounds/{drafted}")
    # Adélia was there, and her ballot from afar does not count beside her hand.
    assert (shown["by_hand"], shown["electronic"], shown["ballots_counted"]) == (25, 1, 26)


def the_box_is_broken_open(year: Year) -> None:
    """A theft leaves less than was promised: nothing is paid until collections have covered it."""
    village, book = year.village, year.book
    payment = village.signed_off(year.transport, 1, "10000", "Condutor Nhô Lela")
    book.write(
        "furto",
        "20/08/2026",
        montante="15 000",
        por=f"{ADELIA}; {EUGENIA}",
        texto="A fechadura estava partida no domingo.",
    )
    book.write("pagamento", "28/08/2026", sobre=payment, lugar="caixa", por=EUGENIA)
    village.today(date(2026, 8, 30))
    (fault,) = book.takes()["corrections"]
    assert fault["refusal"] == "purpose-in-shortfall"
    book.strike_out()
    assert book.taken() == 1
    assert village.available() == "-4640.00"
    book.write("colecta", "06/09/2026", montante="5 000", por=f"{BENTO}; {ADELIA}")
    book.write("pagamento", "07/09/2026", sobre=payment, lugar="caixa", por=EUGENIA)
    village.today(date(2026, 9, 9))
    assert book.taken() == 2
    assert (village.available(), village.look(f"/disbursements/{payment}")["status"]) == ("360.00", "settled")


def the_year_ends_with_a_count(year: Year) -> None:
    """What emigrants sent and what a feast brought; two count the box on the last day, and it is right."""
    village, book = year.village, year.book
    book.write("remessa", "24/12/2026", quem="Toy de Roterdão", montante="9 000")
    book.write("evento", "26/12/2026", quem="Grupo de Batuque", montante="2 500", que="associação")
    book.write("horas", "27/12/2026", quem=DJOSA, montante="6", por=f"{ADELIA}; {GILDA}")
    book.write("contagem", "31/12/2026", montante="11 860", por=f"{DJOSA}; {EUGENIA}")
    village.today(date(2027, 1, 6))
    assert book.taken() == 4
    year.agrees("11860.00")


def the_assembly_closes_the_year(year: Year) -> None:
    """Its report is read aloud, and hands close the books; what they say is what lies in the box."""
    village, book = year.village, year.book
    until = YEAR_END.isoformat()
    report = village.look(f"/periods/{until}")
    closing = village.proposed(
        village.member(HIRONDINA),
        {"type": "close-period", "until": until, "report": report["seal"]},
        "O ano acabou.",
    )
    book.write(
        "acta",
        "10/01/2027",
        {"sobre": closing, "que": "sim", "montante": "29", "texto": "As contas de 2026"},
        {"sobre": closing, "que": "não", "montante": "0"},
        {"sobre": closing, "que": "abstenção", "montante": "1"},
        horas="15:00-16:15",
        convocada="03/01/2027",
        votos_ate="17/01/2027",
        montante="30",
        que="Chamados pelo sino da capela.",
        por=f"{GILDA}; {JOAO}",
        texto="Leu-se o relatório do ano em voz alta e aprovaram-se as contas.",
    )
    village.today(date(2027, 1, 13))
    assert book.taken() == 1
    village.finalised(closing)
    village.treasurer.done(f"{village.at}/proposals/{closing}/executions")
    closed = village.look(f"/periods/{until}")
    assert (closed["closed"], closed["lines"]) == (True, report["lines"])
    money = [line for line in closed["lines"] if line["unit"] == "CVE"]
    assert sum(int(line["closing"].replace(".", "")) for line in money) == 1186000
    of_year = ("--account", village.account, "--period", until)
    page = book.usf("report", *of_year, "--language", "pt").stdout
    for said in ("Encerrado pela assembleia.", "48 500,00", "furto", "confere com a contagem de 31"):
        assert said in page.replace("\u202f", " ").replace("\u00a0", " ")
    assert not [name for name in (*OFFICERS.values(), *NAMES, "Mestre Tói") if name in page]
    journal = book.usf("export", "beancount", *of_year).stdout
    assert "2027-01-01 balance Assets:Caixa  11860.00 ~ 0 CVE" in journal
    year.agrees("11860.00")


def the_same_sheet_changes_nothing(year: Year) -> None:
    """The whole book is taken in once more, as text and as a workbook."""
    village, book = year.village, year.book
    head = village.head()
    for path in (book.as_csv(), book.as_xlsx()):
        told = book.takes(path)
        assert (told["recorded"], told["known"], told["corrections"]) == (0, book.entries, [])
    assert village.head() == head
    replayed = book.usf("replay")
    assert replayed.exit_code == 0, replayed.output
