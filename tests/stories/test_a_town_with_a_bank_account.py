"""A town in France keeps a year with its bank's files alone, from the founding to the report of the closed books."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.money import to_decimal
from tests.api.payments.reports import report
from tests.api.server import serve
from tests.stories.bank import Bank, Part, ordered_in
from tests.stories.town import Town

NEW_YEAR = date(2026, 1, 1)
YEAR_END = date(2026, 12, 31)
LANDLORD, PLUMBER, GROCER = (
    "FR1420041010050500013M02606",
    "DE89370400440532013000",
    "NL91ABNA0417164300",
)


def end_of(month: int, year: int = 2026) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Founded on the first day of the year, with an account at a bank."""
    noon = datetime(NEW_YEAR.year, NEW_YEAR.month, NEW_YEAR.day, 12, tzinfo=UTC)
    with serve(tmp_path / "usf.db", now=noon) as served:
        founded = Town(served)
        founded.with_bank()
        yield founded


class Year:
    """A year of the town and its bank."""

    def __init__(self, town: Town) -> None:
        self.town, self.bank = town, Bank(124050)
        self.taken: list[bytes] = []
        self.answers: list[bytes] = []

    def month(self, month: int, year: int = 2026) -> dict[str, int]:
        """The bank's statement of a month is foreseen, and taken in; how many lines would become what."""
        begins, ends = date(year, month, 1), end_of(month, year)
        self.bank.line(ends, "Banque du Val", -450, "Frais de tenue de compte")
        self.town.today(ends + timedelta(days=2))
        file = self.bank.statement(begins, ends)
        happens = self.town.foresee(file)
        assert self.town.take(file)["recorded"]
        self.taken.append(file)
        return happens

    def agreed(self, month: int, year: int = 2026) -> None:
        """What is certain is confirmed, what is left is booked, and not a cent is open."""
        self.town.confirm()
        self.town.book_queue()
        self.town.agrees(self.bank, end_of(month, year))


def test_a_year_is_kept_with_bank_files_alone_and_closed_by_the_assembly(town: Town) -> None:
    """L7, L12, L13, C2, B5, L2, A5"""
    year = Year(town)
    january(year)
    february(year)
    march(year)
    april_and_may(year)
    for month in range(6, 13):
        quiet(year, month)
    the_givers_sums_are_those_of_the_bank(year)
    the_assembly_closes_the_year(year)
    a_fee_of_the_old_year_is_told_late(year)
    the_same_files_change_nothing(year)


def january(year: Year) -> None:
    """What lay there comes forward, and fees arrive: two by themselves, four paid out together by a collector."""
    town, bank = year.town, year.bank
    for number in (0, 1):
        bank.line(date(2026, 1, 9 + number), f"Member {number}", 2000, "Cotisation 2026")
    bank.books(
        date(2026, 1, 20), *(Part(f"Member {number}", 2000, "Cotisation 2026") for number in (2, 3, 4, 5))
    )
    assert year.month(1) == {"to-be-booked": 7}
    forward = town.queue()[0]
    assert (forward["number"], forward["amount"]) == (0, "1240.50")
    town.book(forward, {"type": "entry", "kind": "opening-balance", "evidence": "Le dernier relevé de 2025."})
    year.agreed(1)


def february(year: Year) -> None:
    """A gift that the treasurer had written down is certainly a line; a cheque bounces, which its gift survives not."""
    town, bank = year.town, year.bank
    town.today(date(2026, 2, 5))
    promised = town.treasurer.done(
        f"{town.at}/contributions",
        {"unit": "EUR", "amount": "150.00", "giver": {"name": "Jeanne Morel"}, "motive": "gift"},
    )
    town.givers["Jeanne Morel"] = town.whole(f"/contributions/{promised}")["giver"]
    bank.line(date(2026, 2, 6), "Jeanne Morel", 15000, "Don")
    bank.line(date(2026, 2, 10), "Paul Vidal", 8000, "Don par chèque 112")
    assert year.month(2) == {"agrees": 1, "to-be-booked": 2}
    year.agreed(2)
    bank.line(date(2026, 3, 3), "Paul Vidal", -8000, "Impayé chèque 112", returned="AM04")


