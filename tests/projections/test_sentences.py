"""Sentences of the audit trail."""

import re
from pathlib import Path
from typing import get_args

import pytest

from ledger.associations.rules import Body
from ledger.contributions.state import GiverKind
from ledger.identifiers import PartyToken, ProposalId, RoundId, RoundToken, stream_of
from ledger.rounds.events import BallotCast, ObjectionRaised, RoundCounted, RoundDrafted
from ledger.rounds.terms import BallotType, Confidentiality, Item, RuleKind
from ledger.vocabulary import AnyEvent
from projections import audit
from projections.follower import Follower
from projections.sentences.language import Language, words_of
from projections.views import VIEWS
from tests.projections.log import ACCOUNT, NOON_US, Log
from tests.projections.samples import (
    EMMA,
    GIFT,
    ROUND,
    SEAL,
    ballot,
    receive,
    record_season,
    result,
)

LANGUAGES = pytest.mark.parametrize("language", list(Language))


def told(log: Log, language: Language) -> dict[str, list[str]]:
    """The sentences of everything that was recorded, by kind."""
    Follower(log.shelf, log.views).catch_up()
    lines = audit.page(log.db, log, "main", limit=1_000)
    found: dict[str, list[str]] = {}
    for line, sentence in zip(lines, audit.sentences(lines, log, language), strict=True):
        found.setdefault(line.kind, []).append(sentence)
    return found


@LANGUAGES
def test_every_event_is_told_in_one_whole_sentence(log: Log, language: Language) -> None:
    """L9"""
    found = told(record_season(log), language)
    assert set(found) == {kind.kind() for kind in get_args(AnyEvent)}
    for sentences in found.values():
        for sentence in sentences:
            assert sentence[0].isupper(), sentence
            assert sentence.endswith("."), sentence
            assert not re.search(r"[{}]|  |\(\)|None", sentence), sentence


def test_no_language_says_less_than_another() -> None:
    """L9"""
    portuguese, french, english = (words_of(language) for language in Language)
    assert set(portuguese.events) == set(french.events) == set(english.events)
    assert {about: set(said) for about, said in portuguese.words.items()} == {
        about: set(said) for about, said in english.words.items()
    }
    assert {about: set(said) for about, said in french.words.items()} == {
        about: set(said) for about, said in english.words.items()
    }
    for kind, template in english.events.items():
        placeholders = set(re.findall(r"{(\w+)}", template)) - {"office", "the_office"}
        for other in (portuguese, french):
            assert (
                set(re.findall(r"{(\w+)}", other.events[kind])) - {"office", "the_office"} == placeholders
            ), kind


@LANGUAGES
def test_a_second_call_says_which_round_it_calls_again_and_who_objects_is_named_as_written(
    log: Log, language: Language
) -> None:
    """L9, R8"""
    first, second = RoundId("round-00000000000000f1"), RoundId("round-00000000000000f2")
    elector = RoundToken("elector-00000000000000f3")
    drafted = RoundDrafted(
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("well", ProposalId("proposal-00000000000000f4")),),
        budget=(),
        closes_us=NOON_US,
        confidentiality=Confidentiality.OPEN,
        title=SEAL,
        second_call_of=first,
    )
    objection = ObjectionRaised(number=1, elector=elector, label="well", reason=SEAL, raised_us=NOON_US)
    log.record(drafted, stream=stream_of(ACCOUNT, second))
    log.record(objection, stream=stream_of(ACCOUNT, second), by=elector)
    found = told(log, language)
    assert all(f" {round_id}" in found["round-drafted"][0] for round_id in (first, second))
    assert f" {elector} " in found["objection-raised"][0].replace("’", " ")


@LANGUAGES
def test_every_kind_of_ballot_and_rule_has_its_words(language: Language) -> None:
    """L9, R1"""
    words = words_of(language)
    for ballot_type in BallotType:
        assert " " in words.word("ballot-type", ballot_type) or ballot_type is BallotType.APPROVAL
    assert len({words.word("rule-kind", kind) for kind in RuleKind}) == len(RuleKind)


def test_a_gift_is_told_with_who_what_when_in_each_language(log: Log) -> None:
    """L9, L11"""
    log.record(receive(GIFT, 1_234_50, giver_kind=GiverKind.COMPANY))
    assert told(log, Language.EN)["contribution-received"] == [
        "Member member-0000000000000001 recorded that 1,234.50\u00a0EUR came in from a company on 3 February 2026 "
        "(gift; contribution-0000000000000001)."
    ]
    assert told(log, Language.PT)["contribution-received"] == [
        "O membro member-0000000000000001 registou a entrada de 1\u00a0234,50\u00a0EUR, vindos de uma empresa, "
        "em 3 de fevereiro de 2026 (donativo; contribution-0000000000000001)."
    ]
    assert told(log, Language.FR)["contribution-received"] == [
        "Le membre member-0000000000000001 a enregistré l’entrée de 1\u202f234,50\u00a0EUR, de la part d’une "
        "entreprise, le 3 février 2026 (don\u00a0; contribution-0000000000000001)."
    ]


