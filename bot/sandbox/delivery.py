"""Updates to a webhook: in order within a chat, a few chats at a time, again until the answer is 2xx.

Owns the webhook's settings, its queues and their back-off. Must not know what an update says.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LONGEST_WAIT = 60.0
ANSWER_SECONDS = 30.0


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    certificate: bool = False
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(slots=True)
class _Trouble:
    fails: int = 0
    delay: float = 1.0
    wake_at: float = 0.0


class Delivery:
    """Runs while a webhook is set."""

    def __init__(self, updates: Updates, clock: Callable[[], float], answer: Callable[[dict[str, Any]], Awaitable[Any]]) -> None:
        self.webhook = Webhook()
        # the first wait of the back-off; tests shorten it
        self.first_wait = 1.0
        self._updates = updates
        self._clock = clock
        self._answer = answer
        self._changed = asyncio.Event()
        self._busy: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._trouble: dict[int, _Trouble] = {}
        self._task: asyncio.Task[None] | None = None
        updates.listener = self._changed.set

    async def set(self, webhook: Webhook) -> None:
        await self.stop()
        self.webhook = webhook
        self._trouble.clear()
        if webhook.url:
            self._task = asyncio.create_task(self._run(), name="sandbox-webhook")

    async def stop(self) -> None:
        tasks = [task for task in (self._task, *self._busy.values()) if task is not None]
        self._task = None
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._busy.clear()

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        connector = aiohttp.TCPConnector(limit=0)  # counted by _start_ready
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            while True:
                self._changed.clear()
                wait = self._start_ready(session)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), wait)

    def _start_ready(self, session: aiohttp.ClientSession) -> float | None:
        """Starts what may go now; says how long until something else may."""
        for update in self._updates.take_replays():
            key = ("again", update.update_id)
            self._start(session, update, key)
        now, soonest = self._clock(), None
        seen: set[tuple[str, int]] = set()
        for update in self._updates.pending():
            if len(self._busy) >= self.webhook.max_connections:
                return None  # whichever ends first wakes this again
            if update.queue in seen or update.queue in self._busy:
                continue
            seen.add(update.queue)
            wait = self._trouble.get(update.update_id, _Trouble()).wake_at - now
            if wait > 0:
                soonest = wait if soonest is None else min(soonest, wait)
            else:
                self._start(session, update, update.queue)
        return soonest

    def _start(self, session: aiohttp.ClientSession, update: Update, key: tuple[str, int]) -> None:
        self._busy[key] = asyncio.create_task(self._deliver(session, update, key), name=f"sandbox-update-{update.update_id}")

    async def _deliver(self, session: aiohttp.ClientSession, update: Update, key: tuple[str, int]) -> None:
        try:
            error, retry_after = await self._post(session, update)
            if not error:
                self._trouble.pop(update.update_id, None)
                self._updates.confirm(update.update_id)
            else:
                self._put_off(update, error, retry_after)
        finally:
            if self._busy.get(key) is asyncio.current_task():
                del self._busy[key]
            self._changed.set()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> tuple[str, float]:
        headers = {SECRET_HEADER: self.webhook.secret_token} if self.webhook.secret_token else {}
        try:
            # a local certificate is nobody's to verify, and only this machine is ever called
            async with session.post(self.webhook.url, json=update.json(), headers=headers, ssl=False, allow_redirects=False) as response:
                if not 200 <= response.status <= 299:
                    after = response.headers.get("Retry-After", "0")
                    error = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return error, float(after) if after.isdigit() else 0.0
                await self._answer_inline(response)
                return "", 0.0
        except aiohttp.ClientConnectorError:
            return "Connection refused", 0.0
        except TimeoutError:
            return "Read timeout expired", 0.0
        except aiohttp.ClientError:
            return "Webhook connection closed", 0.0

    async def _answer_inline(self, response: aiohttp.ClientResponse) -> None:
        """A webhook may answer with a method to call; Telegram tells nobody how it went."""
        with contextlib.suppress(ValueError, aiohttp.ClientError):
            body = await response.json(content_type=None)
            if isinstance(body, dict) and isinstance(body.get("method"), str):
                await self._answer(body)

    def _put_off(self, update: Update, error: str, retry_after: float) -> None:
        """As Telegram does: at once the first time, then twice as long each time, up to a bound."""
        trouble = self._trouble.setdefault(update.update_id, _Trouble(delay=self.first_wait))
        wait = min(retry_after, 3600.0)
        if not retry_after and trouble.fails > 0:
            trouble.delay = wait = min(LONGEST_WAIT, trouble.delay * 2)
        trouble.fails += 1
        trouble.wake_at = self._clock() + wait
        self.webhook.last_error_date = int(self._clock())
        self.webhook.last_error_message = error
