"""One plain sentence for an event: who, what, when, and under which decision.

A template's placeholders are the event's own fields, said in the language by their type, and a few that an event does
not hold itself: who acted, the day, the stream's own id, and what a payment's or pledge's first event says. A new kind
of event needs a template in each language and, most often, nothing here.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from ledger.accounts.events import BudgetAwarded, BudgetFreed, BudgetReserved
from ledger.accounts.state import Line
from ledger.associations.events import MemberEnrolled, OfficerAppointed, OfficeVacated
from ledger.associations.rules import Office
from ledger.bookings.events import MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.calls.events import CallMade, CallOpinionAsked, CallOpinionGiven, CallReceived
from ledger.context import moment_of
from ledger.contributions.carbon import CARBON
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import (
    CarbonOffsetStated,
    ContributionPledged,
    ContributionReceived,
    ContributionReversed,
)
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.disbursements.state import Party
from ledger.event import Event, Recorded
from ledger.flows.events import FlowsStated, FlowsTold
from ledger.goods.events import GoodsAccepted, GoodsDelivered, GoodsLoanReturned, StockChanged
from ledger.identifiers import UNRESTRICTED, part_of
from ledger.keys.events import KeyIssued, KeyReplaced
from ledger.learning.events import LearningExchangeHeld, LearningExchangeTold
from ledger.lent_offices.events import OfficerLent, OfficerOffered, OfficerOfferEnded, OfficerRecalled
from ledger.minutes.events import MinutesRecorded
from ledger.money import to_decimal
from ledger.papers.events import PaperFiled
from ledger.payment_files.events import PaymentFileAnswered, PaymentFileMade
from ledger.payment_files.state import UNIT as PAID_IN
from ledger.payment_files.state import BankAnswer
from ledger.places.events import MoneyMoved, PlaceOpened
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.measure import (
    Appoint,
    CallOnFund,
    ChangeRules,
    ClosePeriod,
    LendOfficer,
    LiftEarmark,
    Measure,
    Spend,
)
from ledger.rounds.events import (
    ObjectionDecided,
    ProxyGiven,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundAnnulled,
    RoundCounted,
    RoundDrafted,
    RoundExtended,
    RoundMadeFinal,
    RoundOpened,
)
from ledger.rounds.terms import rule_of
from ledger.statements.events import LinesMatched, StatementTaken
from ledger.territories.events import TerritoryMoved, TogetherMembershipStated
from ledger.transfers.events import TransferAcknowledged, TransferReceived
from ledger.transfers.state import TransferTerms
from ledger.units import WORK
from ledger.valuations.events import ValuationStated
from ledger.work.events import WorkDayConfirmed, WorkDayRecorded, WorkDayRefused
from projections.movements import recorded_day
from projections.sentences.language import Language, Words, words_of

NAMED_OPTIONS = 12
"""How many options a sentence names; of more it says how many they are."""

_PURPOSES = frozenset({"purpose", "earmark", "origin"})
"""Fields that hold the id of a purpose."""


def sentence(
    recorded: Recorded,
    language: Language,
    offices: Iterable[Office] = (),
    origin: Recorded | None = None,
) -> str:
    """The sentence of a recorded event.

    `offices` are those that the actor held, and `origin` is the event with which a pledge or payment began; the audit
    view knows both.
    """
    words, event = words_of(language), recorded.event
    values = {} if origin is None else _fields(origin.event, words)
    values |= _fields(event, words)
    # What is paid is paid under the decision on its proposal.
    values.setdefault("decision", values.get("proposal", ""))
    values |= {"who": _who(recorded.envelope.actor, offices, words)}
    values |= {"date": words.date(getattr(event, "effective", recorded_day(recorded)))}
    own = part_of(recorded.stream) or recorded.stream
    values |= {own.partition("-")[0]: own}
    variant = _more(event, words, values)
    text = words.elided(words.events[event.kind() + variant].format_map(values))
    return text[0].upper() + text[1:]


def _who(actor: str, offices: Iterable[Office], words: Words) -> str:
    kind = actor.partition("-")[0]
    said = words.words["who"].get(kind, "{actor}").format(actor=actor)
    held = [words.word("office", office) for office in offices]
    return f"{said} ({', '.join(held)})" if held else said


def _fields(event: Event, words: Words) -> dict[str, str]:
    """An event's fields, each said by its type; what has no short way to be said is left out."""
    values: dict[str, str] = {}
    for name in event.__struct_fields__:
        values |= _said(name, getattr(event, name), words)
    if hasattr(event, "amount_minor") and hasattr(event, "unit"):
        values["amount"] = words.amount(event.amount_minor, event.unit)
    return values


