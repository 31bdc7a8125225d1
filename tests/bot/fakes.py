"""A conversation of a few lines, so that the bot's tests are about the bot."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime

from bot.profile import Profile
from bot.turns import Voice
from conversations.messages import Choice, Chose, Command, Document, Expired, Message, Phrase, Picture, Reply, Said, Sheet, choice, say
from conversations.session import Session
from conversations.steps import Reading, Turn
from conversations.wording import Wording


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(bytes(72)))
    + _chunk(b"IEND", b"")
)

WORDING = Wording(
    {
        "fake.counted": "{count}: {text}",
        "fake.button": "{text}",
        "fake.expired": "Sorry, that was too long ago. Ask again?",
        "fake.gone": "Nothing of you is kept.",
        "fake.alt": "A picture in words.",
        "bot.sorry": "Something went wrong on my side.",
        "bot.unstored": "I can't keep anything right now.",
    }
)

PROFILE = Profile((("start", "Begin"), ("delete", "Forget me")), "A bot for tests.", "For tests.")


class FakeEngine:
    """Counts what it is told in the session, so that a turn lost or done twice shows in every later reply."""

    def advance(self, session: Session, message: Message, now: datetime) -> Turn:
        if message == Command("delete"):
            return Turn(Session(), (say("fake.gone"),), forget=True)
        count = session.slots.get("count", 0)
        assert isinstance(count, int)
        session = session.at(None, None, count=count + 1)
        return Turn(session, self.replies(message, count + 1), Reading("fake"))

    def replies(self, message: Message, count: int) -> tuple[Reply, ...]:
        match message:
            case Said(text) if text.startswith("boom"):
                raise RuntimeError(text)
            case Said(text):
                return (say("fake.counted", (again(),), count=count, text=text),)
            case Chose(id):
                return (say("fake.counted", (again(),), replaces=True, count=count, text=id),)
            case Command("twice", text):
                return (say("fake.counted", count=count, text=text), say("fake.counted", count=count, text=text + " again"))
            case Command("picture"):
                return (Reply(Phrase("fake.counted", {"count": count, "text": "look"}), picture=Picture("pay", {}, Phrase("fake.alt"))),)
            case Command("file"):
                caption = Phrase("fake.counted", {"count": count, "text": "yours"})
                return (Reply(caption, document=Document("yours.json", b"{}", caption)),)
            case Command("plan"):
                caption = Phrase("fake.counted", {"count": count, "text": "printed"})
                return (Reply(caption, document=Sheet("plan", "plan.pdf", {}, caption)),)
            case Command(name, argument):
                return (say("fake.counted", count=count, text=f"/{name} {argument}".strip()),)
            case Expired():
                return (say("fake.expired"),)


def again() -> Choice:
    return choice("again", "fake.button", text="Again")


def fake_voice(engine: FakeEngine | None = None) -> Voice:
    made = engine or FakeEngine()

    async def load() -> FakeEngine:
        return made

    return Voice(load, lambda language: WORDING, lambda picture: PNG, lambda sheet: b"%PDF")
