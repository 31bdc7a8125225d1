"""The HTTP side through PTB's own Bot, against the stand-in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.request import AiohttpRequest, UpdatesRequest
from bot.sandbox.server import Sandbox
from bot.store.contract import Call
from tests.bot.fakes import PNG


@pytest.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url, request=AiohttpRequest(4), get_updates_request=UpdatesRequest()) as made:
        yield made


async def test_methods_and_uploads_work_as_with_ptbs_own(telegram: Sandbox, bot: Bot) -> None:
    ana = telegram.student("Ana")
    await ana.send("hi")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("A & b", callback_data="a")]])
    await bot.send_message(ana.chat_id, "héllo", reply_markup=keyboard)
    await bot.send_photo(ana.chat_id, PNG, caption="look")
    await bot.send_document(ana.chat_id, b"{}", filename="yours.json")
    assert [message["text"] for message in ana.messages] == ["héllo", "look", ""]
    assert ana.file(ana.messages[2]["document"]["file_id"]) == b"{}"


async def test_refusals_are_ptbs_exceptions(telegram: Sandbox, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(424242, "x")
    ana = telegram.student("Ana")
    await ana.send("hi")
    telegram.faults.add("flood", "sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(ana.chat_id, "x")
    telegram.faults.add("drop_before", "sendMessage")
    with pytest.raises(NetworkError) as raised:
        await bot.send_message(ana.chat_id, "x")
    assert telegram.token not in str(raised.value)


async def test_a_wrong_token_is_told(telegram: Sandbox) -> None:
    bot = Bot("1:" + "x" * 35, base_url=telegram.base_url, request=AiohttpRequest(1), get_updates_request=UpdatesRequest())
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()


async def test_prepared_calls(telegram: Sandbox, bot: Bot) -> None:
    ana = telegram.student("Ana")
    await ana.send("hi")
    request = bot.request
    assert isinstance(request, AiohttpRequest)
    sent = await request.send(bot.base_url, Call("sendMessage", json.dumps({"chat_id": ana.chat_id, "text": "hi"})))
    assert sent.code == 200
    uploaded = await request.send(bot.base_url, Call("sendPhoto", json.dumps({"chat_id": ana.chat_id, "caption": "é"}), PNG, "a.png"))
    assert uploaded.code == 200
    assert ana.file(ana.messages[1]["photo"]["file_id"]) == PNG
    refused = await request.send(bot.base_url, Call("sendMessage", json.dumps({"chat_id": 424242, "text": "hi"})))
    assert (refused.code, refused.description) == (400, "Bad Request: chat not found")
    telegram.faults.add("flood", "sendMessage", retry_after=3)
    flooded = await request.send(bot.base_url, Call("sendMessage", json.dumps({"chat_id": ana.chat_id, "text": "hi"})))
    assert (flooded.code, flooded.retry_after) == (429, 3)
    telegram.faults.add("drop_before", "sendMessage")
    with pytest.raises(NetworkError):
        await request.send(bot.base_url, Call("sendMessage", json.dumps({"chat_id": ana.chat_id, "text": "hi"})))


async def test_an_update_of_no_known_shape_does_not_hold_up_the_others(telegram: Sandbox, bot: Bot) -> None:
    payload = {"ok": True, "result": [{"update_id": 1, "message": {"nonsense": []}}, {"update_id": 2, "message": 5}]}
    parsed = UpdatesRequest.parse_json_payload(json.dumps(payload).encode())
    assert [update["update_id"] for update in parsed["result"]] == [1, 2]
    ana = telegram.student("Ana")
    await ana.send("hi")
    (update,) = await bot.get_updates()
    assert update.api_kwargs["raw"]["message"]["text"] == "hi"
