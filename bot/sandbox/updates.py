"""Updates on their way to the bot: numbered, kept until confirmed, and what can be made to go wrong with them.

Owns the queue, the kinds a bot asked for, long polling's rules. Must not know how an update is carried.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox import limits
from bot.sandbox.errors import OTHER_GET_UPDATES, ApiError, conflict

KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query",
    "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
    "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
)  # fmt: skip
BY_DEFAULT = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Update:
    update_id: int
    kind: str
    payload: dict[str, Any]
    # Telegram's webhook keeps one queue for a chat's messages and another for a user's taps
    queue: tuple[str, int]
    expires_at: float
    again: bool = False

    def json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.payload}


class Updates:
    def __init__(self, clock: Callable[[], float], first_id: int) -> None:
        self.allowed: frozenset[str] = BY_DEFAULT
        self._clock = clock
        self._next_id = first_id
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._confirmed: deque[Update] = deque(maxlen=limits.CONFIRMED_KEPT)
        self._replays: deque[Update] = deque(maxlen=limits.CONFIRMED_KEPT)
        self._swept_at = 0.0
        self._twice = 0
        self._swaps = 0
        self._held: Update | None = None
        self._polling: asyncio.Future[ApiError | None] | None = None
        self.listener: Callable[[], None] = lambda: None

    def allow(self, kinds: Any) -> None:
        """As Telegram reads allowed_updates: what is no list changes nothing, an empty one means the default."""
        if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
            self.allowed = frozenset(kind.lower() for kind in kinds if kind.lower() in KINDS) or BY_DEFAULT

    def add(self, kind: str, payload: dict[str, Any], queue: tuple[str, int], seconds: float = limits.UPDATE_SECONDS) -> None:
        if kind not in self.allowed:
            return
        update = Update(self._next_id, kind, payload, queue, self._clock() + seconds)
        self._next_id += 1
        if self._twice:
            self._twice -= 1
            update.again = True
        if self._held is not None:
            held, self._held = self._held, None
            self._put(update)
            self._put(held)
        elif self._swaps:
            self._swaps -= 1
            self._held = update
        else:
            self._put(update)

    def _put(self, update: Update) -> None:
        self._pending[update.update_id] = update
        while len(self._pending) > limits.UPDATES_KEPT:
            self._pending.popitem(last=False)
        self.wake()

    def wake(self) -> None:
        self.listener()
        if self._polling is not None and not self._polling.done():
            self._polling.set_result(None)

    # faults

    def deliver_twice(self, times: int = 1) -> None:
        self._twice += times

    def swap_next(self, times: int = 1) -> None:
        """The next two updates change places; the first waits for the second."""
        self._swaps += times

    def redeliver(self, last: int = 1) -> int:
        """What was confirmed comes again, as after a restart that lost the bot's place."""
        chosen = list(self._confirmed)[-last:] if last > 0 else []
        self._replays.extend(chosen)
        self.wake()
        return len(chosen)

    # what carries them

    def pending(self) -> list[Update]:
        now = self._clock()
        # not at every look: a long queue would be walked for each update in it
        if now - self._swept_at >= 1:
            self._swept_at = now
            for update_id in [key for key, update in self._pending.items() if update.expires_at <= now]:
                del self._pending[update_id]
        return list(self._pending.values())

    @property
    def polled(self) -> bool:
        """A getUpdates waits right now."""
        return self._polling is not None

    def count(self) -> int:
        return len(self._pending) + (self._held is not None)

    def clear(self) -> None:
        self._pending.clear()
        self._replays.clear()
        self._held = None

    def take_replays(self) -> list[Update]:
        taken = list(self._replays)
        self._replays.clear()
        return taken

    def confirm(self, update_id: int) -> None:
        update = self._pending.pop(update_id, None)
        if update is None:
            return
        self._confirmed.append(update)
        if update.again:
            update.again = False
            self._replays.append(update)
            self.wake()

    # long polling

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        self.end_poll(conflict(OTHER_GET_UPDATES))
        self._forget(offset)
        found = self._find(offset, limit)
        if not found and seconds > 0:
            self._polling = waiting = asyncio.get_running_loop().create_future()
            try:
                ended = await asyncio.wait_for(waiting, seconds)
            except TimeoutError:
                ended = None
            finally:
                if self._polling is waiting:
                    self._polling = None
            if ended is not None:
                raise ended
            found = self._find(offset, limit)
        return [update.json() for update in found]

    def end_poll(self, reason: ApiError | None) -> None:
        if self._polling is not None and not self._polling.done():
            self._polling.set_result(reason)

    def _forget(self, offset: int) -> None:
        waiting = sorted(update.update_id for update in self.pending())
        # a negative offset keeps that many from the end
        first_kept = offset if offset >= 0 else min(waiting[offset:], default=0)
        for update_id in waiting:
            if update_id < first_kept:
                self.confirm(update_id)

    def _find(self, offset: int, limit: int) -> list[Update]:
        fresh = [update for update in self.pending() if offset <= 0 or update.update_id >= offset]
        return (self.take_replays() + fresh)[:limit]
