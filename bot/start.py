"""The real conversation behind the service: the engine, its words, its pictures; on Telegram or on this machine.

Owns which engine, wording and pictures are used. Loading the engine goes on beside the first talk with Telegram.
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import structlog

from bot.app import Service, run
from bot.logging import configure
from bot.profile import Profile
from bot.settings import Settings, SettingsError, read_settings
from bot.turns import SORRY, UNSTORED, Engine, Voice
from conversations.messages import Phrase, Picture, Sheet
from conversations.wording import wording

log = structlog.get_logger(__name__)


class Loading:
    """The engine, loaded once in a thread and awaited by whoever needs it."""

    def __init__(self) -> None:
        self._task = asyncio.create_task(asyncio.to_thread(_load))

    async def __call__(self) -> Engine:
        return self._task.result() if self._task.done() else await asyncio.shield(self._task)


def _load() -> Engine:
    from conversations.engine import Engine as Advisor

    return cast(Engine, Advisor.load())


def _draw(picture: Picture) -> bytes:
    from bot import pictures

    return pictures.draw(picture)


def _make(sheet: Sheet) -> bytes:
    from bot import documents

    return documents.make(sheet)


def _profile() -> Profile:
    from conversations.engine import commands

    words = wording()
    for phrase in (SORRY, UNSTORED):
        words.compose(phrase)  # what is said when all else fails must be there
    return Profile(commands(), words.plain(Phrase("bot.description")), words.plain(Phrase("bot.short_description")))


async def serve(settings: Settings) -> None:
    """Until told to stop."""
    secrets = [settings.token, settings.secret]
    configure(settings.log_level, settings.log_format, secrets)
    if settings.sentry_dsn:
        from bot.watch import watch

        watch(settings.sentry_dsn.get_secret_value(), secrets)
    engine = Loading()
    await run(Service(settings, Voice(engine, wording, _draw, _make), _profile()), engine)


async def serve_local(settings: Settings) -> None:
    """On Telegram's stand-in, which keeps everything on this machine."""
    try:
        from bot.sandbox.server import start
    except ImportError:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set: ask BotFather on Telegram for one (README, A token)") from None
    sandbox = await start()
    try:
        sys.stdout.write(f"Signpost on this machine: {sandbox.url}\n")
        sys.stdout.flush()
        await serve(read_settings(**_on(sandbox.url, sandbox.token, settings)))
    finally:
        await sandbox.stop()


def _on(url: str, token: str, settings: Settings) -> dict[str, object]:
    own = {"telegram_bot_token": token, "telegram_api_url": url, "webhook_url": None, "webhook_secret": None}
    return {**settings.model_dump(), **own}
