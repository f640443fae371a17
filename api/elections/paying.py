"""What the residents' vote accepted is paid: authorised, signed off by two, sent, settled, acknowledged."""

from collections.abc import Mapping
from datetime import date, timedelta

from api.elections.association import Association
from api.elections.calendar import noon
from api.elections.pabulib import Election, Project
from api.elections.recorder import Recorder
from ledger.associations.rules import Office
from ledger.disbursements.commands import (
    AcknowledgeDisbursement,
    AuthoriseDisbursement,
    SendDisbursement,
    SettleDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.parties import PartyGiven
from ledger.disbursements.state import PartyKind
from ledger.identifiers import UNRESTRICTED, DisbursementId, ProposalId


def disburse(
    recorder: Recorder,
    association: Association,
    election: Election,
    closes: date,
    accepted: Mapping[str, ProposalId],
) -> None:
    """Pay each accepted project in one tranche, a month after the vote."""
    projects = {project.project_id: project for project in election.projects}
    for done, (label, proposal) in enumerate(accepted.items(), 1):
        recorder.at(noon(closes + timedelta(days=30)))
        _pay(recorder, association, election.currency, proposal, projects[label])
        recorder.progress("disbursing", done, len(accepted))


def _pay(
    recorder: Recorder, association: Association, unit: str, proposal: ProposalId, project: Project
) -> None:
    account, name = association.account, project.project_id
    authorised = AuthoriseDisbursement(
        account=account,
        proposal=proposal,
        tranche=1,
        unit=unit,
        purpose=UNRESTRICTED,
        amount=format(project.cost, "f"),
        payee=PartyGiven(kind=PartyKind.COMPANY, name=f"Contractor of project {name}"),
    )
    payment = DisbursementId(recorder.do(authorised))
    for office in (Office.TREASURER, Office.SECOND_SIGNATORY):
        sign_off = SignOffDisbursement(account=account, disbursement=payment)
        recorder.do(sign_off, by=association.officers[office])
    recorder.do(SendDisbursement(account=account, disbursement=payment))
    reference = f"payment for project {name}"
    recorder.do(SettleDisbursement(account=account, disbursement=payment, reference=reference))
    word = "The contractor has received the whole amount."
    recorder.do(AcknowledgeDisbursement(account=account, disbursement=payment, acknowledgement=word))
