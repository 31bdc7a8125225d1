"""Every method of the stand-in, through python-telegram-bot's Bot."""

import re
from collections.abc import Callable

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode

from bot.sandbox import NoSuchButtonError, Sandbox, Student

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]])


def test_a_token_is_shaped_as_telegrams(sandbox: Sandbox) -> None:
    assert re.fullmatch(r"\d{10}:[A-Za-z0-9_-]{35}", sandbox.token)


async def test_get_me(sandbox: Sandbox, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "sandbox_bot")
    assert sandbox.token.startswith(f"{me.id}:")


async def test_send_message_returns_what_the_student_sees(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "<b>Hi</b> 👋 &amp; welcome", parse_mode=ParseMode.HTML, reply_markup=KEYBOARD)
    assert (sent.text, sent.chat_id, sent.chat.type) == ("Hi 👋 & welcome", ana.chat_id, "private")
    assert sent.entities == (MessageEntity(MessageEntity.BOLD, 0, 2),)
    assert sent.from_user is not None
    assert sent.from_user.is_bot
    assert ana.last["text"] == "Hi 👋 & welcome"
    assert ana.last["keyboard"] == [[{"label": "Yes", "data": "y", "url": None}, {"label": "No", "data": "n", "url": None}]]


async def test_message_ids_grow_over_all_chats(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    ben = sandbox.student("Ben")
    await ben.send("hello")
    ids = [(await bot.send_message(student.chat_id, "x")).message_id for student in (ana, ben, ana)]
    assert ids == sorted(set(ids))


async def test_given_entities_count_utf16_units(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "👋 bold", entities=[MessageEntity(MessageEntity.BOLD, 3, 4)])
    assert sent.parse_entities() == {sent.entities[0]: "bold"}


async def test_text_is_trimmed_and_links_are_found(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "  see https://www.onetonline.org/ or /help\n\n")
    assert sent.text == "see https://www.onetonline.org/ or /help"
    assert [entity.type for entity in sent.entities] == ["url", "bot_command"]


async def test_a_reply_shows_what_it_answers(bot: Bot, ana: Student) -> None:
    first = await bot.send_message(ana.chat_id, "one")
    second = await bot.send_message(ana.chat_id, "two", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "one"


async def test_edit_message_text_in_place(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "one", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("<i>two</i>", ana.chat_id, sent.message_id, parse_mode=ParseMode.HTML)
    assert isinstance(edited, Message)
    assert (edited.text, edited.message_id) == ("two", sent.message_id)
    assert edited.edit_date is not None
    # as on Telegram, an edit without a keyboard takes the keyboard away
    assert (ana.last["keyboard"], ana.last["edits"]) == ([], ["one"])
    assert len(ana.messages) == 1


async def test_edit_message_reply_markup(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "one")
    await bot.edit_message_reply_markup(ana.chat_id, sent.message_id, reply_markup=KEYBOARD)
    assert [button["label"] for button in ana.last["keyboard"][0]] == ["Yes", "No"]
    await bot.edit_message_reply_markup(ana.chat_id, sent.message_id)
    assert ana.last["keyboard"] == []


async def test_delete_message(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "gone soon")
    assert await bot.delete_message(ana.chat_id, sent.message_id)
    assert ana.messages == []


async def test_a_photo_by_upload_and_by_file_id(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    picture = png(320, 200)
    sent = await bot.send_photo(ana.chat_id, picture, caption="<b>Your</b> chart", parse_mode=ParseMode.HTML, reply_markup=KEYBOARD)
    assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (320, 200, "Your chart")
    assert sent.caption_entities == (MessageEntity(MessageEntity.BOLD, 0, 4),)
    again = await bot.send_photo(ana.chat_id, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id
    assert ana.file(ana.last["photo"]["file_id"]) == picture


async def test_a_document_and_its_download(bot: Bot, ana: Student) -> None:
    sent = await bot.send_document(ana.chat_id, b'{"a": 1}', filename="my data ü.json", caption="All of it")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("my data ü.json", 8)
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b'{"a": 1}'
    assert ana.file(ana.last["document"]["file_id"]) == b'{"a": 1}'


async def test_edit_message_media(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    sent = await bot.send_photo(ana.chat_id, png(), caption="old")
    edited = await bot.edit_message_media(InputMediaPhoto(png(64, 64), caption="new"), ana.chat_id, sent.message_id, reply_markup=KEYBOARD)
    assert isinstance(edited, Message)
    assert (edited.photo[-1].width, edited.caption) == (64, "new")
    document = await bot.edit_message_media(InputMediaDocument(b"text", filename="a.txt"), ana.chat_id, sent.message_id)
    assert isinstance(document, Message)
    assert document.document is not None
    assert (ana.last["photo"], ana.last["document"]["file_name"]) == (None, "a.txt")


async def test_edit_message_media_adds_a_picture_to_a_text(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    sent = await bot.send_message(ana.chat_id, "drawing …")
    known = await bot.send_photo(ana.chat_id, png())
    edited = await bot.edit_message_media(InputMediaPhoto(known.photo[-1].file_id), ana.chat_id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.photo


async def test_edit_message_caption(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    sent = await bot.send_photo(ana.chat_id, png(), caption="old")
    await bot.edit_message_caption(ana.chat_id, sent.message_id, caption="new")
    assert ana.last["text"] == "new"


async def test_a_tap_and_its_answer(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "?", reply_markup=KEYBOARD)
    query_id = await ana.tap(sent.message_id, "Yes")
    update = (await bot.get_updates(allowed_updates=[]))[-1]
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data, update.callback_query.from_user.id) == (query_id, "y", ana.chat_id)
    assert isinstance(update.callback_query.message, Message)
    assert update.callback_query.message.text == "?"
    assert await bot.answer_callback_query(query_id, "Saved", show_alert=True)
    assert await ana.wait_answer(query_id) == {"query_id": query_id, "text": "Saved", "alert": True, "url": ""}


async def test_a_student_taps_only_what_is_on_offer(bot: Bot, ana: Student) -> None:
    sent = await bot.send_message(ana.chat_id, "?", reply_markup=KEYBOARD)
    with pytest.raises(NoSuchButtonError, match="on offer"):
        await ana.tap(sent.message_id, "Maybe")
    assert await ana.tap(sent.message_id, "old:data", stale=True)


async def test_chat_action(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    with sandbox.world.events.watch() as happened:
        assert await bot.send_chat_action(ana.chat_id, ChatAction.TYPING)
        assert happened.get_nowait() == {"event": "typing", "chat_id": ana.chat_id, "action": "typing"}


async def test_commands_by_scope_and_language(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("help", "Help")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("ayuda", "Ayuda")], scope=BotCommandScopeAllPrivateChats(), language_code="es")
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChat(ana.chat_id))
    assert await bot.get_my_commands() == (BotCommand("start", "Begin"),)
    assert await bot.get_my_commands(language_code="es") == ()
    shown = [sandbox.profile.commands_for(sandbox.world.chats[student.chat_id])[0]["command"] for student in (
        ana, sandbox.student("Ben"), sandbox.student("Eva", language_code="es"))]  # fmt: skip
    assert shown == ["mine", "help", "ayuda"]
    assert await bot.delete_my_commands(scope=BotCommandScopeChat(ana.chat_id))
    assert await bot.get_my_commands(scope=BotCommandScopeChat(ana.chat_id)) == ()


async def test_descriptions(bot: Bot) -> None:
    await bot.set_my_description("Finds careers")
    await bot.set_my_description("Busca carreras", language_code="es")
    await bot.set_my_short_description("Careers")
    assert (await bot.get_my_description()).description == "Finds careers"
    assert (await bot.get_my_description("es")).description == "Busca carreras"
    assert (await bot.get_my_short_description()).short_description == "Careers"


async def test_an_inline_query_and_its_answer(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    query_id = await ana.inline("nurse")
    update = (await bot.get_updates())[-1]
    assert update.inline_query is not None
    assert update.inline_query.query == "nurse"
    article = InlineQueryResultArticle("1", "Nurse", InputTextMessageContent("Nurse"))
    assert await bot.answer_inline_query(query_id, [article])
    assert sandbox.world.inline_answers[query_id][0]["title"] == "Nurse"


async def test_a_reply_keyboard_comes_and_goes(bot: Bot, ana: Student) -> None:
    await bot.send_message(ana.chat_id, "?", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Skip"), "Stop"]]))
    assert ana.reply_keyboard == [["Skip", "Stop"]]
    await bot.send_message(ana.chat_id, "ok", reply_markup=ReplyKeyboardRemove())
    assert ana.reply_keyboard == []


async def test_what_a_student_sends_beyond_text(bot: Bot, ana: Student, png: Callable[..., bytes]) -> None:
    await ana.send_photo(png(), caption="me")
    await ana.send_document(b"cv", "cv.txt")
    await ana.send_other(sticker={"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                                  "is_animated": False, "is_video": False})  # fmt: skip
    photo, document, sticker = [update.message for update in (await bot.get_updates())[-3:]]
    assert photo is not None
    assert photo.caption == "me"
    assert document is not None
    assert document.document is not None
    assert sticker is not None
    assert sticker.sticker is not None


async def test_every_call_is_on_record(sandbox: Sandbox, bot: Bot, ana: Student) -> None:
    await bot.send_message(ana.chat_id, "hi")
    method, parameters = sandbox.calls[-1]
    assert (method, parameters["text"]) == ("sendMessage", "hi")
