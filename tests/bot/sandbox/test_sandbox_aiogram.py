"""The same server through another library, so that it is no mirror of python-telegram-bot's habits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)

from bot.sandbox import Sandbox, Student

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]])


@pytest.fixture
async def aiobot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot(sandbox.token, session=session).context() as running:
        yield running


async def refuses(call: Awaitable[Any], words: str) -> None:
    with pytest.raises(TelegramBadRequest) as caught:
        await call
    assert caught.value.message == f"Bad Request: {words}"


async def test_messages_edits_and_keyboards(aiobot: Bot, ana: Student) -> None:
    sent = await aiobot.send_message(ana.chat_id, "<b>Hi</b> 👋", parse_mode="HTML", reply_markup=KEYBOARD)
    assert sent.html_text == "<b>Hi</b> 👋"
    edited = await aiobot.edit_message_text("two", chat_id=ana.chat_id, message_id=sent.message_id, reply_markup=KEYBOARD)
    assert isinstance(edited, Message)
    assert edited.edit_date
    await aiobot.edit_message_reply_markup(chat_id=ana.chat_id, message_id=sent.message_id)
    assert (ana.last["text"], ana.last["keyboard"]) == ("two", [])
    assert await aiobot.delete_message(ana.chat_id, sent.message_id)
    assert await aiobot.send_chat_action(ana.chat_id, "typing")


async def test_uploads_and_downloads(aiobot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    sent = await aiobot.send_photo(ana.chat_id, BufferedInputFile(png(), "chart.png"), caption="chart")
    assert sent.photo
    again = await aiobot.send_photo(ana.chat_id, sent.photo[-1].file_id)
    media = InputMediaPhoto(media=BufferedInputFile(png(50, 50), "b.png"), caption="b")
    edited = await aiobot.edit_message_media(media, chat_id=ana.chat_id, message_id=again.message_id)
    assert isinstance(edited, Message)
    assert edited.photo
    assert edited.photo[-1].width == 50
    document = await aiobot.send_document(ana.chat_id, BufferedInputFile(b"data", "a.csv"))
    assert document.document
    file = await aiobot.get_file(document.document.file_id)
    assert file.file_path
    content = await aiobot.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"data"


async def test_profile(aiobot: Bot) -> None:
    assert (await aiobot.me()).username == "sandbox_bot"
    commands = [BotCommand(command="start", description="Begin")]
    assert await aiobot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code="en")
    (kept,) = await aiobot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="en")
    assert (kept.command, kept.description) == ("start", "Begin")
    assert await aiobot.set_my_description("long")
    assert await aiobot.set_my_short_description("short")


async def test_refusals_in_telegrams_own_capitals(sandbox: Sandbox, aiobot: Bot, ana: Student) -> None:
    sent = await aiobot.send_message(ana.chat_id, "x")
    place: dict[str, Any] = {"chat_id": ana.chat_id, "message_id": sent.message_id}
    long_data = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="b", callback_data="d" * 65)]])
    many = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="b", callback_data="d")]] * 101)
    html = 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    await refuses(aiobot.send_message(ana.chat_id, "<x>", parse_mode="HTML"), html)
    unclosed = "can't parse entities: Can't find end tag corresponding to start tag \"b\""
    await refuses(aiobot.send_message(ana.chat_id, "<b>x", parse_mode="HTML"), unclosed)
    await refuses(aiobot.send_message(ana.chat_id, "x" * 4097), "message is too long")
    await refuses(aiobot.edit_message_text("x" * 4097, **place), "MESSAGE_TOO_LONG")
    await refuses(aiobot.send_document(ana.chat_id, BufferedInputFile(b"x", "x"), caption="x" * 1025), "message caption is too long")
    await refuses(aiobot.send_message(ana.chat_id, "x", reply_markup=long_data), "BUTTON_DATA_INVALID")
    await refuses(aiobot.send_message(ana.chat_id, "x", reply_markup=many), "reply markup is too long")
    await refuses(aiobot.send_message(1, "x"), "chat not found")
    await refuses(aiobot.edit_message_text("x", chat_id=ana.chat_id, message_id=99999), "message to edit not found")
    same = "message is not modified: specified new message content and reply markup are exactly the same as a current content and "
    await refuses(aiobot.edit_message_text("x", **place), f"{same}reply markup of the message")
    await refuses(aiobot.answer_callback_query("1"), "query is too old and response timeout expired or query ID is invalid")
    await refuses(aiobot.send_photo(ana.chat_id, BufferedInputFile(b"x", "x.png")), "IMAGE_PROCESS_FAILED")
    await refuses(aiobot.set_my_commands([BotCommand(command="No", description="x")]), "BOT_COMMAND_INVALID")
    await refuses(aiobot.get_chat(ana.chat_id), "method getChat is not supported by this stand-in")


async def test_refusals_beyond_400(sandbox: Sandbox, aiobot: Bot, ana: Student) -> None:
    ana.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aiobot.send_message(ana.chat_id, "x")
    ana.unblock()
    sandbox.world.flood.clock = lambda: 0.0
    sandbox.flood_control()
    await aiobot.send_message(ana.chat_id, "x")
    with pytest.raises(TelegramRetryAfter) as caught:
        await aiobot.send_message(ana.chat_id, "x")
    assert caught.value.retry_after == 1
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot("1234567890:" + "x" * 35, session=session).context() as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_faults(sandbox: Sandbox, aiobot: Bot, ana: Student) -> None:
    sandbox.faults.add("drop_after", "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await aiobot.send_message(ana.chat_id, "x")
    sandbox.faults.add("bad_gateway", "sendMessage")
    with pytest.raises(TelegramServerError):
        await aiobot.send_message(ana.chat_id, "y")
    assert [message["text"] for message in ana.messages] == ["x"]


async def test_a_dispatcher_polls(sandbox: Sandbox, aiobot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("welcome", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def more(query: CallbackQuery) -> None:
        await query.answer("there")

    polling = asyncio.create_task(dispatcher.start_polling(aiobot, handle_signals=False, close_bot_session=False, polling_timeout=20))
    student = sandbox.student()
    await student.send("/start")
    (welcome,) = await student.wait(1)
    query_id = await student.tap(welcome["message_id"], "more")
    assert (await student.wait_answer(query_id))["text"] == "there"
    await dispatcher.stop_polling()
    await asyncio.wait_for(polling, 10)


async def test_webhook_methods(aiobot: Bot, unused_tcp_port: int) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}/hook"
    assert await aiobot.set_webhook(url, secret_token="s", max_connections=2)
    assert (await aiobot.get_webhook_info()).url == url
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await aiobot.get_updates()
    assert await aiobot.delete_webhook()
