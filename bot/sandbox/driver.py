"""A student in a test: sends, taps, waits and sees what came.

Owns the reading of a chat from the student's side. Must not know HTTP nor what the bot is about.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.arguments import Upload
from bot.sandbox.chats import Chat, message_view
from bot.sandbox.world import World

View = dict[str, Any]
Wanted = int | Callable[[list[View]], bool]


class NoSuchButtonError(AssertionError):
    """The student looked for a button that is not on offer."""


class Student:
    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def chat_id(self) -> int:
        return self._chat.chat_id

    @property
    def history(self) -> list[View]:
        """Both sides, oldest first."""
        return [message_view(message) for message in self._chat.messages.values()]

    @property
    def messages(self) -> list[View]:
        """What the bot said, oldest first."""
        return [view for view in self.history if view["from"] == "bot"]

    @property
    def last(self) -> View:
        return self.messages[-1]

    @property
    def notices(self) -> list[View]:
        """Answers to taps: query_id, text, alert, url."""
        return list(self._chat.notices)

    @property
    def reply_keyboard(self) -> list[list[str]]:
        return list((self._chat.reply_keyboard or {}).get("keyboard", []))

    @property
    def blocked(self) -> bool:
        return self._chat.blocked

    async def send(self, text: str) -> int:
        return self._world.send_text(self._chat, text).message_id

    async def send_document(self, content: bytes, name: str, caption: str = "") -> int:
        return self._world.send_file(self._chat, Upload(name, "application/octet-stream", content), "document", caption).message_id

    async def send_photo(self, content: bytes, caption: str = "") -> int:
        return self._world.send_file(self._chat, Upload("photo.jpg", "image/jpeg", content), "photo", caption).message_id

    async def send_other(self, **fields: Any) -> int:
        """A message of a kind the stand-in does not model, say sticker={...}."""
        return self._world.send_other(self._chat, fields).message_id

    async def tap(self, message_id: int, button: str, *, stale: bool = False) -> str:
        """Taps a button by label or data; stale: data of a button that has since gone from the message."""
        data = button if stale else find_button(self._chat, message_id, button)
        return self._world.tap(self._chat, message_id, data)

    async def inline(self, query: str) -> str:
        return self._world.inline_query(self._chat, query)

    def block(self) -> None:
        self._world.block(self._chat, True)

    def unblock(self) -> None:
        self._world.block(self._chat, False)

    def file(self, file_id: str) -> bytes:
        stored = self._world.files.get(file_id)
        if stored is None:
            raise LookupError(f"no file {file_id}")
        return stored.content

    async def wait(self, wanted: Wanted = 1, timeout: float = 10.0) -> list[View]:  # noqa: ASYNC109 - the bound belongs to the wait
        """The bot's messages, once there are so many or the predicate holds of them."""

        def done() -> bool:
            return len(self.messages) >= wanted if isinstance(wanted, int) else wanted(self.messages)

        await self._until(done, timeout, lambda: f"the chat is {self.history}")
        return self.messages

    async def wait_answer(self, query_id: str, timeout: float = 10.0) -> View:  # noqa: ASYNC109 - as above
        def found() -> list[View]:
            return [notice for notice in self.notices if notice["query_id"] == query_id]

        await self._until(lambda: bool(found()), timeout, lambda: f"the answers were {self.notices}")
        return found()[0]

    async def _until(self, done: Callable[[], bool], seconds: float, story: Callable[[], str]) -> None:
        with self._world.events.watch() as happened:
            try:
                async with asyncio.timeout(seconds):
                    while not done():
                        await happened.get()
            except TimeoutError:
                raise TimeoutError(f"waited {seconds} s for {self._chat.first_name}; {story()}") from None


def find_button(chat: Chat, message_id: int, button: str) -> str:
    message = chat.messages.get(message_id)
    if message is None:
        raise NoSuchButtonError(f"message {message_id} is not in this chat")
    offered = [item for row in message_view(message)["keyboard"] for item in row]
    for item in offered:
        if item["data"] is not None and button in (item["label"], item["data"]):
            return str(item["data"])
    raise NoSuchButtonError(f"no button {button!r}; on offer: {[item['label'] for item in offered]}")
