"""Proxies: an elector has another vote for them, in one round, and is counted once (M6, V4)."""

from datetime import timedelta

import msgspec
import pytest

from ledger.identifiers import MemberToken, MinutesId, PaperId, RoundId, RoundToken
from ledger.minutes.refusals import UnknownMinutes
from ledger.papers.refusals import UnknownPaper
from ledger.refusals import Refused
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    EnterShowOfHands,
    GiveProxy,
    OpenRound,
    WithdrawProxy,
)
from ledger.rounds.events import ProxyGiven, ProxyWithdrawn
from ledger.rounds.proxy_refusals import (
    NoProxyGiven,
    NoProxyOfThisElector,
    OwnBallotOverridesProxy,
    PaperTellsGiver,
    PassedOnProxy,
    ProxiesBeforeDeadline,
    ProxiesNeedAttendanceList,
    ProxyAlreadyGiven,
    ProxyHolderAbsent,
    ProxyHolderNoElector,
    ProxyTooLate,
    ProxyToOneself,
    RepresentedByAnother,
    RepresentedInConfidence,
    RepresentedNoElector,
    RepresentedTwice,
    RepresentedVotedThemselves,
    RepresentedWasPresent,
    RoundTakesNoProxies,
    TooManyProxies,
)
from ledger.rounds.refusals import ElectorRecused, MoreVotesThanPresent, NotAnElector
from ledger.rounds.represented import ProxyCarried
from ledger.rounds.terms import Confidentiality
from tests.ledger.assembling import hands, minutes, result_of, sitting, totals, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    RULES,
    admitted,
    asks,
    cast,
    counted,
    nobody,
    opened,
    question,
    round_of,
    village,
)
from tests.ledger.test_mixed_rounds import COUNTING, counted_on, met
from tests.ledger.test_recusals import recusal
from tests.scenario import Scenario


def gives(scenario: Scenario, round_id: RoundId, giver: MemberToken, holder: MemberToken) -> GiveProxy:
    """One asks another to vote for them."""
    tokens = scenario.links[round_id]
    return GiveProxy(account=ACCOUNT, round=round_id, giver=tokens[giver], holder=tokens[holder])


def withdraws(scenario: Scenario, round_id: RoundId, giver: MemberToken) -> WithdrawProxy:
    """They take it back."""
    return WithdrawProxy(account=ACCOUNT, round=round_id, giver=scenario.links[round_id][giver])


def for_another(
    scenario: Scenario, round_id: RoundId, holder: MemberToken, giver: MemberToken, *choices: str
) -> CastBallot:
    """What a holder casts for the giver."""
    tokens = scenario.links[round_id]
    return CastBallot(
        account=ACCOUNT, round=round_id, elector=tokens[giver], choices=choices, proxy=tokens[holder]
    )


# Giving and casting


def test_a_holder_votes_for_the_giver_beside_their_own_ballot() -> None:
    """M6, V4"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    cast(scenario, round_id, ANA, "yes")
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    assert round_of(scenario, round_id).electors_voted == 2
    assert counted(scenario, round_id).tallies == totals(yes=1, no=1, abstain=0)


def test_a_holder_changes_the_givers_ballot_until_the_deadline() -> None:
    """M6, V3"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    for choice in ("no", "yes"):
        scenario.done(for_another(scenario, round_id, ANA, BIA, choice))
    assert round_of(scenario, round_id).electors_voted == 1
    assert counted(scenario, round_id).tallies == totals(yes=1, no=0, abstain=0)


