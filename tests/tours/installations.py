"""Another installation is recognised, an account that lies there registered, and the recognition withdrawn."""

from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import AccountId, InstallationId
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount, WithdrawRecognition
from ledger.signing import Signer
from tests.season import Season

OTHER = Signer(b"the secret of another installation")
FOREIGN = AccountId("account-va1br0ne00000000")


def tour(season: Season) -> None:
    """All that a registrar says of another installation."""
    own = season.ledger.signer.installation
    recognise = RecogniseInstallation(
        key=OTHER.key, name="Ledger of Valbrune", address="https://ledger.valbrune.example", own=own
    )
    installation = InstallationId(season.do(recognise, by="registrar"))
    register = RegisterForeignAccount(
        installation=installation,
        account=FOREIGN,
        name="Les Amis de Valbrune",
        association_kind=AssociationKind.TWINNED_BODY,
        tier=Tier.MICRO_LOCAL,
        country="FR",
    )
    season.do(register, by="registrar")
    season.do(WithdrawRecognition(installation=installation), by="registrar")
