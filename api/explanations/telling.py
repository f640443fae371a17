"""An explanation in sentences: templates by what happened, in pt, fr and en."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files

import msgspec

from api.explanations.fractions import decimal_of
from ledger.accounts.state import Line
from ledger.rounds.counting.trace import Answers, Purchase, Shares, Turn, Turns, Verdict
from ledger.rounds.explaining import BallotExplained, Explanation
from ledger.rounds.terms import BallotType, CountingRule
from projections.sentences.language import Language, Words, words_of


@cache
def templates_of(language: Language) -> dict[str, str]:
    """What is said in a language, by what it is about."""
    text = files(__package__).joinpath(f"{language}.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, str])


def sentences(why: Explanation, language: Language) -> list[str]:
    """From who took part to what is accepted, each step in its order."""
    teller = _Teller(why, language)
    return [teller.words.elided(sentence) for sentence in teller.all()]


class _Teller:
    """One explanation in one language."""

    def __init__(self, why: Explanation, language: Language) -> None:
        self.why = why
        self.words: Words = words_of(language)
        self._templates = templates_of(language)
        self._unit = why.terms.budget[0].unit if why.terms.budget else ""

    def all(self) -> Iterator[str]:
        """Every sentence."""
        yield self._quorum()
        match self.why.trace:
            case Answers() as answers:
                yield self._answers(answers)
            case Turns() as turns:
                yield from self._turns(turns)
            case Shares() as shares:
                yield from self._shares(shares)
            case None:
                yield self._say("few")
        if self.why.result.tie_decided:
            yield self._say("tie")
        accepted = list(self.why.result.accepted)
        yield self._say("accepted", labels=self.words.listed(accepted)) if accepted else self._say("nothing")
        if self.why.ballot is not None:
            yield from self._ballot(self.why.ballot)

    def _say(self, about: str, **filled: object) -> str:
        return self._templates[about].format(**filled)

    def _number(self, number: int) -> str:
        return self.words.number(str(number))

    def _price(self, minor: str) -> str:
        """Four digits more than the unit has: what an elector pays need not be a whole cent."""
        return f"{self.words.number(decimal_of(minor, self._unit))}\u00a0{self._unit}"

    def _amounts(self, lines: Iterable[Line]) -> str:
        return self.words.amounts((line.unit, line.amount_minor) for line in lines)

    def _quorum(self) -> str:
        terms, result = self.why.terms, self.why.result
        return self._say(
            "quorum-reached" if result.quorum_reached else "quorum-missed",
            counted=self._number(result.ballots_counted),
            electorate=self._number(terms.electorate),
            percent=terms.quorum_percent,
        )

    def _answers(self, answers: Answers) -> str:
        more = answers.yes > answers.no
        about = "majority-accepted" if answers.accepted else "majority-short" if more else "majority-no"
        counts = {name: self._number(getattr(answers, name)) for name in ("yes", "no", "abstain")}
        return self._say(about, percent=answers.threshold_percent, **counts)

    def _turns(self, turns: Turns) -> Iterator[str]:
        rule: CountingRule = self.why.terms.counting_rule
        budget = self._amounts(self.why.terms.budget)
        yield self._say(f"greedy-{rule.scored_by}", budget=budget)
        yield self._say("greedy-stops" if rule.stops else "greedy-skips")
        if turns.minimum_score:
            yield self._say("minimum", score=self._number(turns.minimum_score))
        yield from map(self._turn, turns.turns)

    def _turn(self, turn: Turn) -> str:
        return self._say(
            f"turn-{turn.verdict}",
            label=turn.label,
            score=self._number(turn.score),
            costs=self._amounts(turn.costs),
            left=self._amounts(turn.left),
        )

    def _shares(self, shares: Shares) -> Iterator[str]:
        budget = self._amounts(self.why.terms.budget)
        yield self._say("shares", budget=budget, share=self._price(shares.first_share))
        if self.why.terms.counting_rule.minimum_score:
            yield self._say("minimum", score=self._number(self.why.terms.counting_rule.minimum_score))
        if shares.added:
            yield self._say("added", times=self._number(shares.added), share=self._price(shares.share))
        yield from map(self._purchase, shares.purchases)
        for one in shares.unbought:
            about = "unbought" if one.verdict is Verdict.DOES_NOT_FIT else f"turn-{one.verdict}"
            cost = self.words.amount(one.cost_minor, self._unit)
            filled = {"label": one.label, "score": self._number(one.score), "costs": cost}
            supporters, had_left = self._number(one.supporters), self._price(one.had_left)
            yield self._say(about, supporters=supporters, had_left=had_left, **filled)
        if shares.completed:
            yield self._say("completed")
            yield from map(self._turn, shares.completed)
        if shares.comparison is not None:
            beside = shares.comparison
            yield self._say(
                "greedy-stands" if beside.greedy_stands else "equal-shares-stand",
                ours=self._number(beside.prefer_equal_shares),
                theirs=self._number(beside.prefer_greedy),
                labels=self.words.listed(list(beside.greedy)) or self.words.nothing,
            )

    def _purchase(self, step: Purchase) -> str:
        points = self.why.terms.ballot_type is not BallotType.APPROVAL
        about = "purchase-points" if points else "purchase"
        said = self._say(
            about,
            label=step.label,
            costs=self.words.amount(step.cost_minor, self._unit),
            paid=self._number(step.paid_price),
            price=self._price(step.price),
        )
        return f"{said} {self._say('paid-all', paid=self._number(step.paid_all))}" if step.paid_all else said

    def _ballot(self, ballot: BallotExplained) -> Iterator[str]:
        named = ballot.choices.labels
        if ballot.choices.points:
            pairs = zip(named, ballot.choices.points, strict=True)
            named = tuple(f"{label} ({points})" for label, points in pairs)
        if self.why.terms.ballot_type is BallotType.YES_NO_ABSTAIN:
            named = tuple(self._templates[f"choice-{label}"] for label in named)
        chose = self.words.listed(list(named))
        yield self._say(
            "ballot" if named else "ballot-empty", number=self._number(ballot.number), labels=chose
        )
        if not ballot.counts:
            yield self._say("ballot-not-counted")
            return
        for payment in ballot.payments:
            paid, left = self._price(payment.paid), self._price(payment.left)
            about = "ballot-paid" if Fraction(payment.left) else "ballot-paid-all"
            yield self._say(about, label=payment.label, paid=paid, left=left)
        won = self.words.listed(list(ballot.won))
        yield self._say("ballot-won", labels=won) if won else self._say("ballot-lost")
