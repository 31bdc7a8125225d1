"""From a reply to the requests that show it on Telegram, within Telegram's limits.

Owns methods, keyboards and limits. Must not know what a reply is about, nor send anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit
from telegram.helpers import create_deep_linked_url

from bot.markup import portions, to_html, units
from bot.store.contract import Call
from conversations.messages import Choice, Document, Phrase, Reply
from conversations.wording import Fragment, Text, Wording

if TYPE_CHECKING:
    from conversations.inline import InlineAnswer, InlineCard

BUTTONS_A_ROW = int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
DATA_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
TEXT_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
CAPTION_UNITS = int(MessageLimit.CAPTION_LENGTH)

Parameters = dict[str, Any]

KEPT_SECONDS = 3_600
"""For which Telegram may give an inline query's answer again without asking us."""

_NO_PREVIEW = {"is_disabled": True}


def render(
    reply: Reply, chat: int, wording: Wording, *, tapped: int | None = None, picture: bytes | None = None, sharing: bool = True
) -> list[Call]:
    """``tapped`` is the message to replace if the reply asks for it; ``picture`` what was drawn, None where that failed.

    ``sharing`` is whether Telegram takes buttons that share: it does of a bot with inline mode.
    """
    text = _clean(wording.compose(reply.phrase))
    keyboard = _keyboard(reply.choices, wording, sharing)
    if reply.picture:
        if picture is not None:
            return _with_file("sendPhoto", chat, picture, f"{reply.picture.kind}.png", text, text, keyboard)
        text = (*_clean(wording.compose(reply.picture.alt)), Fragment("\n\n"), *text)
    document = reply.document
    if isinstance(document, Document):  # a sheet was made into one before
        caption = _clean(wording.compose(document.caption))
        return _with_file("sendDocument", chat, document.content, document.filename, caption, text, keyboard)
    return _messages(chat, text, keyboard, tapped if reply.replaces else None)


def simple(chat: int, phrase: Phrase, wording: Wording) -> Call:
    """A message of the process itself."""
    return _messages(chat, _clean(wording.compose(phrase)), None, None)[0]


def offer(query: str, found: InlineAnswer, wording: Wording, username: str) -> Call:
    """The answer to an inline query. The same for whoever asks, so that Telegram may keep it."""
    parameters = {
        "inline_query_id": query,
        "results": [_article(card, wording, username) for card in found.cards],
        "cache_time": KEPT_SECONDS if found.lasting else 0,
        "is_personal": False,
        "button": {"text": wording.plain(found.button), "start_parameter": found.start},
    }
    return Call("answerInlineQuery", json.dumps(parameters))


def _article(card: InlineCard, wording: Wording, username: str) -> Parameters:
    text = portions(_clean(wording.compose(card.text)), TEXT_UNITS)[0]
    link = {"text": wording.plain(Phrase("inline.button.open")), "url": create_deep_linked_url(username, card.link)}
    return {
        "type": "article",
        "id": card.id,
        "title": wording.plain(card.title),
        "description": wording.plain(card.description),
        "input_message_content": {"message_text": to_html(text), "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW},
        "reply_markup": {"inline_keyboard": [[link]]},
    }


def typing(chat: int) -> Call:
    return Call("sendChatAction", json.dumps({"chat_id": chat, "action": "typing"}))


def answer(query: str) -> Call:
    return Call("answerCallbackQuery", json.dumps({"callback_query_id": query}))


def as_new(call: Call) -> Call:
    """An edit whose message is gone, as a message of its own."""
    parameters = json.loads(call.parameters)
    parameters.pop("message_id", None)
    return Call("sendMessage", json.dumps(parameters))


def to_chat(call: Call, chat: int) -> Call:
    """The same to another chat: a group that became a supergroup has a new id."""
    return Call(call.method, json.dumps({**json.loads(call.parameters), "chat_id": chat}), call.file, call.filename)


def _messages(chat: int, text: Text, keyboard: Parameters | None, replaced: int | None) -> list[Call]:
    parts = portions(text, TEXT_UNITS) or [(Fragment("…"),)]
    calls = []
    for index, part in enumerate(parts):
        parameters: Parameters = {"chat_id": chat, "text": to_html(part), "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}
        method = "sendMessage"
        if index == 0 and replaced is not None:
            method = "editMessageText"
            parameters["message_id"] = replaced
        if index == len(parts) - 1 and keyboard:
            parameters["reply_markup"] = keyboard
        calls.append(Call(method, json.dumps(parameters)))
    return calls


def _with_file(method: str, chat: int, content: bytes, filename: str, caption: Text, text: Text, keyboard: Parameters | None) -> list[Call]:
    """A text that is no caption, or too long for one, is a message of its own after the file."""
    parameters: Parameters = {"chat_id": chat}
    fits = _size(caption) <= CAPTION_UNITS
    apart = () if fits and caption == text else text if fits or caption == text else (*caption, Fragment("\n\n"), *text)
    if fits and caption:
        parameters |= {"caption": to_html(caption), "parse_mode": "HTML"}
    if not apart and keyboard:
        parameters["reply_markup"] = keyboard
    after = _messages(chat, apart, keyboard, None) if apart else []
    return [Call(method, json.dumps(parameters), content, filename), *after]


def _keyboard(rows: Sequence[Sequence[Choice]], wording: Wording, sharing: bool) -> Parameters | None:
    buttons = [[_button(choice, wording) for choice in row if sharing or choice.share is None] for row in rows]
    if sum(map(len, buttons)) > BUTTONS:
        raise ValueError(f"over {BUTTONS} buttons")
    short = [row[start : start + BUTTONS_A_ROW] for row in buttons for start in range(0, len(row), BUTTONS_A_ROW)]
    return {"inline_keyboard": short} if short else None


def _button(choice: Choice, wording: Wording) -> Parameters:
    if not 1 <= len(choice.id.encode()) <= DATA_BYTES:
        raise ValueError(f"choice id of {len(choice.id.encode())} bytes: {choice.id}")
    does = {"callback_data": choice.id} if choice.share is None else {"switch_inline_query": choice.share}
    return {"text": "".join(text for text, _ in _clean(wording.compose(choice.label))), **does}


def _size(text: Text) -> int:
    return sum(units(fragment.text) for fragment in text)


def _clean(text: Text) -> Text:
    """Half of a surrogate pair is no text."""
    return tuple(Fragment(part if part.isascii() else part.encode("utf-8", "replace").decode(), style) for part, style in text)
