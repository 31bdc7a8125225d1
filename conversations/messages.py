"""What comes in from a student and what goes out, before anything is worded or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Said:
    """Free text."""

    text: str


@dataclass(frozen=True)
class Chose:
    """A tapped choice, by its id."""

    id: str


@dataclass(frozen=True)
class Command:
    """A slash command without its slash, and what followed it."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class Expired:
    """A message that waited so long that its answer would be out of place."""


Message = Said | Chose | Command | Expired


@dataclass(frozen=True)
class Phrase:
    """A wording key with its values; a value may be a phrase itself."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """A button. Its id says all it does (at most 64 bytes), so that it works for ever."""

    id: str
    label: Phrase
    share: str | None = None
    """What is looked up for another chat: the edge offers to take it there; elsewhere the choice shows its id, which is the same."""


@dataclass(frozen=True)
class Picture:
    """What to draw; ``alt`` says the same in words."""

    kind: Literal["interests", "pay"]
    data: Mapping[str, Any]
    alt: Phrase


@dataclass(frozen=True)
class Document:
    filename: str
    content: bytes
    caption: Phrase


@dataclass(frozen=True)
class Sheet:
    """A document still to be made: what stands in it, as words and dates."""

    kind: Literal["plan", "calendar"]
    filename: str
    data: Mapping[str, Any]
    caption: Phrase


@dataclass(frozen=True)
class Reply:
    """One message. ``replaces`` asks the edge to edit the message whose button was tapped."""

    phrase: Phrase
    choices: tuple[tuple[Choice, ...], ...] = ()
    picture: Picture | None = None
    document: Document | Sheet | None = None
    replaces: bool = False


def say(key: str, /, *choices: tuple[Choice, ...], replaces: bool = False, **values: Any) -> Reply:
    """A reply of one phrase; each further argument is a row of choices."""
    return Reply(Phrase(key, values), choices, replaces=replaces)


def choice(id: str, key: str, /, **values: Any) -> Choice:
    return Choice(id, Phrase(key, values))
