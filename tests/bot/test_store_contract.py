"""What a store promises, asked of each kind."""

from __future__ import annotations

import asyncio

import pytest

from bot.store import open_store
from bot.store.contract import DAY, Accept, Call, Entry, Finish, Lane, Received, RefusedError, Sent, SetAside, Store, Unsent

NOW = 1_800_000_000


def received(update_id: int, chat: int = 1, text: str = "hi") -> Received:
    return Received(update_id, chat, f'["said", "{text}"]', None, NOW + update_id)


def finish(update_id: int, chat: int = 1, session: str | None = "{}", *calls: Call, forget: bool = False) -> Finish:
    return Finish(chat, update_id, session, calls, NOW, forget)


CALL = Call("sendMessage", '{"chat_id": 1, "text": "é \\u0000"}')
FILE = Call("sendDocument", "{}", b"\x00\xff", "yours.json")


async def lane(store: Store, chat: int = 1) -> Lane:
    (found,) = await store.claim([chat])
    await store.release([chat])
    return found


async def test_what_was_accepted_waits_in_order_of_its_ids(store: Store) -> None:
    assert await store.write([Accept(received(2)), Accept(received(1)), Accept(received(3, chat=7))]) == [True, True, True]
    assert (await lane(store)).waiting == [received(1), received(2)]
    assert await store.pending(10) == [1, 7]
    assert await store.pending(1) == [1]


async def test_an_id_counts_once_even_within_one_commit(store: Store) -> None:
    assert await store.write([Accept(received(1)), Accept(received(1))]) == [True, False]
    assert await store.write([Accept(received(1)), Accept(received(2))]) == [False, True]
    assert await store.write([finish(1)]) == [True]
    assert await store.write([Accept(received(1))]) == [False]
    assert [waiting.update_id for waiting in (await lane(store)).waiting] == [2]


async def test_session_replies_and_done_are_one(store: Store) -> None:
    await store.write([Accept(received(1))])
    assert await store.write([finish(1, 1, '{"a": 1}', CALL, FILE)]) == [True]
    found = await lane(store)
    assert found.session == '{"a": 1}'
    assert found.waiting == []
    assert found.unsent == [Unsent(1, 1, 0, NOW, CALL), Unsent(1, 1, 1, NOW, FILE)]


async def test_an_update_that_was_answered_is_not_answered_again(store: Store) -> None:
    await store.write([Accept(received(1))])
    await store.write([finish(1, 1, '{"first": 1}')])
    assert await store.write([finish(1, 1, '{"second": 1}', CALL)]) == [False]
    found = await lane(store)
    assert (found.session, found.unsent) == ('{"first": 1}', [])


async def test_a_turn_may_leave_the_session_as_it_is(store: Store) -> None:
    await store.write([Accept(received(1)), Accept(received(2))])
    await store.write([finish(1, 1, '{"a": 1}')])
    await store.write([finish(2, 1, None, CALL)])
    assert await store.session(1) == '{"a": 1}'


async def test_what_was_sent_leaves_the_outbox(store: Store) -> None:
    await store.write([Accept(received(1))])
    await store.write([finish(1, 1, "{}", CALL, FILE)])
    assert await store.write([Sent(1, 1, 0)]) == [True]
    assert [unsent.position for unsent in (await lane(store)).unsent] == [1]
    assert await store.write([Sent(1, 1, 1, "sendDocument", "403 blocked", NOW)]) == [True]
    assert await store.write([Sent(1, 1, 1)]) == [False]
    assert await store.pending(10) == []
    assert (await rows(store))["given_up"] == [(1, 1, 1, "sendDocument", "403 blocked", NOW)]


async def test_an_unreadable_update_is_known_from_then_on(store: Store) -> None:
    aside: Entry = SetAside(5, "TypeError in message", NOW)
    assert await store.write([aside, aside]) == [True, False]
    assert await store.write([Accept(received(5))]) == [False]


async def test_one_refused_entry_stores_none_of_its_commit(store: Store) -> None:
    with pytest.raises(RefusedError):
        await store.write([Accept(received(1)), Accept(received(2**70))])
    assert await store.pending(10) == []
    assert await store.write([Accept(received(1))]) == [True]