def test_a_payment_is_told_with_its_amount_and_its_decision_at_every_step(log: Log) -> None:
    """B1, B3"""
    found = told(record_season(log), Language.EN)
    for step in (
        "authorised",
        "signed-off",
        "sent",
        "settled",
        "acknowledged",
        "evidenced",
        "failed",
        "returned",
    ):
        for sentence in found[f"disbursement-{step}"]:
            assert re.search(r"\d+\.\d\d\u00a0EUR", sentence), sentence
            assert sentence.endswith("under decision proposal-0000000000000001."), sentence
    assert found["disbursement-signed-off"][0].startswith(
        "Member member-0000000000000001 signed off disbursement-0000000000000001 as treasurer on 1 March 2026: 30.00"
    )


def test_offices_are_those_held_when_it_was_recorded(log: Log) -> None:
    """A3"""
    found = told(record_season(log), Language.EN)
    founding = found["association-founded"][0]
    assert founding.startswith("Member member-0000000000000001 recorded the founding")
    assert found["member-suspended"][0].startswith("Member member-0000000000000001 (treasurer) suspended")


def test_a_household_that_is_paid_or_benefits_is_never_more_than_a_household(log: Log) -> None:
    """L9, W4"""
    found = told(record_season(log), Language.EN)
    assert "to a household, for the benefit of a household" in found["disbursement-authorised"][0]
    assert not any("payee-1" in s or "a person" in s for s in found["disbursement-authorised"])


def test_who_gave_is_told_by_kind_alone(log: Log) -> None:
    """C6, L9"""
    log.record(receive(GIFT, 10_00, anonymous=True))
    (sentence,) = told(log, Language.EN)["contribution-received"]
    assert EMMA not in sentence
    assert "from a person" in sentence


@LANGUAGES
def test_a_ballot_is_told_by_its_number_alone(log: Log, tmp_path: Path, language: Language) -> None:
    """V5, V7, V8"""
    log.record(ballot(1, "bus"), stream=stream_of(ACCOUNT, ROUND), by="elector-1")
    other = Log(tmp_path / "other.db").ready()
    cast = BallotCast(elector=ballot(1).elector, number=1, choices=("wine", "bus"), salt="7", seal=SEAL)
    other.record(cast, stream=stream_of(ACCOUNT, ROUND), by="elector-1")
    (sentence,) = told(log, language)["ballot-cast"]
    assert told(other, language)["ballot-cast"] == [sentence]
    assert "1" in sentence
    assert not re.search("elector|bus|wine", sentence)
    other.close()


def test_a_count_is_told_with_what_was_accepted_or_why_nothing_was(log: Log) -> None:
    """R3, R4"""
    many = tuple(f"p{n}" for n in range(13))
    for counted in (result("bus"), result(), result(quorum=False), result(*many)):
        log.record(RoundCounted(result=counted, counted_us=log.now_us), stream=stream_of(ACCOUNT, ROUND))
    accepted, nothing, no_quorum, a_lot = told(log, Language.EN)["round-counted"]
    assert accepted.endswith("accepted: bus.")
    assert nothing.endswith("nothing was accepted.")
    assert "quorum was not reached" in no_quorum
    assert a_lot.endswith("accepted: 13 options.")


def test_amounts_of_different_units_are_never_added_up() -> None:
    """L3, L4"""
    english = words_of(Language.EN)
    lines = [("EUR", 1_00), ("CVE", 5_00), ("EUR", 2_50), ("JPY", 1_000)]
    assert english.amounts(lines) == "5.00\u00a0CVE, 3.50\u00a0EUR and 1,000\u00a0JPY"
    assert english.amounts([]) == "nothing"
    assert words_of(Language.FR).amount(-1, "EUR") == "−0,01\u00a0EUR"


def test_no_token_of_a_giver_stands_in_the_trail(log: Log) -> None:
    """C6, L9"""
    log.record(receive(GIFT, 10_00, giver=PartyToken("giver-secret")))
    Follower(log.shelf, log.views).catch_up()
    db = log.db
    for table in (table.name for view in VIEWS for table in view.tables):
        assert not any("giver-secret" in str(row) for row in db.execute(f"SELECT * FROM {table}"))


@pytest.mark.parametrize(
    ("unit", "amount_minor", "english", "french", "portuguese"),
    [
        ("goat:piece", 3, "3 × goat", "3 × goat", "3 × goat"),
        ("wine-press:piece", 1, "1 × wine press", "1 × wine press", "1 × wine press"),
        ("cement:kg", 1_250_500, "1,250.500 kg of cement", "1 250,500 kg (cement)", "1 250,500 kg de cement"),
        ("oil:litre", 2_000, "2.000 l of oil", "2,000 l (oil)", "2,000 l de oil"),
        ("cloth:metre", -1_25, "−1.25 m of cloth", "−1,25 m (cloth)", "−1,25 m de cloth"),
        ("work:minute", 510, "8 h 30 min of work", "8 h 30 min de travail", "8 h 30 min de trabalho"),
        ("work:minute", 45, "45 min of work", "45 min de travail", "45 min de trabalho"),
        ("work:minute", -120, "−2 h of work", "−2 h de travail", "−2 h de trabalho"),
        ("sol:currency", 12_50, "12.50 sol", "12,50 sol", "12,50 sol"),
    ],
)
def test_goods_and_hours_are_said_as_people_say_them(
    unit: str, amount_minor: int, english: str, french: str, portuguese: str
) -> None:
    """L3"""
    said = [
        words_of(language).amount(amount_minor, unit) for language in (Language.EN, Language.FR, Language.PT)
    ]
    assert [re.sub("[\u00a0\u202f]", " ", one) for one in said] == [english, french, portuguese]
