"""What an answer to a request is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conversations.messages import Reply
from conversations.requests import Request
from conversations.session import Session, Topic
from conversations.steps import Context


@dataclass(frozen=True)
class Answer:
    """Replies, what they are about (for `ask --json` and follow-ups), and the session where it changes."""

    replies: tuple[Reply, ...]
    occupations: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    session: Session | None = None
    topic: Topic | None = None
    flow: str | None = None
    """A flow to start instead of ending here."""
    values: dict[str, str] = field(default_factory=dict)


_ECHO = 8
"""Words."""
Answerer = Callable[[Context, Request], Answer]


def echo(said: str) -> str:
    """A student's words given back: the whole of a long text would read as mockery."""
    words = said.split()
    return said if len(words) <= _ECHO else f"{' '.join(words[:_ECHO])} ..."


def clusters_of(context: Context, codes: tuple[str, ...], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """``first``, then the clusters of the occupations in their order."""
    found = dict.fromkeys(first)
    for code in codes[:10]:
        found.update(dict.fromkeys(context.catalog.occupations[code].clusters))
    return tuple(found)
