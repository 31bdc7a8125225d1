"""How the bot shows itself before the first word: the commands menu and the two descriptions.

Owns setting them. Must not know the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.constants import BotDescriptionLimit
from telegram.error import RetryAfter, TelegramError
from telegram.ext import ExtBot

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Profile:
    commands: Sequence[tuple[str, str]]
    description: str
    short_description: str


async def introduce(bot: ExtBot[Any], profile: Profile) -> None:
    """A failure is no reason not to serve: what was set before stays."""
    try:
        await bot.set_my_commands(list(profile.commands))
        await bot.set_my_description(profile.description[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH])
        await bot.set_my_short_description(profile.short_description[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH])
    except RetryAfter:
        log.info("descriptions were set a short while ago; they stay as they are")
    except TelegramError as error:
        log.warning("commands and descriptions could not be set", reason=str(error))
