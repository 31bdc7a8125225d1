"""What only the file store promises: the disk's troubles, real deletion, one process."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import sqlite as module
from bot.store import sqlite_work
from bot.store.contract import Accept, Call, Finish, Received, StoreError
from bot.store.migrations import MIGRATIONS, RECORD, SQLITE
from bot.store.sqlite import SQLiteStore

NOW = 1_800_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "signpost.db"


@pytest.fixture
async def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SQLiteStore]:
    monkeypatch.setattr(module, "BUSY_WAIT", 0.05)
    opened = SQLiteStore(path)
    await opened.open()
    yield opened
    await opened.close()


def received(update_id: int, text: str = "hi") -> Accept:
    return Accept(Received(update_id, 1, f'["said", "{text}"]', None, NOW))


async def test_a_full_disk_is_told_and_the_store_goes_on_when_there_is_room(store: SQLiteStore) -> None:
    await store.write([received(1)])
    assert store._writer
    (pages,) = await store._writer.run(lambda connection: connection.execute("PRAGMA page_count").fetchone())
    await store._writer.run(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone())
    much = [received(number, "x" * 1_000) for number in range(2, 2_000)]
    with pytest.raises(StoreError, match="database or disk is full: free some disk space") as raised:
        await store.write(much)
    assert "goes on by itself" in raised.value.mend
    await store._writer.run(lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchone())
    assert await store.write(much) == [True] * len(much)
    assert (await store.claim([1]))[0].waiting[0].update_id == 1


async def test_a_locked_file_is_told_and_the_store_goes_on_when_it_is_free(store: SQLiteStore, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked: another program holds a lock"):
        await store.write([received(1)])
    assert (await store.backlog()).waiting == 0  # reading goes on meanwhile
    other.execute("ROLLBACK")
    other.close()
    assert await store.write([received(1)]) == [True]


async def test_a_file_that_is_no_database_ends_the_start_with_one_line(path: Path) -> None:
    _put(path, b"not a database, " * 100)
    with pytest.raises(StoreError, match="file is not a database: this is no SQLite file; DATABASE_URL should name another"):
        await SQLiteStore(path).open()
    # aiosqlite's thread would tell of its end to an event loop that is closed by then
    assert not [thread for thread in threading.enumerate() if "_connection_worker_thread" in thread.name]


async def test_a_corrupt_file_is_told_and_a_backup_put_in_its_place_serves_without_a_restart(store: SQLiteStore, path: Path) -> None:
    await store.write([received(number, "x" * 500) for number in range(100)])
    await store.scrub()
    good = _get(path)
    _put(path, good[:4096] + b"\xff" * (len(good) - 4096))
    await store._disconnect()
    with pytest.raises(StoreError, match="put a backup in its place"):
        await store.claim([1])
    _put(path, good)
    assert len((await store.claim([1]))[0].waiting) == 100


async def test_a_folder_that_does_not_exist_ends_the_start_with_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the folder must exist"):
        await SQLiteStore(tmp_path / "nowhere" / "signpost.db").open()


async def test_a_second_process_on_the_file_is_refused(store: SQLiteStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOCK_WAIT", 0.1)
    with pytest.raises(StoreError, match="held by another process"):
        await SQLiteStore(path).open()
    beside = SQLiteStore(path, alone=False)  # a backup may read
    await beside.open()
    await beside.close()


async def test_a_process_that_is_just_stopping_is_waited_for(store: SQLiteStore, path: Path) -> None:
    second = SQLiteStore(path)
    opening = asyncio.create_task(second.open())
    await asyncio.sleep(0.1)
    await store.close()
    await opening
    await second.close()


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _get(path: Path) -> bytes:
    return path.read_bytes()


def files(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name))


async def test_what_was_forgotten_is_in_no_file(store: SQLiteStore, path: Path) -> None:
    await store.write([received(1, "my secret wish"), received(2)])
    await store.write([Finish(1, 1, '{"secret": "session"}', (Call("sendMessage", "a secret reply"),), NOW)])
    assert b"secret" in files(path)
    await store.write([Finish(1, 2, None, (), NOW, forget=True)])
    assert b"secret" not in files(path)


async def test_words_of_a_turn_that_is_done_do_not_stay_in_the_files(store: SQLiteStore, path: Path) -> None:
    await store.write([received(1, "my secret wish")])
    await store.write([Finish(1, 1, "{}", (), NOW)])
    await store.scrub()
    assert b"secret" not in files(path)


@pytest.mark.parametrize(("name", "level"), [("FULL", 2), ("NORMAL", 1)])
async def test_the_promise_about_power_cuts_is_a_setting(path: Path, name: str, level: int) -> None:
    store = SQLiteStore(path, name)
    await store.open()
    assert store._writer
    assert await store._writer.run(lambda connection: connection.execute("PRAGMA synchronous").fetchone()) == (level,)
    assert await store._writer.run(lambda connection: connection.execute("PRAGMA journal_mode").fetchone()) == ("wal",)
    await store.close()


async def test_a_store_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    name, statements = next(iter(MIGRATIONS.items()))
    old = sqlite3.connect(path, isolation_level=None)
    old.execute(RECORD.format(**SQLITE))
    for sql in statements:
        old.execute(sql.format(**SQLITE))
    old.execute("INSERT INTO migrations VALUES (?, 0)", (name,))
    old.execute("INSERT INTO sessions VALUES (7, '{}', 20000)")
    old.close()
    store = SQLiteStore(path)
    await store.open()
    assert await store.session(7) == "{}"
    assert await store.write([received(1)]) == [True]
    await store.close()
    new = sqlite3.connect(path)
    assert [row[0] for row in new.execute("SELECT name FROM migrations ORDER BY name")] == list(MIGRATIONS)
    new.close()


async def test_a_step_that_fails_leaves_nothing_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = dict([next(iter(MIGRATIONS.items()))])
    monkeypatch.setattr(sqlite_work, "MIGRATIONS", {**first, "0002_bad": ("CREATE TABLE half (x)", "CREATE TABLE sessions (x)")})
    with pytest.raises(StoreError, match="already exists"):
        await SQLiteStore(path).open()
    left = sqlite3.connect(path)
    assert {row[0] for row in left.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} == {"migrations", "sessions"}
    assert [row[0] for row in left.execute("SELECT name FROM migrations")] == list(first)
    left.close()
