"""The limit: asyncio, sqlite3 with synchronous=FULL, no framework. What this bot promises, with nothing that makes it a project.

Run by delivery.py: python -m tests.benchmarks.baseline_bare API_URL PORT FOLDER
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.baseline_telegram import TOKEN

KEYBOARD = {"inline_keyboard": [[{"text": label, "callback_data": f"a:{label}"} for label in ("Yes", "Maybe", "No")]]}
YES = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Committer:
    def __init__(self, path: Path) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.waiting: list[tuple[str, tuple[Any, ...], asyncio.Future[int]]] = []
        self.task: asyncio.Task[None] | None = None
        self.db = self.thread.submit(self.open, path).result()

    def open(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.executescript(
            """PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE updates (id INTEGER PRIMARY KEY, body TEXT);
            CREATE TABLE sessions (chat INTEGER PRIMARY KEY, count INTEGER);"""
        )
        return db

    def write(self, sql: str, *parameters: Any) -> asyncio.Future[int]:
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting.append((sql, parameters, future))
        if self.task is None:
            self.task = asyncio.create_task(self.run())
        return future

    async def run(self) -> None:
        while self.waiting:
            group, self.waiting = self.waiting, []
            counts = await asyncio.get_running_loop().run_in_executor(self.thread, self.commit, group)
            for (_, _, future), count in zip(group, counts, strict=True):
                future.set_result(count)
        self.task = None

    def commit(self, group: list[tuple[str, tuple[Any, ...], Any]]) -> list[int]:
        self.db.execute("BEGIN IMMEDIATE")
        counts = [self.db.execute(sql, parameters).rowcount for sql, parameters, _ in group]
        self.db.execute("COMMIT")
        return counts


class Pool:
    def __init__(self, host: str, port: int) -> None:
        self.address, self.free = (host, port), []  # type: ignore[var-annotated]

    async def call(self, method: str, body: dict[str, Any]) -> None:
        reader, writer = self.free.pop() if self.free else await asyncio.open_connection(*self.address)
        content = json.dumps(body).encode()
        writer.write(
            b"POST /bot%s/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (TOKEN.encode(), method.encode(), len(content)) + content
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r")[0]))
        self.free.append((reader, writer))


class Bot:
    def __init__(self, committer: Committer, pool: Pool) -> None:
        self.committer, self.pool = committer, pool
        self.counts: dict[int, int] = {}
        self.tasks: set[asyncio.Task[None]] = set()

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                body = await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r")[0]))
                update = json.loads(body)
                await self.committer.write("INSERT INTO updates VALUES (?, ?)", update["update_id"], body.decode())
                writer.write(YES)
                task = asyncio.create_task(self.answer(update))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def answer(self, update: dict[str, Any]) -> None:
        query = update.get("callback_query")
        chat = (query or update)["message"]["chat"]["id"]
        count = self.counts[chat] = self.counts.get(chat, 0) + 1
        answered = asyncio.create_task(self.pool.call("answerCallbackQuery", {"callback_query_id": query["id"]})) if query else None
        await self.committer.write("INSERT OR REPLACE INTO sessions VALUES (?, ?)", chat, count)
        body = {"chat_id": chat, "text": f"Question {count}: would you like to repair machines?", "reply_markup": KEYBOARD}
        if query:
            await self.pool.call("editMessageText", {**body, "message_id": query["message"]["message_id"]})
        else:
            await self.pool.call("sendMessage", body)
        self.committer.write("DELETE FROM updates WHERE id = ?", update["update_id"])
        if answered:
            await answered


async def main() -> None:
    api, port, folder = sys.argv[1:]
    address = urlsplit(api)
    bot = Bot(Committer(Path(folder) / "bare.db"), Pool(address.hostname or "", address.port or 0))
    server = await asyncio.start_server(bot.client, "127.0.0.1", int(port))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