def _said(name: str, value: Any, words: Words) -> dict[str, str]:
    match value:
        case date():
            return {name: words.date(value)}
        case StrEnum():
            return {name: words.word(_slug(type(value).__name__), value)}
        case Party():
            return {name: words.word("party-kind", value.kind)}
        case Line():
            purpose = words.word("purpose", value.purpose)
            return {"amount": words.amount(value.amount_minor, value.unit), "purpose": purpose}
        case TransferTerms():
            purpose = words.word("purpose", value.purpose)
            amount = words.amount(value.amount_minor, value.unit)
            return {
                "amount": amount,
                "unit": value.unit,
                "purpose": purpose,
                "decision": value.decision,
            }
        case str():
            return {name: words.word("purpose", value) if name in _PURPOSES else value}
        case int():
            return {name: str(value)}
        case _:
            return {}


def _slug(name: str) -> str:
    """`GiverKind` → `giver-kind`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _more(event: Event, words: Words, values: dict[str, str]) -> str:
    """What fields alone do not tell; the variant of the template, where a kind has several."""
    match event:
        case KeyIssued():
            values["accounts"] = words.listed([grant.account for grant in event.grants])
            return ":registrar" if event.registrar else "" if event.grants else ":nothing"
        case MemberEnrolled():
            return "" if event.of_age else ":minor"
        case OfficerAppointed():
            values["the_office"] = words.word("the-office", event.office)
            lent = "-lent" if event.lender else ""
            return f":decision{lent}" if event.decision else f":minutes{lent}" if event.minutes else ""
        case OfficerLent() | OfficerRecalled():
            values["the_office"] = words.word("the-office", event.office)
        case OfficerOffered():
            values["the_office"] = words.word("the-office", event.office)
            values["of_tier"] = words.word("tier", event.tier) if event.tier else ""
            return ":wider" if event.tier else ""
        case OfficerOfferEnded():
            return ":unheard" if event.member is None else ":recalled" if event.recalled else ""
        case KeyReplaced():
            values["confirmed_by"] = words.listed(list(event.confirmed_by))
            return ":minutes" if event.minutes else ""
        case OfficeVacated():
            values["the_office"] = words.word("the-office", event.office)
        case ContributionPledged():
            return "" if event.purpose == UNRESTRICTED else ":earmarked"
        case ContributionReceived():
            return "" if event.earmark == UNRESTRICTED else ":earmarked"
        case (
            CollectionReceived()
            | ContributionReversed()
            | MishapBooked()
            | PlaceCounted()
            | StandingEntryBooked()
        ):
            return _of_every_day(event, words, values)
        case CarbonOffsetStated() | GoodsLoanReturned() | StockChanged() | ValuationStated():
            return _of_stock(event, words, values)
        case GoodsDelivered() | GoodsAccepted():
            return "" if event.earmark == UNRESTRICTED else ":earmarked"
        case WorkDayRecorded() | WorkDayConfirmed() | WorkDayRefused():
            values["amount"] = words.amount(sum(line.minutes for line in event.lines), WORK)
            values["people"] = str(len(event.lines))
        case PaperFiled():
            values["size"] = words.number(str(event.size_bytes))
            return ":public" if event.public else ""
        case PlaceOpened():
            values["units"] = words.listed(list(event.main_for))
            return ":main" if event.main_for else ""
        case MoneyMoved():
            return "" if event.origin else ":unplaced"
        case ProposalDrafted() | ProposalAmended():
            values["measure"] = _measure(event.measure, words)
        case MinutesRecorded():
            values["day"] = words.date(moment_of(event.began_us).date())
            values["attesting"] = words.listed(list(event.attesting))
        case RoundDrafted():
            values["options"] = str(len(event.items))
            values["rule"] = words.word("rule-kind", rule_of(event.ballot_type, event.rule).kind)
            values["budget"] = _sum(event.budget, words)
            return ":again" if event.second_call_of is not None else ""
        case RoundOpened():
            values["options"] = str(len(event.terms.options))
            values["budget"] = _sum(event.terms.budget, words)
            values["electors"] = str(event.terms.electorate)
            values["deadline"] = words.time(event.terms.closes_us)
            if event.terms.minutes is not None:
                values["minutes"] = event.terms.minutes
                return ":assembly"
        case RecusalDeclared():
            return ":late" if event.late else ""
        case RoundExtended():
            values["deadline"] = words.time(event.closes_us)
        case ProxyGiven():
            return ":paper" if event.minutes or event.paper else ""
        case ProxyWithdrawn():
            return ":unvoted" if event.unvoted else ""
        case RoundCounted():
            how = words.words["counted"]["by-hand" if event.result.by_hand else "electronic"]
            values["ballots"] = how.format(ballots=event.result.ballots_counted, by_hand=event.result.by_hand)
            values["accepted"] = _options(event.result.accepted, words)
            return "" if event.result.accepted else ":none" if event.result.quorum_reached else ":no-quorum"
        case ObjectionDecided():
            if event.upheld:
                return ":upheld" if event.minutes else ":upheld-auditor"
            return "" if event.minutes else ":auditor"
        case RoundMadeFinal():
            values["suspended"] = _options(event.suspended, words)
            return ":suspended" if event.suspended else ""
        case RoundAnnulled():
            return ":minutes" if event.minutes else ""
        case CallMade() | CallOpinionAsked() | CallReceived():
            terms = event.terms
            values |= {"asking": terms.asking, "twin": terms.twin, "twinning": terms.measure.twinning}
            requested = terms.measure.requested
            values["amount"] = words.amounts((sum.unit, sum.amount_minor) for sum in requested)
            values["decision"] = terms.proposal
            if not isinstance(event, CallMade | CallOpinionAsked):
                values["opinion"] = words.word("opinion-kind", event.opinion.kind)
        case CallOpinionGiven():
            values["opinion"] = words.word("opinion-kind", event.opinion.kind)
            values["date"] = words.date(event.opinion.effective)
        case CurrencyExchanged():
            values |= _exchange(event, words)
            return ":decision" if event.decision else ""
        case CurrencyExchangeReversed():
            values |= _taken_back(event, words)
            return ":decision" if event.decision else ""
        case PaymentFileMade():
            values["payments"] = str(len(event.payments))
            values["amount"] = words.amount(event.control_sum_minor, PAID_IN)
        case PaymentFileAnswered():
            rejected = sum(one.answer is BankAnswer.REJECTED for one in event.answers)
            values["accepted"], values["rejected"] = str(len(event.answers) - rejected), str(rejected)
        case BudgetReserved() | BudgetFreed():
            values["amount"] = _sum(event.lines, words)
        case BudgetAwarded():
            values["awarded"] = _sum([line for award in event.awards for line in award.lines], words)
            values["freed"] = _sum(event.freed, words)
            return "" if event.awards else ":nothing"
        case TerritoryMoved():
            return "" if event.parent else ":out"
        case TogetherMembershipStated():
            return "" if event.member_of_together else ":no-longer"
        case FlowsStated() | FlowsTold():
            values["transfers"] = str(len(event.lines))
        case StatementTaken():
            values["opening"] = words.amount(event.opening_minor, event.unit)
            values["closing"] = words.amount(event.closing_minor, event.unit)
            values["lines"] = str(len(event.lines))
        case LinesMatched():
            values["lines"], values["entries"] = str(len(event.lines)), str(len(event.entries))
        case LearningExchangeHeld() | LearningExchangeTold():
            values["themes"] = words.listed([words.word("theme", theme) for theme in event.themes])
        case TransferAcknowledged() if event.obtained is not None:
            values["obtained"] = words.amount(event.obtained.amount_minor, event.obtained.unit)
            return ":exchanged"
        case TransferReceived():
            values["arrived"] = words.amount(event.amount_minor, values["unit"])
            values["fee"] = words.amount(event.fee_minor, values["unit"])
            return ":fee" if event.fee_minor else ""
        case _:
            pass
    return ""


_OfEveryDay = CollectionReceived | ContributionReversed | MishapBooked | PlaceCounted | StandingEntryBooked


def _of_every_day(event: _OfEveryDay, words: Words, values: dict[str, str]) -> str:
    match event:
        case CollectionReceived():
            values["counted_by"] = words.listed(list(event.counted_by))
            return "" if event.purpose == UNRESTRICTED else ":earmarked"
        case ContributionReversed():
            return ":bounced" if event.bounced else ""
        case MishapBooked():
            values["confirmed_by"] = words.listed(list(event.confirmed_by or ()))
            return "" if event.count is None else ":counted"
        case StandingEntryBooked():
            return "" if event.count is None else ":counted"
        case PlaceCounted():
            values["counted_by"] = words.listed(list(event.counted_by))
            values["counted"] = words.amount(event.counted_minor, event.unit)
    return ""


_OfStock = CarbonOffsetStated | GoodsLoanReturned | StockChanged | ValuationStated


def _of_stock(event: _OfStock, words: Words, values: dict[str, str]) -> str:
    match event:
        case CarbonOffsetStated():
            values["carbon"] = f"{words.number(to_decimal(event.carbon_grams, CARBON))}\u00a0kg CO2e"
        case GoodsLoanReturned():
            values["missing"] = words.amount(event.missing_minor, event.unit)
            return ":missing" if event.missing_minor else ""
        case StockChanged():
            values["confirmed_by"] = words.listed(list(event.confirmed_by))
        case ValuationStated():
            values["value"] = words.amount(event.value_minor, event.currency)
    return ""


def _sum(lines: Iterable[Line], words: Words) -> str:
    return words.amounts((line.unit, line.amount_minor) for line in lines)


def _taken_back(event: CurrencyExchangeReversed, words: Words) -> dict[str, str]:
    given, obtained, fee = event.given, event.obtained, event.fee
    return {
        "given": words.amount(given.amount_minor, given.unit),
        "obtained": words.amount(obtained.amount_minor, obtained.unit),
        "fee": words.amount(fee.amount_minor, fee.unit) if fee else words.nothing,
        "purpose": words.word("purpose", given.purpose),
        "decision": event.decision.proposal if event.decision else "",
        "date": words.date(event.effective),
    }


def _exchange(event: CurrencyExchanged, words: Words) -> dict[str, str]:
    given, obtained, fee = event.given, event.obtained, event.fee
    per = obtained.rate.per
    other = given.unit if per == obtained.unit else obtained.unit
    rate = obtained.rate.amount.replace(".", words.decimal_sign)
    return {
        "given": words.amount(given.amount_minor, given.unit),
        "obtained": words.amount(obtained.amount_minor, obtained.unit),
        "rate": f"1\u00a0{per} = {rate}\u00a0{other}",
        "source": words.word("rate-source", obtained.source),
        "fee": words.amount(fee.amount_minor, fee.unit) if fee else words.nothing,
        "purpose": words.word("purpose", given.purpose),
        "decision": event.decision.proposal if event.decision else "",
    }


def _options(labels: tuple[str, ...], words: Words) -> str:
    if len(labels) > NAMED_OPTIONS:
        return words.options.format(count=len(labels))
    return words.listed(list(labels))


def _measure(measure: Measure, words: Words) -> str:
    values: dict[str, str] = {}
    match measure:
        case Spend():
            values = {"amount": _sum(measure.requested, words)}
            values["destination"] = words.word("destination", measure.destination)
            if measure.twinning is not None:
                return words.words["measure"]["spend-twinned"].format(**values, twinning=measure.twinning)
        case Appoint():
            values = {"member": measure.member, "the_office": words.word("the-office", measure.office)}
            if measure.lender is not None:
                return words.words["measure"]["appoint-lent"].format(**values, lender=measure.lender)
        case LendOfficer():
            values = {"member": measure.member, "the_office": words.word("the-office", measure.office)}
            values["to"] = measure.to
            if measure.twinning is not None:
                lent = words.words["measure"]["lend-officer-twinned"]
                return lent.format(**values, twinning=measure.twinning)
        case ChangeRules():
            pass
        case CallOnFund():
            values = {"amount": words.amounts((sum.unit, sum.amount_minor) for sum in measure.requested)}
            values |= {"addressee": measure.addressee, "twinning": measure.twinning}
        case ClosePeriod():
            values = {"until": words.date(measure.until)}
        case LiftEarmark():
            values = {"amount": words.amount(measure.amount.amount_minor, measure.amount.unit)}
            values["purpose"] = words.word("purpose", measure.purpose)
    return words.words["measure"][str(measure.__struct_config__.tag)].format_map(values)
