"""The store in one SQLite file: write-ahead log, one connection that writes, one that reads meanwhile, one process.

Owns the file and its SQL. Must not know what the rows mean to a student.

aiosqlite runs each call in its thread; a whole transaction goes there at once, since the way costs more than the work.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Concatenate, ParamSpec, TypeVar

import aiosqlite

from bot.store.contract import DAY, Backlog, Entry, Finish, Lane, RefusedError, Row, StoreError
from bot.store.migrations import COLUMNS, KNOWN_DAYS, RECORD_DAYS
from bot.store.sqlite_work import claim, fetch, migrate, transaction, write

T = TypeVar("T")
P = ParamSpec("P")

LOCK_WAIT = 15.0
"""Seconds to wait for a process that is just stopping."""
BUSY_WAIT = 2.0
"""Seconds SQLite waits for a lock on the file before it says so."""
PORTION = 1_000
"""Rows in one step of a dump or a tidy, so that nothing else waits long."""

_MENDS = {
    "SQLITE_FULL": "free some disk space; the bot goes on by itself",
    "SQLITE_BUSY": "another program holds a lock on the file; close it and the bot goes on by itself",
    "SQLITE_LOCKED": "another program holds a lock on the file; close it and the bot goes on by itself",
    "SQLITE_READONLY": "give the bot's user the right to write to the file and its folder",
    "SQLITE_CANTOPEN": "the folder must exist and the bot's user must be allowed to write to it",
    "SQLITE_IOERR": "look at the disk; the bot tries again by itself",
    "SQLITE_CORRUPT": "put a backup in its place (README, Backup) and start again",
    "SQLITE_NOTADB": "this is no SQLite file; DATABASE_URL should name another",
}
_REFUSED = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.DataError, OverflowError)
_REOPEN = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")


class _Connection(aiosqlite.Connection):
    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, 64)
        self._thread.daemon = True  # an error on the way out must not keep the process from ending

    def join(self) -> None:
        self._thread.join()

    async def run(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._execute(work, self._conn, *args, **kwargs)  # type: ignore[no-any-return,no-untyped-call]


class SQLiteStore:
    shared = False

    def __init__(self, path: Path, synchronous: str = "FULL", *, alone: bool = True) -> None:
        self._path, self._synchronous, self._alone = path, synchronous, alone
        self._writer: _Connection | None = None
        self._reader: _Connection | None = None
        self._opening = asyncio.Lock()
        self._lock: IO[bytes] | None = None

    async def open(self) -> None:
        if self._alone:
            self._lock = await _only_process(self._path.with_name(self._path.name + "-lock"))
        try:
            await self._run(migrate)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        await self._disconnect()
        if self._lock:
            self._lock.close()
            self._lock = None

    async def write(self, entries: Sequence[Entry]) -> list[bool]:
        results = await self._run(write, entries)
        if any(isinstance(entry, Finish) and entry.forget for entry in entries):
            await self.scrub()
        return results

    async def claim(self, chats: Sequence[int]) -> list[Lane]:
        return await self._read(claim, chats)

    async def release(self, chats: Sequence[int]) -> list[int]:
        # One process: what came in meanwhile went to the lane itself.
        return []

    async def pending(self, limit: int) -> list[int]:
        sql = """SELECT chat FROM (SELECT chat, at FROM inbox UNION ALL SELECT chat, at FROM outbox)
                 GROUP BY chat ORDER BY min(at) LIMIT ?"""
        return [chat for (chat,) in await self._read(fetch, sql, (limit,))]

    async def backlog(self) -> Backlog:
        sql = "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox), (SELECT min(at) FROM inbox)"
        return Backlog(*(await self._read(fetch, sql, ()))[0])

    async def check(self) -> None:
        await self._run(transaction, [("UPDATE heartbeat SET beats = beats + 1", ())])

    async def tidy(self, now: int, idle_days: int) -> int:
        today, removed = now // DAY, 0
        for table, column, key, before in (
            ("sessions", "active_on", "chat", today - idle_days),
            ("updates", "received_on", "update_id", today - KNOWN_DAYS),
        ):
            sql = f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {column} < ? LIMIT {PORTION})"  # noqa: S608
            while gone := await self._run(transaction, [(sql, (before,))]):
                removed += gone if table == "sessions" else 0
        old = now - RECORD_DAYS * DAY
        await self._run(transaction, [(f"DELETE FROM {table} WHERE at < ?", (old,)) for table in ("set_aside", "given_up")])  # noqa: S608
        await self.scrub()
        return removed

    async def session(self, chat: int) -> str | None:
        rows = await self._read(fetch, "SELECT data FROM sessions WHERE chat = ?", (chat,))
        return rows[0][0] if rows else None

    async def scrub(self) -> None:
        await self._run(fetch, "PRAGMA wal_checkpoint(TRUNCATE)", ())

    async def dump(self) -> AsyncIterator[tuple[str, list[Row]]]:
        connection = await self._connect()
        try:
            await connection.run(fetch, "BEGIN", ())  # all tables as of one moment
            for table, columns in COLUMNS.items():
                cursor = await connection.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
                while rows := [tuple(row) for row in await cursor.fetchmany(PORTION)]:
                    yield table, rows
                await cursor.close()
        finally:
            await connection.close()

    async def load(self, table: str, rows: Sequence[Row]) -> None:
        columns = COLUMNS[table]
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
        await self._run(transaction, [(sql, row) for row in rows])

    async def _run(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._guarded():
            async with self._opening:
                writer = self._writer = self._writer or await self._connect()
            return await writer.run(work, *args, **kwargs)

    async def _read(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Sees every commit that was reported, and waits for none."""
        async with self._guarded():
            async with self._opening:
                reader = self._reader = self._reader or await self._connect()
            return await reader.run(work, *args, **kwargs)

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        try:
            yield
        except (ValueError, sqlite3.ProgrammingError) as error:
            if "closed" not in str(error):
                raise RefusedError(f"{self._path}: {type(error).__name__}") from error
            raise StoreError(f"{self._path} was closed after an error", "the bot opens it again by itself") from error
        except _REFUSED as error:
            raise RefusedError(f"{self._path}: {type(error).__name__}") from error
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(_REOPEN):
                await self._disconnect()
            mend = next((mend for prefix, mend in _MENDS.items() if name.startswith(prefix)), "")
            raise StoreError(f"{self._path}: {error}", mend) from error

    async def _connect(self) -> _Connection:
        def connector() -> sqlite3.Connection:
            connection = sqlite3.connect(self._path, timeout=BUSY_WAIT, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {self._synchronous}")
                connection.execute("PRAGMA secure_delete = ON")
            except BaseException:
                connection.close()
                raise
            return connection

        connection = _Connection(connector)
        try:
            await connection
        except BaseException:
            await asyncio.to_thread(connection.join)
            raise
        return connection

    async def _disconnect(self) -> None:
        connections, self._writer, self._reader = (self._reader, self._writer), None, None
        for connection in connections:
            if connection:
                await connection.close()


async def _only_process(path: Path) -> IO[bytes] | None:
    """Two processes on one file would answer a chat out of order; PostgreSQL is the store for several."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; Telegram itself refuses a second poller
        return None
    try:
        file = path.open("ab")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", _MENDS["SQLITE_CANTOPEN"]) from error
    end = time.monotonic() + LOCK_WAIT
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except OSError:
            if time.monotonic() > end:
                file.close()
                raise StoreError(f"{path} is held by another process", "stop the other bot, or share a PostgreSQL store") from None
            await asyncio.sleep(0.1)
