"""What a store promises, and the records that pass through it.

Owns the records and the contract. Must not know SQL, Telegram's updates or what a session says.

The database is the queue: what was accepted stays in it until it is answered, what was answered until it is sent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

DAY = 86_400


class StoreError(Exception):
    """The store could not do it now; nothing of it was done. ``mend`` is for the operator."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(f"{reason}: {mend}" if mend else reason)
        self.reason, self.mend = reason, mend


class RefusedError(StoreError):
    """The record itself is at fault: it would be refused again."""


@dataclass(frozen=True)
class Received:
    """An update as it waits for its turn: no name, nothing but what the turn needs."""

    update_id: int
    chat: int
    message: str
    """The message as JSON."""
    tapped: int | None
    """Id of the message whose button was tapped, if that message can be edited."""
    at: int
    """When the student wrote it (seconds since 1970)."""
    kept: bool = field(default=True, compare=False)
    """False while it is not in the store: it will be, in one commit with its answer."""


@dataclass(frozen=True)
class Call:
    """One request to Telegram, ready to go: a method, its parameters as JSON, perhaps a file."""

    method: str
    parameters: str
    file: bytes | None = None
    filename: str = ""


@dataclass(frozen=True)
class Unsent:
    """A call in the outbox. ``position`` orders the calls of one update."""

    chat: int
    update_id: int
    position: int
    at: int
    call: Call


@dataclass(frozen=True)
class Accept:
    """Store this update, unless its id is known. Result: whether it is new."""

    received: Received


@dataclass(frozen=True)
class Finish:
    """Session, replies and "done" together. Result: whether the update was still waiting, or was new."""

    chat: int
    update_id: int
    session: str | None
    """None leaves the stored one as it is."""
    calls: tuple[Call, ...]
    at: int
    forget: bool = False
    """Remove every row of this chat but what came in after this update."""
    new: bool = False
    """The update did not wait in the store: its id becomes known now."""


@dataclass(frozen=True)
class Sent:
    """The call left the outbox; ``given_up`` says why, where it was not delivered."""

    chat: int
    update_id: int
    position: int
    method: str = ""
    given_up: str | None = None
    at: int = 0


@dataclass(frozen=True)
class SetAside:
    """An update that cannot be read: its id is known from now on, and why. Result: whether it is new."""

    update_id: int
    reason: str
    at: int


Entry = Accept | Finish | Sent | SetAside


@dataclass
class Lane:
    """A chat that is ours until released: what of it is to be done, in order."""

    chat: int
    session: str | None
    waiting: list[Received] = field(default_factory=list)
    unsent: list[Unsent] = field(default_factory=list)
    settled: bool = False
    """Everything was done and is on record: the store holds this session and nothing else of the chat."""


@dataclass(frozen=True)
class Backlog:
    waiting: int
    unsent: int
    oldest: int | None
    """When the oldest waiting update was written."""


Row = tuple[Any, ...]


class Store(Protocol):
    """Every method raises StoreError where the database does not do its part."""

    shared: bool
    """Whether other processes may use it at the same time."""

    async def open(self) -> None:
        """Connect and bring the tables up to date."""

    async def close(self) -> None: ...

    async def write(self, entries: Sequence[Entry]) -> list[bool]:
        """All in one commit; one result an entry."""

    async def claim(self, chats: Sequence[int]) -> list[Lane]:
        """Lanes for those of the chats that no other process holds."""

    async def release(self, chats: Sequence[int]) -> list[int]:
        """Give chats back; those returned got something new meanwhile."""

    async def pending(self, limit: int) -> list[int]:
        """Chats with something to do, longest waiting first."""

    async def backlog(self) -> Backlog: ...

    async def check(self) -> None:
        """Write something of no meaning."""

    async def tidy(self, now: int, idle_days: int) -> int:
        """Remove what has had its time; returns how many sessions that were idle."""

    async def session(self, chat: int) -> str | None: ...

    async def scrub(self) -> None:
        """Make what was deleted unreadable in the files, where that is ours to do."""

    def dump(self) -> AsyncIterator[tuple[str, list[Row]]]:
        """Every row of every table as of one moment, in portions."""

    async def load(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows of a dump."""
