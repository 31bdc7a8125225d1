"""A service with the advisor behind it, started and started again on one store, in both modes."""

from __future__ import annotations

import io
import itertools
import json
import logging
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.app import Service
from bot.logging import configure
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.start import made
from conversations.engine import Engine
from tests.bot.e2e.talk import Talk

Run = Callable[[], Awaitable[Service]]
Errors = Callable[[], list[Any]]
Rows = Callable[[], dict[str, list[tuple[Any, ...]]]]


def unhurried() -> Callable[[], float]:
    """A clock that is a second later at each look: the quiz rightly distrusts who answers faster than one can read."""
    looks = itertools.count()
    return lambda: time.time() + next(looks)


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Errors]:
    """Reads what the log calls an error."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", stream)
    configure("INFO", "json", [])
    yield lambda: [line for line in map(json.loads, stream.getvalue().splitlines()) if line["level"] in ("error", "critical")]
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.getLogger("telegram").setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.fixture
async def run(settings_for: Callable[..., Settings], engine: Engine, mode: str) -> AsyncIterator[Run]:
    """Starts the service; once more means a restart on the same store."""
    running: list[Service] = []

    async def ready() -> Any:
        return engine

    async def again() -> Service:
        while running:
            await running.pop().stop()
        running.append(made(settings_for(mode), ready, clock=unhurried()))
        await running[0].start()
        return running[0]

    yield again
    while running:
        await running.pop().stop()


@pytest.fixture
async def service(run: Run) -> Service:
    return await run()


@pytest.fixture
def ana(telegram: Sandbox, service: Service) -> Talk:
    return Talk(telegram.student("Ana"))


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Every row of every table as the file has it now."""

    def read() -> dict[str, list[tuple[Any, ...]]]:
        with closing(sqlite3.connect(f"file:{tmp_path}/signpost.db?mode=ro", uri=True)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}

    return read


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[], bytes]:
    """The bytes of the store's files, whatever they mean."""
    return lambda: b"".join(path.read_bytes() for path in sorted(tmp_path.glob("signpost.db*")))