def march(year: Year) -> None:
    """The cheque comes back, and so does one of four direct debits; both givers' gifts left again."""
    town, bank = year.town, year.bank
    debits = [
        Part(f"Member {number}", 1000, f"Cotisation du trimestre {number}", end_to_end=f"PRLV-{number}")
        for number in range(4)
    ]
    bank.books(date(2026, 3, 10), *debits)
    bank.line(
        date(2026, 3, 17),
        "Member 3",
        -1000,
        "Impayé prélèvement",
        end_to_end="PRLV-3",
        returned="MD07",
    )
    year.month(3)
    bounced = [line for line in town.queue() if line["said"]["text"].startswith("Impayé")]
    assert sorted(line["amount"] for line in bounced) == ["-10.00", "-80.00"]
    for line in bounced:
        if line["amount"] == "-80.00":
            gift = gift_of(town, "Paul Vidal", "80.00")
            town.book(line, {"type": "bounce", "contribution": gift, "reason": "Chèque sans provision."})
    debits_are_booked(town)
    (line,) = [line for line in town.queue() if line["said"]["text"].startswith("Impayé")]
    gift = gift_of(town, "Member 3", "10.00")
    town.book(line, {"type": "bounce", "contribution": gift, "reason": "Prélèvement contesté."})
    assert town.whole(f"/contributions/{gift}")["status"] == "bounced"
    year.agreed(3)


def debits_are_booked(town: Town) -> None:
    """Nothing can be taken back before it is booked."""
    for line in town.queue():
        if line["said"]["text"].startswith("Cotisation"):
            what = {
                "type": "gift",
                "motive": "membership-fee",
                "giver": town.givers[line["said"]["name"]],
            }
            town.book(line, what)


def april_and_may(year: Year) -> None:
    """Rent is paid by a file: one payment is rejected, one settles, one comes back in May and is paid anew."""
    town, bank = year.town, year.bank
    town.today(date(2026, 4, 3))
    proposal = town.decided("600.00", "Trois familles passent l'hiver sans logement.")
    rent = town.signed_off(proposal, 1, "300.00", "Régie du Val", LANDLORD)
    heating = town.signed_off(proposal, 2, "120.00", "Chauffage Blanc", PLUMBER)
    food = town.signed_off(proposal, 3, "80.00", "Épicerie Roux", GROCER)
    handed_in, orders = order(year)
    assert [minor for _, minor, _ in orders] == [30000, 12000, 8000]
    of_each = {orders[0][0]: "ACCP", orders[1][0]: "RJCT", orders[2][0]: "ACCP"}
    answer = report(handed_in, "PART", of_each, created="2026-04-07T09:30:00")
    year.answers.append(answer)
    assert town.answered(answer) == ["accepted", "rejected", "accepted"]
    debit(bank, date(2026, 4, 8), orders[0])
    debit(bank, date(2026, 4, 8), orders[2])
    year.month(4)
    assert (town.confirm(), town.cross_off()) == (2, 1)
    year.agreed(4)
    assert statuses(town, rent, heating, food) == ["settled", "failed", "settled"]

    own, minor, name = orders[2]
    bank.line(date(2026, 5, 4), name, minor, "Virement retourné", end_to_end=own, returned="AC04")
    bank.line(date(2026, 5, 5), "Ville de Val", 50000, "Subvention municipale")
    town.today(date(2026, 5, 6))
    anew = town.signed_off(proposal, 4, "120.00", "Chauffage Blanc", PLUMBER)
    _, orders = order(year)
    debit(bank, date(2026, 5, 7), orders[0])
    year.month(5)
    assert sorted(town.answered(year.taken[-1])) == ["returned", "settled"]
    assert town.confirm() == 2
    year.agreed(5)
    assert statuses(town, food, anew) == ["returned", "settled"]


def order(year: Year) -> tuple[str, list[tuple[str, int, str]]]:
    """A payment file of all that is due goes to the bank; its id, and what the bank reads in it."""
    town = year.town
    file = town.treasurer.done(f"{town.at}/payment-files", {"place": town.place})
    text = town.treasurer.get(f"{town.at}/payment-files/{file}/text", min_position=town.treasurer.position)
    town.treasurer.done(f"{town.at}/payment-files/{file}/handings-in", {})
    return file, ordered_in(text.text)


def debit(bank: Bank, day: date, order: tuple[str, int, str]) -> None:
    """The bank pays what it was ordered to."""
    own, minor, name = order
    bank.line(day, name, -minor, "Virement émis", end_to_end=own)


def quiet(year: Year, month: int) -> None:
    """A month in which gifts come; interest at the year's end."""
    first = date(2026, month, 1)
    year.bank.line(first + timedelta(days=3), "Jeanne Morel", 1500, "Don mensuel")
    year.bank.books(
        first + timedelta(days=11),
        Part("Amélie Petit", 500 + month, "Don en ligne"),
        Part("Lucas Noir", 700, "Don en ligne"),
        Part("Jeanne Morel", 300, "Don en ligne"),
    )
    if month == 12:
        year.bank.line(YEAR_END, "Banque du Val", 1234, "Intérêts 2026")
    assert year.month(month) == {"to-be-booked": 6 if month == 12 else 5}
    year.agreed(month)


