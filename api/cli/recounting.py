"""`usf recount`: a round counted again from the log alone, and compared with the result that stands there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.cli.common import (
    AccountOption,
    Database,
    Json,
    answered,
    as_json,
    as_table,
    console,
    database,
    give_up,
    say,
)
from api.cli.names import figure
from api.cli.rounds import account_of_round
from api.explanations import sentences
from api.explanations import told as told_why
from api.recounts import told
from ledger.identifiers import AccountId, RoundId, Stream, stream_of
from ledger.ledger import Ledger
from ledger.rounds.counting import Result
from ledger.rounds.explaining import explanation
from ledger.rounds.recounting import Fault, FaultKind, Recount, recounted
from ledger.rounds.terms import Terms
from projections.sentences.language import Language

SAID = {
    FaultKind.BALLOT_ALTERED: "Ballot {ballot} was changed after it was cast: it does not fit its seal.",
    FaultKind.NO_ELECTOR: "Ballot {ballot} is nobody's: its token is not on the frozen list of electors.",
    FaultKind.NUMBER_MISSING: "Ballot {ballot} does not follow the one before it: one was taken out, or put in.",
    FaultKind.HANDS_ALTERED: "The totals of the assembly were changed after they were entered: they do not fit their "
    "seal.",
    FaultKind.ELECTORATE_ALTERED: "The list of electors is longer or shorter than it was at the opening.",
    FaultKind.LISTS_ALTERED: "The lists of choices and of numbers that were counted cannot be of the ballots that "
    "electors cast last.",
}
SHOWN_FAULTS = 10


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("recount")(recount)


def recount(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help="Id of a round.", show_default=False)],
    account: AccountOption = None,
    why: Annotated[bool, typer.Option("--why", help="Step by step, why it came to this result.")] = False,
    ballot: Annotated[
        int | None,
        typer.Option(
            help="With --why: number of a ballot of an open round, and what it did.",
            min=1,
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option("--language", "-l", help="Of the sentences.")] = Language.EN,
    db: Database = None,
    json: Json = False,
) -> None:
    """Count a round again from its frozen terms and ballots alone: identical, or exit code 1.

    Nothing but the log is read, so that it can be done on any copy of the database.
    """
    if ballot is not None and not why:
        give_up("What a ballot did is part of why: add --why.", 2)
    with _log_alone(db) as ledger:
        where = account_of_round(ledger, RoundId(round_id), account)
        head = ledger.store.head(ledger.partition_of(where))
        position = f"{ledger.partition_of(where)}.{head}"
        stream = stream_of(where, round_id)
        again = recounted(ledger.log_of(where), stream)
        reason = explanation(ledger.log_of(where), stream, ballot) if why else None
        if json:
            whole = told(where, RoundId(round_id), again) | {"read_at": position}
            if reason is not None:
                whole["why"] = told_why(where, RoundId(round_id), reason, language)
            as_json(whole)
        else:
            _show(_title(ledger, where, stream), round_id, again)
            say(f"Read in {where} at position {position}; nothing but the log was asked.")
            for sentence in () if reason is None else ("", *sentences(reason, language)):
                say(sentence)
        if not again.identical:
            give_up("Not identical: the result in the log is not what the ballots in it come to.")


@contextmanager
def _log_alone(db: str | None) -> Iterator[Ledger]:
    """A ledger of which only the log is read."""
    with answered(), Ledger.open(database(db), create=False, delivers=False) as ledger:
        yield ledger


def _title(ledger: Ledger, account: AccountId, stream: Stream) -> str | None:
    drafted = ledger.log_of(account).event(stream, 1)
    return ledger.papers.text(drafted.title)


def _show(title: str | None, round_id: str, again: Recount) -> None:
    terms, result = again.terms, again.recounted
    say(f"Recount of {round_id if title is None else f'{title} ({round_id})'}")
    tallies = [_row(terms, result, tally.label) for tally in result.tallies]
    scored = any(tally.score is not None for tally in result.tallies)
    columns = ("option", "votes", *(("score",) if scored else ()), "cost", "")
    if not scored:
        tallies = [(label, votes, *rest) for label, votes, _, *rest in tallies]
    as_table("", columns, tallies, numbers=("votes", "score", "cost"))
    recused = f", {terms.recused} recused beside them" if terms.recused else ""
    by_hand = f" ({result.by_hand} of them by show of hands)" if result.by_hand else ""
    reached = "reached" if result.quorum_reached else "missed: nothing is accepted"
    say(f"Electors: {terms.electorate}{recused}.")
    say(f"Ballots in the log, replaced ones too: {again.ballots_cast}.")
    say(f"Electors who took part: {result.ballots_counted}{by_hand}.")
    say(f"Quorum of {terms.quorum_percent} %: {reached}.")
    say(f"Accepted: {', '.join(result.accepted) or 'nothing'}.")
    if result.tie_decided:
        say("Options that are equal were decided by the declared order; another order would accept others.")
    say(f"Result in the log:   {again.recorded_hash}")
    say(f"Result recounted:    {again.recounted_hash}")
    for fault in again.faults[:SHOWN_FAULTS]:
        say(_sentence(fault))
    if len(again.faults) > SHOWN_FAULTS:
        say(f"And {len(again.faults) - SHOWN_FAULTS} more of this kind.")
    if again.identical:
        console().print("Identical.", style="bold")


def _row(terms: Terms, result: Result, label: str) -> tuple[str, ...]:
    tally = next(one for one in result.tallies if one.label == label)
    option = next((one for one in terms.options if one.label == label), None)
    costs = option.costs if option is not None else ()
    return (
        label,
        str(tally.votes),
        "" if tally.score is None else str(tally.score),
        ", ".join(f"{figure(line.amount_minor, line.unit)} {line.unit}" for line in costs),
        "accepted" if label in result.accepted else "",
    )


def _sentence(fault: Fault) -> str:
    return SAID[fault.kind].format(ballot=fault.ballot)
