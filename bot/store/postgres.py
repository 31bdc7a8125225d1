"""The store in PostgreSQL, which several processes may share.

Owns the connections and their SQL. Must not know what the rows mean to a student.

A chat is held by a session-level advisory lock on one connection of the process: PostgreSQL itself gives it back when that
process or its connection ends. A turn is written only if its update still waits, so that a lost lock cannot double it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

import asyncpg

from bot.store.contract import DAY, Accept, Backlog, Entry, Finish, Lane, RefusedError, Row, Sent, SetAside, StoreError
from bot.store.migrations import COLUMNS, KNOWN_DAYS, MIGRATIONS, OF_A_CHAT, POSTGRES, RECORD, RECORD_DAYS
from bot.store.rows import lanes, parameters_of

T = TypeVar("T")

CONNECTIONS = 4
COMMAND_SECONDS = 15.0
PORTION = 1_000
MIGRATING = 1 << 60
"""Key of the lock under which tables are changed; no chat has such an id."""
_MEND = "see that PostgreSQL runs and that DATABASE_URL names it"

_ACCEPT = """
WITH new AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
             AS t(chat, update_id, message, tapped, at)),
     known AS (INSERT INTO updates SELECT update_id, $6 FROM new ORDER BY update_id ON CONFLICT DO NOTHING RETURNING update_id)
INSERT INTO inbox SELECT new.* FROM new JOIN known USING (update_id) RETURNING update_id"""
_SET_ASIDE = """
WITH new AS (SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS t(update_id, reason, at)),
     known AS (INSERT INTO updates SELECT update_id, $4 FROM new ORDER BY update_id ON CONFLICT DO NOTHING RETURNING update_id)
INSERT INTO set_aside SELECT new.* FROM new JOIN known USING (update_id) RETURNING update_id"""
_FINISH = """
WITH turn AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::boolean[])
              AS t(chat, update_id, data, active_on, new)),
     waited AS (DELETE FROM inbox USING turn WHERE inbox.chat = turn.chat AND inbox.update_id = turn.update_id
                RETURNING inbox.update_id),
     came AS (INSERT INTO updates SELECT update_id, $6 FROM turn WHERE new ORDER BY update_id
              ON CONFLICT DO NOTHING RETURNING update_id),
     done AS (SELECT turn.* FROM turn JOIN (SELECT * FROM waited UNION SELECT * FROM came) AS took USING (update_id)),
     kept AS (INSERT INTO sessions SELECT chat, data, active_on FROM done WHERE data IS NOT NULL
              ON CONFLICT (chat) DO UPDATE SET data = excluded.data, active_on = excluded.active_on)
