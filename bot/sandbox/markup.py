"""Keyboards: what Telegram accepts as reply_markup, and when two of them are the same.

Owns every check on buttons. Must not know the messages they hang on.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import bad_request

Rows = list[list[dict[str, Any]]]
ACTIONS = ("url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "web_app", "login_url", "pay")
URL = re.compile(r"^(?:https?|tg)://[^\s/?#]+\S*$|^(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?#]\S*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """At most one of the three is there: buttons on the message, buttons for typing, or their removal."""

    inline: Rows | None = None
    reply: dict[str, Any] | None = None
    remove: bool = False


def read_markup(arguments: Arguments) -> Markup:
    encoded = arguments.text("reply_markup")
    if not encoded:
        return Markup()
    markup = arguments.decoded("reply_markup", "reply keyboard markup")
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    if "inline_keyboard" in markup:
        return Markup(inline=_inline(markup["inline_keyboard"]) or None)
    if "keyboard" in markup:
        return Markup(reply={**markup, "keyboard": _reply(markup["keyboard"])})
    return Markup(remove=bool(markup.get("remove_keyboard")))


def only_inline(markup: Markup) -> Rows | None:
    if markup.reply is not None or markup.remove:
        raise bad_request("Inline keyboard expected")
    return markup.inline


def _rows(value: Any, name: str, kind: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'Field "{name}" of the {kind} must be an Array')
    if any(not isinstance(row, list) for row in value):
        raise bad_request(f'Field "{name}" of the {kind} must be an Array of Arrays')
    return [row for row in value if row]


def _inline(value: Any) -> Rows:
    rows = [[_inline_button(button) for button in row] for row in _rows(value, "inline_keyboard", "InlineKeyboardMarkup")]
    # Telegram counts bytes of its own encoding too; about 10 kB of JSON is where it stops.
    if sum(map(len, rows)) > limits.INLINE_BUTTONS or len(json.dumps(rows, ensure_ascii=False).encode()) > limits.MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return rows


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("Can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    if not any(button.get(action) not in (None, "") or (action.startswith("switch") and action in button) for action in ACTIONS):
        raise bad_request("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode()) > limits.CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("url") and not URL.match(str(button["url"])):
        raise bad_request(f"Inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def _reply(value: Any) -> list[list[str]]:
    rows = [[_reply_button(button) for button in row] for row in _rows(value, "keyboard", "ReplyKeyboardMarkup")]
    if sum(map(len, rows)) > limits.REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _reply_button(button: Any) -> str:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str):
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not text:
        raise bad_request("Keyboard button text must be non-empty")
    return text
