"""Flows with steps, by name. A new flow is a module with a FLOW and a line here."""

from __future__ import annotations

from conversations.flows import compare, constraints, elimination, fit_check, plan, privacy, quiz, settings
from conversations.steps import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (settings.FLOW, privacy.FLOW, constraints.FLOW, quiz.FLOW, elimination.FLOW, fit_check.FLOW, compare.FLOW, plan.FLOW)
}
