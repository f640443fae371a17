"""A year that closes, over HTTP: its report is read, decided upon and closed, and late facts follow."""

from datetime import timedelta
from typing import Any

from tests.api.village import Village


def close(village: Village, until: str) -> dict[str, Any]:
    """Close the books up to a day, by a final decision on their report as it is; the report."""
    report = village.treasurer.read(f"{village.at}/periods/{until}")
    village.adopt({"type": "close-period", "until": until, "report": report["seal"]})
    return report


def test_the_assembly_closes_the_books_and_a_late_gift_is_booked_in_the_next_period(village: Village) -> None:
    """L7, L10"""
    at, treasurer, public = village.at, village.treasurer, village.public
    village.receive("100.00")
    until = village.served.clock_now.date()
    village.served.later(days=3)
    first = close(village, until.isoformat())
    (line,) = first["lines"]
    assert (line["opening"], line["closing"], first["closed"]) == ("0.00", "100.00", False)
    assert line["moved"] == [{"nature": "received", "detail": "gift", "amount": "100.00"}]
    late = village.receive("7.00", effective=until.isoformat())
    public.position = treasurer.position
    listed = public.read(f"{at}/periods")
    (period,) = listed["items"]
    assert (period["until"], period["seal"]) == (until.isoformat(), first["seal"])
    next_day = (until + timedelta(days=1)).isoformat()
    assert listed["open_since"] == next_day
    assert public.read(f"{at}/periods/{until}")["closed"]
    assert public.read(f"{at}/periods/{until}")["lines"] == first["lines"]
    (entry,) = public.read(f"{at}/periods/{until}/entries")["items"]
    assert (entry["code"], entry["late"]) == ("R1", False)
    numbers = [
        (line["number"], line["effective"], line["booked"]) for line in public.read(f"{at}/journal")["items"]
    ]
    day = until.isoformat()
    assert numbers == [("R1", day, day)] * 2 + [(None, day, next_day)] * 2
    assert public.read(f"{at}/balances", effective=day)["items"][0]["held"] == "107.00"
    second_until = (village.served.clock_now.date() - timedelta(days=1)).isoformat()
    (open_one,) = public.read(f"{at}/periods/{second_until}/entries", late="true")["items"]
    second = close(village, second_until)
    assert (second["lines"][0]["opening"], second["lines"][0]["closing"]) == ("100.00", "107.00")
    assert second["late"] == 1
    public.position = treasurer.position
    (entry,) = public.read(f"{at}/periods/{second_until}/entries", late="true")["items"]
    assert (entry["code"], entry["late"], entry["effective"], entry["booked"]) == ("R1", True, day, next_day)
    assert open_one == entry
    (explained,) = [
        one for one in public.read(f"{at}/balances/explanations", unit="EUR")["items"] if one["about"] == late
    ]
    assert explained["position"] == entry["position"]


def test_a_report_that_the_books_have_outrun_is_not_closed_by(village: Village) -> None:
    """L7"""
    at = village.at
    village.receive("100.00")
    until = village.served.clock_now.date().isoformat()
    measure = {"type": "close-period", "until": until, "report": "0" * 64}
    proposer = village.members[0]
    draft = {"need": "The year is over.", "measure": measure}
    assert proposer.refused(f"{at}/proposals", draft)["type"] == "/problems/period-not-over"
    village.served.later(days=2)
    assert proposer.refused(f"{at}/proposals", draft)["type"] == "/problems/report-outdated"
    measure["report"] = village.treasurer.read(f"{at}/periods/{until}")["seal"]
    proposal = village.admitted(measure)
    shown = village.treasurer.read(f"{at}/proposals/{proposal}")
    assert (shown["until"], shown["report"]) == (until, measure["report"])
    village.vote(proposal, "yes")
    village.receive("1.00", effective=until)
    refused = village.treasurer.refused(f"{at}/proposals/{proposal}/executions")
    assert refused["type"] == "/problems/report-outdated"
    close(village, until)
    again = {"need": "Once more.", "measure": {**measure}}
    assert proposer.refused(f"{at}/proposals", again)["type"] == "/problems/period-closed-already"


def test_a_day_that_ends_no_period_shows_none(village: Village) -> None:
    """L7"""
    public = village.public
    assert public.get(f"{village.at}/periods/2020-12-31").json()["type"] == "/problems/unknown-period"
    today = village.served.clock_now.date().isoformat()
    assert public.read(f"{village.at}/periods/{today}")["lines"] == []
    assert public.read(f"{village.at}/periods/{today}/entries")["items"] == []
    assert public.get(f"{village.at}/periods/2020-12-31/entries").json()["type"] == "/problems/unknown-period"
    assert (
        public.get(f"{village.at}/periods/{today}/entries", after="x").json()["type"]
        == "/problems/cursor-malformed"
    )
    assert public.get(f"{village.at}/periods/12").status_code == 422
    listed = public.read(f"{village.at}/periods")
    assert (listed["items"], listed["open_since"]) == ([], today)
