"""The stand-in's own HTTP, for a load test in another process, and the guard at its door."""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox import Sandbox, Student, start


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.url) as session:
        yield session


async def post(http: aiohttp.ClientSession, path: str, body: dict[str, Any], expect: int = 200) -> Any:
    async with http.post(path, json=body) as answer:
        assert answer.status == expect, await answer.text()
        return await answer.json() if expect < 300 else await answer.text()


async def test_a_student_over_http(http: aiohttp.ClientSession, bot: Bot) -> None:
    student = await post(http, "/control/students", {"first_name": "Ana"}, 201)
    one = f"/control/students/{student['chat_id']}"
    await post(http, f"{one}/send", {"text": "hi"})
    await bot.send_message(
        student["chat_id"], "hello", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="g")]])
    )
    async with http.get(f"{one}/wait", params={"count": 1, "timeout": 10}) as answer:
        (message,) = await answer.json()
    assert message["text"] == "hello"
    tapped = await post(http, f"{one}/tap", {"message_id": message["message_id"], "button": "Go"})
    assert await bot.answer_callback_query(tapped["query_id"])
    assert "no button" in await post(http, f"{one}/tap", {"message_id": message["message_id"], "button": "Stay"}, 404)
    assert "characters" in await post(http, f"{one}/send", {"text": " "}, 400)
    async with http.get(f"{one}/messages") as answer:
        assert [view["from"] for view in await answer.json()] == ["student", "bot"]
    await post(http, f"{one}/block", {"blocked": True})
    async with http.get("/control/students") as answer:
        assert await answer.json() == [{"chat_id": student["chat_id"], "blocked": True, "messages": 2}]
    async with http.delete(one) as answer:
        assert answer.status == 200
    await post(http, f"{one}/send", {"text": "hi"}, 404)


async def test_waiting_is_bounded(http: aiohttp.ClientSession, ana: Student) -> None:
    async with http.get(f"/control/students/{ana.chat_id}/wait", params={"count": 1, "timeout": 0.01}) as answer:
        assert answer.status == 408


async def test_faults_and_delivery_over_http(http: aiohttp.ClientSession, sandbox: Sandbox, ana: Student) -> None:
    await post(http, "/control/faults", {"kind": "flood", "method": "sendMessage", "retry_after": 3}, 201)
    assert sandbox.faults.armed()[0].retry_after == 3
    assert "no such fault" in await post(http, "/control/faults", {"kind": "gremlin"}, 400)
    async with http.get("/control/faults") as answer:
        assert await answer.json() == [{"kind": "flood", "method": "sendMessage", "times": 1}]
    async with http.delete("/control/faults") as answer:
        assert answer.status == 200
    assert sandbox.faults.armed() == []
    assert await post(http, "/control/flood", {"on": True}) == {"on": True}
    for how in ("twice", "swapped", "again"):
        await post(http, "/control/deliver", {"how": how})
    assert "twice" in await post(http, "/control/deliver", {"how": "upside down"}, 400)
    assert await post(http, "/control/taps/expire", {}) == {"expired": 0}
    await post(http, "/control/reset", {})
    async with http.get("/control/state") as answer:
        assert await answer.json() == {"token": sandbox.token, "students": 0, "pending_updates": 0}


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Host": "rebound.example.org"}, {"Origin": "null"}])
async def test_other_sites_are_turned_away(http: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with http.post("/control/reset", json={}, headers=headers) as answer:
        assert answer.status == 403


async def test_a_form_is_no_command(http: aiohttp.ClientSession) -> None:
    async with http.post("/control/students", data="first_name=x", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with http.post("/control/students", data="{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])
async def test_it_listens_on_this_machine_alone(host: str) -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        await start(host=host)


async def test_memory_is_bounded(sandbox: Sandbox, bot: Bot, ana: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.limits.MESSAGES_KEPT", 5)
    monkeypatch.setattr(sandbox.world.files, "_bound", 10)
    first = await bot.send_document(ana.chat_id, b"12345678", filename="a")
    for number in range(6):
        await bot.send_message(ana.chat_id, str(number))
    await bot.send_document(ana.chat_id, b"12345678", filename="b")
    assert len(ana.history) == 5
    assert first.document is not None
    assert sandbox.world.files.get(first.document.file_id) is None


async def test_a_wait_says_what_it_saw(ana: Student) -> None:
    with pytest.raises(TimeoutError, match="/start"):
        await ana.wait(1, timeout=0.01)


async def test_it_runs_alone() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            said = [(await process.stdout.readline()).decode().split() for _ in range(4)]
        url, token = said[1][1], said[2][1]
        async with Bot(token, base_url=f"{url}/bot") as alone:
            assert (await alone.get_me()).is_bot
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 30)
