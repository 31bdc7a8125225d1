"""Telegram's limits hold for whatever is said."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import portions, to_html, units
from bot.render import BUTTONS, BUTTONS_A_ROW, CAPTION_UNITS, TEXT_UNITS, as_new, render, to_chat
from bot.store.contract import Call
from conversations.messages import Choice, Document, Phrase, Picture, Reply, choice
from conversations.wording import Fragment, Style, Wording
from tests.bot.fakes import PNG

WORDING = Wording({"text": "{text}", "rich": "**{bold}** plain {text} __{italic}__", "label": "{text}"})

fragments = st.lists(st.builds(Fragment, st.text(max_size=300), st.sampled_from(Style)), max_size=8)
hostile = st.text(alphabet="<>&\"'ab \n\U0001f9d1é", max_size=200)


class Strict(HTMLParser):
    """Telegram's rule for what we use: <b> and <i>, opened and closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag in ("b", "i")
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markup: str) -> str:
    parser = Strict()
    parser.feed(markup)
    parser.close()
    assert parser.open == []
    return parser.text


def said(call: Call) -> Any:
    return json.loads(call.parameters)


@given(fragments, st.integers(min_value=2, max_value=200))
def test_every_portion_fits_is_not_blank_and_nothing_is_lost(text: list[Fragment], limit: int) -> None:
    cut = portions(text, limit)
    for portion in cut:
        plain = "".join(fragment.text for fragment in portion)
        assert 0 < units(plain) <= limit
        assert plain.strip()
        assert plain == plain.strip()
    whole = re.sub(r"\s+", "", "".join(fragment.text for fragment in text))
    assert re.sub(r"\s+", "", "".join(fragment.text for portion in cut for fragment in portion)) == whole


@given(fragments)
def test_markup_is_well_formed_and_says_the_text(text: list[Fragment]) -> None:
    text = [fragment._replace(text=fragment.text.replace("\r", "").replace("\0", "")) for fragment in text]
    assert shown(to_html(text)) == html.unescape("".join(html.escape(fragment.text, quote=False) for fragment in text))


@given(hostile, hostile, hostile)
def test_what_a_student_typed_is_never_markup(bold: str, text: str, italic: str) -> None:
    calls = render(Reply(Phrase("rich", {"bold": bold, "text": text, "italic": italic})), 1, WORDING)
    for call in calls:
        assert units(shown(said(call)["text"])) <= TEXT_UNITS


@given(st.integers(min_value=0, max_value=20_000), st.sampled_from(["a", "\U0001f9d1", "word ", "a line\n", "**"]))
def test_long_texts_come_in_several_messages_with_the_keyboard_on_the_last(length: int, unit: str) -> None:
    text = (unit * length)[:20_000]
    calls = render(Reply(Phrase("text", {"text": text}), ((choice("a", "label", text="A"),),)), 1, WORDING)
    assert calls
    for call in calls:
        assert 0 < units(shown(said(call)["text"])) <= TEXT_UNITS
    assert ["reply_markup" in said(call) for call in calls] == [False] * (len(calls) - 1) + [True]


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    text = "\n\n".join(["word " * 200] * 6)
    parts = [said(call)["text"] for call in render(Reply(Phrase("text", {"text": text})), 1, WORDING)]
    assert len(parts) == 2
    assert all(part.startswith("word") and part.endswith("word") for part in parts)


def test_a_blank_text_still_is_a_message() -> None:
    (call,) = render(Reply(Phrase("text", {"text": " "})), 1, WORDING)
    assert said(call)["text"] == "…"


@given(st.lists(st.integers(min_value=0, max_value=20), max_size=12))
def test_keyboards_keep_to_the_limits(rows: list[int]) -> None:
    choices = tuple(tuple(choice(f"{row}:{column}", "label", text="x") for column in range(size)) for row, size in enumerate(rows))
    reply = Reply(Phrase("text", {"text": "pick"}), choices)
    if sum(rows) > BUTTONS:
        with pytest.raises(ValueError, match="over 100 buttons"):
            render(reply, 1, WORDING)
        return
    keyboard = said(render(reply, 1, WORDING)[0]).get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
    assert all(0 < len(row) <= BUTTONS_A_ROW for row in keyboard)
    assert [button["callback_data"] for row in keyboard for button in row] == [one.id for row in choices for one in row]


@pytest.mark.parametrize("id", ["", "x" * 65, "é" * 33])
def test_an_id_that_telegram_would_refuse_is_refused_here(id: str) -> None:
    with pytest.raises(ValueError, match="choice id"):
        render(Reply(Phrase("text", {"text": "pick"}), ((Choice(id, Phrase("label", {"text": "x"})),),)), 1, WORDING)


def test_an_id_of_64_bytes_is_fine() -> None:
    render(Reply(Phrase("text", {"text": "pick"}), ((choice("é" * 32, "label", text="x"),),)), 1, WORDING)


def test_a_reply_that_replaces_edits_the_tapped_message() -> None:
    reply = Reply(Phrase("text", {"text": "new"}), replaces=True)
    (call,) = render(reply, 1, WORDING, tapped=5)
    assert (call.method, said(call)["message_id"]) == ("editMessageText", 5)
    (call,) = render(reply, 1, WORDING)
    assert call.method == "sendMessage"
    (call,) = render(Reply(Phrase("text", {"text": "new"})), 1, WORDING, tapped=5)
    assert call.method == "sendMessage"


def test_a_long_reply_edits_once_and_sends_the_rest() -> None:
    calls = render(Reply(Phrase("text", {"text": "x" * 9_000}), replaces=True), 1, WORDING, tapped=5)
    assert [call.method for call in calls] == ["editMessageText", "sendMessage", "sendMessage"]


@given(st.integers(min_value=1, max_value=2_000))
def test_a_caption_that_is_too_long_is_a_message_after_the_picture(length: int) -> None:
    picture = Picture("pay", {}, Phrase("text", {"text": "alt"}))
    reply = Reply(Phrase("text", {"text": "x" * length}), ((choice("a", "label", text="A"),),), picture=picture)
    calls = render(reply, 1, WORDING, picture=PNG)
    assert calls[0].method == "sendPhoto"
    assert calls[0].file == PNG
    if length <= CAPTION_UNITS:
        assert len(calls) == 1
        assert "reply_markup" in said(calls[0])
    else:
        assert [call.method for call in calls] == ["sendPhoto", "sendMessage"]
        assert "caption" not in said(calls[0])
        assert "reply_markup" in said(calls[1])


def test_a_file_has_its_caption_and_its_message() -> None:
    document = Document("you.json", b"{}", Phrase("text", {"text": "Your data"}))
    calls = render(Reply(Phrase("text", {"text": "Here it is"}), document=document), 1, WORDING)
    assert [(call.method, call.filename) for call in calls] == [("sendDocument", "you.json"), ("sendMessage", "")]
    assert said(calls[0])["caption"] == "Your data"
    long = Document("you.json", b"{}", Phrase("text", {"text": "y" * 2_000}))
    calls = render(Reply(Phrase("text", {"text": "Here it is"}), document=long), 1, WORDING)
    assert said(calls[1])["text"] == "y" * 2_000 + "\n\nHere it is"


def test_an_edit_can_become_a_message_and_a_call_can_move() -> None:
    edit = Call("editMessageText", '{"chat_id": 1, "message_id": 5, "text": "x"}')
    assert as_new(edit) == Call("sendMessage", '{"chat_id": 1, "text": "x"}')
    assert said(to_chat(edit, 2))["chat_id"] == 2
