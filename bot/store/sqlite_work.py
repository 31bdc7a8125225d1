"""What the SQLite store does in its connections' threads: each function is one transaction or one read.

Owns the SQL of students' rows. Must not know asyncio.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.store.contract import DAY, Accept, Entry, Finish, Lane, Row, Sent, SetAside
from bot.store.migrations import COLUMNS, MIGRATIONS, OF_A_CHAT, RECORD, SQLITE
from bot.store.rows import lanes, parameters_of

T = TypeVar("T")


def fetch(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> list[Row]:
    return connection.execute(sql, parameters).fetchall()


def transaction(connection: sqlite3.Connection, statements: Sequence[tuple[str, Sequence[Any]]]) -> int:
    """Returns how many rows were changed."""
    return sum(_atomically(connection, lambda: [connection.execute(sql, parameters).rowcount for sql, parameters in statements]))


def _atomically(connection: sqlite3.Connection, work: Callable[[], T]) -> T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back after some errors
            connection.execute("ROLLBACK")
        raise
    return result


def migrate(connection: sqlite3.Connection) -> None:
    connection.execute(RECORD.format(**SQLITE))
    for name, statements in MIGRATIONS.items():

        def step(name: str = name, statements: tuple[str, ...] = statements) -> None:
            if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone():
                return
            for sql in statements:
                connection.execute(sql.format(**SQLITE))
            connection.execute("INSERT INTO migrations VALUES (?, ?)", (name, int(time.time())))

        _atomically(connection, step)


def write(connection: sqlite3.Connection, entries: Sequence[Entry]) -> list[bool]:
    return _atomically(connection, lambda: [_ENTER[type(entry)](connection, entry) for entry in entries])


def _known(connection: sqlite3.Connection, update_id: int, at: int) -> bool:
    return connection.execute("INSERT OR IGNORE INTO updates VALUES (?, ?)", (update_id, at // DAY)).rowcount == 0


def _accept(connection: sqlite3.Connection, entry: Accept) -> bool:
    new = entry.received
    if _known(connection, new.update_id, int(time.time())):
        return False
    connection.execute("INSERT INTO inbox VALUES (?, ?, ?, ?, ?)", (new.chat, new.update_id, new.message, new.tapped, new.at))
    return True


def _finish(connection: sqlite3.Connection, entry: Finish) -> bool:
    if entry.new:
        if _known(connection, entry.update_id, int(time.time())):
            return False
    elif not connection.execute("DELETE FROM inbox WHERE chat = ? AND update_id = ?", (entry.chat, entry.update_id)).rowcount:
        return False
    if entry.forget:
        for table in OF_A_CHAT:
            connection.execute(f"DELETE FROM {table} WHERE chat = ?", (entry.chat,))  # noqa: S608
    elif entry.session is not None:
        connection.execute(
            """INSERT INTO sessions VALUES (?, ?, ?)
               ON CONFLICT (chat) DO UPDATE SET data = excluded.data, active_on = excluded.active_on""",
            (entry.chat, entry.session, entry.at // DAY),
        )
    connection.executemany("INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?)", parameters_of(entry))
    return True


def _sent(connection: sqlite3.Connection, entry: Sent) -> bool:
    key = (entry.chat, entry.update_id, entry.position)
    gone = connection.execute("DELETE FROM outbox WHERE chat = ? AND update_id = ? AND position = ?", key).rowcount
    if entry.given_up:
        connection.execute("INSERT OR IGNORE INTO given_up VALUES (?, ?, ?, ?, ?, ?)", (*key, entry.method, entry.given_up, entry.at))
    return bool(gone)


def _set_aside(connection: sqlite3.Connection, entry: SetAside) -> bool:
    if _known(connection, entry.update_id, entry.at):
        return False
    connection.execute("INSERT INTO set_aside VALUES (?, ?, ?)", (entry.update_id, entry.reason, entry.at))
    return True


_ENTER: dict[type, Callable[[sqlite3.Connection, Any], bool]] = {
    Accept: _accept,
    Finish: _finish,
    Sent: _sent,
    SetAside: _set_aside,
}


def claim(connection: sqlite3.Connection, chats: Sequence[int]) -> list[Lane]:
    ids = (json.dumps(list(chats)),)

    def of(table: str, order: str) -> list[Row]:
        columns = ", ".join(COLUMNS[table])
        return fetch(connection, f"SELECT {columns} FROM {table} WHERE chat IN (SELECT value FROM json_each(?)) ORDER BY {order}", ids)  # noqa: S608

    return lanes(chats, of("sessions", "chat"), of("inbox", "chat, update_id"), of("outbox", "chat, update_id, position"))
