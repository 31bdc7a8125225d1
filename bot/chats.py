"""Which chats have something to do, and which are being served: each by one task at a time, many side by side.

Owns claiming a chat, adding to it what comes in meanwhile, and giving it back. Must not know updates nor how a chat is served.
"""

from __future__ import annotations

import asyncio
import bisect
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

import structlog

from bot.grouped import Grouped
from bot.store.contract import Lane, Received, Store

LANES = 512
"""Chats served at the same time."""
REMEMBERED = 1_024
"""Chats whose session is kept at hand, so that a student who goes on is not looked up each time."""

log = structlog.get_logger(__name__)


class Chats:
    def __init__(self, store: Store, hand_out: Callable[[Lane], None]) -> None:
        self.stopping = asyncio.Event()
        self._store, self._hand_out = store, hand_out
        self._claims = Grouped(self._claim)
        self._releases = Grouped(self._release)
        self._ready: dict[int, None] = {}
        self._claiming: dict[int, list[Received]] = {}
        self._active: dict[int, Lane] = {}
        self._again: set[int] = set()
        self._sessions: OrderedDict[int, str | None] = OrderedDict()

    def idle(self, chat: int) -> bool:
        """Nothing of the chat is under way, and there is room for it."""
        busy = chat in self._active or chat in self._claiming or chat in self._ready
        return not busy and not self.stopping.is_set() and self._room()

    def bring(self, received: Received) -> None:
        """Something was stored: whoever serves the chat gets it."""
        lane = self._active.get(received.chat)
        if lane:
            merge(lane, received)
        elif received.chat in self._claiming:
            self._claiming[received.chat].append(received)
        else:
            self.wake([received.chat])

    def wake(self, chats: Iterable[int]) -> None:
        """See to these chats, as soon as there is room."""
        for chat in chats:
            if chat not in self._active and chat not in self._claiming:
                self._ready[chat] = None
        while self._ready and not self.stopping.is_set() and self._room():
            chat = next(iter(self._ready))
            del self._ready[chat]
            self.claim(chat, lambda lane, chat=chat: self.serve(chat, lane))  # type: ignore[misc]

    def claim_idle(self, chat: int, then: Callable[[Lane | None], None]) -> None:
        """As `claim`, for a chat of which nothing waits unless another process stored it."""
        if chat in self._sessions:
            self._claiming[chat] = []
            then(Lane(chat, self._sessions.pop(chat)))
        else:
            self.claim(chat, then)

    def claim(self, chat: int, then: Callable[[Lane | None], None]) -> None:
        """None where another process has the chat, or the store does not answer. ``then`` is to call `serve`."""
        self._sessions.pop(chat, None)
        self._claiming[chat] = []
        self._claims.submit(chat).add_done_callback(lambda claimed: then(self._claimed(claimed)))

    def serve(self, chat: int, lane: Lane | None) -> None:
        meanwhile = self._claiming.pop(chat)
        if lane is None:
            return  # another process serves it, and looks again when it is done; or the sweep finds it
        for received in meanwhile:
            merge(lane, received)
        self._active[chat] = lane
        if self.stopping.is_set():
            self.done(lane)
        else:
            self._hand_out(lane)

    def look_again(self, chat: int) -> None:
        """The lane does not know all that is stored of its chat."""
        self._again.add(chat)

    def forget(self) -> None:
        """Sessions in the store were changed by something else than a turn."""
        self._sessions.clear()

    def done(self, lane: Lane) -> None:
        del self._active[lane.chat]
        if self._store.shared:
            self._releases.submit(lane.chat).add_done_callback(lambda released: self._released(lane.chat, released))
        else:
            self._remember(lane)
        self.wake([])

    async def drain(self) -> None:
        await self._claims.drain()
        await self._releases.drain()

    def _remember(self, lane: Lane) -> None:
        """Nobody else writes to this store: what is not served now is as the lane left it."""
        if lane.chat in self._again:
            self._again.discard(lane.chat)
            self.wake([lane.chat])
        elif lane.settled:
            self._sessions[lane.chat] = lane.session
            if len(self._sessions) > REMEMBERED:
                self._sessions.popitem(last=False)

    def _room(self) -> bool:
        return len(self._active) + len(self._claiming) < LANES

    def _claimed(self, claimed: asyncio.Future[Lane | None]) -> Lane | None:
        error = claimed.exception()
        if error:
            log.error("chats cannot be read", reason=str(error))
            return None
        return claimed.result()

    def _released(self, chat: int, released: asyncio.Future[bool]) -> None:
        more = chat in self._again
        self._again.discard(chat)
        if more or (not released.exception() and released.result()):
            self.wake([chat])

    async def _claim(self, chats: Sequence[int]) -> list[Lane | None]:
        lanes = {lane.chat: lane for lane in await self._store.claim(chats)}
        return [lanes.get(chat) for chat in chats]

    async def _release(self, chats: Sequence[int]) -> list[bool]:
        again = set(await self._store.release(chats))
        return [chat in again for chat in chats]


def merge(lane: Lane, received: Received) -> bool:
    """Telegram may deliver out of order; ids are in order. Returns whether it was not there yet."""
    new = all(waiting.update_id != received.update_id for waiting in lane.waiting)
    if new:
        bisect.insort(lane.waiting, received, key=lambda waiting: waiting.update_id)
    return new
