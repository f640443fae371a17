"""Decision rounds: their tables and the reaction that fills them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ledger.accounts.state import Line
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    RoundId,
    account_of,
    part_of,
)
from ledger.rounds.events import (
    BallotCast,
    ItemMadeFinal,
    ObjectionDecided,
    ObjectionRaised,
    ProxyGiven,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundAnnulled,
    RoundClosed,
    RoundCounted,
    RoundDrafted,
    RoundExtended,
    RoundMadeFinal,
    RoundOpened,
    ShowOfHandsEntered,
)
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import BallotType, Bounds, CountingRule, rule_of
from projections.base import Database, Table, View
from projections.rounds import objecting, representing
from projections.rounds.objecting import OBJECTIONS
from projections.rounds.queries import BallotBounds, ObjectionState
from projections.rounds.representing import PROXIES

RECUSALS = Table(
    "round_recusals",
    "account TEXT NOT NULL, round TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (account, round, member)",
)


class Rounds(View):
    """One row per round, with its budget, options, costs and recusals, its ballots by number and seal, its tallies.

    Choices, and totals by show of hands, are not kept here, before counting or after it: whoever may see them reads
    them from the log.
    """

    name = "rounds"
    tables = (
        Table(
            "rounds",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, ballot_type TEXT NOT NULL, "
            "rule TEXT NOT NULL, bounds TEXT NOT NULL, "
            "body TEXT NOT NULL, confidentiality TEXT NOT NULL, closes_us INTEGER NOT NULL, title TEXT NOT NULL, "
            "electorate INTEGER, recused INTEGER, members_list TEXT, tokens_list TEXT, rules_version INTEGER, "
            "quorum_percent INTEGER, second_call_quorum_percent INTEGER, threshold_percent INTEGER, "
            "tie_rule TEXT, objection_days INTEGER, opened_us INTEGER, closed_us INTEGER, counted_us INTEGER, "
            "final_us INTEGER, ballots_counted INTEGER, quorum_reached INTEGER, tie_decided INTEGER, "
            "counting_us INTEGER, minutes TEXT, by_hand INTEGER, objection_body TEXT, "
            "objection_decision_days INTEGER, annulled_us INTEGER, annulment TEXT, annulled_by TEXT, "
            "choices_list TEXT, ballots_list TEXT, extension_within_minutes INTEGER, "
            "extension_by_minutes INTEGER, extended_us INTEGER, second_call_of TEXT, "
            "proxies_per_holder INTEGER, recused_later INTEGER, set_aside TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, id)",
            indexes={"rounds_by_position": "account, position"},
        ),
        Table(
            "round_budgets",
            "account TEXT NOT NULL, round TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, "
            "amount_minor INTEGER NOT NULL, PRIMARY KEY (account, round, unit, purpose)",
        ),
        Table(
            "round_options",
            "account TEXT NOT NULL, round TEXT NOT NULL, place INTEGER NOT NULL, label TEXT NOT NULL, "
            "proposal TEXT NOT NULL, version INTEGER, seal TEXT, destination TEXT, accepted INTEGER, standing TEXT, "
            "PRIMARY KEY (account, round, place)",
        ),
        Table(
            "round_costs",
            "account TEXT NOT NULL, round TEXT NOT NULL, label TEXT NOT NULL, unit TEXT NOT NULL, "
            "purpose TEXT NOT NULL, amount_minor INTEGER NOT NULL, "
            "PRIMARY KEY (account, round, label, unit, purpose)",
        ),
        RECUSALS,
        PROXIES,
        Table(
            "ballots",
            "account TEXT NOT NULL, round TEXT NOT NULL, number INTEGER NOT NULL, elector TEXT NOT NULL, "
            "seal TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, round, number)",
        ),
        Table(
            "shows_of_hands",
            "account TEXT NOT NULL, round TEXT NOT NULL, position INTEGER NOT NULL, minutes TEXT NOT NULL, "
            "seal TEXT NOT NULL, tokens TEXT, recorded_us INTEGER NOT NULL, "
            "PRIMARY KEY (account, round, position)",
        ),
        OBJECTIONS,
        Table(
            "round_tallies",
            "account TEXT NOT NULL, round TEXT NOT NULL, place INTEGER NOT NULL, label TEXT NOT NULL, "
            "votes INTEGER NOT NULL, score INTEGER, PRIMARY KEY (account, round, place)",
        ),
    )
    reacts_to = frozenset(
        {
            BallotCast,
            RoundDrafted,
            RecusalDeclared,
            RoundOpened,
            RoundClosed,
            RoundCounted,
            RoundMadeFinal,
            ItemMadeFinal,
            ObjectionRaised,
            ObjectionDecided,
            RoundAnnulled,
            ShowOfHandsEntered,
            RoundExtended,
            ProxyGiven,
            ProxyWithdrawn,
        }
    )

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        """Ballots come by the thousand, and what else happens to a round does not touch their table."""
        cast = [
            _ballot(recorded, recorded.event) for recorded in events if type(recorded.event) is BallotCast
        ]
        db.insert("ballots", cast)
        super().bring(events, db)

    def react(self, recorded: Recorded, db: Database) -> None:
        event, at_us = recorded.event, recorded.envelope.recorded_us
        where = account_of(recorded.stream), RoundId(part_of(recorded.stream))
        match event:
            case RoundDrafted():
                self._draft(recorded, event, db)
            case RecusalDeclared():
                db.put(RECUSALS, [(*where, event.member)])
            case RoundOpened():
                self._open(recorded, event, db)
            case ShowOfHandsEntered():
                row = (*where, recorded.position, event.minutes, event.seal, event.tokens, at_us)
                db.insert("shows_of_hands", [row])
            case RoundClosed():
                query = "UPDATE rounds SET status = ?, closed_us = ? WHERE account = ? AND id = ?"
                db.execute(query, (RoundStatus.CLOSED, at_us, *where))
            case RoundCounted():
                self._count(recorded, event, db)
            case RoundMadeFinal():
                query = "UPDATE rounds SET status = ?, final_us = ? WHERE account = ? AND id = ?"
                db.execute(query, (RoundStatus.FINAL, at_us, *where))
                objecting.make_final(db, where, event)
            case ItemMadeFinal() | ObjectionRaised() | ObjectionDecided():
                objecting.react(db, where, recorded, event)
            case RoundAnnulled():
                query = (
                    "UPDATE rounds SET status = ?, annulled_us = ?, annulment = ?, annulled_by = ? "
                    "WHERE account = ? AND id = ?"
                )
                db.execute(query, (RoundStatus.ANNULLED, at_us, event.reason, event.minutes, *where))
                objecting.settle(db, where, ObjectionState.MOOT)
            case _:
                pass
        representing.react(db, where, recorded, event)

    def _draft(self, recorded: Recorded, event: RoundDrafted, db: Database) -> None:
        where = account_of(recorded.stream), RoundId(part_of(recorded.stream))
        db.execute(
            "INSERT INTO rounds (account, id, status, ballot_type, rule, bounds, body, confidentiality, closes_us, "
            "counting_us, title, recorded_us, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *where,
                RoundStatus.DRAFTED,
                event.ballot_type,
                _rule(event.ballot_type, event.rule),
                _bounds(event.bounds, event.budget),
                event.body,
                event.confidentiality,
                event.closes_us,
                event.counting_us or event.closes_us,
                event.title,
                recorded.envelope.recorded_us,
                recorded.position,
            ),
        )
        _put_budget(db, where, event.budget)
        options = enumerate(event.items, 1)
        undecided = (None,) * 5
        db.insert(
            "round_options",
            [(*where, place, item.label, item.proposal, *undecided) for place, item in options],
        )

    def _open(self, recorded: Recorded, event: RoundOpened, db: Database) -> None:
        """What was frozen takes the place of what was drafted (R1)."""
        where = account_of(recorded.stream), RoundId(part_of(recorded.stream))
        terms = event.terms
        db.execute(
            "UPDATE rounds SET status = ?, ballot_type = ?, body = ?, confidentiality = ?, closes_us = ?, "
            "electorate = ?, recused = ?, members_list = ?, tokens_list = ?, rules_version = ?, "
            "quorum_percent = ?, second_call_quorum_percent = ?, threshold_percent = ?, tie_rule = ?, "
            "objection_days = ?, objection_body = ?, objection_decision_days = ?, "
            "counting_us = ?, minutes = ?, opened_us = ? WHERE account = ? AND id = ?",
            (
                RoundStatus.OPEN,
                terms.ballot_type,
                terms.body,
                terms.confidentiality,
                terms.closes_us,
                terms.electorate,
                terms.recused,
                terms.members_list,
                terms.tokens_list,
                terms.rules_version,
                terms.quorum_percent,
                terms.second_call_quorum_percent,
                terms.threshold_percent,
                terms.tie_rule,
                terms.objection_days,
                terms.objection_body,
                terms.objection_decision_days,
                terms.entry_ends_us,
                terms.minutes,
                terms.opened_us or recorded.envelope.recorded_us,
                *where,
            ),
        )
        _put_budget(db, where, terms.budget)
        db.execute("DELETE FROM round_options WHERE account = ? AND round = ?", where)
        db.insert(
            "round_options",
            [
                (*where, place, o.label, o.proposal, o.version, o.seal, o.destination, None, None)
                for place, o in enumerate(terms.options, 1)
            ],
        )
        db.executemany(
            "INSERT INTO round_costs VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account, round, label, unit, purpose) "
            "DO UPDATE SET amount_minor = round_costs.amount_minor + excluded.amount_minor",
            [
                (*where, o.label, line.unit, line.purpose, line.amount_minor)
                for o in terms.options
                for line in o.costs
            ],
        )

    def _count(self, recorded: Recorded, event: RoundCounted, db: Database) -> None:
        where = account_of(recorded.stream), RoundId(part_of(recorded.stream))
        result = event.result
        db.execute(
            "UPDATE rounds SET status = ?, counted_us = ?, ballots_counted = ?, by_hand = ?, quorum_reached = ?, "
            "tie_decided = ?, choices_list = ?, ballots_list = ? WHERE account = ? AND id = ?",
            (
                RoundStatus.COUNTED,
                event.counted_us,
                result.ballots_counted,
                result.by_hand,
                result.quorum_reached,
                result.tie_decided,
                event.choices,
                event.ballots,
                *where,
            ),
        )
        db.insert(
            "round_tallies",
            [(*where, place, t.label, t.votes, t.score) for place, t in enumerate(result.tallies, 1)],
        )
        db.execute("UPDATE round_options SET accepted = 0 WHERE account = ? AND round = ?", where)
        db.executemany(
            "UPDATE round_options SET accepted = 1 WHERE account = ? AND round = ? AND label = ?",
            [(*where, label) for label in result.accepted],
        )

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """Ballots, budgets, costs, then tallies; each by account, round and, in these, its own order."""
        query = "SELECT account, round, COUNT(*) FROM ballots GROUP BY account, round ORDER BY account, round"
        for account, own, ballots in db.execute(query):
            yield f"rounds/{account}/{own}/ballots", ballots
        for account, own, *counts in db.execute(
            "SELECT account, id, electorate, recused, ballots_counted, by_hand FROM rounds ORDER BY account, id"
        ):
            for what, number in zip(("electorate", "recused", "counted", "by-hand"), counts, strict=True):
                yield f"rounds/{account}/{own}/{what}", number or 0
        for account, own, label in db.execute(
            "SELECT account, round, label FROM round_options WHERE accepted = 1 ORDER BY account, round, label"
        ):
            yield f"rounds/{account}/{own}/accepted/{label}", 1
        for account, own, unit, purpose, amount in db.execute(
            "SELECT * FROM round_budgets ORDER BY account, round, unit, purpose"
        ):
            yield f"rounds/{account}/{own}/budget/{unit}/{purpose}", amount
        for account, own, label, unit, purpose, amount in db.execute(
            "SELECT * FROM round_costs ORDER BY account, round, label, unit, purpose"
        ):
            yield f"rounds/{account}/{own}/option/{label}/{unit}/{purpose}", amount
        for account, own, label, votes, score in db.execute(
            "SELECT account, round, label, votes, score FROM round_tallies ORDER BY account, round, place"
        ):
            yield f"rounds/{account}/{own}/tally/{label}", votes
            if score is not None:
                yield f"rounds/{account}/{own}/score/{label}", score


def _ballot(recorded: Recorded, event: BallotCast) -> tuple[Any, ...]:
    where = account_of(recorded.stream), part_of(recorded.stream)
    return (*where, event.number, event.elector, event.seal, recorded.envelope.recorded_us, recorded.position)


def _rule(ballot_type: BallotType, declared: CountingRule | None) -> str:
    """The rule by which it is counted, declared or not."""
    return msgspec.json.encode(rule_of(ballot_type, declared)).decode()


def _bounds(bounds: Bounds, budget: Sequence[Line]) -> str:
    """The bounds that there are; that on costs is in the one unit of the budget."""
    cost = bounds.max_sum_cost_minor or None
    shown = BallotBounds(
        min_length=bounds.min_length or None,
        max_length=bounds.max_length or None,
        unit=None if cost is None else budget[0].unit,
        max_sum_cost_minor=cost,
        min_sum_points=bounds.min_sum_points or None,
        max_sum_points=bounds.max_sum_points or None,
        max_points=bounds.max_points or None,
    )
    return msgspec.json.encode(shown).decode()


def _put_budget(db: Database, where: tuple[AccountId, RoundId], budget: Iterable[Line]) -> None:
    db.execute("DELETE FROM round_budgets WHERE account = ? AND round = ?", where)
    db.executemany(
        "INSERT INTO round_budgets VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (account, round, unit, purpose) "
        "DO UPDATE SET amount_minor = round_budgets.amount_minor + excluded.amount_minor",
        [(*where, line.unit, line.purpose, line.amount_minor) for line in budget],
    )
