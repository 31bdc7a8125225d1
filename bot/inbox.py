"""PTB's update queue, made durable: what was put is stored before the put returns, and chats come out of it.

Owns acceptance and which chats are being served. Must not know how a chat is answered.

Put takes updates; get gives lanes: a chat, and what of it waits. While a lane is out, what comes in for its chat goes to it,
so that a chat is served by one task, in order, while others are served beside it.
"""

from __future__ import annotations

import asyncio
import bisect
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import structlog
from telegram import Update
from telegram.error import NetworkError

from bot.grouped import Grouped
from bot.metrics import Metrics
from bot.store.contract import Accept, Backlog, Entry, Lane, Received, SetAside, Store, StoreError
from bot.updates import Arrival, Me, UnreadableError, read

LANES = 512
"""Chats served at the same time."""
MOST_WAITING = 100_000
"""Updates that may wait; beyond, Telegram is asked to keep them."""
SWEEP = 3.0
"""Seconds between looks for chats that were left: by a crash, a failed write, another process."""

log = structlog.get_logger(__name__)


class Inbox(asyncio.Queue[object]):
    def __init__(
        self,
        store: Store,
        ledger: Grouped[Entry, bool],
        metrics: Metrics,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.me = Me(0, "")
        self.stopping = asyncio.Event()
        self.backlog = Backlog(0, 0, None)
        self.on_query: Callable[[str], None] = lambda query: None
        self.on_unstored: Callable[[int], None] = lambda chat: None
        self._store, self._ledger, self._metrics, self._clock = store, ledger, metrics, clock
        self._claims = Grouped(self._claim)
        self._releases = Grouped(self._release)
        self._expected: dict[int, asyncio.Future[bool] | None] = {}
        self._ready: dict[int, None] = {}
        self._claiming: dict[int, list[Received]] = {}
        self._active: dict[int, Lane] = {}
        self._express: dict[int, asyncio.Future[bool]] = {}
        self._again: set[int] = set()

    # What PTB calls.

    async def put(self, item: object) -> None:
        """NetworkError is what makes PTB's poller ask for the same updates again; anything else would end it."""
        if not isinstance(item, Update):
            self.put_nowait(item)
            return
        stored = self._expected.pop(item.update_id, None) or self._accept(item)
        if stored is None:
            return
        try:
            await stored
        except StoreError as error:
            self._metrics.unstored()
            raise NetworkError(f"update {item.update_id} is not stored") from error

    def expect(self, updates: Iterable[Update]) -> None:
        """A whole portion is coming, one put after the other: store it in one commit."""
        self._expected = {update.update_id: self._accept(update) for update in updates}

    # What the processor calls.

    def kept(self, chat: int, update_id: int, new: bool) -> None:
        """An update that went ahead of the store was stored with its answer, unless it was known."""
        if not new:
            self._again.add(chat)  # its twin may have been stored meanwhile, to be answered as any other
        stored = self._express.pop(update_id, None)
        if stored and not stored.done():
            stored.set_result(new)

    def done(self, lane: Lane) -> None:
        del self._active[lane.chat]
        for received in lane.waiting:
            stored = None if received.kept else self._express.pop(received.update_id, None)
            if stored and not stored.done():
                stored.set_exception(StoreError("not stored with its answer"))
        self._releases.submit(lane.chat).add_done_callback(lambda released: self._released(lane.chat, released))
        self._pump()

    # The life of an update until it is in a lane.

    def _accept(self, update: Update) -> asyncio.Future[bool] | None:
        now = int(self._clock())
        try:
            arrival = read(update, self.me, now)
        except UnreadableError as error:
            log.warning("update set aside", update_id=update.update_id, reason=str(error))
            self._metrics.set_aside()
            return self._ledger.submit(SetAside(update.update_id, str(error), now))
        if arrival is None:
            return None
        if self.backlog.waiting > MOST_WAITING:
            raise NetworkError(f"over {MOST_WAITING} updates wait")
        received = arrival.received
        if self._idle(received.chat):
            return self._go_ahead(arrival)
        stored = self._ledger.submit(Accept(received))
        stored.add_done_callback(lambda future: self._accepted(received, arrival.query, future))
        return stored

    def _idle(self, chat: int) -> bool:
        """Nothing of the chat is under way and there is room: its answer can be made first and stored with it, in one commit."""
        busy = chat in self._active or chat in self._claiming or chat in self._ready
        return not busy and not self.stopping.is_set() and len(self._active) + len(self._claiming) < LANES

    def _go_ahead(self, arrival: Arrival) -> asyncio.Future[bool]:
        received = replace(arrival.received, kept=False)
        stored = self._express[received.update_id] = asyncio.get_running_loop().create_future()
        stored.add_done_callback(lambda future: self._went_ahead(arrival, future))
        if arrival.query:
            self.on_query(arrival.query)
        self._claiming[received.chat] = []
        self._claims.submit(received.chat).add_done_callback(lambda claimed: self._claimed(received.chat, claimed, received))
        return stored

    def _went_ahead(self, arrival: Arrival, stored: asyncio.Future[bool]) -> None:
        if stored.cancelled():
            return
        if stored.exception():
            self.on_unstored(arrival.received.chat)
        else:
            self._metrics.update("tap" if arrival.query else "message", new=stored.result())

    def _store_first(self, ahead: Received, lane: Lane | None) -> None:
        """It cannot go ahead after all. The chat waits for it, so that what came later is not answered earlier."""

        def settle(accepted: asyncio.Future[bool]) -> None:
            stored = self._express.pop(ahead.update_id, None)
            error = accepted.exception()
            if lane and not error and accepted.result():
                _merge(lane, replace(ahead, kept=True))
            if stored and not stored.done():
                if error:
                    stored.set_exception(error)
                else:
                    stored.set_result(accepted.result())
            self._serve(ahead.chat, lane)

        self._ledger.submit(Accept(ahead)).add_done_callback(settle)

    def _accepted(self, received: Received, query: str | None, stored: asyncio.Future[bool]) -> None:
        if stored.cancelled():
            # Whether it was stored is not known here; the sweep finds it.
            return
        if stored.exception():
            self.on_unstored(received.chat)
            return
        self._metrics.update("tap" if query else "message", new=stored.result())
        if not stored.result():
            return
        if query:
            self.on_query(query)
        self._arrived(received)

    def _arrived(self, received: Received) -> None:
        lane = self._active.get(received.chat)
        if lane:
            _merge(lane, received)
        elif received.chat in self._claiming:
            self._claiming[received.chat].append(received)
        else:
            self.wake([received.chat])

    def wake(self, chats: Iterable[int]) -> None:
        for chat in chats:
            if chat not in self._active and chat not in self._claiming:
                self._ready[chat] = None
        self._pump()

    def _pump(self) -> None:
        while self._ready and not self.stopping.is_set() and len(self._active) + len(self._claiming) < LANES:
            chat = next(iter(self._ready))
            del self._ready[chat]
            self._claiming[chat] = []
            self._claims.submit(chat).add_done_callback(lambda claimed, chat=chat: self._claimed(chat, claimed))  # type: ignore[misc]

    def _claimed(self, chat: int, claimed: asyncio.Future[Lane | None], ahead: Received | None = None) -> None:
        error = claimed.exception()
        lane = None if error else claimed.result()
        if error:
            log.error("chats cannot be read", reason=str(error))  # the sweep tries again
        if ahead and (lane is None or lane.unsent or (lane.waiting and lane.waiting[0].update_id < ahead.update_id)):
            self._store_first(ahead, lane)
            return
        if ahead and lane and not _merge(lane, ahead):
            self.kept(chat, ahead.update_id, False)  # it came twice, and its twin was stored first
        self._serve(chat, lane)

    def _serve(self, chat: int, lane: Lane | None) -> None:
        meanwhile = self._claiming.pop(chat)
        if lane is None:
            return  # another process serves it, and looks again when it is done
        for received in meanwhile:
            _merge(lane, received)
        self._active[chat] = lane
        if self.stopping.is_set():
            self.done(lane)
        else:
            self.put_nowait(lane)

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

    # What was left.

    async def sweep(self) -> None:
        """Take up every chat with something to do that nobody serves."""
        self.backlog = await self._store.backlog()
        self._metrics.backlog(self.backlog)
        if self.backlog.waiting or self.backlog.unsent:
            self.wake(await self._store.pending(2 * LANES))

    async def keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self.sweep()
            except StoreError as error:
                log.error("store", reason=error.reason, mend=error.mend)

    async def drain(self) -> None:
        await self._claims.drain()
        await self._releases.drain()


def _merge(lane: Lane, received: Received) -> bool:
    """Telegram may deliver out of order; ids are in order. Returns whether it was not there yet."""
    new = all(waiting.update_id != received.update_id for waiting in lane.waiting)
    if new:
        bisect.insort(lane.waiting, received, key=lambda waiting: waiting.update_id)
    return new
