"""Many callers, one commit: what is asked for while the last group is under way goes together in the next.

Owns the grouping. Must not know what is done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.store.contract import RefusedError

T = TypeVar("T")
R = TypeVar("R")

LARGEST = 256
"""Items in a group, so that no caller waits long for others."""
LEISURE = 0.02
"""Seconds that what has time waits for company."""


class Grouped(Generic[T, R]):
    def __init__(self, perform: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._perform = perform
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    def submit(self, item: T, *, leisurely: bool = False) -> asyncio.Future[R]:
        """``leisurely``: nobody is kept waiting by it, so it may go with the next that has no time."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._waiting.append((item, future))
        if not leisurely:
            self._begin()
        elif self._task is None:
            loop.call_later(LEISURE, self._begin)
        return future

    def _begin(self) -> None:
        if self._task is None and self._waiting:
            self._task = asyncio.create_task(self._run())

    async def drain(self) -> None:
        """Wait for what was submitted."""
        self._begin()
        while self._task:
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
                await self._together(group)
        finally:
            self._task = None

    async def _together(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._perform([item for item, _ in group])
        except Exception as error:
            if isinstance(error, RefusedError) and len(group) > 1:
                for each in group:  # one of them is at fault: the others must not suffer
                    await self._together([each])
                return
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # who no longer waits for it need not hear of it
            return
        for (_, future), result in zip(group, results, strict=True):
            if not future.done():
                future.set_result(result)
