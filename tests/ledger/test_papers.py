"""Papers: what is filed, filed again, forgotten, and what may rest on it."""

from typing import Any

import msgspec
import pytest

from ledger.accounts.refusals import NotFounded, UnknownAccount
from ledger.associations.rules import Office
from ledger.command import Forgetting, PaperFile
from ledger.context import digest_of, seal_of
from ledger.currency_exchanges.refusals import ExchangeUnproved
from ledger.disbursements.commands import AcknowledgeDisbursement, EvidenceDisbursement
from ledger.disbursements.events import DisbursementAcknowledged, DisbursementEvidenced
from ledger.disbursements.refusals import NothingShown
from ledger.identifiers import AccountId, MemberToken, PaperId, stream_of
from ledger.papers.commands import FilePaper, ForgetPaper
from ledger.papers.events import PaperFiled
from ledger.papers.media import examined
from ledger.papers.refusals import (
    ForgettingUnconfirmed,
    OnlyOfficersForget,
    PaperEmpty,
    PaperFiledOtherwise,
    PaperNeverPublic,
    PaperTooLarge,
    PaperWasForgotten,
    UnknownPaper,
)
from ledger.papers.state import MediaType, PaperKind, PaperRecord, paper_mark
from ledger.refusals import TextEmpty
from tests.ledger.caldeiras import ACCOUNT, founded, officer, opened, treasurer
from tests.scenario import Scenario
from tests.season import Season
from tests.tours.currency_exchanges import exchange

PHOTO = b"\xff\xd8\xff\xe0 the bus in front of the school"
BANK_FILE = b"<Document><BkToCstmrStmt/></Document>"


def photo(content: bytes = PHOTO, *, public: bool = False, account: AccountId = ACCOUNT) -> FilePaper:
    """File a photograph."""
    return FilePaper(account=account, kind=PaperKind.PHOTO, file=examined(content), public=public)


def forget(scenario: Scenario, paper: str, confirmed_by: MemberToken | None = None) -> ForgetPaper:
    """Have a paper forgotten, as the auditor confirms unless somebody else does."""
    return ForgetPaper(
        account=ACCOUNT,
        paper=PaperId(paper),
        reason="It shows a child.",
        confirmed_by=confirmed_by or officer(scenario, Office.AUDITOR),
    )


def test_a_photograph_is_filed_with_its_kind_its_size_and_its_seal_and_no_byte_of_it_in_the_event() -> None:
    """L9"""
    scenario = founded()
    paper = scenario.done(photo())
    (file,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, PaperFile))
    scenario.then(
        PaperFiled(
            paper=PaperId(paper),
            paper_kind=PaperKind.PHOTO,
            media_type=MediaType.JPEG,
            size_bytes=len(PHOTO),
            seal=file.seal,
        )
    )
    assert file.content == PHOTO
    assert file.seal == seal_of(file.salt, digest_of(PHOTO))


def test_founding_minutes_can_be_filed_before_the_association_is_founded() -> None:
    """A5"""
    opened().when(photo()).then_kinds("paper-filed")


def test_an_account_that_is_not_there_files_nothing() -> None:
    founded().when(photo(account=AccountId("account-nowhere"))).then_refused(UnknownAccount)


def test_the_same_bytes_filed_twice_are_the_same_paper_and_nothing_is_recorded_again() -> None:
    """L6"""
    scenario = founded()
    paper = scenario.done(photo())
    scenario.when(FilePaper(account=ACCOUNT, kind=PaperKind.SCAN, file=examined(PHOTO))).then()
    assert scenario.created == paper
    assert [type(outcome) for outcome in scenario.outcomes] == [PaperFile], "what was lost is put back"


def test_two_accounts_with_the_same_bytes_have_seals_that_do_not_show_it() -> None:
    """L9"""
    scenario = founded()
    scenario.done(photo())
    (ours,) = (outcome.seal for outcome in scenario.outcomes if isinstance(outcome, PaperFile))
    context_seals = {ours}
    other = founded()
    other.done(photo(PHOTO + b" "))
    context_seals |= {outcome.seal for outcome in other.outcomes if isinstance(outcome, PaperFile)}
    assert len(context_seals) == 2


def test_a_paper_filed_as_private_does_not_become_public_by_filing_it_again() -> None:
    """L9"""
    scenario = founded()
    scenario.done(photo())
    scenario.when(photo(public=True)).then_refused(PaperFiledOtherwise)


def test_what_is_public_already_may_be_filed_again_without_saying_so() -> None:
    """L9"""
    scenario = founded()
    paper = scenario.done(photo(public=True))
    assert scenario.done(photo()) == paper
    assert scenario.done(photo(public=True)) == paper


@pytest.mark.parametrize("kind", [PaperKind.BANK_FILE, PaperKind.SHEET])
def test_a_bank_file_or_a_sheet_is_never_public(kind: PaperKind) -> None:
    """C6, L9"""
    command = FilePaper(account=ACCOUNT, kind=kind, file=examined(BANK_FILE), public=True)
    founded().when(command).then_refused(PaperNeverPublic)


def test_a_file_without_bytes_and_one_that_is_too_large_are_refused_before_the_ledger_sees_them() -> None:
    with pytest.raises(PaperEmpty):
        examined(b"")
    assert examined(PHOTO, largest_bytes=len(PHOTO)).content == PHOTO
    with pytest.raises(PaperTooLarge) as refused:
        examined(PHOTO, largest_bytes=len(PHOTO) - 1)
    assert str(len(PHOTO) - 1) in str(refused.value)


