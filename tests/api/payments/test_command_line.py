"""`usf bank out`, `handed-in`, `not-handed-in`, `again` and `answers`, as a treasurer's terminal has them."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import DisbursementId
from tests.api.payments.reports import notice, report
from tests.api.payments.test_with_a_bank import Treasurer
from tests.season import Season
from tests.stores import database_at

THEIRS = "DE89370400440532013000"


class Terminal:
    """A treasurer's terminal, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = database_at(folder / "usf.db")
        season = Season.open(self.database)
        keeper = Treasurer(season)
        self.account, self.place = season.account, keeper.place
        self.payments = [
            keeper.signed_off(amount, THEIRS, n) for n, amount in enumerate(("10.00", "20.00"), 1)
        ]
        self.payee = season.disbursement(self.payments[0]).payee.token
        season.close()

    def run(self, *words: str, asked: str | None = None) -> Result:
        """What a command prints, and how it ends."""
        return CliRunner().invoke(app, ["bank", *words, "--db", self.database], input=asked)

    def json(self, *words: str, code: int = 0) -> Any:
        """What a command says to programs."""
        result = self.run(*words, "--json")
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout)

    def file(self, name: str, content: bytes) -> str:
        """A file of the bank."""
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def status(self, payment: DisbursementId) -> DisbursementStatus:
        """How far a payment has come."""
        season = Season.open(self.database)
        season.account = self.account
        try:
            return season.disbursement(payment).status
        finally:
            season.close()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Two payments are due."""
    return Terminal(tmp_path)


def test_a_file_is_written_handed_in_and_answered(terminal: Terminal) -> None:
    """B3, B5, C2"""
    target = terminal.folder / "out.xml"
    foretold = terminal.json("out", str(target), "--place", "bank", "--dry-run")
    assert (foretold["file"], foretold["disbursements"]) == (None, terminal.payments)
    assert not target.exists()
    made = terminal.json("out", str(target), "--place", "bank")
    assert made["disbursements"] == terminal.payments
    assert THEIRS in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    file = made["file"]
    terminal.json("again", file, str(terminal.folder / "again.xml"))
    assert (terminal.folder / "again.xml").read_bytes() == target.read_bytes()
    assert terminal.json("handed-in", file)["file"] == file
    assert terminal.status(terminal.payments[0]) is DisbursementStatus.SENT
    own = file.rpartition("-")[2]
    answer = terminal.file("pain002.xml", report(file, "PART", {f"{own}-1": "ACCP", f"{own}-2": "RJCT"}))
    assert [one["became"] for one in terminal.json("answers", answer)] == ["accepted", "rejected"]
    assert "known" in terminal.run("answers", answer).stdout
    debit = terminal.file("camt054.xml", notice((f"{own}-1", "-10.00", "BANK-1"), day="2026-03-20"))
    (settled,) = terminal.json("answers", debit, code=1)
    assert settled["refusal"] == "date-before-sending"


def test_a_debit_settles_and_a_second_one_ends_with_a_question(terminal: Terminal) -> None:
    """C2"""
    made = terminal.json("out", str(terminal.folder / "out.xml"), "--place", "bank")
    own = made["file"].rpartition("-")[2]
    first = terminal.file("1.xml", notice((f"{own}-1", "-10.00", "BANK-1")))
    assert terminal.json("answers", first)[0]["became"] == "settled"
    assert terminal.status(terminal.payments[0]) is DisbursementStatus.SETTLED
    second = terminal.run("answers", terminal.file("2.xml", notice((f"{own}-1", "-10.00", "BANK-2"))))
    assert second.exit_code == 1
    assert "ask the bank" in second.stdout
    nothing = terminal.run("answers", terminal.file("3.xml", notice(("X", "-1.00", "BANK-3"))))
    assert (nothing.exit_code, nothing.stdout) == (
        0,
        "Nothing in this file answers a payment file of ours.\n",
    )


def test_a_file_that_never_went_frees_its_payments(terminal: Terminal) -> None:
    """B4"""
    words = terminal.run("out", str(terminal.folder / "out.xml"), "--place", "bank").stdout.split()
    file = next(word for word in words if word.startswith("payment-file-")).rstrip(",")
    assert "handed-in" in words
    again = terminal.run("out", str(terminal.folder / "2.xml"), "--place", "bank")
    assert (again.exit_code, "file-is-empty" in again.stderr) == (1, True)
    assert terminal.run("not-handed-in", file, "--reason", "No connection.").exit_code == 0
    named = ("--disbursement", terminal.payments[1], "--execution", "2999-01-01")
    made = terminal.json("out", str(terminal.folder / "3.xml"), "--place", "bank", *named)
    assert made["disbursements"] == [terminal.payments[1]]


def test_numbers_are_asked_for_and_never_shown(terminal: Terminal) -> None:
    """L9, B1"""
    ours = terminal.run("details", "--place", "bank", asked="FR1420041010050500013M02606\n")
    assert ours.exit_code == 0, ours.stderr
    theirs = terminal.run(
        "details", "--payee", terminal.payee, "--account", terminal.account, asked=THEIRS + "\n"
    )
    assert theirs.exit_code == 0, theirs.stderr
    wrong = terminal.run("details", "--place", "bank", asked="FR99\n")
    assert (wrong.exit_code, "iban-malformed" in wrong.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("details",), 2),
        (("details", "--payee", "payee-1"), 2),
        (("out", "x.xml", "--place", "box"), 1),
        (("again", "payment-file-0000000000000000", "x.xml"), 1),
        (("handed-in", "payment-file-0000000000000000"), 1),
        (("not-handed-in", "nobodys", "--reason", "Why not."), 1),
        (("answers", "there/is/no/such/file"), 1),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    terminal: Terminal, words: tuple[str, ...], code: int
) -> None:
    result = terminal.run(*words)
    assert result.exit_code == code
    assert result.stderr.strip().endswith(".")


def test_no_file_for_the_bank_is_written_over(terminal: Terminal) -> None:
    """B4"""
    target = terminal.file("out.xml", b"the file of last week")
    result = terminal.run("out", target, "--place", "bank")
    assert (result.exit_code, Path(target).read_bytes()) == (1, b"the file of last week")
