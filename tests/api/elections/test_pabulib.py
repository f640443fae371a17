"""An election file says what was voted on and how, or a sentence says what to correct in it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from api.elections.pabulib import (
    Election,
    ElectionFileProblem,
    PbBallot,
    Project,
    Stated,
    read_election,
)

META = """META
key;value
description;Ribeirão Galinha decides
country;Portugal
unit;Ribeirão Galinha
instance;2024
num_projects;2
num_votes;3
budget;4500.50
vote_type;approval
rule;greedy
date_begin;01.03.2024
date_end;2024-03-15
currency;eur
"""
PROJECTS = """PROJECTS
project_id;cost;votes;name;selected
bus;4000.0;2;School transport;1
7/A;500.5;1;"Drip; hoses
for the wine";0
"""
VOTES = """VOTES
voter_id;age;vote
v1;34;bus,7/A
v2;51;bus
v3;19;
"""
WHOLE = META + PROJECTS + VOTES


def read(folder: Path, text: str | bytes = WHOLE) -> Election:
    path = folder / "election.pb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_election(path)


def problem_with(folder: Path, text: str | bytes) -> str:
    with pytest.raises(ElectionFileProblem) as caught:
        read(folder, text)
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1
    return WHOLE.replace(old, new)


def test_a_file_is_read_with_its_projects_and_ballots(tmp_path: Path) -> None:
    assert read(tmp_path) == Election(
        description="Ribeirão Galinha decides",
        country="Portugal",
        unit="Ribeirão Galinha",
        subunit="",
        instance="2024",
        currency="EUR",
        budget=Decimal("4500.50"),
        vote_type="approval",
        rule="greedy",
        opens=date(2024, 3, 1),
        closes=date(2024, 3, 15),
        stated=Stated(),
        projects=(
            Project("bus", "School transport", Decimal(4000), selected=True, votes=2),
            Project("7/A", "Drip; hoses\nfor the wine", Decimal("500.50"), selected=False, votes=1),
        ),
        ballots=(
            PbBallot("v1", ("bus", "7/A"), line=22),
            PbBallot("v2", ("bus",), line=23),
            PbBallot("v3", (), line=24),
        ),
        num_projects=2,
        num_votes=3,
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + WHOLE, id="a byte order mark"),
        pytest.param(WHOLE.rstrip("\n"), id="no end of the last line"),
        pytest.param(changed("META\n", "meta;;\n"), id="a section in small letters with fields left empty"),
        pytest.param(changed("rule;greedy", " Rule ; greedy ;;"), id="spaces around and semicolons behind"),
        pytest.param(changed("rule;greedy", "rule;greedy\nrule;greedy"), id="a key twice with one value"),
        pytest.param(changed(";34;bus,7/A", ";34; bus , 7/A,;"), id="spaces in a vote"),
    ],
)
def test_what_does_not_change_the_meaning_is_tolerated(tmp_path: Path, text: str) -> None:
    def said(election: Election) -> tuple[object, ...]:
        ballots = [(ballot.voter_id, ballot.choices) for ballot in election.ballots]
        return election.rule, election.projects, ballots

    assert said(read(tmp_path, text)) == said(read(tmp_path))


def test_line_ends_of_another_system_and_blank_lines_are_tolerated(tmp_path: Path) -> None:
    text = (META + "\n;;\n" + PROJECTS + "\n" + VOTES + " \n;;;;\n\n").replace("\n", "\r\n")
    election = read(tmp_path, text)
    assert [project.project_id for project in election.projects] == ["bus", "7/A"]
    assert [ballot.line for ballot in election.ballots] == [25, 26, 27]


def test_columns_stand_in_any_order_and_unknown_ones_are_left_unread(tmp_path: Path) -> None:
    text = META + "PROJECTS\nCost;colour;Project_ID\n4000;red;bus\nVOTES\nvote;sex;voter_id\nbus;F;v1\n"
    election = read(tmp_path, text)
    assert election.projects == (Project("bus", "bus", Decimal(4000), selected=None, votes=None),)
    assert election.ballots[0].voter_id == "v1"


def test_two_ballots_of_one_voter_and_odd_choices_are_left_to_the_ledger(tmp_path: Path) -> None:
    election = read(tmp_path, WHOLE + "v1;34;bus,bus,moon\n")
    assert [ballot.voter_id for ballot in election.ballots] == ["v1", "v2", "v3", "v1"]
    assert election.ballots[-1].choices == ("bus", "bus", "moon")


@pytest.mark.parametrize(
    ("mark", "selected"), [("1", True), ("0", False), ("2", None), ("3", None), ("", None)]
)
def test_only_one_and_zero_say_whether_the_rule_selected_a_project(
    tmp_path: Path, mark: str, selected: bool | None
) -> None:
    election = read(tmp_path, changed("School transport;1", f"School transport;{mark}"))
    assert election.projects[0].selected is selected


@pytest.mark.parametrize("cost", ["4000", "4000.0", "4000.00", "4000.000"])
def test_one_amount_written_in_several_ways_is_one_amount(tmp_path: Path, cost: str) -> None:
    assert str(read(tmp_path, changed("4000.0", cost)).projects[0].cost) == "4000.00"


@pytest.mark.parametrize(
    "cost",
    ["", "0", "0.00", "-5", "+5", "1e3", "NaN", "Infinity", "1,5", "1 000", "5.", "٤", "9" * 16, "0.001"],
)
def test_a_cost_that_is_no_exact_amount_above_zero_is_refused_with_its_line(
    tmp_path: Path, cost: str
) -> None:
    sentence = problem_with(tmp_path, changed("4000.0", cost))
    assert sentence.startswith("Line 17: The cost ")


@pytest.mark.parametrize(("currency", "budget"), [("JPY", "100"), ("TND", "100.125"), ("PLN", "100.25")])
def test_a_currency_has_its_own_number_of_digits(tmp_path: Path, currency: str, budget: str) -> None:
    projects = "PROJECTS\nproject_id;cost\nbus;100.000\n"
    text = META.replace("eur", currency).replace("4500.50", budget) + projects + VOTES
    assert str(read(tmp_path, text).budget) == budget
    finer = budget + ("1" if "." in budget else ".1")
    assert "more decimal digits" in problem_with(
        tmp_path, text.replace(f"budget;{budget}", f"budget;{finer}")
    )


def test_a_file_without_a_currency_takes_that_of_its_country(tmp_path: Path) -> None:
    text = changed("currency;eur\n", "").replace("country;Portugal", "country;Poland")
    assert read(tmp_path, text).currency == "PLN"


@pytest.mark.parametrize("country", ["Worldwide", "Atlantis", ""])
def test_a_country_that_tells_no_currency_asks_for_the_key(tmp_path: Path, country: str) -> None:
    text = changed("currency;eur\n", "").replace("country;Portugal", f"country;{country}")
    assert "add a line such as currency;EUR" in problem_with(tmp_path, text)


def test_a_bare_year_is_the_whole_year_and_no_date_is_none(tmp_path: Path) -> None:
    election = read(tmp_path, changed("01.03.2024", "2024").replace("2024-03-15", "2024"))
    assert (election.opens, election.closes) == (date(2024, 1, 1), date(2024, 12, 31))
    election = read(tmp_path, changed("date_begin;01.03.2024\n", "").replace("2024-03-15", ""))
    assert (election.opens, election.closes) == (None, None)


@pytest.mark.parametrize("day", ["31.02.2024", "spring", "2024/03/01", "0000", "16.03.2024"])
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, day: str) -> None:
    assert "META key date_" in problem_with(tmp_path, changed("01.03.2024", day))


@pytest.mark.parametrize("section", ["META", "PROJECTS", "VOTES"])
def test_a_missing_section_is_named(tmp_path: Path, section: str) -> None:
    parts = {"META": META, "PROJECTS": PROJECTS, "VOTES": VOTES}
    text = "".join(part for name, part in parts.items() if name != section)
    assert f"The section {section} is missing" in problem_with(tmp_path, text)


@pytest.mark.parametrize("key", ["budget", "vote_type", "rule"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    text = "".join(line for line in WHOLE.splitlines(keepends=True) if not line.startswith(key))
    assert f"META has no {key}" in problem_with(tmp_path, text)
    text = "".join(f"{key};\n" if line.startswith(key) else line for line in WHOLE.splitlines(keepends=True))
    assert f"META has no {key}" in problem_with(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("key;value", "name;value", "Line 2: The section META has no column key"),
        ("project_id;cost", "id;cost", "Line 16: The section PROJECTS has no column project_id"),
        ("voter_id;age;vote", "voter_id;age;points", "Line 21: The section VOTES has no column vote"),
        ("voter_id;age;vote", "voter_id;vote;vote", "Line 21: The section VOTES has two columns of one name"),
        ("rule;greedy", "rule;greedy\nrule;other", "Line 12: The META key rule has another value on line 11"),
        ("7/A;500.5", "bus;500.5", "Line 18: This project_id stands already on line 17"),
        ("7/A;500.5", ";500.5", "Line 18: This row has no project_id"),
        ("7/A;500.5", '"7,A";500.5', "Line 18: This project_id holds a comma"),
        ("v2;51;bus", "v2;51", "Line 23: This row of VOTES has too few fields; it needs 3"),
        ("v2;51;bus", "v2;51;bus;7", "Line 23: This row of VOTES has too many fields; it needs 3"),
        ("v2;51;bus", ";51;bus", "Line 23: This row has no voter_id"),
        ("v2;51;bus", 'v2;51;"bus', "Line 23: The quotes of a field that begins here do not close"),
        ("v2;51;bus\nv3;19;", 'v2;51;"bus\nv3;19;"', "Line 23: The column vote goes over several lines"),
        ("School transport;1", "School transport;yes", "Line 17: The column selected is not a whole number"),
        ("num_votes;3", "num_votes;many", "Line 8: The META key num_votes is not a whole number"),
        ("currency;eur", "currency;euros", "Line 14: The META key currency is not a code of ISO 4217"),
        ("META\n", "", "Line 1: The file does not begin with a section"),
        ("VOTES\n", "META\n", "Line 20: The section META begins a second time"),
        (VOTES, "VOTES\n", "The section VOTES has no row with the names of its columns"),
        (PROJECTS, "PROJECTS\nproject_id;cost\n", "The section PROJECTS names no project"),
        ("School transport", "School\0transport", "Line 17: The file holds the character U+0000"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert problem_with(tmp_path, changed(old, new)).startswith(sentence)


def test_a_stray_quote_never_swallows_projects_or_ballots(tmp_path: Path) -> None:
    text = changed("School transport;1", '"School transport;1')
    assert problem_with(tmp_path, text).startswith("Line 17: The quotes of a field")
    forgiven = read(tmp_path, changed("School transport;1", '"School" transport;1'))
    assert forgiven.projects[0].name == "School transport"


def test_a_sentence_never_repeats_what_a_voter_wrote(tmp_path: Path) -> None:
    for row in ("Maria Lima", "Maria Lima;34;bus;home", '"Maria Lima;34', "Maria\0Lima"):
        assert "Maria" not in problem_with(tmp_path, changed("v2;51;bus", row))


def test_a_file_that_cannot_be_read_as_text_is_refused(tmp_path: Path) -> None:
    assert "empty" in problem_with(tmp_path, "")
    assert "empty" in problem_with(tmp_path, "\ufeff \r\n\n")
    assert problem_with(tmp_path, WHOLE.encode("latin-1")).startswith("Line 3: The file is not UTF-8")


def test_a_path_that_leads_to_no_file_is_refused(tmp_path: Path) -> None:
    for path, words in {
        tmp_path: "a folder",
        tmp_path / "absent.pb": "no such file",
        tmp_path / "a\0b.pb": "cannot be read",
        Path("/dev/null"): "not a plain file",
    }.items():
        with pytest.raises(ElectionFileProblem, match=words):
            read_election(path)


def test_a_file_that_nobody_may_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "who may read it" in problem_with(tmp_path, WHOLE)


BOUNDS = """rule;greedy-threshold
min_length;1
max_length;3
min_sum_cost;0
max_sum_cost;9000
min_sum_points;1
max_sum_points;10
min_points;1
max_points;5
min_project_score_threshold;4"""
POINTS = """VOTES
voter_id;vote;points
v1;bus,7/A;3,2
v2;7/A; 5.0
v3;;
"""


def with_points(votes: str = POINTS) -> str:
    return META.replace("vote_type;approval", "vote_type;cumulative") + PROJECTS + votes


def test_what_the_file_states_of_ballots_and_scores_is_read(tmp_path: Path) -> None:
    """V6"""
    assert read(tmp_path, changed("rule;greedy", BOUNDS)).stated == Stated(
        min_length=1,
        max_length=3,
        min_sum_cost=None,
        max_sum_cost=Decimal("9000.00"),
        min_sum_points=1,
        max_sum_points=10,
        min_points=1,
        max_points=5,
        min_project_score_threshold=4,
    )


def test_points_stand_beside_the_projects_that_they_are_given_to(tmp_path: Path) -> None:
    ballots = read(tmp_path, with_points()).ballots
    assert [(ballot.choices, ballot.points) for ballot in ballots] == [
        (("bus", "7/A"), (3, 2)),
        (("7/A",), (5,)),
        ((), ()),
    ]


def test_an_approval_ballot_has_no_points_even_where_the_file_has_such_a_column(tmp_path: Path) -> None:
    text = META + PROJECTS + POINTS
    assert read(tmp_path, text).ballots[0] == PbBallot("v1", ("bus", "7/A"), line=22)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("voter_id;vote;points", "voter_id;vote;score", "Line 22: The section VOTES has no column points"),
        ("3,2", "3", "Line 22: This vote names 2 projects, and gives points to 1"),
        ("3,2", "3,2.5", "Line 22: Points of this vote are not whole numbers of 0 or more"),
        ("3,2", "3,-2", "Line 22: Points of this vote are not whole numbers of 0 or more"),
        ("3,2", '"3\n2"', "Line 22: The column points goes over several lines"),
    ],
)
def test_points_that_no_ballot_can_hold_are_refused(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert POINTS.count(old) == 1
    assert problem_with(tmp_path, with_points(POINTS.replace(old, new))).startswith(sentence)