def test_ones_own_ballot_overrides_the_proxys_whichever_came_first() -> None:
    """M6"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    cast(scenario, round_id, BIA, "yes")
    scenario.when(for_another(scenario, round_id, ANA, BIA, "no")).then_refused(OwnBallotOverridesProxy)
    assert round_of(scenario, round_id).electors_voted == 1
    assert counted(scenario, round_id).tallies == totals(yes=1, no=0, abstain=0)


def test_whoever_has_voted_gives_no_proxy_any_more() -> None:
    """M6: it could change nothing."""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, BIA, "yes")
    scenario.when(gives(scenario, round_id, BIA, ANA)).then_refused(OwnBallotOverridesProxy)


def test_nobody_votes_for_somebody_who_gave_them_no_proxy() -> None:
    """M6, V1"""
    scenario = village()
    round_id = question(scenario)
    scenario.when(for_another(scenario, round_id, ANA, BIA, "no")).then_refused(NoProxyOfThisElector)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.when(for_another(scenario, round_id, CATY, BIA, "no")).then_refused(NoProxyOfThisElector)


def test_a_proxy_is_for_one_round() -> None:
    """M6"""
    scenario = village()
    first, second = question(scenario), question(scenario)
    scenario.done(gives(scenario, first, BIA, ANA))
    scenario.when(for_another(scenario, second, ANA, BIA, "no")).then_refused(NoProxyOfThisElector)


def test_giver_and_holder_are_two_electors() -> None:
    """M6, M3"""
    scenario = village()
    round_id = question(scenario)
    good = gives(scenario, round_id, BIA, ANA)
    for changes, refusal in (
        ({"giver": nobody()}, NotAnElector),
        ({"holder": nobody()}, ProxyHolderNoElector),
        ({"holder": good.giver}, ProxyToOneself),
    ):
        scenario.when(msgspec.structs.replace(good, **changes)).then_refused(refusal)
    scenario.done(good)
    scenario.when(gives(scenario, round_id, BIA, CATY)).then_refused(ProxyAlreadyGiven)


def test_what_was_given_is_not_passed_on() -> None:
    """M6"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.when(gives(scenario, round_id, ANA, CATY)).then_refused(PassedOnProxy)
    scenario.when(gives(scenario, round_id, CATY, BIA)).then_refused(PassedOnProxy)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_a_holder_votes_for_as_many_others_as_the_rules_say_two_unless_they_say_otherwise(most: int) -> None:
    """M6"""
    rules = RULES if most == 2 else msgspec.structs.replace(RULES, proxies_per_holder=most)
    scenario = village(rules)
    round_id = question(scenario)
    others = (BIA, CATY, DUDA, EVA)
    for giver in others[:most]:
        scenario.done(gives(scenario, round_id, giver, ANA))
    scenario.when(gives(scenario, round_id, others[most], ANA)).then_refused(TooManyProxies)
    if most:
        scenario.done(withdraws(scenario, round_id, BIA))
        scenario.done(gives(scenario, round_id, others[most], ANA))


def test_proxies_are_given_and_withdrawn_while_the_round_is_open() -> None:
    """M6, V6"""
    scenario = village()
    drafted = RoundId(scenario.done(asks(admitted(scenario))))
    token = RoundToken("elector-somebody")
    early = GiveProxy(account=ACCOUNT, round=drafted, giver=token, holder=nobody())
    scenario.when(early).then_refused(RoundTakesNoProxies)
    scenario.done(OpenRound(account=ACCOUNT, round=drafted))
    scenario.at(DEADLINE)
    late = gives(scenario, drafted, BIA, ANA)
    scenario.when(late).then_refused(ProxyTooLate)
    scenario.when(withdraws(scenario, drafted, BIA)).then_refused(ProxyTooLate)
    scenario.done(CloseRound(account=ACCOUNT, round=drafted))
    scenario.when(late).then_refused(RoundTakesNoProxies)


# Withdrawing


def test_what_was_cast_under_a_withdrawn_proxy_does_not_count() -> None:
    """M6: nobody votes for somebody who no longer wants it."""
    scenario = village()
    round_id = question(scenario)
    tokens = scenario.links[round_id]
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    withdrawn = ProxyWithdrawn(giver=tokens[BIA], holder=tokens[ANA], unvoted=True)
    scenario.when(withdraws(scenario, round_id, BIA)).then(withdrawn)
    assert round_of(scenario, round_id).electors_voted == 0
    scenario.when(for_another(scenario, round_id, ANA, BIA, "no")).then_refused(NoProxyOfThisElector)
    scenario.when(withdraws(scenario, round_id, BIA)).then_refused(NoProxyGiven)
    assert counted(scenario, round_id).ballots_counted == 0


def test_whoever_is_no_elector_has_no_proxy_to_take_back() -> None:
    """M6, V1, M3"""
    scenario = village()
    withdrawal = WithdrawProxy(account=ACCOUNT, round=question(scenario), giver=nobody())
    scenario.when(withdrawal).then_refused(NotAnElector)


