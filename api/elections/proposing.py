"""Every project of a file becomes an admitted proposal."""

from datetime import date, timedelta

from api.elections.association import CRITERION, Association
from api.elections.calendar import noon
from api.elections.pabulib import Election, Project
from api.elections.recorder import Recorder
from ledger.accounts.state import Destination
from ledger.identifiers import UNRESTRICTED, ProposalId
from ledger.proposals.commands import AdmitProposal, DraftProposal, StateInterests, SubmitProposal
from ledger.proposals.given import CostGiven, LineGiven, SpendGiven


def propose(
    recorder: Recorder, association: Association, election: Election, opens: date
) -> dict[str, ProposalId]:
    """Draft, submit and admit them a month before the vote opens; the proposals by project id."""
    recorder.at(noon(opens - timedelta(days=30)))
    account, proposer, count = association.account, association.proposer, len(election.projects)
    drafts = (_draft(association, election, project) for project in election.projects)
    answers = recorder.all("writing proposals", drafts, count)
    proposals = {
        project.project_id: ProposalId(answer.created)
        for project, answer in zip(election.projects, answers, strict=True)
    }
    for step in (StateInterests, SubmitProposal):
        steps = (
            step(account=account, proposal=proposal, proposer=proposer) for proposal in proposals.values()
        )
        recorder.all("", steps, count)
    admitted = (
        AdmitProposal(account=account, proposal=proposal, version=1) for proposal in proposals.values()
    )
    recorder.all("", admitted, count)
    return proposals


def _draft(association: Association, election: Election, project: Project) -> DraftProposal:
    cost, unit = format(project.cost, "f"), election.currency
    return DraftProposal(
        account=association.account,
        proposer=association.proposer,
        need=project.name,
        pass_on_plan="Not stated in the public file.",
        measure=SpendGiven(
            destination=Destination.DISADVANTAGED_AT_HOME,
            criterion=CRITERION,
            beneficiaries=max(1, len(association.members)),
            costs=(CostGiven(what=project.name, unit=unit, amount=cost),),
            requested=(LineGiven(unit, UNRESTRICTED, cost),),
        ),
    )
