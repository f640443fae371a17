"""All that can be asked of proposals, in the order in which it happens to one."""

from ledger.proposals.drafting import AmendProposal, DraftProposal
from ledger.proposals.ending import CloseProposal, ReportProposal
from ledger.proposals.given import (
    AmountGiven,
    AppointGiven,
    CallOnFundGiven,
    ChangeRulesGiven,
    ClosePeriodGiven,
    CostGiven,
    LendOfficerGiven,
    LiftEarmarkGiven,
    LineGiven,
    MeasureGiven,
    SpendGiven,
)
from ledger.proposals.steps import (
    AdmitProposal,
    DeclareInterest,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)

__all__ = [
    "AdmitProposal",
    "AmendProposal",
    "AmountGiven",
    "AppointGiven",
    "CallOnFundGiven",
    "ChangeRulesGiven",
    "ClosePeriodGiven",
    "CloseProposal",
    "CostGiven",
    "DeclareInterest",
    "DraftProposal",
    "LendOfficerGiven",
    "LiftEarmarkGiven",
    "LineGiven",
    "MeasureGiven",
    "ReportProposal",
    "SpendGiven",
    "StateInterests",
    "SubmitProposal",
    "WithdrawProposal",
]
