"""Ledgers on other machines: one that is recognised, one no longer; nobody holds the secrets of either."""

from hashlib import sha256

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import REGISTER
from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import AccountId, InstallationId
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount, WithdrawRecognition
from ledger.twinnings.commands import ProposeTwinning

CHESTNUTS = AccountId("account-cha7a1gners00000")
"""As that installation wrote it."""


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Of the register."""
    return (recognised(network), no_longer_recognised(network))


def recognised(network: Network) -> Chapter:
    """A valley that keeps its ledger itself; messages to it are carried by hand."""
    yield 238
    installation = _recognise(network, "Registre de la vallée des Châtaigniers")
    register = RegisterForeignAccount(
        installation=installation,
        account=CHESTNUTS,
        name="Les Amis des Châtaigniers",
        association_kind=AssociationKind.TWINNED_BODY,
        tier=Tier.MICRO_LOCAL,
        country="FR",
    )
    network.register["account_abroad"] = network.fund.do(register, by=REGISTER)
    network.register["installation"] = installation
    yield 240
    # It lies in the outbox until somebody carries it over.
    caldeiras = network.caldeiras
    agreement = "Do vinho e da castanha."
    caldeiras.do(ProposeTwinning(account=caldeiras.account, other=CHESTNUTS, agreement=agreement))


def no_longer_recognised(network: Network) -> Chapter:
    """Its machine was sold with all that was on it."""
    yield 239
    installation = _recognise(network, "Registo da ilha do Meio")
    yield 261
    network.fund.do(WithdrawRecognition(installation=installation), by=REGISTER)


def _recognise(network: Network, name: str) -> InstallationId:
    # A key made of a name belongs to nobody: no one can find the secret that would sign for it.
    key = sha256(name.encode()).hexdigest()
    own = network.ledger.signer.installation
    recognise = RecogniseInstallation(key=key, name=name, own=own)
    return InstallationId(network.fund.do(recognise, by=REGISTER))