SELECT update_id FROM done"""
_OUT = """
INSERT INTO outbox
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::text[])"""
_SENT = """
DELETE FROM outbox USING unnest($1::bigint[], $2::bigint[], $3::int[]) AS t(chat, update_id, position)
WHERE outbox.chat = t.chat AND outbox.update_id = t.update_id AND outbox.position = t.position
RETURNING outbox.update_id, outbox.position"""
_GIVEN_UP = "INSERT INTO given_up VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
_PENDING = """
SELECT chat FROM (SELECT chat, at FROM inbox UNION ALL SELECT chat, at FROM outbox) AS left_over
GROUP BY chat ORDER BY min(at) LIMIT $1"""


class PostgresStore:
    shared = True

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None
        self._holder: Any = None
        """The connection whose locks are our chats."""
        self._holding = asyncio.Lock()

    async def open(self) -> None:
        await self._do(self._open)

    async def close(self) -> None:
        holder, self._holder = self._holder, None
        pool, self._pool = self._pool, None
        # A connection that broke cannot say goodbye; what it held the server frees by itself.
        if holder:
            try:
                await holder.close()
            except _FAILED:
                holder.terminate()
        if pool:
            try:
                await pool.close()
            except _FAILED:
                pool.terminate()

    async def write(self, entries: Sequence[Entry]) -> list[bool]:
        async def work() -> list[bool]:
            async with self._pool.acquire() as connection, connection.transaction():
                done = await _write(connection, entries)
            return [_took(entry, done) for entry in entries]

        return await self._do(work)

    async def claim(self, chats: Sequence[int]) -> list[Lane]:
        async def work() -> list[Lane]:
            async with self._holding:
                holder = await self._hold()
                rows = await holder.fetch("SELECT chat FROM unnest($1::bigint[]) AS t(chat) WHERE pg_try_advisory_lock(chat)", list(chats))
                ours = [row["chat"] for row in rows]
                # Read after the lock, in a snapshot of its own: whoever held it before has committed.
                tables = []
                for table, order in (("sessions", "chat"), ("inbox", "chat, update_id"), ("outbox", "chat, update_id, position")):
                    sql = f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE chat = ANY($1) ORDER BY {order}"  # noqa: S608
                    tables.append(await holder.fetch(sql, ours))
            return lanes(ours, *tables)

        return await self._do(work)

    async def release(self, chats: Sequence[int]) -> list[int]:
        async def work() -> list[int]:
            async with self._holding:
                holder = await self._hold()
                await holder.execute("SELECT pg_advisory_unlock(chat) FROM unnest($1::bigint[]) AS t(chat)", list(chats))
                # After the unlock: a process that could not get the lock before it has its row committed by now.
                sql = "SELECT DISTINCT chat FROM inbox WHERE chat = ANY($1)"
                return [row["chat"] for row in await holder.fetch(sql, list(chats))]

        return await self._do(work)

    async def pending(self, limit: int) -> list[int]:
        return [row["chat"] for row in await self._fetch(_PENDING, limit)]

    async def backlog(self) -> Backlog:
        sql = "SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM outbox), (SELECT min(at) FROM inbox)"
        return Backlog(*(await self._fetch(sql))[0])

    async def check(self) -> None:
        await self._fetch("UPDATE heartbeat SET beats = beats + 1")

    async def tidy(self, now: int, idle_days: int) -> int:
        today, old = now // DAY, now - RECORD_DAYS * DAY
        gone = await self._fetch("DELETE FROM sessions WHERE active_on < $1 RETURNING chat", today - idle_days)
        await self._fetch("DELETE FROM updates WHERE received_on < $1", today - KNOWN_DAYS)
        for table in ("set_aside", "given_up"):
            await self._fetch(f"DELETE FROM {table} WHERE at < $1", old)  # noqa: S608
        return len(gone)

    async def session(self, chat: int) -> str | None:
        rows = await self._fetch("SELECT data FROM sessions WHERE chat = $1", chat)
        return rows[0]["data"] if rows else None

    async def scrub(self) -> None:
        """PostgreSQL's files are the business of its own vacuum."""

    async def dump(self) -> AsyncIterator[tuple[str, list[Row]]]:
        async with self._pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
            for table, columns in COLUMNS.items():
                cursor = await connection.cursor(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
                while rows := [tuple(row) for row in await cursor.fetch(PORTION)]:
                    yield table, rows

    async def load(self, table: str, rows: Sequence[Row]) -> None:
        async def work() -> None:
            async with self._pool.acquire() as connection:
                await connection.copy_records_to_table(table, records=list(rows), columns=list(COLUMNS[table]))

        await self._do(work)

    async def _open(self) -> None:
        self._pool = await asyncpg.create_pool(self._url, min_size=1, max_size=CONNECTIONS, command_timeout=COMMAND_SECONDS, reset=_keep)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)
            await connection.execute(RECORD.format(**POSTGRES))
            ran = {row["name"] for row in await connection.fetch("SELECT name FROM migrations")}
        for name, statements in MIGRATIONS.items():
            if name not in ran:
                await self._migrate(name, statements)

    async def _migrate(self, name: str, statements: Sequence[str]) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)
            if await connection.fetchval("SELECT 1 FROM migrations WHERE name = $1", name):
                return  # another process was first
            for sql in statements:
                await connection.execute(sql.format(**POSTGRES))
            await connection.execute("INSERT INTO migrations VALUES ($1, $2)", name, int(time.time()))

    async def _hold(self) -> Any:
        if self._holder is None or self._holder.is_closed():
            # Its locks went with it: others may serve our chats now, and _FINISH tells us where they did.
            self._holder = await asyncpg.connect(self._url, command_timeout=COMMAND_SECONDS)
        return self._holder

    async def _fetch(self, sql: str, *parameters: Any) -> list[Any]:
        async def work() -> list[Any]:
            async with self._pool.acquire() as connection:
                rows: list[Any] = await connection.fetch(sql, *parameters)
                return rows

        return await self._do(work)

    async def _do(self, work: Callable[[], Awaitable[T]]) -> T:
        try:
            return await work()
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, OverflowError, UnicodeError) as error:
            raise RefusedError(f"PostgreSQL: {type(error).__name__}") from error
        except _FAILED as error:
            # No text of the error: it may quote the address with its password, or a row.
            raise StoreError(f"PostgreSQL: {type(error).__name__}", _MEND) from error


