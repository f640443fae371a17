"""CSV with the map of its bank: every row a line or a reason, and what the map and the file do not agree on refused."""

from datetime import date

import pytest

from api.bank.maps import example, read_map
from api.bank.reading import read_bank_file
from api.bank.refusals import (
    BankAmountTooFine,
    BankAmountUnreadable,
    BankDayUnreadable,
    BankFileBroken,
    BankMapDoesNotFit,
    BankMapMalformed,
    BankSideUnclear,
    BankUnitUnknown,
    StatementDoesNotAddUp,
    StatementSumsDiffer,
)
from api.bank.statement import BankStatement
from ledger.refusals import Refused

FRENCH = """Compte;FR76 3000 6000 0112 3456 7890 189;;;;;
Solde initial;;;;;100,00;
Date;Date de valeur;Débit;Crédit;Solde;Référence;Tiers;Libellé;Détail
02/03/2026;03/03/2026;;1 025,00;1 125,00;R1;Ana Lopes;VIREMENT;Don pour
04/03/2026;04/03/2026;7,50;;1 117,50;R2;;FRAIS;Tenue de compte
Solde final;;;;;1 117,50;
Total;;7,50;1 025,00;;;;;
"""

PLAIN_MAP = """
currency = "CVE"
[columns]
booked = "Date"
amount = "Amount"
name = "Who"
"""
PLAIN = "Date,Amount,Who\n2026-03-02,2500,Rui\n2026-03-03,-300.00,Shop\n"


def read(text: str, toml: str, encoding: str = "utf-8") -> BankStatement:
    (found,) = read_bank_file(text.encode(encoding), read_map(toml.encode()))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_example_of_a_map_reads_what_it_describes(encoding: str) -> None:
    """L12, C2"""
    found = read(FRENCH, example(), encoding)
    assert (found.form, found.unit, found.opening_minor, found.closing_minor) == ("CSV", "EUR", 10000, 111750)
    assert (found.begins, found.ends) == (date(2026, 3, 2), date(2026, 3, 4))
    gift, fee = found.lines
    assert (gift.amount_minor, gift.booked, gift.valued) == (102500, date(2026, 3, 2), date(2026, 3, 3))
    assert (gift.bank_reference, gift.name, gift.text, gift.at) == ("R1", "Ana Lopes", "VIREMENT Don pour", 4)
    assert (fee.amount_minor, fee.name, fee.text) == (-750, "", "FRAIS Tenue de compte")


def test_one_column_of_amounts_may_be_all() -> None:
    """L12"""
    found = read(PLAIN, PLAIN_MAP)
    assert [(line.amount_minor, line.name) for line in found.lines] == [(250000, "Rui"), (-30000, "Shop")]
    assert found.balances is None, "a bank that gives no balance gives none"


def test_the_newest_row_may_stand_first() -> None:
    """L12"""
    rows = PLAIN.replace("Who", "Who,Balance").replace("Rui", "Rui,2200").replace("Shop", "Shop,-300")
    toml = 'order = "newest-first"\n' + PLAIN_MAP + 'balance = "Balance"\n'
    found = read(rows, toml)
    assert [line.amount_minor for line in found.lines] == [-30000, 250000]
    assert found.balances == (0, 220000)


def test_another_column_may_say_whether_money_came_in() -> None:
    """L12"""
    toml = PLAIN_MAP + 'side = "Side"\n[sides]\nout = ["D"]\nin = ["C"]\n'
    rows = "Date,Amount,Who,Side\n2026-03-02,2500,Rui,C\n2026-03-03,300,Shop,D\n"
    assert [line.amount_minor for line in read(rows, toml).lines] == [250000, -30000]
    for wrong in (",300,Shop,X", ",-300,Shop,D"):
        with pytest.raises(BankSideUnclear) as refused:
            read(rows.replace(",300,Shop,D", wrong), toml)
        assert refused.value.about["line"] == 3


def test_rows_that_are_not_booked_are_left_out_and_said_to_be() -> None:
    """L12"""
    toml = 'booked-statuses = ["DONE"]\n' + PLAIN_MAP + 'status = "State"\n'
    found = read("Date,Amount,Who,State\n2026-03-02,2500,Rui,DONE\n,,Shop,PENDING\n", toml)
    assert [line.amount_minor for line in found.lines] == [250000]
    assert [(left.at, left.status) for left in found.left_out] == [(3, "PENDING")]


def test_rows_of_several_currencies_are_several_statements() -> None:
    """L3"""
    toml = PLAIN_MAP.replace('currency = "CVE"', "") + 'currency = "Unit"\n'
    rows = "Date,Amount,Who,Unit\n2026-03-02,25.00,Rui,EUR\n2026-03-02,2500,Rui,CVE\n2026-03-04,-3,Shop,EUR\n"
    found = read_bank_file(rows.encode(), read_map(toml.encode()))
    assert [(one.unit, one.sum_minor, len(one.lines)) for one in found] == [
        ("EUR", 2200, 2),
        ("CVE", 250000, 1),
    ]


