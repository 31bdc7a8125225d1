"""A real process, killed at the worst moments."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.support import until

ROOT = Path(__file__).parents[2]
Start = Callable[[], Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def start(telegram: Sandbox, database: str) -> AsyncIterator[Start]:
    """Starts the bot as a process, on a store that outlives it."""
    own = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT)}
    running: list[asyncio.subprocess.Process] = []

    async def begin() -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bot.process", env=environment, cwd=ROOT)
        running.append(process)
        return process

    yield begin
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def texts(student: Any) -> list[str]:
    return [message["text"] for message in student.messages]


async def test_what_was_answered_is_remembered_after_a_kill(telegram: Sandbox, start: Start) -> None:
    process = await start()
    ana = telegram.student("Ana")
    for number in range(5):
        await ana.send(f"m{number}")
        await ana.wait(number + 1, timeout=60)
    process.kill()
    await process.wait()
    await ana.send("m5")
    await start()
    # The last reply may come again: the kill may have been faster than its mark.
    await ana.wait(lambda messages: messages[-1]["text"] == "6: m5", timeout=60)


async def test_what_was_taken_and_not_sent_is_sent_after_a_kill(telegram: Sandbox, start: Start) -> None:
    telegram.faults.add("bad_gateway", "sendMessage", times=10_000)
    process = await start()
    students = [telegram.student(f"S{number}") for number in range(8)]
    for student in students:
        await student.send("a")
        await student.send("b")
    await until(lambda: len(telegram.faults.happened) >= 8, seconds=60)
    process.kill()
    await process.wait()
    telegram.faults.clear()
    await start()
    for student in students:
        await student.wait(2, timeout=60)
        assert texts(student) == ["1: a", "2: b"]


async def test_a_kill_between_telegrams_yes_and_ours_repeats_the_reply_and_no_count(telegram: Sandbox, start: Start) -> None:
    telegram.faults.add("drop_after", "sendMessage", times=1)
    process = await start()
    ana = telegram.student("Ana")
    await ana.send("a")
    await ana.wait(1, timeout=60)
    process.kill()
    await process.wait()
    await start()
    await ana.send("b")
    await ana.wait(lambda messages: messages[-1]["text"] == "2: b", timeout=60)
    assert set(texts(ana)) == {"1: a", "2: b"}


async def test_a_deleted_student_stays_deleted_after_a_kill_and_a_replay(telegram: Sandbox, start: Start) -> None:
    process = await start()
    ana = telegram.student("Ana")
    await ana.send("a")
    await ana.send("/delete")
    await ana.wait(2, timeout=60)
    process.kill()
    await process.wait()
    telegram.redeliver(2)
    await start()
    await ana.send("b")
    await ana.wait(lambda messages: messages[-1]["text"] == "1: b", timeout=60)


async def test_sigterm_ends_it_with_zero(telegram: Sandbox, start: Start) -> None:
    process = await start()
    ana = telegram.student("Ana")
    await ana.send("a")
    await ana.wait(1, timeout=60)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 60) == 0
