"""The demonstration: two villages, their twin and the fund, a season of each, told through everyone's commands.

It leaves something to do at every step, so that whoever looks around can try everything once. All people in it are
invented. Ids come from a seed and are always the same (`api.demonstration.ids` names them); times end shortly before
the day on which an empty database is filled.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from random import Random

from api.demonstration import (
    abroad,
    atlas,
    between,
    caldeiras,
    federation,
    fund,
    galinha,
    rochesaure,
    valbrune,
)
from api.demonstration.network import Network
from api.demonstration.season import Calendar, Chapter, live
from api.demonstration.village import REGISTER, Village
from ledger.accounts.state import Account
from ledger.associations.events import AccountRegistered
from ledger.associations.rules import AssociationKind, Office
from ledger.identifiers import stream_of
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of, new_secret
from ledger.keys.state import Grant, Role
from ledger.ledger import COMMONS, Ledger, Placement, one_for_all

SEED = 20_251_001

Ids = Mapping[str, Mapping[str, str]]
"""Ids by account (or `register`) and name."""


def fill(database: str, now: datetime, *, placement: Placement = one_for_all, seed: int = SEED) -> Ids | None:
    """Fill an empty database, and say which ids there are; leave any other alone. Raises StoreUnavailable."""
    calendar = Calendar(now)
    random = Random(seed)
    # Places are drawn from a source of their own, so that the ids are the same wherever the accounts lie.
    places = Random(seed + 1)
    with Ledger.open(
        database, clock=calendar.clock, random=random, placement=lambda store, _: placement(store, places)
    ) as ledger:
        if not is_empty(ledger):
            return None
        network = Network(ledger, calendar)
        chapters = (
            *atlas.chapters(network),
            *caldeiras.chapters(network.caldeiras),
            *galinha.chapters(network.galinha),
            *valbrune.chapters(network.valbrune),
            *rochesaure.chapters(network.rochesaure),
            *federation.chapters(network.federation),
            *fund.chapters(network.fund),
            *between.chapters(network),
            *abroad.chapters(network),
            neighbours(network),
        )
        live(calendar, (*chapters, lost_key(network)))
        return network.ids()


def is_empty(ledger: Ledger) -> bool:
    """Whether nothing at all was recorded yet."""
    return not any(map(ledger.store.head, ledger.store.partitions()))


def full_rights_grants(ledger: Ledger) -> tuple[bool, tuple[Grant, ...]]:
    """Registrar, and every role in every account that has a treasurer, who is then whoever holds the key.

    Roles open routes; what an officer does, the rules still ask of who is in office. The demonstration is so made that
    whatever waits for somebody waits for the treasurer.
    """
    roles = tuple(role for role in Role if role is not Role.REGISTRAR)
    grants = []
    for recorded in ledger.store.find(COMMONS, AccountRegistered.kind(), "association-", 0):
        assert isinstance(recorded.event, AccountRegistered)
        found = ledger.state(stream_of(recorded.event.account))
        if found is not None and isinstance(found[0], Account) and Office.TREASURER in found[0].officers:
            grants.append(Grant(recorded.event.account, found[0].officers[Office.TREASURER], roles))
    return True, tuple(grants)


def neighbours(network: Network) -> Chapter:
    """A village without an account yet, and another town's committee whose founding minutes are not in."""
    yield 150
    next_valley, next_town = (Village(network.ledger, network.calendar) for _ in range(2))
    register = network.register
    next_valley.register("Associação dos Moradores de Lombo Alto")
    register["association_without_account"] = next_valley.ids["association"]
    yield 210
    next_town.register("Comité de jumelage de Fontvielle", AssociationKind.TWINNED_BODY, "FR")
    next_town.open_account()
    register["account_unfounded"] = next_town.ids["account"]
    register["association_unfounded"] = next_town.ids["association"]


def lost_key(network: Network) -> Chapter:
    """The auditor's telephone fell into the cistern, and with it the key: somebody should revoke it.

    Its secret is drawn at random and forgotten at once, so that it opens nothing for anybody.
    """
    yield 260
    village = network.caldeiras
    grant = Grant(village.account, village.officers[Office.AUDITOR], (Role.MEMBER, Role.AUDITOR))
    command = IssueKey(secret_hash=hash_of(new_secret(os.urandom)), grants=(grant,))
    network.register["key_to_revoke"] = village.do(command, by=REGISTER)
