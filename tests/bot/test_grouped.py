"""Many callers, one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.grouped import Grouped
from bot.store.contract import RefusedError, StoreError


class Recorder:
    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.go = asyncio.Event()

    async def perform(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        await self.go.wait()
        if 13 in items:
            raise RefusedError("13")
        if 99 in items:
            raise StoreError("99")
        return [2 * item for item in items]


async def test_what_comes_during_a_commit_goes_together_in_the_next() -> None:
    recorder = Recorder()
    grouped = Grouped(recorder.perform)
    first = grouped.submit(1)
    await asyncio.sleep(0)
    later = [grouped.submit(number) for number in (2, 3, 4)]
    recorder.go.set()
    assert await asyncio.gather(first, *later) == [2, 4, 6, 8]
    assert recorder.groups == [[1], [2, 3, 4]]


async def test_one_refused_item_does_not_take_the_others_with_it() -> None:
    recorder = Recorder()
    recorder.go.set()
    grouped = Grouped(recorder.perform)
    results = await asyncio.gather(*(grouped.submit(number) for number in (1, 13, 2)), return_exceptions=True)
    assert [results[0], results[2]] == [2, 4]
    assert isinstance(results[1], RefusedError)


async def test_a_store_that_fails_fails_all_of_the_group_and_none_after() -> None:
    recorder = Recorder()
    recorder.go.set()
    grouped = Grouped(recorder.perform)
    results = await asyncio.gather(*(grouped.submit(number) for number in (1, 99)), return_exceptions=True)
    assert all(isinstance(result, StoreError) for result in results)
    assert await grouped.submit(5) == 10


async def test_what_has_time_goes_with_the_next_that_has_none() -> None:
    recorder = Recorder()
    recorder.go.set()
    grouped = Grouped(recorder.perform)
    leisurely = grouped.submit(1, leisurely=True)
    await asyncio.sleep(0)
    assert recorder.groups == []
    assert await asyncio.gather(grouped.submit(2), leisurely) == [4, 2]
    assert recorder.groups == [[1, 2]]
    assert await grouped.submit(3, leisurely=True) == 6  # and alone, when none comes


async def test_a_caller_that_went_away_is_no_trouble() -> None:
    recorder = Recorder()
    grouped = Grouped(recorder.perform)
    gone, stays = grouped.submit(1), grouped.submit(2)
    gone.cancel()
    recorder.go.set()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_drain_waits_for_everything() -> None:
    recorder = Recorder()
    recorder.go.set()
    grouped = Grouped(recorder.perform)
    futures = [grouped.submit(number, leisurely=True) for number in range(3)]
    await grouped.drain()
    assert all(future.done() for future in futures)
