"""What each of Telegram's answers leads to, told and through the stand-in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.outbox import Delivered, GiveUp, Instead, Wait, judge
from bot.request import Answer
from bot.sandbox.server import Sandbox
from bot.store.contract import Call
from tests.bot.support import Serve, until

SEND = Call("sendMessage", '{"chat_id": 1, "text": "x"}')
EDIT = Call("editMessageText", '{"chat_id": 1, "message_id": 5, "text": "x"}')


@pytest.mark.parametrize(
    ("call", "answer", "verdict"),
    [
        (SEND, Answer(200), Delivered()),
        (EDIT, Answer(400, "Bad Request: message is not modified: specified new message content ..."), Delivered()),
        (SEND, Answer(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), Delivered()),
        (SEND, Answer(429, "Too Many Requests: retry after 7", retry_after=7), Wait(7, "flood")),
        (SEND, Answer(429, "Too Many Requests"), Wait(1.0, "flood")),
        (SEND, Answer(502, "Bad Gateway"), Wait(None, "server")),
        (SEND, Answer(500, "Internal Server Error"), Wait(None, "server")),
        (SEND, Answer(401, "Unauthorized"), Wait(None, "token")),
        (SEND, Answer(404, "Not Found"), Wait(None, "token")),
        (SEND, Answer(403, "Forbidden: bot was blocked by the user"), GiveUp("403 Forbidden: bot was blocked by the user")),
        (SEND, Answer(400, "Bad Request: chat not found"), GiveUp("400 Bad Request: chat not found")),
        (EDIT, Answer(400, "Bad Request: message to edit not found"), Instead(Call("sendMessage", '{"chat_id": 1, "text": "x"}'))),
        (EDIT, Answer(400, "Bad Request: message can't be edited"), Instead(Call("sendMessage", '{"chat_id": 1, "text": "x"}'))),
        (
            SEND,
            Answer(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to=-100),
            Instead(Call("sendMessage", '{"chat_id": -100, "text": "x"}')),
        ),
    ],
)
def test_verdicts(call: Call, answer: Answer, verdict: object) -> None:
    assert judge(call, answer) == verdict


async def given_up(service: Any) -> list[tuple[Any, ...]]:
    return [row async for table, rows in service.store.dump() if table == "given_up" for row in rows]


async def test_a_flooded_chat_waits_and_others_do_not(telegram: Sandbox, serve: Serve) -> None:
    await serve()
    ana, bo = telegram.student("Ana"), telegram.student("Bo")
    telegram.faults.add("flood", "sendMessage", chat_id=ana.chat_id, retry_after=2)
    await ana.send("a")
    await until(lambda: telegram.faults.happened)
    await bo.send("b")
    await bo.wait(1)
    assert ana.messages == []
    await ana.wait(1)


@pytest.mark.parametrize("fault", ["bad_gateway", "drop_before"])
async def test_a_reply_is_sent_until_telegram_takes_it(telegram: Sandbox, serve: Serve, fault: Any) -> None:
    await serve()
    ana = telegram.student("Ana")
    telegram.faults.add(fault, "sendMessage", times=2)
    for text in ("a", "b"):
        await ana.send(text)
    await ana.wait(2)
    assert [message["text"] for message in ana.messages] == ["1: a", "2: b"]


async def test_a_student_who_blocked_the_bot_is_given_up_with_a_record(telegram: Sandbox, serve: Serve) -> None:
    service = await serve()
    ana = telegram.student("Ana")
    await ana.send("a")
    await ana.wait(1)
    telegram.faults.add("bad_gateway", "sendMessage")
    await ana.send("b")
    await until(lambda: telegram.faults.happened)
    ana.block()
    for _ in range(500):
        if await given_up(service):
            break
        await asyncio.sleep(0.01)
    ((chat, _, _, method, reason, _),) = await given_up(service)
    assert (chat, method) == (ana.chat_id, "sendMessage")
    assert "blocked" in reason
    ana.unblock()
    await ana.send("c")
    await ana.wait(2)
    assert [message["text"] for message in ana.messages] == ["1: a", "3: c"]


async def test_an_edit_of_a_message_that_is_gone_becomes_a_message(telegram: Sandbox, serve: Serve) -> None:
    await serve()
    ana = telegram.student("Ana")
    await ana.send("a")
    (message,) = await ana.wait(1)
    telegram.faults.add("error", "editMessageText", code=400, description="Bad Request: message to edit not found")
    await ana.tap(message["message_id"], "Again")
    await ana.wait(2)
    assert [one["text"] for one in ana.messages] == ["1: a", "2: again"]


async def test_what_was_not_sent_is_sent_by_the_next_start_before_anything_new(telegram: Sandbox, serve: Serve) -> None:
    telegram.faults.add("bad_gateway", "sendMessage", times=1_000)
    service = await serve()
    ana = telegram.student("Ana")
    await ana.send("/twice a")
    await until(lambda: telegram.faults.happened)
    await service.stop()
    telegram.faults.clear()
    await ana.send("b")
    await serve()
    await ana.wait(3)
    assert [one["text"] for one in ana.messages] == ["1: a", "1: a again", "2: b"]
