"""Telegram's limits: the sizes it refuses and the pace it allows.

Owns the numbers and the flood clock. Must not know what a method does with what it lets through.
"""

import math
from collections import deque
from collections.abc import Callable

from bot.sandbox.errors import bad_request, too_many_requests

# Measured on Telegram: the length of a text counts characters, not UTF-16 units as entity offsets do.
TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
INLINE_BUTTONS = 100
REPLY_BUTTONS = 300
MARKUP_BYTES = 10_240
CALLBACK_ANSWER = 200
COMMANDS = 100
COMMAND_DESCRIPTION = 256
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
UPDATE_SECONDS = 24 * 3600
CALLBACK_SECONDS = 150
DELETABLE_SECONDS = 48 * 3600

# The stand-in's own bounds: memory must not grow with a long load test.
CHATS_KEPT = 20_000
MESSAGES_KEPT = 500
UPDATES_KEPT = 200_000
CONFIRMED_KEPT = 1_000
CALLS_KEPT = 5_000
FILE_BYTES_KEPT = 256 * 1024 * 1024
CALLBACKS_KEPT = 50_000


def check_text(text: str, too_long: str) -> str:
    if len(text) > TEXT:
        raise bad_request(too_long)
    return text


def check_caption(caption: str) -> str:
    if len(caption) > CAPTION:
        raise bad_request("message caption is too long")
    return caption


class Flood:
    """One message a second a chat, thirty a second overall; off until asked for."""

    def __init__(self, clock: Callable[[], float], *, per_chat: int = 1, overall: int = 30) -> None:
        self.on = False
        self.clock = clock
        self._per_chat = per_chat
        self._overall = overall
        self._by_chat: dict[int, deque[float]] = {}
        self._all: deque[float] = deque()

    def admit(self, chat_id: int) -> None:
        if not self.on:
            return
        now = self.clock()
        chat = self._by_chat.setdefault(chat_id, deque())
        wait = max(_wait(chat, now, self._per_chat), _wait(self._all, now, self._overall))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        chat.append(now)
        self._all.append(now)
        if len(self._by_chat) > CHATS_KEPT:
            self._by_chat = {key: times for key, times in self._by_chat.items() if times and now - times[-1] < 1}

    def reset(self) -> None:
        self._by_chat.clear()
        self._all.clear()


def _wait(times: deque[float], now: float, allowed: int) -> float:
    while times and now - times[0] >= 1:
        times.popleft()
    return 0.0 if len(times) < allowed else 1 - (now - times[0])
