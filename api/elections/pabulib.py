"""Read a participatory budgeting election from a Pabulib `.pb` file.

The reader is pure: it takes a path, returns what the file says, and knows nothing of the ledger. It does not
judge ballots (a voter listed twice, a project named twice, an unknown project), because the ledger does. Nor
does it hold the stated numbers of projects and ballots against those it found: both are there to be compared.

The format is described on https://pabulib.org/format. It leaves two things open, which are settled here:

- `selected` is read as 1 = yes and 0 = no. Any other number becomes None, neither yes nor no. The format allows
  2 for "ambiguous cases"; published files use 2 and 3 for projects paid from money outside the election (a
  reserve for a project of which four fifths fitted, an award for turnout, what other districts left unused),
  and some do not say why. None of these is an outcome of the rule, so none may be compared with one. An empty
  cell or an absent column is None as well.
- A bare year as a date stands for the widest span it allows: the vote opens on 1 January, closes on 31 December.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from api.elections.cells import amount_of, count_of, currency_of, day_of, id_of, is_broken, is_plain_slug
from api.elections.text import ElectionFileProblem, Row, read_text, sections_of

__all__ = [
    "SUPPORTED",
    "Election",
    "ElectionFileProblem",
    "ElectionNotSupported",
    "PbBallot",
    "Project",
    "read_election",
    "require_supported",
]

SUPPORTED = frozenset({("approval", "greedy"), ("choose-1", "greedy")})
"""The pairs of vote type and rule that can be counted here; a new rule is added in this one place."""


class ElectionNotSupported(ElectionFileProblem):
    """The file is sound, but its vote type or its rule cannot be counted here yet."""


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
    """One row of VOTES and its line: the projects in the order written, none where the cell is empty."""

    voter_id: str
    choices: tuple[str, ...]
    line: int


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
    projects: tuple[Project, ...]
    ballots: tuple[PbBallot, ...]
    num_projects: int | None
    num_votes: int | None


def read_election(path: Path) -> Election:
    """The election in the file; an `ElectionFileProblem` says what is wrong where there is none to read."""
    sections = sections_of(read_text(path))
    meta = _Meta(sections["META"])
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
        projects=_projects(sections["PROJECTS"], currency),
        ballots=tuple(_ballot(row) for row in sections["VOTES"]),
        num_projects=meta.count("num_projects"),
        num_votes=meta.count("num_votes"),
    )


def require_supported(election: Election) -> None:
    """Refuse an election that cannot be counted here, so that no other rule silently takes the place of its own."""
    if (election.vote_type, election.rule) in SUPPORTED:
        return
    key, value = "vote_type", election.vote_type
    if any(value == vote_type for vote_type, _ in SUPPORTED):
        key, value = "rule", election.rule
    given = f"{key} {value}" if is_plain_slug(value) else key
    pairs = " and ".join(f"{vote_type} with {rule}" for vote_type, rule in sorted(SUPPORTED))
    raise ElectionNotSupported(f"The {given} cannot be counted here yet; give an election by {pairs}.")


class _Meta:
    """The keys of META with their values and lines; an empty value counts as a missing key."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        for row in rows:
            key = row.cells["key"].casefold()
            first = self._rows.setdefault(key, row)
            if first.cells["value"] != row.cells["value"]:
                named = f"META key {key}" if is_plain_slug(key) else "same META key"
                sentence = f"The {named} has another value on line {first.line}; keep one of them."
                raise ElectionFileProblem(sentence, row.line)

    def text(self, key: str) -> str:
        return self._rows[key].cells["value"] if key in self._rows else ""

    def line(self, key: str) -> int:
        return self._rows[key].line if key in self._rows else 0

    def needed(self, key: str) -> str:
        if not self.text(key):
            sentence = f"META has no {key}; give the key {key} its value."
            raise ElectionFileProblem(sentence, self.line(key) or None)
        return self.text(key)

    def count(self, key: str) -> int | None:
        return count_of(self.text(key), f"META key {key}", self.line(key))


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


def _ballot(row: Row) -> PbBallot:
    """Empty places in a list (`7,,9` or `7,`) name nothing and are passed over."""
    vote = row.cells["vote"]
    if is_broken(vote):
        sentence = "This vote goes over several lines; write its project ids on one."
        raise ElectionFileProblem(sentence, row.line)
    choices = tuple(choice for part in vote.split(",") if (choice := part.strip()))
    return PbBallot(voter_id=id_of(row, "voter_id"), choices=choices, line=row.line)
