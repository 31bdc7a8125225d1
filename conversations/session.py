"""What is kept of a student between turns. Nothing that can be derived, no message text, no name."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

VERSION = 1


class Topic(BaseModel):
    """What the last answer was about, so that "what about pay?" and "the second one" mean something."""

    model_config = ConfigDict(frozen=True)

    intent: str
    occupations: tuple[str, ...] = ()
    """Codes in the order they were shown."""
    earlier: str | None = None
    """The occupation talked of before the first one."""
    clusters: tuple[str, ...] = ()
    pathway: str | None = None
    state: str | None = None
    page: int = 0
    query: str | None = None
    """Id of the choice that would show the answer again, where it has pages."""
    readings: tuple[str, ...] = ()
    """Ids of choices that were offered as other readings."""


class Session(BaseModel):
    """Versioned and JSON: stored as written here, read by `restore`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = VERSION
    flow: str | None = None
    step: str | None = None
    slots: dict[str, JsonValue] = Field(default_factory=dict)
    topic: Topic | None = None
    shortlist: tuple[str, ...] = ()
    state: str | None = None
    language: str = "en"
    welcomed: bool = False
    records: dict[str, JsonValue] = Field(default_factory=dict)
    """What a finished flow leaves for later (quiz answers, a plan), by flow name."""

    def but(self, **changes: Any) -> Session:
        return self.model_copy(update=changes)

    def at(self, flow: str | None, step: str | None = None, **slots: JsonValue) -> Session:
        return self.but(flow=flow, step=step, slots=slots)


def store(session: Session) -> str:
    return session.model_dump_json(exclude_defaults=True)


def restore(text: str) -> Session:
    """A stored session of any version so far; what no version knows is left behind, never an error to a student."""
    import json

    raw = json.loads(text)
    known = {name: raw[name] for name in Session.model_fields if name in raw}
    return Session.model_validate({**known, "version": VERSION})
