"""An auditor leaves and another is appointed; keys are lost, and replaced without them; an officer is lent."""

from ledger.associations.commands import AppointByDecision, EnrolMember, FillOfficeByMinutes, LeaveMember
from ledger.associations.rules import Office
from ledger.identifiers import MemberToken, stream_of
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement, ReplaceKeyByMinutes
from ledger.lent_offices.commands import LendOfficerByDecision, RecallOfficer
from ledger.lent_offices.events import OfficerOffered
from ledger.proposals.commands import AppointGiven, LendOfficerGiven
from tests.season import Season
from tests.tours.minutes import recorded
from tests.tours.post import carried
from tests.tours.twinnings import at_home, twinned


def tour(season: Season) -> None:
    """An office, and two keys."""
    account = season.account
    officers = season.state().officers
    newcomer = MemberToken(season.do(EnrolMember(account=account, name="Zita Monteiro")))
    held = recorded(season)
    season.do(LeaveMember(account=account, member=officers[Office.AUDITOR]))
    season.do(FillOfficeByMinutes(account=account, minutes=held, office=Office.AUDITOR, member=newcomer))
    season.do(AskKeyReplacement(account=account, member=newcomer), by=officers[Office.TREASURER])
    confirm = ConfirmKeyReplacement(account=account, member=newcomer, secret_hash="7" * 64)
    season.do(confirm, by=officers[Office.SECOND_SIGNATORY])
    season.do(ReplaceKeyByMinutes(account=account, member=newcomer, minutes=held, secret_hash="8" * 64))
    _lent(season, newcomer)


def _lent(season: Season, newcomer: MemberToken) -> None:
    """The twin lends an auditor, whom the assembly accepts, and recalls them; another one is found."""
    twin = Season(season.ledger, season.clock).found()
    at_home(twin, "Plouha-le-Bas", "FR")
    twinning = twinned(season, twin)
    measure = LendOfficerGiven(
        to=season.account, office=Office.AUDITOR, member=twin.proposer, twinning=twinning
    )
    lending = twin.accepted(measure)
    twin.do(LendOfficerByDecision(account=twin.account, proposal=lending))
    carried(season.ledger, twin.account)
    events = season.ledger.events_of(stream_of(season.account))
    (lent,) = (one.event.member for one in events if isinstance(one.event, OfficerOffered))
    accepted = season.accepted(AppointGiven(office=Office.AUDITOR, member=lent))
    season.do(AppointByDecision(account=season.account, proposal=accepted))
    twin.do(RecallOfficer(account=twin.account, proposal=lending))
    carried(season.ledger, twin.account)
    season.do(
        FillOfficeByMinutes(
            account=season.account, minutes=recorded(season), office=Office.AUDITOR, member=newcomer
        )
    )
