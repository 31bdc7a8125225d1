"""This bot as it is, with its own conversation or the quiz of the other baselines.

Run by delivery.py: python -m tests.benchmarks.baseline_signpost quiz|real; settings are in the environment.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime

from bot.app import Service, run
from bot.logging import configure
from bot.profile import Profile
from bot.settings import read_settings
from bot.turns import Voice
from conversations.messages import Message, choice, say
from conversations.session import Session
from conversations.steps import Turn
from conversations.wording import Wording

WORDS = Wording({"quiz": "Question {count}: would you like to repair machines?", "yes": "Yes", "maybe": "Maybe", "no": "No"})


class Quiz:
    """The same as baseline_ptb.py: what differs is the bot around it."""

    def advance(self, session: Session, message: Message, now: datetime) -> Turn:
        count = int(str(session.slots.get("count", 0))) + 1
        row = (choice("a:Yes", "yes"), choice("a:Maybe", "maybe"), choice("a:No", "no"))
        return Turn(session.at("quiz", "ask", count=count), (say("quiz", row, replaces=True, count=count),))


async def main() -> None:
    settings = read_settings()
    if sys.argv[1] == "real":
        from bot.start import serve

        await serve(settings)
        return

    async def engine() -> Quiz:
        return Quiz()

    configure("ERROR", "console", [settings.token])
    await run(Service(settings, Voice(engine, lambda language: WORDS, lambda picture: b"", lambda sheet: b""), Profile((), "", "")))


if __name__ == "__main__":
    asyncio.run(main())
