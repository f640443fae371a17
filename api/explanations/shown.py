"""An explanation as JSON tells it, on the command line and over HTTP alike: decimals beside exact fractions."""

from collections.abc import Iterable
from typing import Any

import msgspec

from api.explanations.fractions import decimal_of
from api.explanations.telling import sentences
from ledger.accounts.state import Line
from ledger.identifiers import AccountId, RoundId
from ledger.money import to_decimal
from ledger.rounds.counting import Trace
from ledger.rounds.counting.trace import Answers, Comparison, Shares, Turn, Turns
from ledger.rounds.explaining import BallotExplained, Explanation
from projections.sentences.language import Language


def told(account: AccountId, round_id: RoundId, why: Explanation, language: Language) -> dict[str, Any]:
    """The steps with their figures, and the same in sentences."""
    return {
        "account": account,
        "round": round_id,
        "rule": msgspec.structs.asdict(why.terms.counting_rule),
        "quorum_reached": why.result.quorum_reached,
        "accepted": why.result.accepted,
        "tie_decided": why.result.tie_decided,
        "trace": None if why.trace is None else _trace(why.trace, _unit(why)),
        "ballot": None if why.ballot is None else _ballot(why.ballot, _unit(why)),
        "sentences": sentences(why, language),
    }


def _unit(why: Explanation) -> str:
    """That of the one budget line that Equal Shares shares out; other rules have no prices."""
    return why.terms.budget[0].unit if why.terms.budget else ""


def _trace(trace: Trace, unit: str) -> dict[str, Any]:
    match trace:
        case Answers():
            fields = trace.__struct_fields__
            return {"kind": "majority", **{field: getattr(trace, field) for field in fields}}
        case Turns():
            return {
                "kind": "greedy",
                "minimum_score": trace.minimum_score,
                "turns": [_turn(turn) for turn in trace.turns],
            }
        case Shares():
            return _shares(trace, unit)


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "label": turn.label,
        "score": turn.score,
        "costs": _lines(turn.costs),
        "verdict": turn.verdict,
        "left": _lines(turn.left),
    }


def _lines(lines: Iterable[Line]) -> list[dict[str, str]]:
    return [
        {"unit": line.unit, "purpose": line.purpose, "amount": to_decimal(line.amount_minor, line.unit)}
        for line in lines
    ]


def _shares(trace: Shares, unit: str) -> dict[str, Any]:
    return {
        "kind": "equal-shares",
        "unit": unit,
        **_amount("first_share", trace.first_share, unit),
        **_amount("share", trace.share, unit),
        "added": trace.added,
        "purchases": [
            {
                "label": step.label,
                "score": step.score,
                "cost": to_decimal(step.cost_minor, unit),
                **_amount("price", step.price, unit),
                "rho": step.rho,
                "paid_price": step.paid_price,
                "paid_all": step.paid_all,
            }
            for step in trace.purchases
        ],
        "unbought": [
            {
                "label": one.label,
                "score": one.score,
                "cost": to_decimal(one.cost_minor, unit),
                "verdict": one.verdict,
                "supporters": one.supporters,
                **_amount("had_left", one.had_left, unit),
            }
            for one in trace.unbought
        ],
        "completed": [_turn(turn) for turn in trace.completed],
        "comparison": None if trace.comparison is None else _comparison(trace.comparison),
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(comparison)
    return found


def _amount(name: str, minor: str, unit: str) -> dict[str, str]:
    """A decimal, and the fraction of minor units that it was rounded from."""
    return {name: decimal_of(minor, unit), f"{name}_exact_minor": minor}


def _ballot(ballot: BallotExplained, unit: str) -> dict[str, Any]:
    return {
        "number": ballot.number,
        "choices": ballot.choices.labels,
        "points": ballot.choices.points,
        "counts": ballot.counts,
        "payments": [
            {
                "label": payment.label,
                **_amount("paid", payment.paid, unit),
                **_amount("left", payment.left, unit),
            }
            for payment in ballot.payments
        ],
        "won": ballot.won,
    }
