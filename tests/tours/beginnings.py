"""The treasurer leaves and an assembly appoints another; keys are lost, and replaced without them."""

from ledger.associations.commands import EnrolMember, FillOfficeByMinutes, LeaveMember
from ledger.associations.rules import Office
from ledger.identifiers import MemberToken
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement, ReplaceKeyByMinutes
from tests.season import Season
from tests.tours.minutes import recorded


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