async def test_forgetting_removes_every_row_of_the_chat_and_of_no_other(store: Store) -> None:
    for chat in (1, 2):
        await store.write([Accept(received(chat * 10, chat)), Accept(received(chat * 10 + 1, chat))])
        await store.write([finish(chat * 10, chat, '{"a": 1}', CALL, FILE), Sent(chat, chat * 10, 0)])
        await store.write([Sent(chat, chat * 10, 1, "sendDocument", "403", NOW)])
    await store.write([finish(11, 1, "{}", CALL, forget=True)])
    assert await store.session(1) is None
    left = await rows(store)
    assert [row for row in left["given_up"] if row[0] == 1] == []
    assert [unsent.update_id for unsent in (await lane(store)).unsent] == [11]  # the farewell itself
    await store.write([Sent(1, 11, 0)])
    left = await rows(store)
    assert not any(1 in row[:1] for table in ("sessions", "inbox", "outbox", "given_up") for row in left[table])
    assert await store.session(2) == '{"a": 1}'


async def test_what_came_after_the_wish_to_be_forgotten_is_still_answered(store: Store) -> None:
    await store.write([Accept(received(1)), Accept(received(2))])
    await store.write([finish(1, forget=True)])
    assert [waiting.update_id for waiting in (await lane(store)).waiting] == [2]


async def test_replays_of_what_was_forgotten_stay_without_effect(store: Store) -> None:
    await store.write([Accept(received(1))])
    await store.write([finish(1, forget=True)])
    assert await store.write([Accept(received(1))]) == [False]
    assert await store.pending(10) == []


async def test_everything_outlives_the_process(database: str) -> None:
    first = open_store(database)
    await first.open()
    await first.write([Accept(received(1)), Accept(received(2))])
    await first.write([finish(1, 1, '{"a": 1}', CALL)])
    await first.close()
    again = open_store(database)
    await again.open()
    found = (await again.claim([1]))[0]
    assert (found.session, [one.update_id for one in found.waiting], len(found.unsent)) == ('{"a": 1}', [2], 1)
    await again.close()


async def test_the_backlog_is_told(store: Store) -> None:
    await store.write([Accept(received(1)), Accept(received(2))])
    await store.write([finish(1, 1, "{}", CALL)])
    backlog = await store.backlog()
    assert (backlog.waiting, backlog.unsent, backlog.oldest) == (1, 1, NOW + 2)


async def test_idle_sessions_and_old_records_end(store: Store) -> None:
    await store.write([Accept(received(1, 1)), Accept(received(2, 2)), SetAside(3, "old", NOW)])
    await store.write([Finish(1, 1, "{}", (), NOW), Finish(2, 2, "{}", (), NOW + 300 * DAY)])
    assert await store.tidy(NOW + 400 * DAY, 400) == 0
    assert await store.tidy(NOW + 401 * DAY, 400) == 1
    assert await store.session(1) is None
    assert await store.session(2) == "{}"
    assert (await rows(store))["set_aside"] == []


async def test_ids_stay_known_far_longer_than_telegram_keeps_updates(store: Store) -> None:
    import time

    await store.write([Accept(received(1))])
    await store.write([finish(1)])
    await store.tidy(int(time.time()) + 60 * DAY, 400)
    assert await store.write([Accept(received(1))]) == [False]


async def test_many_writers_at_once(store: Store) -> None:
    await asyncio.gather(*(store.write([Accept(received(number, number % 5)) for number in range(start, 200, 10)]) for start in range(10)))
    assert (await store.backlog()).waiting == 200
    assert [one.update_id for one in (await lane(store, 3)).waiting] == list(range(3, 200, 5))


async def test_it_can_be_written(store: Store) -> None:
    await store.check()
    await store.scrub()


async def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = {"sessions": [], "inbox": [], "outbox": [], "given_up": [], "set_aside": [], "updates": []}
    async for table, portion in store.dump():
        found[table].extend(portion)
    return found
