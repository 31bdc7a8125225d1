"""Questions of a student who is deciding, in the order they are looked for: constraints, place, school level, majors, options.

Owns which of these answers a text. What none of them takes goes the usual way.
"""

from __future__ import annotations

from conversations.answers.answer import Answer
from conversations.flows import constraints
from conversations.requests import Intent, Request
from conversations.steps import Context

Decided = tuple[Intent, Answer]


def before(context: Context, text: str) -> Decided | None:
    """Texts that say plainly which of these they ask."""
    if begun := constraints.begin(context, text):
        return Intent.FILTER, begun
    return None


def instead(context: Context, text: str, request: Request) -> Decided | None:
    """A richer answer to a question that was read the usual way."""
    if request.intent is Intent.FILTER and not request.follow_up:
        return Intent.FILTER, constraints.answer_filter(context, request, text)
    return None