def test_two_officers_have_a_paper_forgotten_and_its_event_and_seal_remain() -> None:
    """L6, L9"""
    scenario = founded()
    paper = scenario.done(photo())
    before = scenario.mark(paper_mark(ACCOUNT, PaperId(paper)), PaperRecord)
    assert before is not None
    scenario.when(forget(scenario, paper), by=treasurer(scenario)).then_kinds("paper-forgotten")
    assert Forgetting(before.seal) in scenario.outcomes
    after = scenario.mark(paper_mark(ACCOUNT, PaperId(paper)), PaperRecord)
    assert after is not None
    assert (after.forgotten, after.seal, after.size_bytes) == (True, before.seal, before.size_bytes)


def test_what_was_forgotten_is_neither_forgotten_twice_nor_filed_again() -> None:
    """L6"""
    scenario = founded()
    paper = scenario.done(photo())
    scenario.done(forget(scenario, paper), by=treasurer(scenario))
    scenario.when(forget(scenario, paper), by=treasurer(scenario)).then_refused(PaperWasForgotten)
    scenario.when(photo()).then_refused(PaperWasForgotten)


def test_only_officers_have_a_paper_forgotten() -> None:
    """L6"""
    scenario = founded()
    paper = scenario.done(photo())
    scenario.when(forget(scenario, paper), by="member-of-no-office").then_refused(OnlyOfficersForget)


def test_one_officer_alone_cannot_make_evidence_go_away() -> None:
    """L6"""
    scenario = founded()
    paper = scenario.done(photo())
    by = treasurer(scenario)
    scenario.when(forget(scenario, paper, by), by=by).then_refused(ForgettingUnconfirmed)
    nobody = MemberToken("member-of-no-office")
    scenario.when(forget(scenario, paper, nobody), by=by).then_refused(ForgettingUnconfirmed)


def test_forgetting_says_why() -> None:
    """L6"""
    scenario = founded()
    paper = PaperId(scenario.done(photo()))
    auditor = officer(scenario, Office.AUDITOR)
    command = ForgetPaper(account=ACCOUNT, paper=paper, reason=" ", confirmed_by=auditor)
    scenario.when(command, by=treasurer(scenario)).then_refused(TextEmpty)


def test_a_paper_that_was_never_filed_is_not_forgotten_and_none_before_the_founding() -> None:
    """A5, L6"""
    scenario = founded()
    scenario.when(forget(scenario, "paper-none"), by=treasurer(scenario)).then_refused(UnknownPaper)
    early = opened()
    auditor = MemberToken("member-to-be")
    early.when(
        ForgetPaper(account=ACCOUNT, paper=PaperId("paper-none"), reason="Wrong.", confirmed_by=auditor)
    ).then_refused(NotFounded)


def test_a_payment_is_acknowledged_and_evidenced_by_papers_in_words_or_by_both(season: Season) -> None:
    """L9, L11"""
    season.found().receive("100.00")
    proposal = season.accepted_proposal("60.00")
    paper = PaperId(season.do(photo(account=season.account)))
    for words in (None, "The roof is on."):
        payment = season.settled(season.authorised(proposal, "20.00"))
        about: dict[str, Any] = {"account": season.account, "disbursement": payment, "scan": paper}
        season.do(AcknowledgeDisbursement(**about, acknowledgement=words))
        season.do(EvidenceDisbursement(**about, evidence=words))
        told = [recorded.event for recorded in season.ledger.events_of(stream_of(season.account, payment))]
        acknowledged, evidenced = told[-2:]
        assert isinstance(acknowledged, DisbursementAcknowledged)
        assert isinstance(evidenced, DisbursementEvidenced)
        assert (acknowledged.scan, evidenced.scan) == (paper, paper)
        assert (acknowledged.acknowledgement is None, evidenced.evidence is None) == (words is None,) * 2


def test_nothing_rests_on_a_paper_that_was_never_filed_or_was_forgotten_and_something_is_shown(
    season: Season,
) -> None:
    """L6"""
    season.found().receive("100.00")
    payment = season.settled(season.authorised(season.accepted_proposal("60.00"), "20.00"))
    about: dict[str, Any] = {"account": season.account, "disbursement": payment}
    with pytest.raises(NothingShown):
        season.do(AcknowledgeDisbursement(**about))
    paper = PaperId(season.do(photo(account=season.account)))
    command = ForgetPaper(
        account=season.account, paper=paper, reason="It shows a child.", confirmed_by=season.auditor
    )
    season.do(command, by=season.treasurer)
    for scan, refusal in ((PaperId("paper-none"), UnknownPaper), (paper, PaperWasForgotten)):
        with pytest.raises(refusal):
            season.do(AcknowledgeDisbursement(**about, acknowledgement="It came.", scan=scan))


def test_an_exchange_is_shown_by_a_paper_alone(season: Season) -> None:
    """C10"""
    season.found().receive("100.00")
    slip = PaperId(season.do(photo(account=season.account)))
    command = msgspec.structs.replace(exchange(season, "10.00", "1100.00"), evidence=None, scan=slip)
    season.do(command)
    with pytest.raises(ExchangeUnproved):
        season.do(msgspec.structs.replace(command, scan=None))
