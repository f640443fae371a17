"""What can be asked of associations, their rules, members and officers."""

from ledger.associations.commands.at_home import JoinAssociation, NameTerritory, TakeTerritory
from ledger.associations.commands.by_decision import AppointByDecision, ChangeRulesByDecision
from ledger.associations.commands.by_minutes import FillOfficeByMinutes
from ledger.associations.commands.founding import FoundAssociation, Founder
from ledger.associations.commands.members import (
    DeclareOfAge,
    EnrolMember,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.commands.register import OpenLocalAccount, RegisterAccount, RegisterAssociation

__all__ = [
    "AppointByDecision",
    "ChangeRulesByDecision",
    "DeclareOfAge",
    "EnrolMember",
    "FillOfficeByMinutes",
    "FoundAssociation",
    "Founder",
    "JoinAssociation",
    "LeaveMember",
    "NameTerritory",
    "OpenLocalAccount",
    "RegisterAccount",
    "RegisterAssociation",
    "ReinstateMember",
    "SuspendMember",
    "TakeTerritory",
]
