"""The methods that write in a chat: send, edit, delete, typing.

Owns their order of checks and Telegram's words for each refusal. Must not know how requests arrive.
"""

import json
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.chats import Chat, Content, Message, message_json
from bot.sandbox.errors import NOT_MODIFIED, bad_request, forbidden
from bot.sandbox.formatting import read_text
from bot.sandbox.markup import Markup, only_inline, read_markup
from bot.sandbox.world import World

CHAT_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio", "upload_audio",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


class Messages:
    def __init__(self, world: World) -> None:
        self._world = world

    async def send_message(self, arguments: Arguments) -> Any:
        if not arguments.text("text"):
            raise bad_request("message text is empty")
        text, entities = read_text(arguments, "text", "entities")
        markup = read_markup(arguments)
        chat = self._writable(arguments)
        limits.check_text(text, "message is too long")
        if not text:
            raise bad_request("text must be non-empty")
        return self._send(chat, Content(text, entities, inline=markup.inline), markup, arguments)

    async def send_photo(self, arguments: Arguments) -> Any:
        return self._send_media(arguments, "photo")

    async def send_document(self, arguments: Arguments) -> Any:
        return self._send_media(arguments, "document")

    def _send_media(self, arguments: Arguments, kind: str) -> Any:
        caption, entities = read_text(arguments, "caption", "caption_entities")
        markup = read_markup(arguments)
        chat = self._writable(arguments)
        limits.check_caption(caption)
        stored = self._world.files.take(arguments, kind, kind)
        photo, document = (stored, None) if kind == "photo" else (None, stored)
        return self._send(chat, Content(caption, entities, photo, document, markup.inline), markup, arguments)

    def _send(self, chat: Chat, content: Content, markup: Markup, arguments: Arguments) -> Any:
        reply_to = self._reply_to(chat, arguments)
        self._world.flood.admit(chat.chat_id)
        message = Message(self._world.message_id(), int(self._world.now()), True, content, reply_to)
        chat.keep(message)
        self._world.show(chat, message)
        if markup.reply is not None or markup.remove:
            self._world.set_reply_keyboard(chat, markup.reply)
        return message_json(message, chat, self._world.bot)

    def _reply_to(self, chat: Chat, arguments: Arguments) -> Message | None:
        given = arguments.decoded("reply_parameters", "reply parameters") if arguments.has("reply_parameters") else {}
        message_id = given.get("message_id") or arguments.number("reply_to_message_id")
        found = chat.messages.get(int(message_id)) if message_id else None
        forgiving = given.get("allow_sending_without_reply") or arguments.flag("allow_sending_without_reply")
        if message_id and found is None and not forgiving:
            raise bad_request("message to be replied not found")
        return found

    async def edit_message_text(self, arguments: Arguments) -> Any:
        if not arguments.text("text"):
            raise bad_request("message text is empty")
        text, entities = read_text(arguments, "text", "entities")
        inline = only_inline(read_markup(arguments))
        chat, message = self._editable(arguments)
        if message.content.has_media:
            raise bad_request("there is no text in the message to edit")
        if not text:
            raise bad_request("text must be non-empty")
        limits.check_text(text, "MESSAGE_TOO_LONG")
        return self._replace(chat, message, Content(text, entities, inline=inline))

    async def edit_message_caption(self, arguments: Arguments) -> Any:
        caption, entities = read_text(arguments, "caption", "caption_entities")
        inline = only_inline(read_markup(arguments))
        chat, message = self._editable(arguments)
        if not message.content.has_media:
            raise bad_request("there is no caption in the message to edit")
        limits.check_caption(caption)
        return self._replace(chat, message, Content(caption, entities, message.content.photo, message.content.document, inline))

    async def edit_message_reply_markup(self, arguments: Arguments) -> Any:
        inline = only_inline(read_markup(arguments))
        chat, message = self._editable(arguments)
        old = message.content
        return self._replace(chat, message, Content(old.text, old.entities, old.photo, old.document, inline))

    async def edit_message_media(self, arguments: Arguments) -> Any:
        inline = only_inline(read_markup(arguments))
        media = arguments.decoded("media", "input media") if arguments.has("media") else None
        if not isinstance(media, dict):
            raise bad_request("input media is not specified" if media is None else "expected an Object")
        kind = media.get("type")
        if kind not in ("photo", "document"):
            raise bad_request(f"can't parse InputMedia: media of type {kind!r} is not kept by this stand-in")
        given = {"caption": media.get("caption"), "parse_mode": media.get("parse_mode"), "chat_id": arguments.text("chat_id")}
        if media.get("caption_entities"):
            given["caption_entities"] = json.dumps(media["caption_entities"])
        caption, entities = read_text(Arguments({k: v for k, v in given.items() if v}), "caption", "caption_entities")
        chat, message = self._editable(arguments)
        limits.check_caption(caption)
        reference = str(media.get("media") or "")
        upload = arguments.uploads.get(reference.removeprefix("attach://")) if reference.startswith("attach://") else None
        stored = self._world.files.resolve(reference, upload, kind)
        photo, document = (stored, None) if kind == "photo" else (None, stored)
        return self._replace(chat, message, Content(caption, entities, photo, document, inline))

    def _replace(self, chat: Chat, message: Message, content: Content) -> Any:
        if not message.replace(content, int(self._world.now())):
            raise bad_request(NOT_MODIFIED)
        self._world.show(chat, message)
        return message_json(message, chat, self._world.bot)

    async def delete_message(self, arguments: Arguments) -> Any:
        if not arguments.text("chat_id"):
            raise bad_request("chat identifier is not specified")
        if arguments.number("message_id") <= 0:
            raise bad_request("message identifier is not specified")
        chat = self._world.open_chat(arguments.text("chat_id"))
        message = chat.messages.get(arguments.number("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if self._world.now() - message.date > limits.DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[message.message_id]
        self._world.events.tell("deleted", chat_id=chat.chat_id, message_id=message.message_id)
        return True

    async def send_chat_action(self, arguments: Arguments) -> Any:
        chat = self._writable(arguments)
        action = arguments.text("action")
        if action not in CHAT_ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._world.events.tell("typing", chat_id=chat.chat_id, action=action)
        return True

    def _writable(self, arguments: Arguments) -> Chat:
        chat = self._world.open_chat(arguments.text("chat_id"))
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _editable(self, arguments: Arguments) -> tuple[Chat, Message]:
        message_id = arguments.number("message_id")
        if message_id <= 0:
            raise bad_request("message identifier is not specified")
        chat = self._world.open_chat(arguments.text("chat_id"))
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to edit not found")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return chat, message