# asyncpg raises its internal error where a connection breaks while it is being asked.
_FAILED = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


async def _keep(connection: Any) -> None:
    """Nothing is ever set on a pooled connection: the round trip that would reset it is saved."""


def _key(entry: Entry) -> tuple[Any, ...]:
    match entry:
        case Accept(received):
            return Accept, received.update_id
        case Sent():
            return Sent, entry.update_id, entry.position
    return type(entry), entry.update_id


def _took(entry: Entry, done: set[tuple[Any, ...]]) -> bool:
    """The first entry of a key is the one that took effect."""
    key = _key(entry)
    took = key in done
    done.discard(key)
    return took


def _columns(rows: Sequence[Sequence[Any]], count: int) -> list[list[Any]]:
    return [[row[index] for row in rows] for index in range(count)]


async def _write(connection: Any, entries: Sequence[Entry]) -> set[tuple[Any, ...]]:
    """One statement a kind; returns the keys of those that took effect."""
    done: set[tuple[Any, ...]] = set()
    # By id, so that two processes that got the same updates do not wait for each other in a circle.
    new = {entry.received.update_id: entry.received for entry in entries if isinstance(entry, Accept)}
    if new:
        rows: list[Row] = [(one.chat, one.update_id, one.message, one.tapped, one.at) for _, one in sorted(new.items())]
        accepted = await connection.fetch(_ACCEPT, *_columns(rows, 5), int(time.time()) // DAY)
        done |= {(Accept, row["update_id"]) for row in accepted}
    aside = {entry.update_id: (entry.update_id, entry.reason, entry.at) for entry in entries if isinstance(entry, SetAside)}
    if aside:
        rows = [aside[update_id] for update_id in sorted(aside)]
        known = await connection.fetch(_SET_ASIDE, *_columns(rows, 3), int(time.time()) // DAY)
        done |= {(SetAside, row["update_id"]) for row in known}
    finishes = [entry for entry in entries if isinstance(entry, Finish)]
    if finishes:
        done |= await _finish(connection, finishes)
    sent = [entry for entry in entries if isinstance(entry, Sent)]
    if sent:
        gone = await connection.fetch(_SENT, *_columns([(one.chat, one.update_id, one.position) for one in sent], 3))
        done |= {(Sent, row["update_id"], row["position"]) for row in gone}
        if given_up := [one for one in sent if one.given_up]:
            rows = [(one.chat, one.update_id, one.position, one.method, one.given_up, one.at) for one in given_up]
            await connection.executemany(_GIVEN_UP, rows)
    return done


async def _finish(connection: Any, finishes: Sequence[Finish]) -> set[tuple[Any, ...]]:
    # By id, for the same reason as above.
    finishes = sorted(finishes, key=lambda one: one.update_id)
    turns = [(one.chat, one.update_id, None if one.forget else one.session, one.at // DAY, one.new) for one in finishes]
    done = {row["update_id"] for row in await connection.fetch(_FINISH, *_columns(turns, 5), int(time.time()) // DAY)}
    ours = [one for one in finishes if one.update_id in done]
    if forgotten := [one.chat for one in ours if one.forget]:
        for table in OF_A_CHAT:
            await connection.execute(f"DELETE FROM {table} WHERE chat = ANY($1)", forgotten)  # noqa: S608
    if rows := [row for one in ours for row in parameters_of(one)]:
        await connection.execute(_OUT, *_columns(rows, 8))
    return {(Finish, update_id) for update_id in done}
