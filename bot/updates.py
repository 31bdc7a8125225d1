"""From Telegram's update to a message of the conversation.

Owns what of an update counts and who is addressed. Must not know how a message is answered or where it is stored.

Updates travel as telegram.Update, their content left as Telegram sent it (in ``api_kwargs``): making PTB's objects of
it costs more than the whole turn, and one that could not be made would hold up all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from telegram import Update

from bot.store.contract import Received
from conversations.messages import Chose, Command, Expired, Message, Said

KINDS = ("message", "callback_query", "inline_query")
"""What is asked of Telegram; an edited message changes nothing that was answered."""

LONGEST = 4_096
"""Characters of a message that are read; Telegram allows no more."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_CONTENT = frozenset(
    ("photo", "sticker", "voice", "video", "video_note", "audio", "document", "animation", "location", "contact", "venue", "dice", "poll")
)
_RAW = "raw"

Json = Mapping[str, Any]


class Me(NamedTuple):
    id: int
    username: str


class Arrival(NamedTuple):
    received: Received
    query: str | None
    """Id of the callback query that is to be answered."""


class Asked(NamedTuple):
    """Words typed after our name in any chat: for an answer now or never, so nothing of it is stored."""

    query: str
    user: int
    text: str


class UnreadableError(Exception):
    """The update does not have the shape that Telegram documents."""


def wrap(raw: Json) -> Update:
    """An update whose content is read later."""
    update_id = raw.get("update_id")
    if not isinstance(update_id, int):
        raise UnreadableError("no update_id")
    return Update(update_id, api_kwargs={_RAW: raw})


def bare(raw: Json) -> dict[str, Any]:
    """The same as JSON that telegram.Update.de_json takes whatever the content is."""
    return {"update_id": raw["update_id"], _RAW: raw}


def read(update: Update, me: Me, now: int) -> Arrival | None:
    """None for what is not for us."""
    raw = update.api_kwargs.get(_RAW) or update.to_dict()
    try:
        if "callback_query" in raw:
            return _tap(update.update_id, raw["callback_query"], now)
        if "message" in raw:
            return _message(update.update_id, raw["message"], me)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # The reason must not quote what was written.
        raise UnreadableError(f"{type(error).__name__} in {'callback_query' if 'callback_query' in raw else 'message'}") from None
    return None


def read_inline(update: Update) -> Asked | None:
    """None for any other update."""
    raw = update.api_kwargs.get(_RAW) or update.to_dict()
    if "inline_query" not in raw:
        return None
    try:
        query = raw["inline_query"]
        return Asked(_text(query["id"]), _int(query["from"]["id"]), _text(query["query"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableError(f"{type(error).__name__} in inline_query") from None


def _tap(update_id: int, query: Json, now: int) -> Arrival | None:
    data = query.get("data")
    if data is None:
        return None
    message = query.get("message")
    chat = _int(message["chat"]["id"] if message else query["from"]["id"])
    # A message without text (a picture), or one too old for Telegram to show us (date 0), cannot get a new text.
    editable = message and message.get("date") and "text" in message
    tapped = _int(message["message_id"]) if message and editable else None
    return Arrival(Received(update_id, chat, pack(Chose(_text(data))), tapped, now), _text(query["id"]))


def _message(update_id: int, raw: Json, me: Me) -> Arrival | None:
    chat, at = _int(raw["chat"]["id"]), _int(raw["date"])
    kind = raw["chat"]["type"]
    if raw.get("from", {}).get("is_bot") or kind == "channel":
        return None
    text = raw.get("text", raw.get("caption"))
    if text is None and _CONTENT.isdisjoint(raw):
        return None  # a service message: someone joined, a pin, a new photo of the group
    text = _text(text or "")[:LONGEST]
    message = _command(text, me) if text.startswith("/") else Said(text)
    if message is None:
        return None
    if kind != "private":
        message = _addressed(message, raw, me)
        if message is None:
            return None
    return Arrival(Received(update_id, chat, pack(message), None, at), None)


def _command(text: str, me: Me) -> Message | None:
    match = _COMMAND.fullmatch(text)
    if not match:
        return Said(text)
    name, to, argument = match.groups()
    if to and to.lower() != me.username.lower():
        return None
    return Command(name.lower(), (argument or "").strip())


def _addressed(message: Message, raw: Json, me: Me) -> Message | None:
    """In a group: a command or a text that names us, or an answer to one of our messages."""
    mention = re.compile(rf"@{re.escape(me.username)}\b", re.IGNORECASE)
    text = raw.get("text", raw.get("caption", ""))
    named = bool(mention.search(text))
    if isinstance(message, Said):
        message = Said(mention.sub("", message.text).strip())
    answered = raw.get("reply_to_message", {}).get("from", {}).get("id") == me.id
    return message if named or answered else None


def _int(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("no whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    # Half of a surrogate pair cannot be stored or sent.
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def pack(message: Message) -> str:
    match message:
        case Said(text):
            return json.dumps(["said", text])
        case Chose(id):
            return json.dumps(["chose", id])
        case Command(name, argument):
            return json.dumps(["command", name, argument])
        case Expired():
            return json.dumps(["expired"])


def unpack(text: str) -> Message:
    match json.loads(text):
        case ["said", str(said)]:
            return Said(said)
        case ["chose", str(id)]:
            return Chose(id)
        case ["command", str(name), str(argument)]:
            return Command(name, argument)
    return Expired()
