"""What a flow is made of: named steps, and what answering one leads to.

Knows no flow. A flow is a table of steps; branches are typed Python in its answer functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.messages import Chose, Reply, Said
from conversations.session import Session
from knowledge.catalog import Catalog
from knowledge.matching import Matcher


@dataclass(frozen=True)
class Context:
    """What every step and view may look at."""

    session: Session
    catalog: Catalog
    matcher: Matcher
    now: datetime

    def but(self, session: Session) -> Context:
        return Context(session, self.catalog, self.matcher, self.now)


@dataclass(frozen=True)
class Reading:
    """How free text was read, for `ask --json`, metrics and follow-ups."""

    intent: str
    clusters: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    session: Session
    replies: tuple[Reply, ...]
    reading: Reading | None = None
    forget: bool = False
    """Everything stored of the student is to be removed."""


@dataclass(frozen=True)
class Go:
    """On to a step of the same flow, which is then asked."""

    session: Session
    step: str
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Again:
    """The answer did not fit: say so and stay."""

    reply: Reply


@dataclass(frozen=True)
class Done:
    """The flow is over."""

    session: Session
    replies: tuple[Reply, ...] = ()
    forget: bool = False


@dataclass(frozen=True)
class Aside:
    """The text is no answer to this step: let the advisor answer it, then show the step again (or only keep its place)."""

    again: bool = True


Outcome = Go | Again | Done | Aside


@dataclass(frozen=True)
class Step:
    """``question`` tells apart two askings of one step (an item of the quiz), so that a late tap is known as late."""

    ask: Callable[[Context], Reply]
    answer: Callable[[Context, Said | Chose], Outcome]
    question: Callable[[Context], str] = field(default=lambda context: "")
    back: Callable[[Context], Session] | None = None
    """The session one step earlier; None where /back leaves the flow."""
    lapses: bool = False
    """Takes any text, so that a tap or a command elsewhere closes it: what is typed after that is no answer to it."""


@dataclass(frozen=True)
class Flow:
    name: str
    first: str
    steps: Mapping[str, Step]


STEP_PREFIX = "s:"


def step_choice(flow: str, step: str, question: str, answer: str) -> str:
    """Id of a choice that answers one asking of one step."""
    id = f"{STEP_PREFIX}{flow}:{step}:{question}:{answer}"
    if len(id.encode()) > 64:
        raise ValueError(f"choice id over 64 bytes: {id}")
    return id
