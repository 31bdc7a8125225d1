"""A service with the advisor behind it, started and started again on one store, in both modes."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.app import Service
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.start import made
from conversations.engine import Engine
from tests.bot.e2e.talk import Talk

Run = Callable[[], Any]


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def run(settings_for: Callable[..., Settings], engine: Engine, mode: str) -> AsyncIterator[Run]:
    """Starts the service; once more means a restart on the same store."""
    running: list[Service] = []

    async def ready() -> Any:
        return engine

    async def again() -> Service:
        while running:
            await running.pop().stop()
        running.append(made(settings_for(mode), ready))
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
def rows(tmp_path: Path) -> Callable[[], dict[str, list[tuple[Any, ...]]]]:
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