def test_a_file_without_headings_names_its_columns_by_number() -> None:
    """L12"""
    toml = 'currency = "EUR"\nheadings = false\n[columns]\nbooked = 1\namount = 3\ntext = [2]\n'
    found = read("2026-03-02,Quota,25.00\n", toml)
    assert [(line.amount_minor, line.text) for line in found.lines] == [(2500, "Quota")]


def test_what_is_owed_on_a_card_is_money_that_went_out() -> None:
    """L12"""
    assert [line.amount_minor for line in read(PLAIN, "owed = true\n" + PLAIN_MAP).lines] == [-250000, 30000]


def test_a_row_may_hold_a_line_end_within_quotes() -> None:
    """L12"""
    found = read(
        'Date,Amount,Who\n2026-03-02,2500,"Rui\nTavares"\n2026-03-03,x,Shop\n'.replace("x", "1"), PLAIN_MAP
    )
    assert [(line.name, line.at) for line in found.lines] == [("Rui Tavares", 2), ("Shop", 4)]


def test_signed_debits_stand_in_their_column_with_their_minus() -> None:
    """L12"""
    toml = (
        'currency = "EUR"\nsigned-debits = true\n[columns]\nbooked = "Date"\ndebit = "Out"\ncredit = "In"\n'
    )
    assert [line.amount_minor for line in read("Date,Out,In\n2026-03-02,-5,\n", toml).lines] == [-500]
    with pytest.raises(BankSideUnclear):
        read("Date,Out,In\n2026-03-02,5,\n", toml)


@pytest.mark.parametrize(
    "written", ["1 025,00", "1\u00a0025,00", "1\u202f025,00 €", "+1025", "EUR 1025,0", "1025,00 EUR"]
)
def test_an_amount_is_read_as_people_write_it(written: str) -> None:
    """L4"""
    assert read(FRENCH.replace("1 025,00;1", f"{written};1"), example()).lines[0].amount_minor == 102500


BREAKS: list[tuple[str, str, type[Refused], int]] = [
    ("02/03/2026;03", "2026-03-02;03", BankDayUnreadable, 4),
    ("02/03/2026;03", "31/02/2026;03", BankDayUnreadable, 4),
    ("7,50;;1", "7.50;;1", BankAmountUnreadable, 5),
    ("7,50;;1", "7,505;;1", BankAmountTooFine, 5),
    ("7,50;;1", "-7,50;;1", BankSideUnclear, 5),
    ("7,50;;1", "7,50;1,00;1", BankSideUnclear, 5),
    ("7,50;;1 117,50", "8,50;;1 117,50", StatementSumsDiffer, 5),
    ("Solde final;;;;;1 117,50", "Solde final;;;;;1 118,50", StatementDoesNotAddUp, 4),
]


@pytest.mark.parametrize(("was", "becomes", "refusal", "line"), BREAKS)
def test_what_breaks_is_refused_with_its_line(
    was: str, becomes: str, refusal: type[Refused], line: int
) -> None:
    """L12, L4"""
    assert was in FRENCH
    with pytest.raises(refusal) as refused:
        read(FRENCH.replace(was, becomes), example())
    assert refused.value.about["line"] == line


def test_a_map_of_another_bank_names_the_heading_that_is_not_there() -> None:
    """L12"""
    with pytest.raises(BankMapDoesNotFit) as refused:
        read(FRENCH.replace("Crédit", "Avoir"), example())
    assert refused.value.about["column"] == "Crédit"


def test_letters_that_are_not_what_the_map_says_are_refused_with_their_line() -> None:
    """L12"""
    toml = example().replace('encoding = ""', 'encoding = "utf-8"')
    with pytest.raises(BankFileBroken) as refused:
        read(FRENCH, toml, "cp1252")
    assert refused.value.about["line"] == 3


def test_a_currency_that_is_none_is_refused() -> None:
    """L3"""
    with pytest.raises(BankUnitUnknown):
        read(PLAIN, PLAIN_MAP.replace("CVE", "XYZ"))


@pytest.mark.parametrize(
    ("toml", "what"),
    [
        ("[columns]\nbooked = 1", "amount"),
        (PLAIN_MAP + 'debit = "Out"', "not both"),
        (PLAIN_MAP + 'side = "Side"', "side"),
        (PLAIN_MAP.replace('currency = "CVE"', ""), "currency"),
        (PLAIN_MAP.replace('"Amount"', "2"), "numbers"),
        ("headings = false\n" + PLAIN_MAP, "numbers"),
        ('dates = "YYYY"\n' + PLAIN_MAP, "MM"),
        ('colour = "red"\n' + PLAIN_MAP, "colour"),
        ("delimiter = [", ""),
        (PLAIN_MAP + "#" * 20_000, "bytes"),
    ],
)
def test_a_map_that_is_not_whole_says_what_it_lacks(toml: str, what: str) -> None:
    """L12"""
    with pytest.raises(BankMapMalformed) as refused:
        read_map(toml.encode())
    assert what in str(refused.value)
