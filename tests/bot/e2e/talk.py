"""One student's talk in a test: says or taps, and gets what is new in the chat.

Owns waiting for an answer. Must not know what is talked of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox import Student

View = dict[str, Any]
Seen = dict[int, tuple[Any, ...]]


def labels(message: View) -> list[str]:
    return [button["label"] for row in message["keyboard"] for button in row]


def data(message: View) -> list[str]:
    return [button["data"] for row in message["keyboard"] for button in row]


class Talk:
    def __init__(self, student: Student) -> None:
        self.student = student

    async def say(self, text: str, expected: str = "", *, button: str = "") -> View:
        """What the bot said to it: the newest message that is new or was edited and holds the text and the button."""
        before = self._seen()
        await self.student.send(text)
        return await self._answer(before, expected, button)

    async def tap(self, wanted: str, expected: str = "", *, button: str = "") -> View:
        """Taps the newest button of that label or data."""
        before = self._seen()
        await self.student.tap(self.offering(wanted)["message_id"], wanted)
        return await self._answer(before, expected, button)

    async def tap_late(self, message: View, button: str, expected: str = "") -> View:
        """Taps what stood under a message before it was edited, or long ago."""
        before = self._seen()
        await self.student.tap(message["message_id"], button, stale=True)
        return await self._answer(before, expected, "")

    async def twice(self, wanted: str, expected: str = "", *, button: str = "") -> View:
        """Both taps are on their way before the first is answered."""
        before, message = self._seen(), self.offering(wanted)
        await self.student.tap(message["message_id"], wanted)
        await self.student.tap(message["message_id"], wanted)
        return await self._answer(before, expected, button)

    def offering(self, wanted: str) -> View:
        for message in reversed(self.student.messages):
            if wanted in labels(message) or wanted in data(message):
                return message
        raise AssertionError(f"no button {wanted!r}; the last message is {self.student.last}")

    async def wait(self, holds: Callable[[list[View]], bool]) -> None:
        await self.student.wait(holds)

    def _seen(self) -> Seen:
        return {message["message_id"]: _state(message) for message in self.student.messages}

    async def _answer(self, before: Seen, expected: str, button: str) -> View:
        def new(messages: list[View]) -> list[View]:
            changed = [message for message in messages if before.get(message["message_id"]) != _state(message)]
            return [
                message
                for message in changed
                if expected in message["text"] and (not button or button in labels(message) or button in data(message))
            ]

        return new(await self.student.wait(lambda messages: bool(new(messages)), 20.0))[-1]


def _state(message: View) -> tuple[Any, ...]:
    return len(message["edits"]), message["text"], tuple(labels(message))
