"""Who chats and what was said: students, their chats, messages and the taps on them, in memory.

Owns the shape of a message, for Telegram's JSON and for whoever looks on. Must not know HTTP or delivery.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox import limits
from bot.sandbox.entities import Entity
from bot.sandbox.files import StoredFile
from bot.sandbox.markup import Rows


@dataclass(slots=True)
class Content:
    """What a message says; an edit replaces it whole."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    photo: StoredFile | None = None
    document: StoredFile | None = None
    inline: Rows | None = None

    @property
    def has_media(self) -> bool:
        return self.photo is not None or self.document is not None


@dataclass(slots=True)
class Message:
    message_id: int
    date: int
    from_bot: bool
    content: Content
    reply_to: "Message | None" = None
    edit_date: int | None = None
    edits: list[str] = field(default_factory=list)
    # fields of kinds the stand-in does not model: a sticker, a voice note, a location
    extra: dict[str, Any] = field(default_factory=dict)

    def replace(self, content: Content, now: int) -> bool:
        """False where nothing would change."""
        if content == self.content:
            return False
        self.edits = [*self.edits[-49:], self.content.text]
        self.content = content
        self.edit_date = now
        return True


@dataclass(slots=True)
class Chat:
    """A student and the one private chat they have with the bot."""

    chat_id: int
    first_name: str
    language_code: str
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    opened: bool = False
    blocked: bool = False
    reply_keyboard: dict[str, Any] | None = None
    notices: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=200))

    def keep(self, message: Message) -> None:
        self.messages[message.message_id] = message
        while len(self.messages) > limits.MESSAGES_KEPT:
            self.messages.popitem(last=False)

    def user(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "first_name": self.first_name, "language_code": self.language_code}

    def json(self) -> dict[str, Any]:
        return {"id": self.chat_id, "first_name": self.first_name, "type": "private"}


@dataclass(frozen=True, slots=True)
class Tap:
    """A callback query or an inline query waiting for its answer."""

    query_id: str
    chat_id: int
    at: float


@dataclass(slots=True)
class BotUser:
    user_id: int
    username: str = "sandbox_bot"
    first_name: str = "Sandbox"

    def json(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": True, "first_name": self.first_name, "username": self.username}


def message_json(message: Message, chat: Chat, bot: BotUser, *, nested: bool = False) -> dict[str, Any]:
    """The Message object of the Bot API."""
    content = message.content
    answer: dict[str, Any] = {
        "message_id": message.message_id,
        "from": bot.json() if message.from_bot else chat.user(),
        "chat": chat.json(),
        "date": message.date,
        **message.extra,
    }
    if message.edit_date is not None:
        answer["edit_date"] = message.edit_date
    if message.reply_to is not None and not nested:
        answer["reply_to_message"] = message_json(message.reply_to, chat, bot, nested=True)
    if content.photo is not None:
        answer["photo"] = content.photo.photo_sizes()
    if content.document is not None:
        answer["document"] = content.document.document()
    if content.text:
        answer["caption" if content.has_media else "text"] = content.text
        if content.entities:
            answer["caption_entities" if content.has_media else "entities"] = content.entities
    if content.inline:
        answer["reply_markup"] = {"inline_keyboard": content.inline}
    return answer


def message_view(message: Message) -> dict[str, Any]:
    """The message as a student sees it: for the page and for tests."""
    content = message.content
    return {
        "message_id": message.message_id,
        "from": "bot" if message.from_bot else "student",
        "date": message.date,
        "text": content.text,
        "entities": content.entities,
        "keyboard": [[_button_view(button) for button in row] for row in content.inline or []],
        "photo": None if content.photo is None else {**content.photo.summary(), **_size(content.photo)},
        "document": None if content.document is None else content.document.document(),
        "edits": list(message.edits),
        "reply_to": message.reply_to.message_id if message.reply_to else None,
        "kinds": sorted(message.extra),
    }


def _button_view(button: dict[str, Any]) -> dict[str, Any]:
    share = {"share": button["switch_inline_query"]} if "switch_inline_query" in button else {}
    return {"label": button["text"], "data": button.get("callback_data"), "url": button.get("url"), **share}


def _size(photo: StoredFile) -> dict[str, int]:
    return {"width": photo.width, "height": photo.height}
