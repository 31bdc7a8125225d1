"""Small things the bot's tests need."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg

from bot.app import Service

_numbers = itertools.count()

Serve = Callable[..., Awaitable[Service]]


async def new_database(server: str, name: str = "") -> str:
    """The address of an empty database."""
    name = name or f"signpost_{next(_numbers)}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return server.replace("/postgres?", f"/{name}?", 1)


async def until(holds: Callable[[], Any], story: Callable[[], Any] = lambda: "", *, seconds: float = 20.0) -> None:
    """Wait for something to become true, within a bound."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 what is waited for has no event
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"did not come true within {seconds} s; {story()}") from None
