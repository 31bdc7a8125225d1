"""Sentry, end to end: a real process, an error while it serves a text, and what arrives of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.server import Sandbox
from tests.bot.support import until

ROOT = Path(__file__).parents[2]
WRITTEN = "boom my secret wish"


class Sentry:
    """The envelope endpoint: a line of JSON, then for each item a line of JSON that tells its length, and the item."""

    def __init__(self) -> None:
        self.port = 0
        self.bodies: list[bytes] = []

    @property
    def dsn(self) -> str:
        return f"http://public@127.0.0.1:{self.port}/1"

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        return web.json_response({"id": "0" * 32})

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(item) for body in self.bodies for kind, item in _items(body) if kind == "event"]


def _items(body: bytes) -> list[tuple[str, bytes]]:
    _, _, rest = body.partition(b"\n")
    items = []
    while rest.strip():
        head, _, rest = rest.partition(b"\n")
        described = json.loads(head)
        length = described.get("length", len(rest.partition(b"\n")[0]))
        items.append((described["type"], rest[:length]))
        rest = rest[length:].lstrip(b"\n")
    return items


@pytest.fixture
async def sentry() -> AsyncIterator[Sentry]:
    sentry = Sentry()
    application = web.Application()
    application.router.add_post("/api/1/envelope/", sentry.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sentry.port = runner.addresses[0][1]
    yield sentry
    await runner.cleanup()


@asynccontextmanager
async def running(telegram: Sandbox, sentry: Sentry, folder: Path) -> AsyncIterator[None]:
    """The bot as a process of its own: Sentry's client changes the interpreter it is in."""
    own = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "DATABASE_URL": f"sqlite:///{folder}/signpost.db"}
    environment = {**os.environ, **own, "SENTRY_DSN": sentry.dsn, "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bot.process", env=environment, cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def test_an_error_arrives_by_type_and_place_without_a_word_of_the_student(telegram: Sandbox, sentry: Sentry, tmp_path: Path) -> None:
    async with running(telegram, sentry, tmp_path):
        ana = telegram.student("Anastasia")
        await ana.send(WRITTEN)
        (reply,) = await ana.wait(1, timeout=60)
        assert reply["text"] == "Something went wrong on my side."
        await until(sentry.events)
    (event,) = sentry.events()
    (error,) = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("RuntimeError", "")
    assert [frame["function"] for frame in error["stacktrace"]["frames"]][-2:] == ["advance", "replies"]
    everything = b"\n".join(sentry.bodies).decode()
    for word in ("boom", "secret wish", "Anastasia", telegram.token, str(ana.chat_id)):
        assert word not in everything, word
