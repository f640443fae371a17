"""The declared order among options that a rule finds equal (R7)."""

from ledger.associations.rules import TieRule
from ledger.rounds.terms import Option, Terms


def tie_order(terms: Terms, option: Option) -> tuple[tuple[int, ...], str]:
    """Lower cost first, then the label as text (R7).

    Units are never added (L3): costs are compared in the first unit of the budget, in the order of the codes, then in
    the next.
    """
    if terms.tie_rule is TieRule.LABEL:
        return (), option.label
    units = sorted({line.unit for line in terms.budget})
    return tuple(sum(c.amount_minor for c in option.costs if c.unit == unit) for unit in units), option.label
