"""The page of a period: it says what the books say, names nobody, fetches nothing, and reads in three languages."""

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.exports import gather
from api.reports import funder_statement, giver_statement, page
from api.reports.figures import figures
from api.reports.page import phrases_of
from ledger.periods.natures import Nature
from ledger.units import MEASURES, is_money
from projections import contributions, periods
from projections.sentences.language import Language, words_of
from tests.api.test_exports import everything, viewed
from tests.api.test_http_periods import close
from tests.api.village import Village
from tests.projections.test_periods import two_years
from tests.season import Season

__all__ = ["everything"]


@pytest.mark.parametrize("language", list(Language))
def test_the_page_tells_the_sums_of_the_report_its_seal_and_how_to_check_it(
    everything: Season, language: Language
) -> None:
    """L7, L3"""
    season, words = everything, words_of(language)
    with viewed(season) as db:
        (one,) = periods.periods(db, season.account)
        book = gather(season.ledger, db, season.account, one.until)
        assert book is not None
        told = figures(book)
        text = page(book, language)
    for line in told.lines:
        assert line.opening + line.came + line.went + line.within == line.closing
    for total in told.totals:
        assert total.closing == sum(line.closing for line in told.lines if line.unit == total.unit)
        assert total.within == 0
        if is_money(total.unit):
            reasons = sum(reason.amount for reason in told.reasons if reason.unit == total.unit)
            assert reasons == total.came + total.went
            lying = sum(one.amount for one in told.lying if one.unit == total.unit)
            assert lying == total.closing
            assert words.amount(total.closing, total.unit).split("\u00a0")[0] in text
    assert told.seal == one.seal
    assert " ".join(one.seal[at : at + 8] for at in range(0, 64, 8)) in text
    assert words.date(one.until) in text
    assert phrases_of(language)["closed"] in text
    assert f"usf period --account {season.account} --until {one.until}" in text
    assert "http" not in text
    assert "src=" not in text
    assert f'lang="{language}"' in text


def test_no_person_is_named_on_the_page(everything: Season) -> None:
    """L9, W4"""
    season = everything
    with viewed(season) as db:
        (one,) = periods.periods(db, season.account)
        book = gather(season.ledger, db, season.account, one.until)
        assert book is not None
        text = page(book, Language.EN)
    assert "Emma Grant" not in text
    assert "member-" not in text
    assert "party-" not in text
    assert "a household" in text


def test_every_language_says_all_that_the_page_may_tell() -> None:
    """L7"""
    shapes = []
    for language in Language:
        say = phrases_of(language)
        shapes.append({key: sorted(value) if isinstance(value, dict) else None for key, value in say.items()})
        assert set(say["natures"]) == {nature.value for nature in Nature} - {"moved", "assigned", "earmarked"}
        assert set(say["measures"]) == set(MEASURES)
    assert shapes[0] == shapes[1] == shapes[2]
    assert msgspec.json.encode(phrases_of(Language.PT)) != msgspec.json.encode(phrases_of(Language.EN))


def test_an_open_period_says_that_it_is_not_closed_and_a_late_fact_is_told(tmp_path: Path) -> None:
    """L7"""
    season = two_years(tmp_path)
    with viewed(season) as db:
        book = gather(season.ledger, db, season.account, season.now().date())
        assert book is not None
        text = page(book, Language.FR)
    assert phrases_of(Language.FR)["open"] in text
    assert phrases_of(Language.FR)["late"].format(count=1) in text
    address, account = season.ledger.store.address, season.account
    season.close()

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["report", "--account", account, "--db", address, *words])
        return done.exit_code, done.stdout + done.stderr

    file = tmp_path / "page.html"
    until = season.now().date().isoformat()
    assert run("--period", until, "--language", "fr", "--out", str(file)) == (0, "")
    assert file.read_text(encoding="utf-8") == text
    code, error = run("--period", "1999-01-01")
    assert (code, "No period ends on that day" in error) == (1, True)
    assert run("--period", until, "--out", str(tmp_path / "none" / "page.html"))[0] == 1
    assert "<!DOCTYPE html>" in run("--period", until)[1]


