"""Every refusal, in Telegram's words, as python-telegram-bot raises it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.sandbox import Sandbox, Student
from bot.sandbox.limits import CALLBACK_SECONDS, DELETABLE_SECONDS


async def refuses(call: Awaitable[Any], words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await call
    # the library flattens Telegram's capitals; test_sandbox_aiogram.py sees them
    assert caught.value.message == words.capitalize()


def buttons(count: int, data: str = "d") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("b", callback_data=data)] for _ in range(count)])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <b>b", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <b>b</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("é <h1>b</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href>y</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<span>y</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
async def test_html_that_does_not_parse(bot: Bot, ana: Student, text: str, words: str) -> None:
    await refuses(bot.send_message(ana.chat_id, text, parse_mode="HTML"), f"Can't parse entities: {words}")


async def test_text_has_a_length(bot: Bot, ana: Student) -> None:
    assert await bot.send_message(ana.chat_id, "x" * 4096)
    assert await bot.send_message(ana.chat_id, "👋" * 4096)
    assert await bot.send_message(ana.chat_id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    await refuses(bot.send_message(ana.chat_id, "x" * 4097), "Message is too long")
    sent = await bot.send_message(ana.chat_id, "x")
    await refuses(bot.edit_message_text("x" * 4097, ana.chat_id, sent.message_id), "MESSAGE_TOO_LONG")


@pytest.mark.parametrize(
    ("text", "words"), [("", "Message text is empty"), (" \n ", "Text must be non-empty"), ("<b></b>", "Text must be non-empty")]
)
async def test_text_is_not_empty(bot: Bot, ana: Student, text: str, words: str) -> None:
    await refuses(bot.send_message(ana.chat_id, text, parse_mode="HTML"), words)


async def test_captions_have_a_length(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    sent = await bot.send_photo(ana.chat_id, png(), caption="x" * 1024)
    await refuses(bot.send_photo(ana.chat_id, png(), caption="x" * 1025), "Message caption is too long")
    await refuses(bot.send_document(ana.chat_id, b"x", caption="x" * 1025), "Message caption is too long")
    media = InputMediaPhoto(png(), caption="x" * 1025)
    await refuses(bot.edit_message_media(media, ana.chat_id, sent.message_id), "Message caption is too long")


async def test_callback_data_has_64_bytes(bot: Bot, ana: Student) -> None:
    assert await bot.send_message(ana.chat_id, "?", reply_markup=buttons(1, "é" * 32))
    # python-telegram-bot checks nothing here, so the word is Telegram's
    await refuses(bot.send_message(ana.chat_id, "?", reply_markup=buttons(1, "é" * 33)), "BUTTON_DATA_INVALID")


async def test_a_keyboard_has_100_buttons(bot: Bot, ana: Student) -> None:
    assert await bot.send_message(ana.chat_id, "?", reply_markup=buttons(100))
    await refuses(bot.send_message(ana.chat_id, "?", reply_markup=buttons(101)), "Reply markup is too long")
    await refuses(bot.send_message(ana.chat_id, "?", reply_markup=ReplyKeyboardMarkup([["b"]] * 301)), "Reply markup is too long")
    wide = InlineKeyboardMarkup([[InlineKeyboardButton("label" * 12, callback_data="d" * 60)] for _ in range(90)])
    await refuses(bot.send_message(ana.chat_id, "?", reply_markup=wide), "Reply markup is too long")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": [["x"]]}, "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, "can't parse inline keyboard button: Can't find field \"text\""),
        ({"inline_keyboard": [[{"text": "x"}]]}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}, "inline keyboard button text must be non-empty"),
        ({"inline_keyboard": [[{"text": "x", "url": "no url"}]]}, "inline keyboard button URL 'no url' is invalid: Wrong HTTP URL"),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
    ],
)
async def test_markup_that_is_none(sandbox: Sandbox, ana: Student, markup: object, words: str) -> None:
    body = {"chat_id": ana.chat_id, "text": "?", "reply_markup": markup if isinstance(markup, str) else json.dumps(markup)}
    assert await raw(sandbox, "sendMessage", body) == (400, f"Bad Request: {words}")


async def raw(sandbox: Sandbox, method: str, body: dict[str, Any], token: str | None = None) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.base_url}{token or sandbox.token}/{method}", json=body) as answer,
    ):
        told = await answer.json()
        assert told["ok"] is False
        assert told["error_code"] == answer.status
        return answer.status, told["description"]


async def test_an_unknown_chat(sandbox: Sandbox, bot: Bot) -> None:
    await refuses(bot.send_message(1, "hi"), "Chat not found")
    # who never wrote cannot be written to
    await refuses(bot.send_message(sandbox.student("Shy").chat_id, "hi"), "Chat not found")
    assert await raw(sandbox, "sendMessage", {"text": "hi"}) == (400, "Bad Request: chat_id is empty")


async def test_edits_need_their_message(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    await refuses(bot.edit_message_text("x", ana.chat_id, 99999), "Message to edit not found")
    await refuses(bot.edit_message_reply_markup(ana.chat_id, 99999), "Message to edit not found")
    own = ana.history[0]["message_id"]
    await refuses(bot.edit_message_text("x", ana.chat_id, own), "Message can't be edited")
    photo = await bot.send_photo(ana.chat_id, png())
    await refuses(bot.edit_message_text("x", ana.chat_id, photo.message_id), "There is no text in the message to edit")
    text = await bot.send_message(ana.chat_id, "x")
    await refuses(bot.edit_message_caption(ana.chat_id, text.message_id, caption="y"), "There is no caption in the message to edit")


async def test_an_edit_changes_something(bot: Bot, ana: Student) -> None:
    words = (
        "Message is not modified: specified new message content and reply markup are exactly the same as a current content "
        "and reply markup of the message"
    )
    sent = await bot.send_message(ana.chat_id, "<b>x</b>", parse_mode="HTML", reply_markup=buttons(1))
    again = bot.edit_message_text("<b>x</b> ", ana.chat_id, sent.message_id, parse_mode="HTML", reply_markup=buttons(1))
    await refuses(again, words)
    await refuses(bot.edit_message_reply_markup(ana.chat_id, sent.message_id, reply_markup=buttons(1)), words)
    assert await bot.edit_message_text("x", ana.chat_id, sent.message_id, reply_markup=buttons(1))


async def test_deleting(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    await refuses(bot.delete_message(ana.chat_id, 99999), "Message to delete not found")
    sent = await bot.send_message(ana.chat_id, "x")
    sandbox.forward(DELETABLE_SECONDS + 2)
    await refuses(bot.delete_message(ana.chat_id, sent.message_id), "Message can't be deleted for everyone")


async def test_a_query_is_answered_once_and_soon(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    words = "Query is too old and response timeout expired or query ID is invalid"
    sent = await bot.send_message(ana.chat_id, "?", reply_markup=buttons(1))
    first, second = await ana.tap(sent.message_id, "b"), await ana.tap(sent.message_id, "b")
    await refuses(bot.answer_callback_query(first, "x" * 201), "MESSAGE_TOO_LONG")
    assert await bot.answer_callback_query(first)
    await refuses(bot.answer_callback_query(first), words)
    sandbox.forward(CALLBACK_SECONDS + 1)
    await refuses(bot.answer_callback_query(second), words)
    third = await ana.tap(sent.message_id, "b")
    assert sandbox.expire_callbacks() == 1
    await refuses(bot.answer_callback_query(third), words)
    await refuses(bot.answer_inline_query("1", []), words)


async def test_a_reply_needs_its_message(bot: Bot, ana: Student) -> None:
    await refuses(bot.send_message(ana.chat_id, "x", reply_parameters=ReplyParameters(99999)), "Message to be replied not found")
    assert await bot.send_message(ana.chat_id, "x", reply_parameters=ReplyParameters(99999, allow_sending_without_reply=True))


@pytest.mark.parametrize(("token", "status", "words"), [("123:short", 404, "Not Found"), ("1234567890:" + "x" * 35, 401, "Unauthorized")])
async def test_a_wrong_token(sandbox: Sandbox, token: str, status: int, words: str) -> None:
    assert await raw(sandbox, "getMe", {}, token) == (status, words)
    with pytest.raises(InvalidToken):
        await Bot(token, base_url=sandbox.base_url).initialize()


async def test_a_blocked_bot(sandbox: Sandbox, bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    ana.block()
    for call in (bot.send_message(ana.chat_id, "x"), bot.send_photo(ana.chat_id, png()), bot.send_chat_action(ana.chat_id, "typing")):
        with pytest.raises(Forbidden) as caught:
            await call
        assert caught.value.message == "Forbidden: bot was blocked by the user"
    update = (await bot.get_updates())[-1]
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    await ana.send("back again")
    assert await bot.send_message(ana.chat_id, "x")


async def test_flood_control_when_switched_on(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    await bot.send_message(ana.chat_id, "1")
    await bot.send_message(ana.chat_id, "2")
    # a clock that stands still, so that all of it falls in one second on any machine
    sandbox.world.flood.clock = lambda: 0.0
    sandbox.flood_control()
    await bot.send_message(ana.chat_id, "3")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ana.chat_id, "4")
    assert caught.value._retry_after.total_seconds() == 1
    assert await raw(sandbox, "sendMessage", {"chat_id": ana.chat_id, "text": "4"}) == (429, "Too Many Requests: retry after 1")
    assert len(ana.messages) == 3


async def test_flood_control_over_all_chats(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.world.flood.clock = lambda: 0.0
    sandbox.flood_control()
    students = [sandbox.student(f"S{number}") for number in range(31)]
    for student in students:
        await student.send("hi")
    for student in students[:30]:
        await bot.send_message(student.chat_id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(students[30].chat_id, "x")
    sandbox.world.flood.clock = lambda: 1.0
    assert await bot.send_message(students[30].chat_id, "x")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "File must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\0\x02", "PHOTO_INVALID_DIMENSIONS"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x64\0\0\0\x02", "PHOTO_INVALID_DIMENSIONS"),
        (
            b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024 * 1024),
            "File of size 10485768 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
)
async def test_photos_are_pictures(bot: Bot, ana: Student, content: bytes, words: str) -> None:
    await refuses(bot.send_photo(ana.chat_id, content), words)


async def test_files_by_id(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    photo = (await bot.send_photo(ana.chat_id, png())).photo[-1].file_id
    document = await bot.send_document(ana.chat_id, b"x", filename="a.txt")
    assert document.document is not None
    wrong = "Wrong remote file identifier specified: Wrong string length"
    await refuses(bot.send_photo(ana.chat_id, "AgACnever"), wrong)
    await refuses(bot.send_photo(ana.chat_id, document.document.file_id), "Can't use file of type Document as Photo")
    await refuses(bot.send_document(ana.chat_id, photo), "Can't use file of type Photo as Document")
    await refuses(bot.send_photo(ana.chat_id, "https://example.org/a.png"), "Failed to get HTTP URL content")
    await refuses(bot.get_file("never"), "Invalid file_id")


async def test_a_missing_upload(sandbox: Sandbox, ana: Student) -> None:
    assert await raw(sandbox, "sendPhoto", {"chat_id": ana.chat_id}) == (400, "Bad Request: there is no photo in the request")
    assert await raw(sandbox, "sendDocument", {"chat_id": ana.chat_id}) == (400, "Bad Request: there is no document in the request")


async def test_an_upload_over_50_megabytes(bot: Bot, ana: Student) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(ana.chat_id, b"x" * (50 * 1024 * 1024 + 1), filename="big")


async def test_chat_actions_have_names(bot: Bot, ana: Student) -> None:
    await refuses(bot.send_chat_action(ana.chat_id, "dancing"), "Wrong parameter action in request")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (BotCommand("Start", "x"), "BOT_COMMAND_INVALID"),
        (BotCommand("do-it", "x"), "BOT_COMMAND_INVALID"),
        (BotCommand("x" * 33, "x"), "Command length must not exceed 32"),
        (BotCommand("x", " "), "Command description must be non-empty"),
        (BotCommand("x", "y" * 257), "Command description length must not exceed 256"),
    ],
)
async def test_commands_have_a_shape(bot: Bot, command: BotCommand, words: str) -> None:
    await refuses(bot.set_my_commands([command]), words)


async def test_profile_limits(bot: Bot) -> None:
    await refuses(bot.set_my_commands([BotCommand(f"c{number}", "x") for number in range(101)]), "BOT_COMMANDS_TOO_MUCH")
    await refuses(bot.set_my_commands([], language_code="english"), "Invalid language code specified")
    await refuses(bot.set_my_description("x" * 513), "BOT_DESCRIPTION_TOO_LONG")
    await refuses(bot.set_my_short_description("x" * 121), "BOT_DESCRIPTION_TOO_LONG")


async def test_what_the_stand_in_does_not_do(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    await refuses(bot.get_chat(ana.chat_id), "Method getChat is not supported by this stand-in")
    markdown = bot.send_message(ana.chat_id, "*x*", parse_mode="MarkdownV2")
    await refuses(markdown, "parse_mode markdownv2 is not spoken by this stand-in, send HTML")
    await refuses(bot.send_message(ana.chat_id, "x", parse_mode="BBCode"), "Unsupported parse_mode")
    assert await raw(sandbox, "getmee2", {}) == (404, "Not Found: method not found")


async def test_methods_are_found_in_any_case_and_by_get(sandbox: Sandbox, ana: Student) -> None:
    url = f"{sandbox.base_url}{sandbox.token}/SENDMESSAGE"
    async with aiohttp.ClientSession() as session, session.get(url, params={"chat_id": ana.chat_id, "text": "hi"}) as answer:
        assert (await answer.json())["result"]["text"] == "hi"
