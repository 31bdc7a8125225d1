"""All state of one stand-in, and what students do in it: send, tap, block, reset.

Owns the chats, the files, the updates and the queries in the air. Must not know HTTP, nor what the bot is about.
"""

import secrets
import string
import time
from collections import OrderedDict, deque
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Upload
from bot.sandbox.chats import BotUser, Chat, Content, Message, Tap, message_json, message_view
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Events
from bot.sandbox.files import FileStore
from bot.sandbox.formatting import find_entities, trim
from bot.sandbox.limits import Flood
from bot.sandbox.updates import Updates

FIRST_STUDENT = 7_000_001


def make_token() -> str:
    alphabet = string.ascii_letters + string.digits + "_-"
    return f"{secrets.randbelow(9 * 10**9) + 10**9}:AA" + "".join(secrets.choice(alphabet) for _ in range(33))


class World:
    def __init__(self) -> None:
        self.token = make_token()
        self.bot = BotUser(int(self.token.split(":")[0]))
        self.skew = 0.0
        self.events = Events()
        self.files = FileStore()
        self.flood = Flood(time.monotonic)
        self.updates = Updates(self.now, secrets.randbelow(10**8) + 10**8)
        self.chats: OrderedDict[int, Chat] = OrderedDict()
        self.taps: OrderedDict[str, Tap] = OrderedDict()
        self.inline_answers: OrderedDict[str, list[Any]] = OrderedDict()
        self.calls: deque[tuple[str, dict[str, str]]] = deque(maxlen=limits.CALLS_KEPT)
        self._next_message = 1
        self._next_student = FIRST_STUDENT

    def now(self) -> float:
        return time.time() + self.skew

    def message_id(self) -> int:
        self._next_message += 1
        return self._next_message - 1

    def show(self, chat: Chat, message: Message) -> None:
        self.events.tell("message", chat_id=chat.chat_id, message=message_view(message))

    # students

    def add_student(self, first_name: str, language_code: str = "en") -> Chat:
        chat = Chat(self._next_student, first_name[:64] or "Student", language_code or "en")
        self._next_student += 1
        self.chats[chat.chat_id] = chat
        while len(self.chats) > limits.CHATS_KEPT:
            self.chats.popitem(last=False)
        self.events.tell("student", student={"chat_id": chat.chat_id, "first_name": chat.first_name, "blocked": False})
        return chat

    def send(self, chat: Chat, content: Content, extra: dict[str, Any] | None = None) -> Message:
        if chat.blocked:
            self.block(chat, False)  # Telegram lets nobody write to a bot they block
        chat.opened = True
        message = Message(self.message_id(), int(self.now()), False, content, extra=extra or {})
        chat.keep(message)
        if chat.reply_keyboard and chat.reply_keyboard.get("one_time_keyboard"):
            self.set_reply_keyboard(chat, None)
        self.show(chat, message)
        self.updates.add("message", message_json(message, chat, self.bot), ("message", chat.chat_id))
        return message

    def send_text(self, chat: Chat, text: str) -> Message:
        text, _ = trim(text, [])
        if not text or len(text) > limits.TEXT:
            raise ValueError(f"Telegram's apps send 1 to {limits.TEXT} characters in one message")
        return self.send(chat, Content(text, find_entities(text, [])))

    def send_file(self, chat: Chat, upload: Upload, kind: str, caption: str = "") -> Message:
        stored = self.files.keep(upload, kind)
        return self.send(chat, Content(caption, [], stored if kind == "photo" else None, None if kind == "photo" else stored))

    def send_other(self, chat: Chat, fields: dict[str, Any]) -> Message:
        return self.send(chat, Content(), fields)

    def tap(self, chat: Chat, message_id: int, data: str) -> str:
        """A tap on a button. Whether the button is still on offer is the caller's to check."""
        message = chat.messages.get(message_id)
        if message is None:
            raise LookupError(f"message {message_id} is not in this chat")
        query_id = str(secrets.randbelow(9 * 10**18) + 10**17)
        self._keep_tap(Tap(query_id, chat.chat_id, self.now()))
        payload = {
            "id": query_id,
            "from": chat.user(),
            "message": message_json(message, chat, self.bot),
            "chat_instance": str(-chat.chat_id * 1_000_003),
            "data": data,
        }
        self.updates.add("callback_query", payload, ("callback_query", chat.chat_id), limits.CALLBACK_SECONDS)
        return query_id

    def inline_query(self, chat: Chat, query: str) -> str:
        query_id = str(secrets.randbelow(9 * 10**18) + 10**17)
        self._keep_tap(Tap(query_id, chat.chat_id, self.now()))
        payload = {"id": query_id, "from": chat.user(), "query": query, "offset": "", "chat_type": "sender"}
        self.updates.add("inline_query", payload, ("inline_query", chat.chat_id), 30)
        return query_id

    def _keep_tap(self, tap: Tap) -> None:
        self.taps[tap.query_id] = tap
        while len(self.taps) > limits.CALLBACKS_KEPT:
            self.taps.popitem(last=False)

    def answer_tap(self, query_id: str) -> Tap | None:
        """A query can be answered once, and not for ever."""
        tap = self.taps.pop(query_id, None)
        return None if tap is None or self.now() - tap.at > limits.CALLBACK_SECONDS else tap

    def expire_taps(self) -> int:
        count = len(self.taps)
        self.taps.clear()
        return count

    def block(self, chat: Chat, blocked: bool) -> None:
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        self.events.tell("blocked", chat_id=chat.chat_id, blocked=blocked)
        statuses = [{"user": self.bot.json(), "status": "member"}, {"user": self.bot.json(), "status": "kicked", "until_date": 0}]
        old, new = statuses if blocked else reversed(statuses)
        payload = {
            "chat": chat.json(),
            "from": chat.user(),
            "date": int(self.now()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.updates.add("my_chat_member", payload, ("my_chat_member", chat.chat_id))

    def set_reply_keyboard(self, chat: Chat, keyboard: dict[str, Any] | None) -> None:
        chat.reply_keyboard = keyboard
        self.events.tell("reply_keyboard", chat_id=chat.chat_id, keyboard=keyboard)

    def forget(self, chat: Chat) -> None:
        self.chats.pop(chat.chat_id, None)
        self.events.tell("gone", chat_id=chat.chat_id)

    def reset(self) -> None:
        """An empty Telegram: no students, no messages, nothing on its way. Token, webhook and commands stay."""
        self.chats.clear()
        self.taps.clear()
        self.inline_answers.clear()
        self.files.clear()
        self.updates.clear()
        self.flood.reset()
        self.calls.clear()
        self.skew = 0.0
        self.events.tell("reset")

    # the bot's side

    def open_chat(self, chat_id: str) -> Chat:
        """The chat a request names; one nobody opened is as unknown as one that never was."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(chat_id)) if chat_id.lstrip("-").isdigit() else None
        if chat is None or not chat.opened:
            raise bad_request("chat not found")
        return chat
