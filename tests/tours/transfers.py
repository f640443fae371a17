"""Everything that happens to transfers: received with a fee, refused, voided, and one that is still in transit."""

from itertools import count

from ledger.accounts.state import Destination
from ledger.currency_exchanges.state import ConversionGiven, RateSource
from ledger.disbursements.commands import AuthoriseDisbursement, PartyGiven
from ledger.disbursements.state import PartyKind
from ledger.identifiers import UNRESTRICTED, DisbursementId, ProposalId, PurposeId, TransferId
from ledger.proposals.commands import CostGiven, LineGiven, SpendGiven
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.state import transfer_of
from tests.season import Season
from tests.tours.post import carried

_tranches = count(100)


def tour(season: Season) -> None:
    """The season's association gives to one that knows neither it nor its purpose."""
    other = Season(season.ledger, season.clock).found()
    press = season.purpose("The wine press")
    season.receive("200.00", purpose=press)
    proposal = given(season, other, "120.00", press)
    received, refused, voided, coming = (
        announced(season, other, proposal, amount, press) for amount in ("60.00", "10.00", "20.00", "30.00")
    )
    escudos = ConversionGiven(
        unit="CVE", amount="6530.00", rate="110.265", rate_per="EUR", source=RateSource.FIXED_PARITY
    )
    other.do(
        ReceiveTransfer(
            account=other.account,
            transfer=received,
            fee="0.75",
            obtained=escudos,
            reference="SWIFT-60",
        )
    )
    carried(season.ledger, other.account, received)
    other.do(RefuseTransfer(account=other.account, transfer=refused, reason="It is too much for the roof."))
    carried(season.ledger, other.account, refused)
    season.do(AskToVoidTransfer(account=season.account, transfer=voided, reason="To the wrong village."))
    carried(season.ledger, season.account, voided)
    carried(season.ledger, other.account, voided)
    assert coming, "it stays in transit"
    other.receive("40.00")
    back = announced(other, season, given(other, season, "25.00"), "25.00")
    season.do(ReceiveTransfer(account=season.account, transfer=back))
    carried(season.ledger, season.account, back)


def given(season: Season, other: Season, amount: str, purpose: PurposeId = UNRESTRICTED) -> ProposalId:
    """A final decision to give to another local account."""
    measure = SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=other.account,
        beneficiaries=12,
        costs=(CostGiven("What they need", season.unit, amount),),
        requested=(LineGiven(season.unit, purpose, amount),),
    )
    return season.accepted(measure)


def sent(
    season: Season, other: Season, proposal: ProposalId, amount: str, purpose: PurposeId = UNRESTRICTED
) -> TransferId:
    """A transfer that has left."""
    authorise = AuthoriseDisbursement(
        account=season.account,
        proposal=proposal,
        tranche=next(_tranches),
        unit=season.unit,
        purpose=purpose,
        amount=amount,
        payee=PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=other.account),
    )
    return transfer_of(season.sent(DisbursementId(season.do(authorise))))


def announced(
    season: Season, other: Season, proposal: ProposalId, amount: str, purpose: PurposeId = UNRESTRICTED
) -> TransferId:
    """A transfer that both sides know of."""
    transfer = sent(season, other, proposal, amount, purpose)
    carried(season.ledger, season.account, transfer)
    return transfer
