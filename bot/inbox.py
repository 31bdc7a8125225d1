"""PTB's update queue, made durable: what was put is stored before the put returns, and chats come out of it.

Owns acceptance. Must not know how a chat is answered.

Put takes updates; get gives lanes: a chat, and what of it waits. An update of a chat that is idle goes ahead: it is answered
first and stored in one commit with its answer, which spares every student the wait for a second commit. Any other is stored
as it comes, and answered in its turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import structlog
from telegram import Update
from telegram.error import NetworkError

from bot.chats import LANES, Chats, merge
from bot.grouped import Grouped
from bot.metrics import Metrics
from bot.store.contract import Accept, Backlog, Entry, Lane, Received, SetAside, Store, StoreError
from bot.updates import Arrival, Asked, Me, UnreadableError, read, read_inline

MOST_WAITING = 100_000
"""Updates that may wait; beyond, Telegram is asked to keep them."""
SWEEP = 3.0
"""Seconds between looks for chats that were left: by a crash, a failed write, another process."""

log = structlog.get_logger(__name__)

Stored = asyncio.Future[bool]
"""Whether the update was new; StoreError where it could not be stored."""


class Inbox(asyncio.Queue[object]):
    def __init__(self, store: Store, ledger: Grouped[Entry, bool], metrics: Metrics, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.me = Me(0, "")
        self.backlog = Backlog(0, 0, None)
        self.on_query: Callable[[str], None] = lambda query: None
        self.on_inline: Callable[[Asked], None] = lambda asked: None
        self.on_unstored: Callable[[int], None] = lambda chat: None
        self.chats = Chats(store, self.put_nowait)
        self.stopping = self.chats.stopping
        self._store, self._ledger, self._metrics, self._clock = store, ledger, metrics, clock
        self._expected: dict[int, Stored | None] = {}
        self._ahead: dict[int, Stored] = {}

    # What PTB and its processor call.

    async def put(self, item: object) -> None:
        """NetworkError is what makes PTB's poller ask for the same updates again; anything else would end it."""
        if not isinstance(item, Update):
            self.put_nowait(item)
            return
        if self._inline(item):
            return
        stored = self._expected.pop(item.update_id, None) or self._accept(item)
        if stored is None:
            return
        try:
            await stored
        except StoreError as error:
            self._metrics.unstored()
            raise NetworkError(f"update {item.update_id} is not stored") from error

    def _inline(self, update: Update) -> bool:
        """Whether it is an inline query: those are not stored, and no chat waits for them."""
        try:
            asked = read_inline(update)
        except UnreadableError as error:
            log.warning("inline query let go", reason=str(error))
            return True
        if asked:
            self.on_inline(asked)
        return asked is not None

    def expect(self, updates: Iterable[Update]) -> None:
        """A whole portion is coming, one put after the other: store it in one commit."""
        self._expected = {update.update_id: self._accept(update) for update in updates}

    def done(self, lane: Lane) -> None:
        """Nothing more is done in this lane."""
        self.chats.done(lane)
        for received in lane.waiting:
            if not received.kept and received.update_id in self._ahead:
                self._left_behind(received)

    def kept(self, chat: int, update_id: int, new: bool) -> None:
        """An update that went ahead is stored with its answer, unless it was known."""
        if not new:
            self.chats.look_again(chat)  # its twin may have been stored meanwhile, to be answered as any other
        stored = self._ahead.pop(update_id, None)
        if stored and not stored.done():
            stored.set_result(new)

    # Acceptance.

    def _accept(self, update: Update) -> Stored | None:
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
        if self.chats.idle(arrival.received.chat):
            return self._go_ahead(arrival)
        stored = self._ledger.submit(Accept(arrival.received))
        stored.add_done_callback(lambda stored: self._accepted(arrival, stored))
        return stored

    def _accepted(self, arrival: Arrival, stored: Stored) -> None:
        if self._noted(arrival, stored):
            if arrival.query:
                self.on_query(arrival.query)
            self.chats.bring(arrival.received)

    def _noted(self, arrival: Arrival, stored: Stored) -> bool:
        """Whether it is stored and new."""
        if stored.cancelled():
            return False  # whether it was stored is not known here; the sweep finds it
        if stored.exception():
            if not self.stopping.is_set():  # else the next start has it in a moment
                self.on_unstored(arrival.received.chat)
            return False
        self._metrics.update("tap" if arrival.query else "message", new=stored.result())
        return stored.result()

    def _go_ahead(self, arrival: Arrival) -> Stored:
        received = replace(arrival.received, kept=False)
        stored = self._ahead[received.update_id] = asyncio.get_running_loop().create_future()
        stored.add_done_callback(lambda stored: self._noted(arrival, stored))
        if arrival.query:
            self.on_query(arrival.query)
        self.chats.claim_idle(received.chat, lambda lane: self._claimed(received, lane))
        return stored

    def _claimed(self, ahead: Received, lane: Lane | None) -> None:
        if lane is None or lane.unsent or (lane.waiting and lane.waiting[0].update_id < ahead.update_id):
            # It must wait after all; the chat waits with it, so that what came later is not answered earlier.
            self._store_late(ahead, lambda now: self._served_late(lane, ahead.chat, now))
            return
        if not merge(lane, ahead):
            self.kept(ahead.chat, ahead.update_id, False)  # it came twice, and its twin was stored first
        self.chats.serve(ahead.chat, lane)

    def _served_late(self, lane: Lane | None, chat: int, now: Received | None) -> None:
        if lane and now:
            merge(lane, now)
        self.chats.serve(chat, lane)

    def _left_behind(self, ahead: Received) -> None:
        """Its lane ended before its turn."""
        if self.stopping.is_set():
            stored = self._ahead.pop(ahead.update_id)
            if not stored.done():
                stored.set_exception(StoreError("the process ends"))
        else:
            self._store_late(ahead, lambda now: self.chats.bring(now) if now else None)

    def _store_late(self, ahead: Received, then: Callable[[Received | None], None]) -> None:
        def settle(accepted: Stored) -> None:
            stored, error = self._ahead.pop(ahead.update_id, None), accepted.exception()
            if stored and not stored.done():
                if error:
                    stored.set_exception(error)
                else:
                    stored.set_result(accepted.result())
            then(replace(ahead, kept=True) if not error and accepted.result() else None)

        self._ledger.submit(Accept(ahead)).add_done_callback(settle)

    # What was left.

    async def sweep(self) -> None:
        """Take up every chat with something to do that nobody serves."""
        self.backlog = await self._store.backlog()
        self._metrics.backlog(self.backlog)
        if self.backlog.waiting or self.backlog.unsent:
            self.chats.wake(await self._store.pending(2 * LANES))

    async def keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            try:
                await self.sweep()
            except StoreError as error:
                log.error("store", reason=error.reason, mend=error.mend)
