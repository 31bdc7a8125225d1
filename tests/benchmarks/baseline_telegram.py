"""Telegram and its students for a load: one core, no frills, faster than any bot measured with it.

Owns the API's answers and the load; measures from an update's POST to the reply that reaches its chat.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
SECRET = "bench"
ME = {"id": 123456789, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "can_join_groups": True}
ME |= {"can_read_all_group_messages": False, "supports_inline_queries": False, "can_connect_to_business": False, "has_main_web_app": False}
REPLIES = (b"sendmessage", b"editmessagetext", b"sendphoto", b"senddocument")
PATIENCE = 20.0


class Http(asyncio.Protocol):
    """Requests with a Content-Length, one after the other."""

    def __init__(self, api: Telegram) -> None:
        self.api, self.buffer = api, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 : head.find(b"\r", at) if b"\r" in head[at:] else None]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            method = head[: head.find(b" http/")].rsplit(b"/", 1)[1]
            body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            self.api.request(self, method, body)

    def answer(self, body: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


class Posts(asyncio.Protocol):
    """A kept connection to a webhook; one request at a time."""

    def __init__(self) -> None:
        self.buffer, self.answered = b"", asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r", 1)[0]) if at >= 0 else 0
        if len(self.buffer) >= end + 4 + length:
            self.buffer = b""
            if not self.answered.done():
                self.answered.set_result(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.answered.done():
            self.answered.set_exception(ConnectionError("closed"))

    async def post(self, head: bytes, body: bytes) -> int:
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(head % len(body) + body)
        return await self.answered


@dataclass
class Result:
    seconds: float
    latencies: list[float] = field(default_factory=list)
    unanswered: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


class Telegram:
    def __init__(self) -> None:
        self.delay = 0.0
        self.waiting: dict[int, asyncio.Future[None]] = {}
        self.messages: dict[int, int] = {}
        self.ids = itertools.count(1)
        self.updates = itertools.count(int(time.time()) * 1000)
        self.port = 0
        self.calls = 0
        self.sent: Counter[bytes] = Counter()
        """Replies by method."""

    async def listen(self) -> None:
        self.server = await asyncio.get_running_loop().create_server(lambda: Http(self), "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def request(self, connection: Http, method: bytes, body: bytes) -> None:
        self.calls += 1
        if self.delay and method != b"getme":
            asyncio.get_running_loop().call_later(self.delay, self.respond, connection, method, body)
        else:
            self.respond(connection, method, body)

    def respond(self, connection: Http, method: bytes, body: bytes) -> None:
        if method == b"getme":
            connection.answer(json.dumps({"ok": True, "result": ME}).encode())
            return
        if method not in REPLIES:
            connection.answer(b'{"ok":true,"result":true}')
            return
        self.sent[method] += 1
        chat = _chat(body)
        message = {"message_id": next(self.ids), "date": int(time.time()), "text": "x", "from": ME}
        message["chat"] = {"id": chat, "type": "private", "first_name": "S"}
        if method != b"editmessagetext":
            self.messages[chat] = message["message_id"]  # type: ignore[assignment]
        connection.answer(json.dumps({"ok": True, "result": message}).encode())
        answered = self.waiting.pop(chat, None)
        if answered and not answered.done():
            answered.set_result(None)

    async def load(self, port: int, *, chats: int, in_flight: int, seconds: float, kind: str, texts: list[str], taps: list[str]) -> Result:
        """Each of ``in_flight`` students' hands posts, waits for the reply, goes on with the next chat."""
        head = (
            f"POST /hook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: %d\r\n\r\n"
        ).encode()
        result = Result(seconds)
        free: asyncio.Queue[int] = asyncio.Queue()
        for chat in range(1, chats + 1):
            free.put_nowait(1_000_000 + chat)
        end = time.perf_counter() + seconds
        numbers = itertools.count()

        async def hand() -> None:
            _, posts = await asyncio.get_running_loop().create_connection(Posts, "127.0.0.1", port)
            while time.perf_counter() < end:
                chat = free.get_nowait()
                body = json.dumps(self.update(chat, kind, next(numbers), texts, taps)).encode()
                answered = self.waiting[chat] = asyncio.get_running_loop().create_future()
                started = time.perf_counter()
                try:
                    async with asyncio.timeout(PATIENCE):
                        await posts.post(head, body)
                        await answered
                    result.latencies.append(time.perf_counter() - started)
                except (TimeoutError, ConnectionError):
                    result.unanswered += 1
                free.put_nowait(chat)
            posts.transport.close()

        begun = time.perf_counter()
        await asyncio.gather(*(hand() for _ in range(in_flight)))
        result.seconds = time.perf_counter() - begun
        return result

    def update(self, chat: int, kind: str, number: int, texts: list[str], taps: list[str]) -> dict[str, Any]:
        student = {"id": chat, "is_bot": False, "first_name": "Student", "username": f"student{chat}", "language_code": "en"}
        talk = {"id": chat, "type": "private", "first_name": "Student", "username": f"student{chat}"}
        if kind == "text":
            message = {
                "message_id": next(self.ids),
                "from": student,
                "chat": talk,
                "date": int(time.time()),
                "text": texts[number % len(texts)],
            }
            return {"update_id": next(self.updates), "message": message}
        shown = {"message_id": self.messages.get(chat, 1), "from": ME, "chat": talk, "date": int(time.time()), "text": "x"}
        data = taps[number % len(taps)]
        query = {"id": str(number), "from": student, "message": shown, "chat_instance": "1", "data": data}
        return {"update_id": next(self.updates), "callback_query": query}


def _chat(body: bytes) -> int:
    """From JSON, a form or multipart."""
    at = body.find(b"chat_id") + 7
    while not (48 <= body[at] <= 57):
        at += 1
    end = at
    while end < len(body) and 48 <= body[end] <= 57:
        end += 1
    return int(body[at:end])
