"""What of an update becomes a message."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.store.contract import Received
from bot.updates import Me, UnreadableError, pack, read, unpack, wrap
from conversations.messages import Chose, Command, Expired, Message, Said

ME = Me(99, "signpost_bot")
NOW = 1_800_000_000
ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "username": "ana"}


def message(text: str | None = None, kind: str = "private", **fields: Any) -> dict[str, Any]:
    chat = {"id": 7 if kind == "private" else -100, "type": kind}
    said = {} if text is None else {"text": text}
    return {"update_id": 1, "message": {"message_id": 5, "date": NOW - 3, "chat": chat, "from": ANA, **said, **fields}}


def tap(data: str | None = "o:1", **shown: Any) -> dict[str, Any]:
    on = {"message_id": 5, "date": NOW - 3, "chat": {"id": 7, "type": "private"}, "text": "pick", **shown}
    return {"update_id": 1, "callback_query": {"id": "q1", "from": ANA, "message": on, "chat_instance": "1", "data": data}}


def got(raw: dict[str, Any]) -> Message | None:
    arrival = read(wrap(raw), ME, NOW)
    return unpack(arrival.received.message) if arrival else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("what do nurses make", Said("what do nurses make")),
        ("", Said("")),
        ("/help", Command("help")),
        ("/HELP", Command("help")),
        ("/start c_information-technology", Command("start", "c_information-technology")),
        ("/start o_15-1252-00", Command("start", "o_15-1252-00")),
        ("/start q", Command("start", "q")),
        ("/ask what pays well\nnear me", Command("ask", "what pays well\nnear me")),
        ("/help@Signpost_Bot", Command("help")),
        ("/help@other_bot", None),
        ("/ not a command", Said("/ not a command")),
        ("and/or", Said("and/or")),
    ],
)
def test_text_and_commands(text: str, wanted: Message | None) -> None:
    assert got(message(text)) == wanted


def test_a_tap_is_a_choice_on_its_message() -> None:
    arrival = read(wrap(tap("o:15-1252.00")), ME, NOW)
    assert arrival is not None
    assert arrival == (Received(1, 7, pack(Chose("o:15-1252.00")), 5, NOW), "q1")


def test_a_tap_on_a_picture_or_on_a_message_out_of_reach_has_nothing_to_edit() -> None:
    picture = tap()
    del picture["callback_query"]["message"]["text"]
    gone = tap(date=0)
    for raw in (picture, gone):
        arrival = read(wrap(raw), ME, NOW)
        assert arrival
        assert arrival.received.tapped is None


@pytest.mark.parametrize("content", ["photo", "sticker", "voice", "location", "contact", "document"])
def test_what_is_no_text_is_an_empty_one(content: str) -> None:
    assert got(message(None, **{content: {}})) == Said("")


def test_a_caption_is_read() -> None:
    assert got(message(None, photo=[], caption="this job?")) == Said("this job?")


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "edited_message": message("x")["message"]},
        {"update_id": 1, "my_chat_member": {}},
        message("x", "channel"),
        message(None, new_chat_title="x"),
        message("x", **{"from": {**ANA, "is_bot": True}}),
        tap(None),
    ],
)
def test_what_is_not_for_us(raw: dict[str, Any]) -> None:
    assert got(raw) is None


@pytest.mark.parametrize(
    ("text", "fields", "wanted"),
    [
        ("hello all", {}, None),
        ("/help", {}, None),
        ("/help@signpost_bot", {}, Command("help")),
        ("@signpost_bot what pays well", {}, Said("what pays well")),
        ("what pays well, @SIGNPOST_BOT?", {}, Said("what pays well, ?")),
        ("@signpost_bottom no", {}, None),
        ("the first", {"reply_to_message": {"from": {"id": 99}}}, Said("the first")),
        ("the first", {"reply_to_message": {"from": {"id": 7}}}, None),
    ],
)
def test_in_a_group_only_what_is_addressed_to_us(text: str, fields: dict[str, Any], wanted: Message | None) -> None:
    assert got(message(text, "supergroup", **fields)) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"text": "secret words"}},
        {"update_id": 1, "message": {**message("x")["message"], "text": ["secret words"]}},
        {"update_id": 1, "message": {**message("x")["message"], "chat": {"id": "7", "type": "private"}}},
        {"update_id": 1, "callback_query": {"data": "secret words"}},
        {"update_id": 1, "callback_query": "secret words"},
    ],
)
def test_another_shape_is_refused_without_quoting_it(raw: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError) as raised:
        got(raw)
    assert "secret" not in str(raised.value)


plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3)
names = st.sampled_from(
    ["message", "callback_query", "chat", "from", "id", "type", "date", "text", "data", "caption", "reply_to_message", "message_id"]
)
contents = st.recursive(plain, lambda inner: st.dictionaries(names, inner, max_size=6), max_leaves=20)


@given(st.dictionaries(names, contents, max_size=3))
def test_any_json_is_read_or_refused(content: dict[str, Any]) -> None:
    with contextlib.suppress(UnreadableError):
        read(wrap({**content, "update_id": 1}), ME, NOW)


@given(st.text())
def test_messages_come_out_of_the_store_as_they_went_in(text: str) -> None:
    for one in (Said(text), Chose(text), Command(text, text), Expired()):
        assert unpack(pack(one)) == one


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert got(message(json.loads('"a\\ud83d"'))) == Said("a?")


def test_updates_that_ptb_made_are_read_too() -> None:
    update = Update.de_json(message("hi"), None)
    assert update
    arrival = read(update, ME, NOW)
    assert arrival
    assert unpack(arrival.received.message) == Said("hi")


def test_no_name_is_kept() -> None:
    arrival = read(wrap(message("hi")), ME, NOW)
    assert arrival
    assert "Ana" not in repr(arrival.received)
    assert "ana" not in repr(arrival.received)
