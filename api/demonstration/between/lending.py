"""An auditor is lent: the federation decides it while the village's own is away; she is back before he is needed."""

from api.demonstration import assemblies, proposals, rounds
from api.demonstration.network import Network
from api.demonstration.season import Chapter
from ledger.associations.rules import Office
from ledger.lent_offices.commands import LendOfficerByDecision, RecallOfficer
from ledger.proposals.commands import LendOfficerGiven

CALLED = "Por carta a cada associação da ilha, com a ordem do dia."
LENT, PROPOSER = "Albertino Duarte", "Zenaida Chantre"


def chapters(network: Network) -> tuple[Chapter, ...]:
    """The only one so far."""
    return (lent(network),)


def lent(network: Network) -> Chapter:
    """The village's assembly never had to accept him (A3)."""
    federation, village = network.federation, network.caldeiras
    yield 288
    measure = LendOfficerGiven(
        to=village.account, office=Office.AUDITOR, member=federation.people[LENT], twinning=None
    )
    need = "Quem fiscaliza as contas das Caldeiras está em tratamento noutra ilha, e ninguém lá a pode substituir."
    proposal = proposals.admitted(federation, PROPOSER, need, measure, name="proposal_lending")
    yield 290
    held = assemblies.minutes(
        federation,
        289,
        CALLED,
        "Falou-se das contas das Caldeiras. Empresta-se quem as veja, a mãos levantadas.",
        ("Eduína Spencer", "Lourenço Ferreira", "Ondina Gomes", PROPOSER),
        entry_until=292,
    )
    round_id = assemblies.decide(
        federation, held, "Emprestar quem fiscalize", {"emprestar": proposal}, assemblies.hands(yes=4)
    )
    yield 295
    rounds.make_final(federation, round_id)
    federation.do(LendOfficerByDecision(account=federation.account, proposal=proposal))
    yield 299
    federation.do(RecallOfficer(account=federation.account, proposal=proposal))
