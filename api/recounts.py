"""What a recount comes to as JSON tells it, on the command line and over HTTP alike."""

from typing import Any

import msgspec

from ledger.identifiers import AccountId, RoundId
from ledger.rounds.recounting import Recount


def told(account: AccountId, round_id: RoundId, recount: Recount) -> dict[str, Any]:
    """What was frozen, what was counted, and both hashes: enough to see what was compared with what."""
    terms, result = recount.terms, recount.recounted
    return {
        "account": account,
        "round": round_id,
        "ballot_type": terms.ballot_type,
        "rule": msgspec.structs.asdict(terms.counting_rule),
        "electorate": terms.electorate,
        "recused": terms.recused,
        "quorum_percent": terms.quorum_percent,
        "ballots_cast": recount.ballots_cast,
        "ballots_counted": result.ballots_counted,
        "by_hand": result.by_hand,
        "quorum_reached": result.quorum_reached,
        "tallies": [
            {"label": tally.label, "votes": tally.votes, "score": tally.score} for tally in result.tallies
        ],
        "accepted": result.accepted,
        "tie_decided": result.tie_decided,
        "recorded_hash": recount.recorded_hash,
        "recounted_hash": recount.recounted_hash,
        "faults": [{"kind": fault.kind, "ballot": fault.ballot} for fault in recount.faults],
        "identical": recount.identical,
    }
