"""PTB's update processor: chats side by side, each served by one task until nothing of it is left.

Owns the end of a lane. Must not know what is done in it.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from telegram.ext import BaseUpdateProcessor

from bot.chats import LANES
from bot.inbox import Inbox
from bot.store.contract import Lane


class ChatProcessor(BaseUpdateProcessor):
    __slots__ = ("_inbox",)

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(max_concurrent_updates=LANES)
        self._inbox = inbox

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            await coroutine
        finally:
            if isinstance(update, Lane):
                self._inbox.done(update)

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to take down."""
