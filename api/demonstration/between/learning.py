"""What is learnt, in both directions: water by turns comes from the south, and the northern twin adopts it."""

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import ExperienceId, LearningExchangeId, TwinningId
from ledger.learning.commands import (
    AdoptPractice,
    AmendExperience,
    ConfirmLearningExchange,
    DeclineLearningExchange,
    HoldLearningExchange,
    ShareExperience,
    WithdrawExperience,
)
from ledger.learning.state import LearningDirection, Theme


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Sheets, exchanges and adoptions."""
    return (
        water_by_turns(network),
        wine_week(network),
        visit_that_was_counted_wrongly(network),
        accounts_read_aloud(network),
        rides(network),
        waiting(network),
    )


def water_by_turns(network: Network) -> Chapter:
    """The village shares how it divides water; the town comes to see it, and does the same in its gardens."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    yield 70
    text = "A água da levada corre por turnos: cada parcela tem a sua hora, sorteada no princípio do mês."
    _share(caldeiras, "experience", Theme.WATER, text)
    yield 118
    text += " O quadro está à porta da sede, e quem troca de hora escreve-o lá."
    experience = ExperienceId(caldeiras.ids["experience"])
    caldeiras.do(
        AmendExperience(account=caldeiras.account, experience=experience, theme=Theme.WATER, text=text)
    )
    yield 149
    held = _hold(caldeiras, "twinning", LearningDirection.FROM_US, 11, 360, Theme.WATER, Theme.FARMING)
    caldeiras.ids["learning_exchange"] = held
    yield 152
    valbrune.do(ConfirmLearningExchange(account=valbrune.account, exchange=held))
    yield 174
    adopted = AdoptPractice(
        account=valbrune.account,
        experience=experience,
        origin=caldeiras.account,
        twinning=TwinningId(valbrune.ids["twinning"]),
        theme=Theme.WATER,
        text="Aux jardins partagés, l'eau du puits se prend à tour de rôle, d'après un tableau tiré au sort.",
    )
    valbrune.ids["adoption"] = valbrune.do(adopted)


def wine_week(network: Network) -> Chapter:
    """Two wine growers of Valbrune press grapes with the women for a week, and learn as much as they teach."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    yield 209
    themes = (Theme.FOOD_AND_DRINK, Theme.ENTERPRISE)
    held = _hold(valbrune, "twinning", LearningDirection.MUTUAL, 16, 1800, *themes)
    yield 213
    caldeiras.do(ConfirmLearningExchange(account=caldeiras.account, exchange=held))


def visit_that_was_counted_wrongly(network: Network) -> Chapter:
    """The day's visitors were counted as the week's; declined, and recorded anew."""
    galinha, valbrune = network.galinha, network.valbrune
    yield 221
    wrong = _hold(valbrune, "twinning_school", LearningDirection.FROM_THEM, 40, 90, Theme.TRANSPORT)
    yield 223
    galinha.do(DeclineLearningExchange(account=galinha.account, exchange=wrong))
    yield 224
    right = _hold(valbrune, "twinning_school", LearningDirection.FROM_THEM, 8, 90, Theme.TRANSPORT)
    yield 226
    galinha.do(ConfirmLearningExchange(account=galinha.account, exchange=right))


def accounts_read_aloud(network: Network) -> Chapter:
    """One village finds in the feed what the other does, and does the same; no twinning is needed for that."""
    caldeiras, galinha = network.caldeiras, network.galinha
    yield 193
    text = "As contas do mês lêem-se em voz alta no largo, linha por linha, e quem quiser pergunta."
    _share(caldeiras, "experience_accounts", Theme.ASSOCIATION_LIFE, text)
    too_early = "Um licor de bagaço, à nossa maneira."
    _share(caldeiras, "experience_withdrawn", Theme.FOOD_AND_DRINK, too_early)
    yield 197
    withdrawn = ExperienceId(caldeiras.ids["experience_withdrawn"])
    caldeiras.do(WithdrawExperience(account=caldeiras.account, experience=withdrawn))
    yield 256
    adopted = AdoptPractice(
        account=galinha.account,
        experience=ExperienceId(caldeiras.ids["experience_accounts"]),
        origin=caldeiras.account,
        theme=Theme.ASSOCIATION_LIFE,
        text="No fim da assembleia lêem-se as contas do mês, e a folha fica na parede até à assembleia seguinte.",
    )
    galinha.ids["adoption"] = galinha.do(adopted)


def rides(network: Network) -> Chapter:
    """The town has something to show too."""
    yield 181
    text = (
        "Des bénévoles conduisent au marché qui ne peut plus marcher; un carnet tient les trajets, sans noms."
    )
    _share(network.valbrune, "experience", Theme.TRANSPORT, text)


def waiting(network: Network) -> Chapter:
    """Two exchanges that the village is asked about: one was so, the other was not."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    yield 287
    caldeiras.ids["learning_exchange_to_confirm"] = _hold(
        valbrune, "twinning", LearningDirection.FROM_THEM, 9, 120, Theme.FARMING
    )
    yield 290
    caldeiras.ids["learning_exchange_to_decline"] = _hold(
        valbrune, "twinning", LearningDirection.FROM_US, 90, 120, Theme.FARMING
    )


def _share(village: Village, name: str, theme: Theme, text: str) -> None:
    village.ids[name] = village.do(ShareExperience(account=village.account, theme=theme, text=text))


def _hold(
    village: Village,
    twinning: str,
    direction: LearningDirection,
    participants: int,
    minutes: int,
    *themes: Theme,
) -> LearningExchangeId:
    held = HoldLearningExchange(
        account=village.account,
        twinning=TwinningId(village.ids[twinning]),
        direction=direction,
        participants=participants,
        minutes=minutes,
        themes=themes,
    )
    return LearningExchangeId(village.do(held))
