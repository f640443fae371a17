"""The round of a season: opened with the file's ballot type, rule and bounds, voted in, counted and made final."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date, timedelta

from api.elections.association import Association
from api.elections.calendar import midnight
from api.elections.pabulib import Election, PbBallot
from api.elections.recorder import AT_ONCE, Recorder, groups
from api.elections.rules import Counting
from ledger.answers import Answer
from ledger.associations.rules import Body
from ledger.identifiers import UNRESTRICTED, AccountId, ProposalId, RoundId, RoundToken, stream_of
from ledger.proposals.given import LineGiven
from ledger.refusals import Refused
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.state import Round
from ledger.rounds.terms import Confidentiality, Item


class Vote:
    """One round, from its draft to its result."""

    def __init__(
        self, recorder: Recorder, association: Association, election: Election, opens: date, closes: date
    ) -> None:
        self._recorder = recorder
        self._association = association
        self._election = election
        self._opens, self._ends = midnight(opens), midnight(closes + timedelta(days=1))

    def open(self, counting: Counting, proposals: Mapping[str, ProposalId]) -> RoundId:
        """Draft and open it; whoever keeps the books is no voter of the file."""
        account, election = self._association.account, self._election
        drafted = DraftRound(
            account=account,
            title=election.description or "Participatory budget",
            ballot_type=counting.ballot_type,
            body=Body.GENERAL_ASSEMBLY,
            items=tuple(Item(label, proposal) for label, proposal in proposals.items()),
            budget=(LineGiven(election.currency, UNRESTRICTED, format(election.budget, "f")),),
            closes=self._ends,
            confidentiality=Confidentiality.OPEN,
            rule=counting.rule,
            bounds=counting.bounds,
        )
        round_id = RoundId(self._recorder.do(drafted))
        for member in (*self._association.officers.values(), self._association.proposer):
            reason = "Keeps the books of the season, and is no voter of the file."
            self._recorder.do(DeclareRecusal(account=account, round=round_id, member=member, reason=reason))
        self._recorder.at(self._opens)
        self._recorder.do(OpenRound(account=account, round=round_id))
        return round_id

    def cast(self, round_id: RoundId) -> Counter[str]:
        """Cast every ballot in the order of the file, while the clock walks from the opening to the deadline.

        How many were refused, by the slug of the refusal.
        """
        tokens = dict(self._recorder.ledger.people.members_of(round_id))
        electors = {member: token for token, member in tokens.items()}
        refused: Counter[str] = Counter()
        ballots, done = self._election.ballots, 0
        for group in groups(ballots, AT_ONCE):
            self._recorder.at(self._opens + (self._ends - self._opens) * done / (len(ballots) + 1))
            under_way = [
                self._submit(round_id, electors[self._association.members[ballot.voter_id]], ballot)
                for ballot in group
            ]
            for future in under_way:
                try:
                    future.result()
                except Refused as refusal:
                    refused[refusal.slug] += 1
            done += len(group)
            self._recorder.progress("casting ballots", done, len(ballots))
        return refused

    def _submit(self, round_id: RoundId, elector: RoundToken, ballot: PbBallot) -> Future[Answer]:
        command = CastBallot(
            account=self._association.account,
            round=round_id,
            elector=elector,
            choices=ballot.choices,
            points=ballot.points,
        )
        return self._recorder.submit(command, by=elector)

    def decide(self, round_id: RoundId) -> Round:
        """Close, count and make it final."""
        account: AccountId = self._association.account
        self._recorder.at(self._ends)
        for step in (CloseRound, CountRound, MakeRoundFinal):
            self._recorder.do(step(account=account, round=round_id))
        return self._recorder.state(stream_of(account, round_id), Round)
