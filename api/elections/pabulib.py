"""Read a participatory budgeting election from a Pabulib `.pb` file.

The reader is pure: it takes a path, returns what the file says, and knows nothing of the ledger. It does not
judge ballots (a voter listed twice, a project named twice, an unknown project), because the ledger does. Nor
does it hold the stated numbers of projects and ballots against those it found: both are there to be compared.

The format is described on https://pabulib.org/format. It leaves three things open, which are settled here:

- `selected` is read as 1 = yes and 0 = no. Any other number becomes None, neither yes nor no. The format allows
  2 for "ambiguous cases"; published files use 2 and 3 for projects paid from money outside the election (a
  reserve for a project of which four fifths fitted, an award for turnout, what other districts left unused),
  and some do not say why. None of these is an outcome of the rule, so none may be compared with one. An empty
  cell or an absent column is None as well.
- A project that a ballot gives 0 points is not named by it: the format takes those that are not listed to have 0.
- A bare year as a date stands for the widest span it allows: the vote opens on 1 January, closes on 31 December.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from api.elections.cells import amount_of, count_of, currency_of, day_of, id_of, list_of, points_of
from api.elections.meta import Meta
from api.elections.text import ElectionFileProblem, Row, read_text, sections_of

__all__ = [
    "Election",
    "ElectionFileProblem",
    "PbBallot",
    "Project",
    "Stated",
    "read_election",
]

GIVES_POINTS = frozenset({"cumulative", "scoring"})
"""Vote types whose ballots hold points."""


@dataclass(frozen=True, slots=True)
class Project:
    """What can be voted for; `votes` and `selected` are the official result, where the file gives one.

    Names are optional in the format: a project without one is called by its id.
    """

    project_id: str
    name: str
    cost: Decimal
    selected: bool | None
    votes: int | None


@dataclass(frozen=True, slots=True)
class PbBallot:
    """One row of VOTES and its line: the projects in the order written, none where the cell is empty; and the points
    of each, where the vote type gives points.
    """

    voter_id: str
    choices: tuple[str, ...]
    line: int
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What META states of ballots and of the score that a project needs; None where it does not say."""

    min_length: int | None = None
    max_length: int | None = None
    min_sum_cost: Decimal | None = None
    max_sum_cost: Decimal | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    default_score: int | None = None
    min_project_score_threshold: int | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """One election as its file tells it; what the file does not give is an empty text or None."""

    description: str
    country: str
    unit: str
    subunit: str
    instance: str
    currency: str
    budget: Decimal
    vote_type: str
    rule: str
    opens: date | None
    closes: date | None
    stated: Stated
    projects: tuple[Project, ...]
    ballots: tuple[PbBallot, ...]
    num_projects: int | None
    num_votes: int | None


def read_election(path: Path) -> Election:
    """The election in the file; an `ElectionFileProblem` says what is wrong where there is none to read."""
    sections = sections_of(read_text(path))
    meta = Meta(sections["META"])
    budget, rule, vote_type = (meta.needed(key) for key in ("budget", "rule", "vote_type"))
    currency = currency_of(meta.text("currency"), meta.text("country"), meta.line("currency"))
    opens = day_of(meta.text("date_begin"), "META key date_begin", meta.line("date_begin"), month=1, day=1)
    closes = day_of(meta.text("date_end"), "META key date_end", meta.line("date_end"), month=12, day=31)
    if opens and closes and closes < opens:
        sentence = "The META key date_end is before date_begin; correct one of them."
        raise ElectionFileProblem(sentence, meta.line("date_end"))
    return Election(
        description=meta.text("description"),
        country=meta.text("country"),
        unit=meta.text("unit"),
        subunit=meta.text("subunit"),
        instance=meta.text("instance"),
        currency=currency,
        budget=amount_of(budget, currency, "META key budget", meta.line("budget")),
        vote_type=vote_type,
        rule=rule,
        opens=opens,
        closes=closes,
        stated=_stated(meta, currency),
        projects=_projects(sections["PROJECTS"], currency),
        ballots=tuple(_ballot(row, vote_type in GIVES_POINTS) for row in sections["VOTES"]),
        num_projects=meta.count("num_projects"),
        num_votes=meta.count("num_votes"),
    )


def _stated(meta: Meta, currency: str) -> Stated:
    return Stated(
        min_length=meta.count("min_length"),
        max_length=meta.count("max_length"),
        min_sum_cost=meta.amount("min_sum_cost", currency),
        max_sum_cost=meta.amount("max_sum_cost", currency),
        min_sum_points=meta.count("min_sum_points"),
        max_sum_points=meta.count("max_sum_points"),
        min_points=meta.count("min_points"),
        max_points=meta.count("max_points"),
        default_score=meta.count("default_score"),
        min_project_score_threshold=meta.count("min_project_score_threshold"),
    )


def _projects(rows: Iterable[Row], currency: str) -> tuple[Project, ...]:
    projects: dict[str, Project] = {}
    lines: dict[str, int] = {}
    for row in rows:
        project = _project(row, currency)
        earlier = lines.setdefault(project.project_id, row.line)
        if earlier != row.line:
            sentence = f"This project_id stands already on line {earlier}; give each project its own."
            raise ElectionFileProblem(sentence, row.line)
        projects[project.project_id] = project
    if not projects:
        raise ElectionFileProblem("The section PROJECTS names no project; add at least one.")
    return tuple(projects.values())


def _project(row: Row, currency: str) -> Project:
    project_id = id_of(row, "project_id")
    if "," in project_id:
        sentence = "This project_id holds a comma, so no ballot could name it; choose one without."
        raise ElectionFileProblem(sentence, row.line)
    selected = count_of(row.cells.get("selected", ""), "column selected", row.line)
    return Project(
        project_id=project_id,
        name=row.cells.get("name") or project_id,
        cost=amount_of(row.cells["cost"], currency, "cost", row.line),
        selected=bool(selected) if selected in {0, 1} else None,
        votes=count_of(row.cells.get("votes", ""), "column votes", row.line),
    )


def _ballot(row: Row, gives_points: bool) -> PbBallot:
    """The points stand in a list of their own, in the order of the projects; elsewhere they are left unread."""
    choices = list_of(row, "vote")
    points: tuple[int, ...] = ()
    if gives_points:
        if "points" not in row.cells:
            raise ElectionFileProblem(
                "The section VOTES has no column points; this vote type needs it.", row.line
            )
        points = tuple(points_of(text, row.line) for text in list_of(row, "points"))
        if len(points) != len(choices):
            sentence = "This vote names {named} projects, and gives points to {given}; give each its own."
            raise ElectionFileProblem(sentence.format(named=len(choices), given=len(points)), row.line)
        named = [(choice, given) for choice, given in zip(choices, points, strict=True) if given]
        choices, points = tuple(choice for choice, _ in named), tuple(given for _, given in named)
    return PbBallot(voter_id=id_of(row, "voter_id"), choices=choices, line=row.line, points=points)
