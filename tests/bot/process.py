"""The bot with the conversation of the tests, as a process of its own: python -m tests.bot.process, settings in the environment."""

from __future__ import annotations

import asyncio

from bot.app import Service, run
from bot.logging import configure
from bot.settings import read_settings
from tests.bot.fakes import PROFILE, fake_voice


async def main() -> None:
    settings = read_settings(_env_file=None)
    configure(settings.log_level, settings.log_format, [settings.token, settings.secret])
    await run(Service(settings, fake_voice(), PROFILE))


if __name__ == "__main__":
    asyncio.run(main())
