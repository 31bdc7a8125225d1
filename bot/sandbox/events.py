"""What just happened, told to whoever watches: the page's stream and the tests' waits.

Owns the watchers and their bounded queues. Must not know what the events mean.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]
BEHIND = 2_000


class Events:
    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[Event | None]] = set()

    def tell(self, kind: str, **fields: Any) -> None:
        for watcher in list(self._watchers):
            if watcher.qsize() >= BEHIND:
                # one that fell behind is cut off and starts over from a snapshot
                self._watchers.discard(watcher)
                watcher.put_nowait(None)
            else:
                watcher.put_nowait({"event": kind, **fields})

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Event | None]]:
        watcher: asyncio.Queue[Event | None] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def close(self) -> None:
        for watcher in list(self._watchers):
            watcher.put_nowait(None)
