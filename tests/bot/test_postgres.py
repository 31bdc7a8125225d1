"""What only the shared store promises: several processes on one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.store.contract import Accept, Finish, Received, StoreError
from bot.store.migrations import MIGRATIONS, POSTGRES, RECORD
from bot.store.postgres import PostgresStore
from tests.bot.support import new_database

NOW = 1_800_000_000


@pytest.fixture
async def url(postgres: str) -> str:
    return await new_database(postgres)


@pytest.fixture
async def pair(url: str) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    """Two processes, as far as the database can tell."""
    stores = PostgresStore(url), PostgresStore(url)
    for store in stores:
        await store.open()
    yield stores
    for store in stores:
        await store.close()


def received(update_id: int, chat: int = 1) -> Accept:
    return Accept(Received(update_id, chat, '["said", "hi"]', None, NOW))


async def test_a_chat_is_held_by_one_process(pair: tuple[PostgresStore, PostgresStore]) -> None:
    one, two = pair
    await one.write([received(1), received(2, chat=2)])
    assert [lane.chat for lane in await one.claim([1])] == [1]
    assert [lane.chat for lane in await two.claim([1, 2])] == [2]
    await one.release([1])
    assert [lane.chat for lane in await two.claim([1])] == [1]


async def test_a_chat_of_a_process_that_died_is_free(pair: tuple[PostgresStore, PostgresStore]) -> None:
    one, two = pair
    await one.write([received(1)])
    await one.claim([1])
    one._holder.terminate()
    for _ in range(500):
        lanes = await two.claim([1])
        if lanes:
            break
        await asyncio.sleep(0.01)
    assert [waiting.update_id for waiting in lanes[0].waiting] == [1]


async def test_release_tells_what_came_in_elsewhere(pair: tuple[PostgresStore, PostgresStore]) -> None:
    one, two = pair
    await one.write([received(1)])
    await one.claim([1])
    await two.write([received(2)])
    assert await two.claim([1]) == []
    await one.write([Finish(1, 1, "{}", (), NOW)])
    assert await one.release([1]) == [1]
    await one.claim([1])
    await one.write([Finish(1, 2, "{}", (), NOW)])
    assert await one.release([1]) == []


async def test_an_update_that_came_to_both_counts_once(pair: tuple[PostgresStore, PostgresStore]) -> None:
    ids = list(range(1, 51))
    results = await asyncio.gather(
        *(store.write([received(number) for number in order]) for store in pair for order in (ids, ids[::-1], ids[10:30]))
    )
    assert sum(sum(result) for result in results) == 50


async def test_a_turn_made_by_two_is_kept_once(pair: tuple[PostgresStore, PostgresStore]) -> None:
    one, two = pair
    await one.write([received(1)])
    results = await asyncio.gather(
        *(store.write([Finish(1, 1, f'{{"by": {number}}}', (), NOW)]) for number, store in enumerate((one, two)))
    )
    assert sorted(results) == [[False], [True]]


async def test_several_processes_may_migrate_at_once(url: str) -> None:
    stores = [PostgresStore(url) for _ in range(5)]
    await asyncio.gather(*(store.open() for store in stores))
    names = [row["name"] for row in await stores[0]._fetch("SELECT name FROM migrations ORDER BY name")]
    assert names == list(MIGRATIONS)
    for store in stores:
        await store.close()


async def test_a_store_of_the_first_version_is_brought_up_to_date(url: str) -> None:
    name, statements = next(iter(MIGRATIONS.items()))
    connection = await asyncpg.connect(url)
    await connection.execute(RECORD.format(**POSTGRES))
    for sql in statements:
        await connection.execute(sql.format(**POSTGRES))
    await connection.execute("INSERT INTO migrations VALUES ($1, 0)", name)
    await connection.execute("INSERT INTO sessions VALUES (7, '{}', 20000)")
    await connection.close()
    store = PostgresStore(url)
    await store.open()
    assert await store.session(7) == "{}"
    assert await store.write([received(1)]) == [True]
    await store.close()


async def test_a_database_out_of_reach_is_one_line_without_its_password(unused_tcp_port: int) -> None:
    store = PostgresStore(f"postgresql://ana:hunter2@127.0.0.1:{unused_tcp_port}/signpost")
    with pytest.raises(StoreError, match="see that PostgreSQL runs") as raised:
        await store.open()
    assert "hunter2" not in str(raised.value)


async def test_connections_that_broke_are_made_anew(pair: tuple[PostgresStore, PostgresStore], url: str) -> None:
    store, _ = pair
    await store.write([received(1)])
    await store.claim([1])
    killer = await asyncpg.connect(url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()
    for _ in range(10):
        try:
            assert await store.write([received(2)]) in ([True], [False])
            lanes = await store.claim([1])
            break
        except StoreError:
            await asyncio.sleep(0.05)
    assert [waiting.update_id for waiting in lanes[0].waiting] == [1, 2]
