"""Faults on demand: what the bot is told, and whether the message came all the same."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.sandbox import Sandbox, Student


async def test_the_connection_drops_before_the_effect(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("drop_before", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "lost")
    assert ana.messages == []
    await bot.send_message(ana.chat_id, "kept")
    assert [message["text"] for message in ana.messages] == ["kept"]


async def test_the_connection_drops_after_the_effect(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("drop_after", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "sent, but who knows")
    assert [message["text"] for message in ana.messages] == ["sent, but who knows"]


async def test_bad_gateway(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("bad_gateway", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(ana.chat_id, "x")
    assert await bot.send_message(ana.chat_id, "x")


async def test_flood(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("flood", "sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ana.chat_id, "x")
    assert caught.value._retry_after.total_seconds() == 7


async def test_delay_holds_one_call_and_no_other(sandbox: Sandbox, bot: Bot, ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, over = asyncio.Queue[float](), asyncio.Event()

    async def hold(seconds: float) -> None:
        asked.put_nowait(seconds)
        await over.wait()

    monkeypatch.setattr("bot.sandbox.faults.sleep", hold)
    sandbox.faults.add("delay", "sendMessage", seconds=30)
    held = asyncio.create_task(bot.send_message(ana.chat_id, "late", read_timeout=30))
    assert await asyncio.wait_for(asked.get(), 10) == 30
    await bot.send_message(ana.chat_id, "first")
    over.set()
    await asyncio.wait_for(held, 10)
    assert [message["text"] for message in ana.messages] == ["first", "late"]


async def test_any_error_can_be_asked_for(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("error", "sendMessage", code=500, description="Internal Server Error")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(ana.chat_id, "x")


async def test_a_fault_for_one_chat_and_one_method(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    ben = sandbox.student("Ben")
    await ben.send("hi")
    sandbox.faults.add("bad_gateway", "sendMessage", chat_id=ben.chat_id)
    await bot.send_message(ana.chat_id, "x")
    await bot.send_chat_action(ben.chat_id, "typing")
    with pytest.raises(NetworkError):
        await bot.send_message(ben.chat_id, "x")


async def test_a_fault_may_wait_its_turn(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("bad_gateway", "sendMessage", skip=1)
    await bot.send_message(ana.chat_id, "1")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.chat_id, "2")


async def test_polling_fails_only_when_named(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    sandbox.faults.add("bad_gateway")
    assert len(await bot.get_updates()) == 1
    sandbox.faults.clear()
    sandbox.faults.add("bad_gateway", "getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates()


def test_no_fault_of_another_name(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        sandbox.faults.add("gremlin")  # type: ignore[arg-type]
