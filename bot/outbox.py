"""Replies on their way: sent until Telegram took them, in order within a chat, or given up with the reason on record.

Owns what each of Telegram's answers means. Must not know what a reply says.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import structlog
from telegram.error import NetworkError

from bot.grouped import Grouped
from bot.metrics import Metrics
from bot.render import as_new, to_chat
from bot.request import AiohttpRequest, Answer
from bot.store.contract import DAY, Call, Entry, Sent, StoreError, Unsent

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
MOST_AT_ONCE = 1_000
"""Requests of no lasting importance (answers to taps, typing) under way; beyond, they are left out."""

_FINE = ("message is not modified", "query is too old", "query id is invalid")
_EDIT_FAILED = ("message to edit not found", "message can't be edited", "there is no text in the message to edit", "message_id_invalid")
_GONE = ("403", "chat not found", "peer_id_invalid", "not enough rights")

log = structlog.get_logger(__name__)


class StoppedError(Exception):
    """The process is to end; what is left stays in the store."""


@dataclass(frozen=True)
class Delivered:
    pass


@dataclass(frozen=True)
class Wait:
    """Try again: after what Telegram asks for, or ever later."""

    seconds: float | None = None
    why: str = "server"


@dataclass(frozen=True)
class GiveUp:
    reason: str


@dataclass(frozen=True)
class Instead:
    call: Call


Verdict = Delivered | Wait | GiveUp | Instead


def judge(call: Call, answer: Answer) -> Verdict:
    """What to do about Telegram's answer to a call."""
    said = answer.description.lower()
    if answer.code == 200 or any(text in said for text in _FINE):
        return Delivered()
    if answer.retry_after is not None or answer.code == 429:
        return Wait(answer.retry_after or 1.0, "flood")
    if answer.moved_to is not None:
        return Instead(to_chat(call, answer.moved_to))
    if call.method == "editMessageText" and any(text in said for text in _EDIT_FAILED):
        return Instead(as_new(call))
    if answer.code in (401, 404, 409) or answer.code >= 500:
        return Wait(why="token" if answer.code in (401, 404) else "server")
    return GiveUp(f"{answer.code} {answer.description}")


def _is_gone(reason: str) -> bool:
    """Nothing of ours is at fault: the student left."""
    return any(text in reason.lower() for text in _GONE)


class Mark(NamedTuple):
    """That a reply was sent, on its way to the store."""

    sent: Sent
    stored: asyncio.Future[bool]


class Outbox:
    def __init__(
        self,
        request: AiohttpRequest,
        base_url: str,
        ledger: Grouped[Entry, bool],
        metrics: Metrics,
        stopping: asyncio.Event,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._request, self._base_url, self._ledger, self._metrics = request, base_url, ledger, metrics
        self._stopping, self._clock = stopping, clock
        self._soon: set[asyncio.Task[None]] = set()

    async def deliver(self, unsent: Unsent) -> Mark:
        """Returns when it was sent or given up; StoppedError leaves it for the next start."""
        reason = await self._until_taken(unsent)
        if reason is None:
            self._metrics.reply(unsent.call.method)
        else:
            self._metrics.given_up()
            level = log.info if _is_gone(reason) else log.error
            level("reply given up", update_id=unsent.update_id, method=unsent.call.method, reason=reason)
        sent = Sent(unsent.chat, unsent.update_id, unsent.position, unsent.call.method, reason, int(self._clock()))
        # It may wait for the next commit: a crash until then repeats the reply, as one a moment earlier would.
        return Mark(sent, self._ledger.submit(sent, leisurely=True))

    async def settle(self, marks: list[Mark]) -> None:
        """Until all of them are on record."""
        wait = FIRST_WAIT
        while marks:
            try:
                await marks[0].stored
                del marks[0]
            except StoreError as error:
                log.error("store", reason=error.reason, mend=error.mend)
                await self.pause(wait)
                wait = min(2 * wait, LONGEST_WAIT)
                marks[0] = Mark(marks[0].sent, self._ledger.submit(marks[0].sent))

    def soon(self, call: Call) -> None:
        """At once, once, and no matter if it fails."""
        if len(self._soon) < MOST_AT_ONCE:
            task = asyncio.create_task(self._try(call))
            self._soon.add(task)
            task.add_done_callback(self._soon.discard)

    async def drain(self) -> None:
        if self._soon:
            await asyncio.wait(self._soon, timeout=2)

    def check(self) -> None:
        if self._stopping.is_set():
            raise StoppedError

    async def pause(self, seconds: float) -> None:
        """Sleep, unless the process is to end."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
        raise StoppedError

    async def _until_taken(self, unsent: Unsent) -> str | None:
        """The reason for giving up, if any."""
        call, wait = unsent.call, FIRST_WAIT
        while self._clock() - unsent.at < DAY:
            verdict = await self._attempt(call)
            match verdict:
                case Delivered():
                    return None
                case GiveUp(reason):
                    return reason
                case Instead(other):
                    call = other
                    continue
                case Wait(seconds, why):
                    self._metrics.retry(why)
                    if why == "token":
                        log.critical("Telegram refuses TELEGRAM_BOT_TOKEN; ask BotFather for the current one")
            await self.pause(seconds or wait * random.uniform(0.8, 1.2))  # noqa: S311 spreads retries, guards nothing
            wait = wait if seconds else min(2 * wait, LONGEST_WAIT)
        return "not taken for a day"

    async def _attempt(self, call: Call) -> Verdict:
        try:
            return judge(call, await self._request.send(self._base_url, call))
        except NetworkError as error:
            log.info("no answer from Telegram", method=call.method, reason=str(error))
            return Wait(why="network")

    async def _try(self, call: Call) -> None:
        try:
            answer = await self._request.send(self._base_url, call)
        except NetworkError as error:
            log.info("no answer from Telegram", method=call.method, reason=str(error))
        else:
            if not isinstance(judge(call, answer), Delivered):
                log.info("not taken by Telegram", method=call.method, reason=answer.description)