def test_the_public_reads_the_page_and_those_with_a_role_take_the_journal_along(village: Village) -> None:
    """L9, L7"""
    at, public = village.at, village.public
    village.receive("100.00")
    until = village.served.clock_now.date().isoformat()
    village.served.later(days=3)
    close(village, until)
    public.position = village.treasurer.position
    shown = public.http.get(
        f"{at}/periods/{until}/page",
        params={"min_position": public.position},
        headers={"Accept-Language": "pt"},
    )
    assert shown.headers["Content-Language"] == "pt"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert phrases_of(Language.PT)["closed"] in shown.text
    asked = public.get(f"{at}/periods/{until}/page", language="fr")
    assert phrases_of(Language.FR)["title"] in asked.text
    assert public.get(f"{at}/periods/1999-01-01/page").status_code == 404
    assert public.get(f"{at}/exports/csv").status_code == 401
    auditor = village.auditor
    for form in ("beancount", "hledger", "csv", "xlsx"):
        whole = auditor.get(f"{at}/exports/{form}")
        assert whole.status_code == 200
        assert whole.headers["Content-Disposition"].startswith("attachment;")
    fec = auditor.get(f"{at}/periods/{until}/exports/fec")
    assert fec.headers["Content-Disposition"] == f'attachment; filename="FEC{until.replace("-", "")}.txt"'
    assert len(fec.text.splitlines()) == 3
    assert auditor.get(f"{at}/exports/fec").status_code == 422
    assert auditor.get(f"{at}/periods/1999-01-01/exports/fec").status_code == 404


@pytest.mark.parametrize("language", list(Language))
def test_a_giver_is_told_every_gift_by_name_and_what_was_not_given_back(
    tmp_path: Path, language: Language
) -> None:
    """C1, C9"""
    season = two_years(tmp_path)
    with viewed(season) as db:
        (first, _) = periods.periods(db, season.account)
        book = gather(season.ledger, db, season.account, first.until)
        assert book is not None
        partition = season.ledger.partition_of(season.account)
        given = contributions.page(db, season.ledger.store, partition, season.account)
        (hundred,) = [one for one in given if one.amount_minor == 10_000]
        text = giver_statement(book, str(hundred.giver), language)
        assert giver_statement(book, "party-nobody", language) is None
    season.close()
    assert text is not None
    assert "Emma Grant" in text
    assert words_of(language).amount(10_000, "EUR") in text
    assert hundred.id in text


def test_a_funder_is_told_what_a_purpose_received_spent_and_has_left_with_its_payments(
    everything: Season,
) -> None:
    """L5, L7"""
    season, words = everything, words_of(Language.EN)
    with viewed(season) as db:
        (one,) = periods.periods(db, season.account)
        book = gather(season.ledger, db, season.account, one.until)
        assert book is not None
        told = figures(book)
        for purpose in book.purposes:
            text = funder_statement(book, purpose, Language.EN)
            assert text is not None
            lines = [line for line in told.lines if line.purpose == purpose]
            assert words.amounts((line.unit, line.closing) for line in lines if line.closing) in text
            assert "Emma Grant" not in text
        assert funder_statement(book, "purpose-none", Language.EN) is None


def test_a_theft_that_is_told_after_the_closing_leaves_the_page_as_it_was_counted(village: Village) -> None:
    """L7, L12: the page of a closed period prints what was booked in it, and is compared by that."""
    box = {"kind": "cash-box", "label": "box", "main_for": ["EUR"]}
    place = village.treasurer.done(f"{village.at}/places", box)
    village.receive("100.00")
    day = village.served.clock_now.date().isoformat()
    two = [village.tokens["second-signatory"], village.tokens["auditor"]]
    count = {"place": place, "unit": "EUR", "counted": "100.00", "counted_by": two}
    village.treasurer.done(f"{village.at}/counts", count)
    village.served.later(days=3)
    close(village, day)
    theft = {"kind": "theft", "unit": "EUR", "amount": "30.00", "evidence": "The lock.", "confirmed_by": two}
    village.treasurer.done(f"{village.at}/bookings", {**theft, "effective": day})
    shown = village.treasurer.get(
        f"{village.at}/periods/{day}/page", language="en", min_position=village.treasurer.position
    )
    agrees = phrases_of(Language.EN)["agrees-count"].split("{")[0]
    assert agrees in shown.text
    (found,) = village.treasurer.read(f"{village.at}/places/{place}/reconciliation", effective=day)["items"]
    assert (found["agrees"], found["count"]["difference"]) == (False, "30.00")
