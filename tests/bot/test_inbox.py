"""Acceptance in the corners: twins, late arrivals, a store that fails, the end of the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.grouped import Grouped
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.store.contract import Accept, Entry, Finish, Lane, Received, StoreError
from bot.store.sqlite import SQLiteStore
from bot.updates import wrap

NOW = 1_800_000_000


def update(update_id: int, chat: int = 7, text: str = "hi") -> Any:
    message = {"message_id": 1, "date": NOW, "chat": {"id": chat, "type": "private"}, "from": {"id": chat}, "text": text}
    return wrap({"update_id": update_id, "message": message})


class Rig:
    """An inbox on a real store, with this test as the one who serves lanes."""

    def __init__(self, path: Path) -> None:
        self.store = SQLiteStore(path)
        self.ledger: Grouped[Entry, bool] = Grouped(self.store.write)
        self.inbox = Inbox(self.store, self.ledger, Metrics(), clock=lambda: NOW)

    async def lane(self) -> Lane:
        async with asyncio.timeout(10):
            lane = await self.inbox.get()
        assert isinstance(lane, Lane)
        return lane

    async def answer(self, lane: Lane) -> bool:
        """As a turn would."""
        received = lane.waiting[0]
        new = await self.ledger.submit(Finish(lane.chat, received.update_id, "{}", (), NOW, new=not received.kept))
        if not received.kept:
            self.inbox.kept(lane.chat, received.update_id, new)
        if new:
            lane.waiting.remove(received)
        return new


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    made = Rig(tmp_path / "signpost.db")
    await made.store.open()
    yield made
    await made.ledger.drain()
    await made.inbox.chats.drain()
    await made.store.close()


def put(rig: Rig, *args: Any, **kwargs: Any) -> asyncio.Task[None]:
    return asyncio.create_task(rig.inbox.put(update(*args, **kwargs)))


async def test_the_first_of_an_idle_chat_is_stored_with_its_answer(rig: Rig) -> None:
    task = put(rig, 1)
    lane = await rig.lane()
    assert [(one.update_id, one.kept) for one in lane.waiting] == [(1, False)]
    assert not task.done()
    assert await rig.answer(lane)
    await task
    rig.inbox.done(lane)


async def test_the_next_of_a_busy_chat_is_stored_at_once_and_joins_the_lane(rig: Rig) -> None:
    first = put(rig, 1)
    lane = await rig.lane()
    await put(rig, 3)
    await put(rig, 2)
    assert [one.update_id for one in lane.waiting] == [1, 2, 3]
    assert await rig.answer(lane)
    await first
    rig.inbox.done(lane)


async def test_a_twin_is_taken_and_answered_once(rig: Rig) -> None:
    first = put(rig, 1)
    lane = await rig.lane()
    await put(rig, 1)  # stored before its twin's answer
    assert not await rig.answer(lane)
    await first
    rig.inbox.done(lane)
    again = await rig.lane()
    assert [(one.update_id, one.kept) for one in again.waiting] == [(1, True)]
    assert await rig.answer(again)
    rig.inbox.done(again)
    third = put(rig, 1)
    known = await rig.lane()
    assert not await rig.answer(known)
    await third
    rig.inbox.done(known)
    assert (await rig.store.backlog()).waiting == 0


async def test_one_that_comes_ahead_of_older_ones_waits_its_turn(rig: Rig) -> None:
    await rig.store.write([Accept(Received(1, 7, '["said", "old"]', None, NOW))])
    await put(rig, 2)
    lane = await rig.lane()
    assert [(one.update_id, one.kept) for one in lane.waiting] == [(1, True), (2, True)]
    rig.inbox.stopping.set()
    rig.inbox.done(lane)


async def test_an_earlier_one_that_comes_late_goes_before_what_waits(rig: Rig) -> None:
    await rig.store.write([Accept(Received(5, 7, '["said", "late"]', None, NOW))])
    task = put(rig, 2)
    lane = await rig.lane()
    assert [(one.update_id, one.kept) for one in lane.waiting] == [(2, False), (5, True)]
    assert await rig.answer(lane)
    await task
    rig.inbox.done(lane)


async def test_a_lane_that_ends_early_leaves_nothing_unstored(rig: Rig) -> None:
    task = put(rig, 1)
    rig.inbox.done(await rig.lane())
    await task
    lane = await rig.lane()
    assert [(one.update_id, one.kept) for one in lane.waiting] == [(1, True)]
    rig.inbox.done(lane)


async def test_at_the_end_of_the_process_telegram_keeps_what_was_not_stored(rig: Rig) -> None:
    task = put(rig, 1)
    lane = await rig.lane()
    rig.inbox.stopping.set()
    rig.inbox.done(lane)
    with pytest.raises(NetworkError):
        await task


async def test_a_store_that_fails_makes_ptb_ask_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    rig.inbox.on_unstored = told.append

    async def fails(items: Any) -> Any:
        raise StoreError("database or disk is full")

    lane_of_another = put(rig, 1)
    lane = await rig.lane()
    with monkeypatch.context() as broken:
        broken.setattr(rig.ledger, "_perform", fails)
        with pytest.raises(NetworkError):
            await put(rig, 2)
    assert told == [7]
    await put(rig, 2)
    assert await rig.answer(lane)
    await lane_of_another
    rig.inbox.done(lane)


async def test_a_backlog_beyond_bounds_is_left_with_telegram(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.MOST_WAITING", 1)
    await rig.store.write([Accept(Received(number, number, '["said", "x"]', None, NOW)) for number in (1, 2)])
    rig.inbox.chats.stopping.set()  # nobody serves
    await rig.inbox.sweep()
    with pytest.raises(NetworkError, match="over 1 updates wait"):
        await put(rig, 3)


async def test_a_portion_is_stored_in_one_commit(rig: Rig) -> None:
    commits: list[int] = []
    write = rig.store.write

    async def counted(entries: Any) -> Any:
        commits.append(len(entries))
        return await write(entries)

    rig.ledger._perform = counted  # type: ignore[method-assign]
    rig.inbox.chats.stopping.set()  # so that none goes ahead
    updates = tuple(update(number, chat=number) for number in range(100))
    rig.inbox.expect(updates)
    for one in updates:
        await rig.inbox.put(one)
    assert commits == [100]


async def test_no_more_lanes_than_there_is_room_for(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chats.LANES", 3)
    await rig.store.write([Accept(Received(number, number, '["said", "x"]', None, NOW)) for number in range(10)])
    await rig.inbox.sweep()
    lanes = [await rig.lane() for _ in range(3)]
    await rig.inbox.chats.drain()
    assert rig.inbox.empty()
    for _ in range(7):
        lane = lanes.pop(0)
        assert await rig.answer(lane)
        rig.inbox.done(lane)
        lanes.append(await rig.lane())
    for lane in lanes:
        assert await rig.answer(lane)
        rig.inbox.done(lane)
    assert (await rig.store.backlog()).waiting == 0


async def test_a_student_who_goes_on_is_not_looked_up_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    task = put(rig, 1)
    lane = await rig.lane()
    assert await rig.answer(lane)
    await task
    lane.session, lane.settled = "{}", True
    rig.inbox.done(lane)

    async def no_claims(chats: list[int]) -> list[Lane]:
        raise AssertionError(chats)

    monkeypatch.setattr(rig.store, "claim", no_claims)
    following = put(rig, 2)
    lane = await rig.lane()
    assert (lane.session, [one.update_id for one in lane.waiting]) == ("{}", [2])
    assert await rig.answer(lane)
    await following
    rig.inbox.done(lane)


@pytest.mark.parametrize("spoilt", ["unsettled", "tidied", "left"])
async def test_what_is_not_surely_as_the_store_has_it_is_looked_up(rig: Rig, spoilt: str) -> None:
    task = put(rig, 1)
    lane = await rig.lane()
    assert await rig.answer(lane)
    await task
    lane.session, lane.settled = "known only here", spoilt != "unsettled"
    rig.inbox.done(lane)
    if spoilt == "tidied":
        rig.inbox.chats.forget()
    if spoilt == "left":  # by a crash, say: the sweep finds it
        await rig.store.write([Accept(Received(2, 7, '["said", "old"]', None, NOW))])
        await rig.inbox.sweep()
        lane = await rig.lane()
        assert (lane.session, [one.update_id for one in lane.waiting]) == ("{}", [2])
        assert await rig.answer(lane)
    else:
        following = put(rig, 2)
        lane = await rig.lane()
        assert lane.session == "{}"
        assert await rig.answer(lane)
        await following
    rig.inbox.done(lane)
