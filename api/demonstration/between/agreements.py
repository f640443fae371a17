"""Twinnings: how they came about, and those that somebody still has to answer."""

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import AccountId, TwinningId
from ledger.twinnings.commands import (
    AcceptTwinning,
    DeclineTwinning,
    EndTwinning,
    ProposeTwinning,
    ResumeTwinning,
    SuspendTwinning,
    WithdrawTwinning,
)

WINE = (
    "Valbrune et Águas das Caldeiras se jumellent autour de la vigne. Chacune apprend de l'autre; ce qui est donné "
    "n'est pas prêté; qui peut passe le don plus loin. Les deux comptes sont ouverts à l'autre côté."
)
SCHOOL = (
    "Ribeirão Galinha e Valbrune geminam-se. Os padrinhos apoiam todas as crianças em conjunto e nenhuma em "
    "particular: não se escrevem nomes, não se enviam fotografias. Cada lado presta contas ao outro uma vez por mês."
)


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Two that are lived, one that rests, and some that wait."""
    return (wine_makers(network), school_transport(network), at_rest(network), waiting(network))


def wine_makers(network: Network) -> Chapter:
    """Valbrune proposes, after a summer's visit; the first text was too long for an assembly."""
    yield 7
    first = (
        "Projet de convention en quarante articles, avec annexes, à signer par les deux mairies seulement."
    )
    declined = _propose(network.valbrune, network.caldeiras, "twinning_declined", first)
    yield 10
    network.caldeiras.do(DeclineTwinning(account=network.caldeiras.account, twinning=declined))
    yield 13
    twinning = _propose(network.valbrune, network.caldeiras, "twinning_wine", WINE)
    yield 17
    network.caldeiras.do(AcceptTwinning(account=network.caldeiras.account, twinning=twinning))
    network.caldeiras.ids["twinning"] = network.valbrune.ids["twinning"] = twinning


def school_transport(network: Network) -> Chapter:
    """The village proposes, and says at once what it will not do for money."""
    yield 19
    twinning = _propose(network.galinha, network.valbrune, "twinning", SCHOOL)
    yield 23
    network.valbrune.do(AcceptTwinning(account=network.valbrune.account, twinning=twinning))
    network.valbrune.ids["twinning_school"] = twinning


def at_rest(network: Network) -> Chapter:
    """Rochesaure looks for a twin: one twinning ended, one rests until its committee meets again."""
    galinha, valbrune, rochesaure = network.galinha, network.valbrune, network.rochesaure
    yield 206
    visit = "As famílias de Ribeirão Galinha recebem visitantes de Rochesaure, e são recebidas."
    resting = _propose(galinha, rochesaure, "twinning_suspended", visit)
    yield 209
    too_early = _propose(valbrune, rochesaure, "twinning_withdrawn", "Un marché commun, chaque automne.")
    yield 211
    valbrune.do(WithdrawTwinning(account=valbrune.account, twinning=too_early))
    yield 214
    rochesaure.do(AcceptTwinning(account=rochesaure.account, twinning=resting))
    market = (
        "Les deux villes tiennent ensemble un marché d'automne et partagent leurs expériences du jumelage."
    )
    ended = _propose(rochesaure, valbrune, "twinning_ended", market)
    yield 218
    valbrune.do(AcceptTwinning(account=valbrune.account, twinning=ended))
    yield 236
    rochesaure.do(SuspendTwinning(account=rochesaure.account, twinning=ended))
    yield 249
    rochesaure.do(ResumeTwinning(account=rochesaure.account, twinning=ended))
    yield 271
    galinha.do(SuspendTwinning(account=galinha.account, twinning=resting))
    yield 277
    valbrune.do(EndTwinning(account=valbrune.account, twinning=ended))


def waiting(network: Network) -> Chapter:
    """One to accept, one to decline, one that may still be taken back."""
    caldeiras = network.caldeiras
    yield 291
    label = (
        "Rochesaure vend le vin d'Águas das Caldeiras, sous le nom de Rochesaure, sur toutes les bouteilles."
    )
    caldeiras.ids["twinning_to_decline"] = _propose(network.rochesaure, caldeiras, "twinning_offered", label)
    yield 293
    neighbours = (
        "Duas localidades das mesmas ilhas: trocamos transporte por vinho novo, e aprendemos a fazer contas."
    )
    caldeiras.ids["twinning_to_accept"] = _propose(network.galinha, caldeiras, "twinning_offered", neighbours)
    yield 295
    unanswered = AccountId(network.register["account_unfounded"])
    proposal = ProposeTwinning(
        account=caldeiras.account, other=unanswered, agreement="Da vinha, e de quem dela vive."
    )
    caldeiras.ids["twinning_to_withdraw"] = caldeiras.do(proposal)


def _propose(village: Village, other: Village, name: str, agreement: str) -> TwinningId:
    proposed = ProposeTwinning(account=village.account, other=other.account, agreement=agreement)
    village.ids[name] = village.do(proposed)
    return TwinningId(village.ids[name])