def the_givers_sums_are_those_of_the_bank(year: Year) -> None:
    """What stands of each giver in the books is what the bank's credits say, less what bounced."""
    town, bank = year.town, year.bank
    said: dict[str, int] = {}
    for word in ("Cotisation", "Don", "Subvention"):
        for name, minor in bank.credits(NEW_YEAR, YEAR_END, word).items():
            said[name] = said.get(name, 0) + minor
    said["Paul Vidal"] -= 8000
    said["Member 3"] -= 1000
    booked = dict.fromkeys(said, 0)
    for gift in gifts(town):
        booked[next(name for name, token in town.givers.items() if token == gift["giver"])] += int(
            gift["left"].replace(".", "")
        )
    assert booked == said
    for name, minor in said.items():
        if minor:
            page = told_to(town, name)
            assert name in page
            assert to_decimal(minor, "EUR").replace(".", ",") in page.rpartition("En tout")[2]


def the_assembly_closes_the_year(year: Year) -> None:
    """The report of the year is decided upon as it is, and opening + movements = closing is what the bank holds."""
    town = year.town
    town.today(date(2027, 1, 8))
    until = YEAR_END.isoformat()
    told = town.look(f"/periods/{until}")
    town.adopt({"type": "close-period", "until": until, "report": told["seal"]})
    closed = town.look(f"/periods/{until}")
    assert (closed["closed"], closed["lines"]) == (True, told["lines"])
    total = sum(int(line["closing"].replace(".", "")) for line in closed["lines"])
    assert total == year.bank.lies_on(YEAR_END)
    of_year = ("--account", town.account, "--period", until)
    page = town.usf("report", *of_year, "--language", "fr")
    assert "banque" in page
    assert not [name for name in town.givers if name in page]
    journal = town.usf("export", "beancount", *of_year)
    assert f"2027-01-01 balance Assets:Banque  {to_decimal(total, 'EUR')} ~ 0 EUR" in journal
    town.agrees(year.bank, YEAR_END)


def a_fee_of_the_old_year_is_told_late(year: Year) -> None:
    """A fee of December that the bank took in January keeps its day, and is booked in the new year."""
    town, bank = year.town, year.bank
    until = YEAR_END.isoformat()
    before = town.look(f"/periods/{until}")["lines"]
    bank.line(date(2027, 1, 12), "Banque du Val", -900, "Frais d'impayé de décembre 2026")
    bank.line(date(2027, 1, 15), "Member 0", 2000, "Cotisation 2027")
    year.month(1, 2027)
    (line,) = [line for line in town.queue() if "décembre" in line["said"]["text"]]
    fee = {"type": "entry", "kind": "bank-fee", "evidence": "Le relevé de janvier."}
    town.book(line, fee, effective=until)
    year.agreed(1, 2027)
    assert town.look(f"/periods/{until}")["lines"] == before
    (found,) = town.look(f"/places/{town.place}/reconciliation", effective=until)["items"]
    assert (found["agrees"], found["open_entry_count"], found["open_entries"]) == (False, 1, "-9.00")
    page = town.usf("report", "--account", town.account, "--period", until, "--language", "fr")
    assert "conforme au relevé au" in page
    town.today(date(2027, 2, 5))
    (late,) = town.look("/periods/2027-01-31/entries", late="true")["items"]
    assert (late["effective"], late["booked"]) == (until, "2027-01-01")


def the_same_files_change_nothing(year: Year) -> None:
    """Every file that the bank sent is sent again."""
    town = year.town
    head = town.head()
    for file in year.taken:
        assert not town.take(file)["recorded"]
        assert set(town.answered(file)) <= {"known"}
    for answer in year.answers:
        assert set(town.answered(answer)) == {"known"}
    assert town.head() == head
    town.agrees(year.bank, end_of(1, 2027))
    town.usf("replay")


def told_to(town: Town, name: str) -> str:
    """A giver's statement of the year, as it is printed."""
    of_giver = ("--account", town.account, "--giver", town.givers[name], "--language", "fr")
    return town.usf("report", *of_giver, "--period", YEAR_END.isoformat())


def gifts(town: Town) -> list[dict[str, str]]:
    """All contributions, as the auditor sees them."""
    town.auditor.position = town.treasurer.position
    return list(town.auditor.read(f"{town.at}/contributions", limit=200)["items"])


def gift_of(town: Town, name: str, amount: str) -> str:
    """The one contribution of this giver and amount."""
    giver = town.givers[name]
    (found,) = [one["id"] for one in gifts(town) if (one["giver"], one["amount"]) == (giver, amount)]
    return str(found)


def statuses(town: Town, *disbursements: str) -> list[str]:
    """How far payments have come."""
    return [town.look(f"/disbursements/{own}")["status"] for own in disbursements]
