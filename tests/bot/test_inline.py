"""Words typed after the bot's name in any chat; share buttons; groups. Through PTB's Application over HTTP."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from telegram import InlineQueryResultArticle

from bot.inline import MOST, Inline
from bot.logging import configure
from bot.metrics import Metrics
from bot.render import KEPT_SECONDS, render
from bot.sandbox.server import Sandbox
from bot.store.contract import Call
from bot.turns import Voice
from bot.updates import Asked, UnreadableError, read_inline, wrap
from conversations.engine import Engine
from conversations.inline import InlineAnswer
from conversations.messages import Choice, Phrase, Reply
from conversations.wording import wording
from tests.bot.fakes import FakeEngine, fake_voice
from tests.bot.support import Serve, until

MODES = pytest.mark.parametrize("mode", ["polling", "webhook"])
GROUP = -1_001
UNHEARD = "zebrafish whisperer"


@pytest.fixture
def voice(engine: Engine) -> Voice:
    async def ready() -> Engine:
        return engine

    return replace(fake_voice(), engine=ready, wording=wording)


def called(telegram: Sandbox, name: str) -> list[dict[str, Any]]:
    return [{key: _value(text) for key, text in given.items()} for method, given in telegram.calls if method.lower() == name.lower()]


def _value(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def on_disk(folder: Path) -> bytes:
    files = list(folder.glob("signpost.db*"))
    assert files
    return b"".join(path.read_bytes() for path in files)


async def answered(telegram: Sandbox, query_id: str) -> dict[str, Any]:
    await until(lambda: query_id in telegram.world.inline_answers)
    return next(one for one in called(telegram, "answerInlineQuery") if str(one["inline_query_id"]) == query_id)


@MODES
async def test_cards_for_any_chat_are_the_bots_own(telegram: Sandbox, serve: Serve, voice: Voice, mode: str) -> None:
    await serve(mode, voice)
    ana = telegram.student("Ana")
    answer = await answered(telegram, await ana.inline("nurse"))
    first, *rest = answer["results"]
    assert 0 < len(rest) < 10
    assert (first["id"], first["type"], first["title"]) == ("o:29-1141.00", "article", "Registered nurse")
    assert "$" in first["description"]
    (button,) = first["reply_markup"]["inline_keyboard"][0]
    assert (button["text"], button["url"]) == ("Open in Signpost", "https://t.me/sandbox_bot?start=o_29-1141-00")
    await ana.send("/start o_29-1141-00")
    await ana.wait(1)
    (card,) = called(telegram, "sendMessage")
    content = first["input_message_content"]
    assert (content["message_text"], content["parse_mode"]) == (card["text"], "HTML")


async def test_an_answer_may_be_kept_and_is_the_same_for_everyone(telegram: Sandbox, serve: Serve, voice: Voice) -> None:
    await serve(voice=voice)
    ana, bo = telegram.student("Ana"), telegram.student("Bo")
    await ana.send("/start o_29-1141-00")
    await ana.wait(1)
    await ana.tap(ana.last["message_id"], "Save")
    await ana.wait(lambda messages: len(messages) > 1 or bool(messages[0]["edits"]))
    hers = await answered(telegram, await ana.inline("nurse"))
    his = await answered(telegram, await bo.inline("nurse"))
    assert {**hers, "inline_query_id": 0} == {**his, "inline_query_id": 0}
    assert (hers["cache_time"], hers["is_personal"]) == (KEPT_SECONDS, False)
    assert str(ana.chat_id) not in json.dumps({**hers, "inline_query_id": 0})


async def test_nothing_typed_gets_a_few_and_the_way_to_the_bot(telegram: Sandbox, serve: Serve, voice: Voice) -> None:
    await serve(voice=voice)
    answer = await answered(telegram, await telegram.student("Ana").inline(""))
    assert len(answer["results"]) >= 3
    assert answer["button"]["text"] == "Ask Signpost your own question"
    assert answer["button"]["start_parameter"]


async def test_distress_gets_the_way_to_help_and_no_card(telegram: Sandbox, serve: Serve, voice: Voice) -> None:
    await serve(voice=voice)
    ana = telegram.student("Ana")
    answer = await answered(telegram, await ana.inline("i want to kill myself"))
    assert (answer["results"], answer["cache_time"]) == ([], 0)
    assert "988" in answer["button"]["text"]
    await ana.send(f"/start {answer['button']['start_parameter']}")
    await ana.wait(1)
    assert "741741" in ana.last["text"]


async def test_telegrams_own_types_read_every_card(telegram: Sandbox, serve: Serve, voice: Voice) -> None:
    await serve(voice=voice)
    for query in ("", "nurse", "finance"):
        for card in (await answered(telegram, await telegram.student("Ana").inline(query)))["results"]:
            assert isinstance(InlineQueryResultArticle.de_json(card, None), InlineQueryResultArticle)


@MODES
async def test_nothing_typed_is_stored_or_logged(
    telegram: Sandbox, serve: Serve, voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    configure("DEBUG", "json", [])
    try:
        service = await serve(mode, voice)
        ana = telegram.student("Ana")
        await answered(telegram, await ana.inline(UNHEARD))
        backlog = await service.store.backlog()
        session = await service.store.session(ana.chat_id)
        await service.stop()
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
    assert (backlog.waiting, backlog.unsent, session) == (0, 0, None)
    assert UNHEARD.encode() not in on_disk(tmp_path)
    assert UNHEARD not in stream.getvalue()


@MODES
async def test_of_several_in_a_row_the_newest_is_answered(telegram: Sandbox, serve: Serve, engine: Engine, voice: Voice, mode: str) -> None:
    ready = asyncio.Event()

    async def slow() -> Engine:
        await ready.wait()
        return engine

    service = await serve(mode, replace(voice, engine=slow))
    ana, bo = telegram.student("Ana"), telegram.student("Bo")
    arrived: list[str] = []
    ask = service.inbox.on_inline
    service.inbox.on_inline = lambda asked: (arrived.append(asked.query), ask(asked))[1]
    for letters in ("n", "nu", "nur"):
        await ana.inline(letters)
    other = await bo.inline("vet")
    newest = await ana.inline("nurse")
    await until(lambda: len(arrived) == 5)
    ready.set()
    await answered(telegram, newest)
    await answered(telegram, other)
    assert set(telegram.world.inline_answers) == {newest, other}


class Echo(FakeEngine):
    def inline(self, query: str) -> InlineAnswer:
        if query == "boom":
            raise RuntimeError(query)
        return InlineAnswer((), Phrase("bot.sorry"), "hello")


def an_inline(sent: list[str], pause: Any) -> Inline:
    return Inline(fake_voice(Echo()), lambda call: sent.append(json.loads(call.parameters)["inline_query_id"]), Metrics(), pause=pause)


async def test_a_letter_typed_meanwhile_takes_the_place_of_the_one_before() -> None:
    sent: list[str] = []
    pauses = iter(("b", "c", ""))

    async def typing_on() -> None:
        if letter := next(pauses):
            inline.ask(Asked(letter, 7, letter))

    inline = an_inline(sent, typing_on)
    inline.ask(Asked("a", 7, "a"))
    await until(lambda: sent)
    assert sent == ["c"]


async def test_beyond_the_bound_queries_are_let_go_and_later_ones_taken() -> None:
    sent: list[str] = []
    ready = asyncio.Event()
    inline = an_inline(sent, ready.wait)
    for user in range(MOST + 10):
        inline.ask(Asked(str(user), user, "nurse"))
    ready.set()
    await until(lambda: len(sent) == MOST)
    inline.ask(Asked("later", 1, "nurse"))
    await until(lambda: len(sent) == MOST + 1)
    assert sent == [*map(str, range(MOST)), "later"]


async def test_one_that_fails_says_so_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    sent: list[str] = []
    inline = an_inline(sent, lambda: asyncio.sleep(0))
    inline.ask(Asked("a", 7, "boom"))
    inline.ask(Asked("b", 8, "fine"))
    await until(lambda: sent)
    inline.ask(Asked("c", 7, "fine"))
    await until(lambda: len(sent) == 2)
    assert sent == ["b", "c"]
    told = capsys.readouterr()
    assert "boom" not in told.out + told.err


async def test_stopping_ends_what_waits() -> None:
    sent: list[str] = []
    inline = an_inline(sent, asyncio.Event().wait)
    inline.ask(Asked("a", 7, "nurse"))
    await inline.stop()
    assert sent == []


@pytest.mark.parametrize(
    "query",
    ["secret words", None, {}, {"id": "1", "from": {"id": "7"}, "query": "secret"}, {"id": "1", "from": {"id": 7}, "query": ["secret"]}],
)
async def test_another_shape_is_let_go_without_quoting_it(telegram: Sandbox, serve: Serve, query: Any) -> None:
    update = wrap({"update_id": 1, "inline_query": query})
    with pytest.raises(UnreadableError) as raised:
        read_inline(update)
    assert "secret" not in str(raised.value)
    service = await serve()
    await service.inbox.put(update)  # neither raises nor waits
    ana = telegram.student("Ana")
    await ana.send("hi")
    await ana.wait(1)
    assert ana.last["text"] == "1: hi"


def test_other_updates_are_no_inline_queries() -> None:
    assert read_inline(wrap({"update_id": 1, "message": {}})) is None


# Sharing


async def test_a_card_offers_to_take_its_name_to_another_chat(telegram: Sandbox, serve: Serve, voice: Voice) -> None:
    await serve(voice=voice)
    ana = telegram.student("Ana")
    await ana.send("/start o_29-1141-00")
    await ana.wait(1)
    (button,) = [one for row in ana.last["keyboard"] for one in row if one["label"] == "Share"]
    assert button == {"label": "Share", "data": None, "url": None, "share": "Registered nurse"}
    found = await answered(telegram, await ana.inline(button["share"]))
    assert found["results"][0]["title"] == "Registered nurse"


async def test_without_inline_mode_no_card_offers_it(
    telegram: Sandbox, serve: Serve, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_me = telegram.profile.get_me

    async def plain(arguments: Any) -> Any:
        return {**await get_me(arguments), "supports_inline_queries": False}

    monkeypatch.setitem(telegram._api._by_lower, "getme", plain)
    await serve(voice=voice)
    ana = telegram.student("Ana")
    await ana.send("/start o_29-1141-00")
    await ana.wait(1)
    assert "Share" not in [one["label"] for row in ana.last["keyboard"] for one in row]


def test_a_row_of_nothing_but_sharing_goes_with_it() -> None:
    share = Choice("o:1", Phrase("common.button.share"), share="Nurse")
    reply = Reply(Phrase("bot.sorry"), ((share,),))

    def keyboard(calls: list[Call]) -> Any:
        return json.loads(calls[0].parameters).get("reply_markup")

    assert keyboard(render(reply, 1, wording(), sharing=False)) is None
    assert keyboard(render(reply, 1, wording())) == {"inline_keyboard": [[{"text": "Share", "switch_inline_query": "Nurse"}]]}


# Groups: one conversation a group, by whoever addresses the bot, and apart from everyone's own.


def in_group(telegram: Sandbox, user: int, text: str, **more: Any) -> None:
    sender = {"id": user, "is_bot": False, "first_name": "Someone"}
    message = {"message_id": 5, "date": int(time.time()), "chat": {"id": GROUP, "type": "supergroup", "title": "Class"}, "text": text}
    telegram.world.updates.add("message", {**message, "from": sender, **more}, ("message", GROUP))


def tap_in_group(telegram: Sandbox, user: int, data: str) -> None:
    sender = {"id": user, "is_bot": False, "first_name": "Someone"}
    shown = {"message_id": 6, "date": int(time.time()), "chat": {"id": GROUP, "type": "supergroup", "title": "Class"}, "text": "1: hi"}
    tapped = {"id": str(user), "from": sender, "message": shown, "chat_instance": "1", "data": data}
    telegram.world.updates.add("callback_query", tapped, ("callback_query", user))


@MODES
async def test_a_group_is_one_conversation_apart_from_its_members_own(telegram: Sandbox, serve: Serve, mode: str) -> None:
    service = await serve(mode)
    ana, bo = telegram.student("Ana"), telegram.student("Bo")

    def told() -> list[str]:
        said = [*called(telegram, "sendMessage"), *called(telegram, "editMessageText")]
        return list(dict.fromkeys(one["text"] for one in said if one["chat_id"] == GROUP))

    await ana.send("alone")
    await ana.wait(1)
    in_group(telegram, ana.chat_id, "@sandbox_bot hi")
    in_group(telegram, bo.chat_id, "not for the bot")
    in_group(telegram, bo.chat_id, "/quiz")
    in_group(telegram, bo.chat_id, "me too", reply_to_message={"from": {"id": service.inbox.me.id}})
    in_group(telegram, ana.chat_id, "/again@sandbox_bot")
    in_group(telegram, ana.chat_id, "/again@other_bot")
    await until(lambda: len(told()) == 3, told)
    tap_in_group(telegram, bo.chat_id, "bo")
    await until(lambda: len(told()) == 4, told)
    tap_in_group(telegram, ana.chat_id, "ana")
    await until(lambda: len(told()) == 5, told)
    assert sorted(told()) == ["1: hi", "2: me too", "3: /again", "4: bo", "5: ana"]
    await bo.send("alone")
    await bo.wait(1)
    await ana.send("still alone")
    await ana.wait(2)
    assert [one["text"] for one in (*ana.messages, *bo.messages)] == ["1: alone", "2: still alone", "1: alone"]
    await until(lambda: service.inbox.empty())
    kept = json.loads(await service.store.session(GROUP) or "{}")
    assert kept["slots"]["count"] == 5
