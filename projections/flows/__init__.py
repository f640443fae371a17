"""Flows between the two sides of a twinning, and their reconciliation."""

from projections.flows.queries import Flow, FlowSums, between, listed, sums, told
from projections.flows.reconciling import (
    Difference,
    DifferingFlow,
    Reconciliation,
    Settling,
    SettlingFlow,
    UnitOfFlow,
    reconciliation,
)
from projections.flows.resources import Resource, resources
from projections.flows.view import Flows

__all__ = [
    "Difference",
    "DifferingFlow",
    "Flow",
    "FlowSums",
    "Flows",
    "Reconciliation",
    "Resource",
    "Settling",
    "SettlingFlow",
    "UnitOfFlow",
    "between",
    "listed",
    "reconciliation",
    "resources",
    "sums",
    "told",
]
