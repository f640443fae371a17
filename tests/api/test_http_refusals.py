"""Refusals are read off the code that gives them."""

from api.http.named_refusals import refusals_of
from api.http.problems import as_problem
from ledger.accounts.refusals import NotEnoughAvailable, UnknownAccount
from ledger.contributions.commands import RefundContribution
from ledger.contributions.refusals import RefundExceedsGift
from ledger.proposals.commands import DraftProposal
from ledger.proposals.refusals import CostsDoNotAddUp, CriterionNotAdopted, ProposalNotAtThisStep
from ledger.refusals import AmountMalformed, DateInFuture, KeyReused, TextTooLong


def test_what_a_command_may_refuse_is_found_however_deep_it_stands() -> None:
    """L2, L9"""
    refund = refusals_of(RefundContribution)
    assert {
        RefundExceedsGift,
        NotEnoughAvailable,
        UnknownAccount,
        AmountMalformed,
        DateInFuture,
        TextTooLong,
    } <= refund
    assert {CostsDoNotAddUp, CriterionNotAdopted} <= refusals_of(DraftProposal)
    assert KeyReused not in refund


def test_what_a_refusal_is_about_never_takes_the_place_of_the_problems_own_words() -> None:
    """P2"""
    problem = as_problem(ProposalNotAtThisStep(status="draft", wanted="submitted"))
    assert problem["status"] == 409
    assert problem["status_now"] == "draft"
    assert problem["title"] == "This proposal is draft; this step needs one that is submitted."
