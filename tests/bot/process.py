"""The bot with the conversation of the tests, as a process of its own: python -m tests.bot.process, settings in the environment."""

from __future__ import annotations

import asyncio

from bot.app import Service, run
from bot.settings import read_settings
from bot.start import report_errors
from tests.bot.fakes import PROFILE, fake_voice


async def main() -> None:
    settings = read_settings(_env_file=None)
    report_errors(settings)
    await run(Service(settings, fake_voice(), PROFILE))


if __name__ == "__main__":
    asyncio.run(main())
