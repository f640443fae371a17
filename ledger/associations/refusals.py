"""Why a command about associations, their rules, members or officers is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownAssociation(NotFound):
    """There is no such association in the register: check its id (A1)."""


class UpperTierNotWider(Unprocessable):
    """An association belongs to one of a wider tier: micro-local to a federation or the global one (A2)."""


class CountryMalformed(Malformed):
    """A country is written with the two capital letters of ISO 3166, such as CV or FR."""


class PartitionMalformed(Malformed):
    """A partition is named by small letters, digits and _, a letter first, at most 41 and not sqlite (A1)."""


class AccountAlreadyActive(Conflict):
    """This association has its one active local account already: use that one (A1)."""


class AlreadyFounded(Conflict):
    """This association is founded already: further members, officers and rules come by enrolment and decision (A5)."""


class NotAttestedByTwo(Unprocessable):
    """Founding minutes are attested by exactly two of the founders: mark these two, and no others (A5)."""


class FounderNamedTwice(Unprocessable):
    """Two founders have the same name and contact: name each person once, or tell them apart by contact (A5, M2)."""


class FirstOfficersMissing(Unprocessable):
    """Founding minutes name the first officers: give at least one founder an office (A5)."""


class OfficeGivenTwice(Unprocessable):
    """The office of {office} is given to two founders: one person holds it (A3, A5)."""


class RuleOutOfRange(Malformed):
    """The rule {rule} is a whole number from {lowest} to {highest}: choose one of these (A4, A5)."""


class CriterionCodeMalformed(Malformed):
    """A criterion's code is up to 40 small letters, digits and single hyphens, such as school-transport (P1)."""


class CriterionNamedTwice(Unprocessable):
    """Two criteria of need have the same code: give each its own (P1)."""


class NoStandingRuleFor(Unprocessable):
    """No standing rule allows a {kind}: two members confirm it each time, so leave this ceiling out (L2, L13)."""


class CeilingGivenTwice(Unprocessable):
    """Two ceilings are for the same kind and unit: give each kind and unit one (C6, L13)."""


class RulesChangedSince(Conflict):
    """This was decided under version {decided} of the rules, and version {present} is in force: decide anew (A4)."""


class UnknownMember(NotFound):
    """There is no such member in this association: check the token (M1)."""


class MemberHasLeft(Conflict):
    """This person is no longer a member, since {until}: enrol them again if they came back (M1)."""


class DateBeforeMembership(Unprocessable):
    """This date lies before the membership began, on {since}: check both (M1)."""


class AlreadySuspended(Conflict):
    """This member is suspended already: nothing is to be done (M3)."""


class NotSuspended(Conflict):
    """This member is not suspended: nothing is to be done (M3)."""


class AlreadyOfAge(Conflict):
    """This member has reached the minimum age already: nothing is to be done (M3)."""


class SuspendedFromOffice(Conflict):
    """A suspended member takes no office: reinstate the member first, or appoint somebody else (A3)."""


class HoldsAnotherOffice(Conflict):
    """This person is {office}: the three offices are held by three people, so appoint somebody else (A3, M4)."""


class OfficeNotVacant(Conflict):
    """Somebody is {office}: minutes fill a vacant office, and a decision replaces who has it (A3)."""


class MinutesUsed(Conflict):
    """These minutes have filled the office of {office} before: another vacancy needs another assembly (A3)."""


class AssemblyBeforeVacancy(Unprocessable):
    """The office of {office} fell vacant on {vacated}, after this assembly: name the minutes of a later one (A3)."""


class AppointedBeforeMembership(Unprocessable):
    """This person is a member since {since} and was none at this assembly: appoint somebody who was (A3, M1)."""
