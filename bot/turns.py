"""Serving a chat: for each of its messages in order one turn, one commit, and the replies on their way.

Owns the life of a turn. Must not know what a student means, how a store works or what Telegram answered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog

from bot.grouped import Grouped
from bot.metrics import Metrics
from bot.outbox import FIRST_WAIT, LONGEST_WAIT, Outbox, StoppedError
from bot.render import render, simple, typing
from bot.store.contract import DAY, Call, Entry, Finish, Lane, Received, RefusedError, StoreError, Unsent
from bot.updates import unpack
from conversations.messages import Document, Expired, Message, Phrase, Picture, Reply, Sheet
from conversations.session import Session, restore
from conversations.session import store as stored
from conversations.steps import Turn
from conversations.wording import Wording

if TYPE_CHECKING:
    from conversations.inline import InlineAnswer

TYPING_AFTER, TYPING_AGAIN = 0.5, 4.5
"""Seconds of work before a student sees "typing", and before Telegram would take it away."""
UNSTORED_AGAIN = 600.0
"""Seconds before a student is told again that nothing can be kept now."""
MOST_TOLD = 10_000

SORRY = Phrase("bot.sorry")
"""For a defect of ours."""
UNSTORED = Phrase("bot.unstored")
"""For a store that takes nothing."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Engine(Protocol):
    def advance(self, session: Session, message: Message, now: datetime) -> Turn: ...
    def inline(self, query: str) -> InlineAnswer: ...


@dataclass(frozen=True)
class Voice:
    """What the process says and shows, however that is made."""

    engine: Callable[[], Awaitable[Engine]]
    wording: Callable[[str], Wording]
    draw: Callable[[Picture], bytes]
    make: Callable[[Sheet], bytes]
    """What stands in a sheet as the file that a student gets."""


class LostError(Exception):
    """This update was taken or answered before: what is known here of the chat is out of date."""


class Turns:
    def __init__(
        self,
        voice: Voice,
        ledger: Grouped[Entry, bool],
        outbox: Outbox,
        metrics: Metrics,
        *,
        shared: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._voice, self._ledger, self._outbox, self._metrics, self._clock = voice, ledger, outbox, metrics, clock
        self._told: dict[int, float] = {}
        self._shared = shared
        self.sharing = True
        """Whether the bot has inline mode, without which Telegram refuses buttons that share."""
        self.on_kept: Callable[[int, int, bool], None] = lambda chat, update_id, new: None

    async def attend(self, lane: Lane, context: Any = None) -> None:
        """Until nothing of the chat is left; what remains when the process stops is for the next start."""
        with suppress(StoppedError, LostError, StoreError):
            await self._send(lane.unsent)
            while lane.waiting:
                self._outbox.check()
                received = lane.waiting[0]
                await self._answer(lane, received)
                lane.waiting.remove(received)  # by now an earlier one may stand before it
                if self._shared:
                    return  # other processes may have stored something in between: look anew
            lane.settled = True

    async def _answer(self, lane: Lane, received: Received) -> None:
        indicator = _Indicator(lambda: self._outbox.soon(typing(lane.chat)))
        try:
            finish = await self._turn(lane, received)
            kept = await self._keep(finish)
        finally:
            indicator.stop()
        if finish.new:
            self.on_kept(lane.chat, received.update_id, kept)
        if not kept:
            raise LostError
        if finish.forget:
            lane.session = None
        elif finish.session is not None:
            lane.session = finish.session
        await self._send([Unsent(lane.chat, received.update_id, position, finish.at, call) for position, call in enumerate(finish.calls)])

    async def _send(self, replies: Sequence[Unsent]) -> None:
        await self._outbox.settle([await self._outbox.deliver(unsent) for unsent in replies])

    async def _turn(self, lane: Lane, received: Received) -> Finish:
        now = self._clock()
        message = unpack(received.message)
        if now - received.at > DAY:
            if any(now - later.at > DAY for later in lane.waiting[1:]):
                # One "sorry, ask again" is enough.
                return Finish(lane.chat, received.update_id, None, (), int(now), new=not received.kept)
            message = Expired()
        engine = await self._voice.engine()
        started = time.perf_counter()
        try:
            session = restore(lane.session) if lane.session else Session()
            turn = engine.advance(session, message, datetime.fromtimestamp(now, UTC))
            wording = self._voice.wording(turn.session.language)
            calls = [call for reply in turn.replies for call in await self._calls(reply, received, wording)]
            kept = stored(turn.session)
        except Exception as error:
            log.error("turn failed", update_id=received.update_id, kind=type(message).__name__, exc_info=error)
            self._metrics.failed()
            return self._sorry(received, int(now))
        intent = turn.reading.intent if turn.reading else "none"
        self._metrics.turn(turn.session.flow or "none", intent, time.perf_counter() - started, now - received.at)
        return Finish(lane.chat, received.update_id, kept, tuple(calls), int(now), turn.forget, not received.kept)

    async def _calls(self, reply: Reply, received: Received, wording: Wording) -> list[Call]:
        """Drawing and making files goes on in a thread, while other chats are served."""
        picture, document = reply.picture, reply.document
        image = await self._made(picture.kind, self._voice.draw, picture) if picture else None
        if isinstance(document, Sheet):
            content = await self._made(document.kind, self._voice.make, document)
            document = Document(document.filename, content, document.caption) if content else None
        shown = replace(reply, document=document)
        calls = render(shown, received.chat, wording, tapped=received.tapped, picture=image, sharing=self.sharing)
        if reply.document and not document:
            calls.append(simple(received.chat, SORRY, wording))
        return calls

    async def _made(self, kind: str, make: Callable[[T], bytes], what: T) -> bytes | None:
        try:
            return await asyncio.to_thread(make, what)
        except Exception as error:
            log.error("a file could not be made", kind=kind, exc_info=error)  # words go in its place
            return None

    def _sorry(self, received: Received, now: int) -> Finish:
        """The session stays as it was."""
        calls = (simple(received.chat, SORRY, self._voice.wording("en")),)
        return Finish(received.chat, received.update_id, None, calls, now, new=not received.kept)

    async def _keep(self, finish: Finish) -> bool:
        """Until it is stored: the turn is made, only the disk is missing."""
        wait = FIRST_WAIT
        while True:
            try:
                return await self._ledger.submit(finish)
            except RefusedError as error:
                log.error("turn refused by the store", update_id=finish.update_id, reason=error.reason)
                calls = (simple(finish.chat, SORRY, self._voice.wording("en")),)
                return await self._ledger.submit(replace(finish, session=None, calls=calls, forget=False))
            except StoreError as error:
                log.error("store", reason=error.reason, mend=error.mend)
                if finish.new:
                    raise  # Telegram still has the update, and brings it again
                self.tell_unstored(finish.chat)
            await self._outbox.pause(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def tell_unstored(self, chat: int) -> None:
        """Once in a while, and without the store."""
        now = self._clock()
        if now - self._told.get(chat, 0.0) > UNSTORED_AGAIN:
            if len(self._told) >= MOST_TOLD:
                self._told.clear()
            self._told[chat] = now
            self._outbox.soon(simple(chat, UNSTORED, self._voice.wording("en")))


class _Indicator:
    """Shows typing while it is not stopped, from half a second on."""

    def __init__(self, show: Callable[[], None]) -> None:
        self._show = show
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(TYPING_AFTER, self._again)

    def _again(self) -> None:
        self._show()
        self._timer = self._loop.call_later(TYPING_AGAIN, self._again)

    def stop(self) -> None:
        self._timer.cancel()