def test_ones_own_ballot_stays_when_the_proxy_is_withdrawn() -> None:
    """M6"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    cast(scenario, round_id, BIA, "yes")
    scenario.done(withdraws(scenario, round_id, BIA))
    assert counted(scenario, round_id).tallies == totals(yes=1, no=0, abstain=0)


# On paper, and in confidence


def test_a_proxy_on_paper_names_the_minutes_or_the_scan_that_show_it() -> None:
    """M6, R9, L6"""
    scenario = village()
    round_id = question(scenario)
    given = gives(scenario, round_id, BIA, ANA)
    for evidence, refusal in (
        ({"minutes": MinutesId("minutes-0000000000000000")}, UnknownMinutes),
        ({"paper": PaperId("paper-0000000000000000")}, UnknownPaper),
    ):
        scenario.when(msgspec.structs.replace(given, **evidence)).then_refused(refusal)
    held = minutes(scenario, ANA, BIA)
    scenario.when(msgspec.structs.replace(given, minutes=held)).then(
        ProxyGiven(giver=given.giver, holder=given.holder, minutes=held)
    )


def test_the_scan_of_a_proxy_would_tell_whose_token_it_is_in_a_confidential_round() -> None:
    """M6, V7"""
    scenario = village()
    draft = msgspec.structs.replace(asks(admitted(scenario)), confidentiality=Confidentiality.CONFIDENTIAL)
    round_id = opened(scenario, draft)
    given = msgspec.structs.replace(gives(scenario, round_id, BIA, ANA), paper=PaperId("paper-x"))
    scenario.when(given).then_refused(PaperTellsGiver)
    entry = represents(scenario, round_id, met(scenario, ANA, BIA), (ANA, CATY))
    scenario.at(DEADLINE - timedelta(hours=1)).when(entry).then_refused(RepresentedInConfidence)


# Recusals


def test_a_recused_elector_neither_gives_nor_holds_a_proxy() -> None:
    """M6, R3"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(recusal(round_id, EVA))
    scenario.when(gives(scenario, round_id, EVA, ANA)).then_refused(ElectorRecused)
    scenario.when(gives(scenario, round_id, ANA, EVA)).then_refused(ElectorRecused)


@pytest.mark.parametrize("recused", [ANA, BIA])
def test_what_was_cast_for_or_by_a_recused_elector_does_not_count(recused: MemberToken) -> None:
    """M6, R3"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    cast(scenario, round_id, CATY, "yes")
    scenario.done(recusal(round_id, recused))
    scenario.when(for_another(scenario, round_id, ANA, BIA, "no")).then_refused(ElectorRecused)
    assert counted(scenario, round_id).tallies == totals(yes=1, no=0, abstain=0)


def test_whoever_gave_a_proxy_to_a_recused_elector_may_vote_themselves() -> None:
    """M6, R3"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    scenario.done(recusal(round_id, ANA))
    cast(scenario, round_id, BIA, "yes")
    assert counted(scenario, round_id).tallies == totals(yes=1, no=0, abstain=0)


# At a show of hands


def represents(
    scenario: Scenario,
    round_id: RoundId,
    held: MinutesId,
    *proxies: tuple[MemberToken, MemberToken],
    yes: int = 2,
) -> EnterShowOfHands:
    """Hands of those present and of those they represent."""
    carried = tuple(ProxyCarried(holder, giver) for holder, giver in proxies)
    return msgspec.structs.replace(hands(round_id, held, *yes_no(yes)), proxies=carried)


def in_the_assembly(*there: MemberToken) -> tuple[Scenario, RoundId, MinutesId]:
    """A mixed round after its deadline, before counting."""
    scenario = village()
    round_id = counted_on(scenario)
    return scenario, round_id, met(scenario, *there)


def after_deadline(scenario: Scenario) -> Scenario:
    """Nobody votes themselves any more."""
    return scenario.at(DEADLINE + timedelta(hours=1))


def test_those_represented_count_with_those_present_and_once() -> None:
    """M6, R9, V4"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    scenario.done(gives(scenario, round_id, CATY, ANA))
    scenario.done(for_another(scenario, round_id, ANA, CATY, "no"))
    cast(scenario, round_id, BIA, "no")
    cast(scenario, round_id, EVA, "no")
    after_deadline(scenario)
    entry = represents(scenario, round_id, held, (ANA, CATY), (ANA, DUDA), yes=5)
    scenario.when(entry).then_refused(MoreVotesThanPresent)
    scenario.done(msgspec.structs.replace(entry, totals=yes_no(4)))
    scenario.at(COUNTING).done(CloseRound(account=ACCOUNT, round=round_id))
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    result = result_of(scenario, round_id)
    assert (result.ballots_counted, result.by_hand) == (5, 4)
    assert result.tallies == totals(yes=4, no=1, abstain=0)


def test_no_event_says_who_was_represented_by_whom() -> None:
    """M6, V7"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    after_deadline(scenario)
    scenario.when(represents(scenario, round_id, held, (ANA, CATY), yes=3))
    (entry,) = scenario.recorded
    written = msgspec.json.encode(entry.event).decode()
    tokens = scenario.links[round_id]
    assert not any(word in written for pair in tokens.items() for word in pair)


@pytest.mark.parametrize(
    ("proxies", "refusal"),
    [
        (((CATY, DUDA),), ProxyHolderAbsent),
        (((MemberToken("member-nobody"), DUDA),), ProxyHolderAbsent),
        (((ANA, MemberToken("member-nobody")),), RepresentedNoElector),
        (((ANA, BIA),), RepresentedWasPresent),
        (((ANA, ANA),), RepresentedWasPresent),
        (((ANA, CATY), (BIA, CATY)), RepresentedTwice),
        (((ANA, CATY), (ANA, DUDA), (ANA, EVA)), TooManyProxies),
    ],
)
def test_each_is_represented_once_by_somebody_who_was_there_and_carries_no_more_than_they_may(
    proxies: tuple[tuple[MemberToken, MemberToken], ...], refusal: type[Refused]
) -> None:
    """M6, R9"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    after_deadline(scenario)
    scenario.when(represents(scenario, round_id, held, *proxies)).then_refused(refusal)
    in_one_sitting = village()
    minuted = minutes(in_one_sitting, ANA, BIA)
    carried = tuple(ProxyCarried(holder, giver) for holder, giver in proxies)
    decided = msgspec.structs.replace(sitting(minuted, admitted(in_one_sitting), *yes_no(2)), proxies=carried)
    in_one_sitting.when(decided).then_refused(refusal)


def test_one_s_own_ballot_overrides_the_proxy_on_paper() -> None:
    """M6"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    cast(scenario, round_id, CATY, "no")
    after_deadline(scenario)
    entry = represents(scenario, round_id, held, (ANA, CATY))
    scenario.when(entry).then_refused(RepresentedVotedThemselves)


def test_a_proxy_on_paper_does_not_name_another_holder_than_the_giver_did() -> None:
    """M6"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    scenario.done(gives(scenario, round_id, CATY, ANA))
    scenario.done(gives(scenario, round_id, DUDA, ANA))
    after_deadline(scenario)
    scenario.when(represents(scenario, round_id, held, (BIA, CATY))).then_refused(RepresentedByAnother)
    # Two electronic proxies and one more on paper are three.
    scenario.when(represents(scenario, round_id, held, (ANA, EVA))).then_refused(TooManyProxies)


def test_whoever_holds_proxies_is_not_represented_themselves() -> None:
    """M6"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    scenario.done(gives(scenario, round_id, CATY, DUDA))
    after_deadline(scenario)
    scenario.when(represents(scenario, round_id, held, (ANA, DUDA))).then_refused(PassedOnProxy)


def test_until_the_deadline_anybody_may_still_vote_themselves() -> None:
    """M6, R9"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    entry = represents(scenario, round_id, held, (ANA, CATY))
    scenario.at(DEADLINE - timedelta(microseconds=1)).when(entry).then_refused(ProxiesBeforeDeadline)
    scenario.at(DEADLINE).done(entry)


def test_a_recused_elector_is_not_represented() -> None:
    """M6, R3"""
    scenario, round_id, held = in_the_assembly(ANA, BIA)
    scenario.done(recusal(round_id, CATY))
    after_deadline(scenario)
    entry = represents(scenario, round_id, held, (ANA, CATY))
    scenario.when(entry).then_refused(RepresentedNoElector)


def test_proxies_are_carried_by_somebody_on_a_list() -> None:
    """M6, R9"""
    scenario = village()
    round_id = counted_on(scenario)
    held = met(scenario, attendance=2)
    after_deadline(scenario)
    scenario.when(represents(scenario, round_id, held, (ANA, CATY))).then_refused(ProxiesNeedAttendanceList)


def test_an_assembly_that_decides_in_one_sitting_counts_those_represented() -> None:
    """M6, R9"""
    scenario = village()
    held = minutes(scenario, ANA, BIA)
    decided = msgspec.structs.replace(
        sitting(held, admitted(scenario), *yes_no(3, 1)),
        proxies=(ProxyCarried(ANA, CATY), ProxyCarried(BIA, DUDA)),
    )
    result = result_of(scenario, RoundId(scenario.done(decided)))
    assert (result.ballots_counted, result.by_hand, result.accepted) == (4, 4, ("van",))
