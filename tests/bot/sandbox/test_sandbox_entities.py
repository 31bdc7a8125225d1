"""The HTML parse mode, tag by tag, and the text it leaves."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import parse_html, utf16
from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import find_entities, trim


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_a_tag_is_an_entity(tag: str, kind: str) -> None:
    assert parse_html(f"a<{tag}>b👋</{tag}>c") == ("ab👋c", [{"type": kind, "offset": 1, "length": 3}])


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://a.org/?x=1&amp;y=2">t</a>', {"type": "text_link", "url": "https://a.org/?x=1&y=2"}),
        ("<a href='tg://user?id=1'>t</a>", {"type": "text_link", "url": "tg://user?id=1"}),
        ('<span class="tg-spoiler">t</span>', {"type": "spoiler"}),
        ("<span class=tg-spoiler>t</span>", {"type": "spoiler"}),
        ("<blockquote expandable>t</blockquote>", {"type": "expandable_blockquote"}),
        ('<pre><code class="language-python">t</code></pre>', {"type": "pre", "language": "python"}),
        ('<code class="language-python">t</code>', {"type": "code"}),
        ('<tg-emoji emoji-id="5">t</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5"}),
    ],
)
def test_a_tag_with_an_attribute(source: str, entity: dict[str, str]) -> None:
    assert parse_html(source) == ("t", [{**entity, "offset": 0, "length": 1}])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#39;&#x27;&#128075;", "''👋"),
        ("&lt", "<"),
        ("&nbsp;&copy;&", "&nbsp;&copy;&"),
        ("&#0;&#xFFFFFF;", "&#0;&#xFFFFFF;"),
        ("a > b", "a > b"),
        ("<b></b>x", "x"),
        ("<b>x</>", "x"),
        ('<a href="/no/host">x</a>', "x"),
    ],
)
def test_references_and_oddities(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


def test_nesting_is_listed_outside_first() -> None:
    text, entities = parse_html("<b>one <i>two</i></b> <u>three</u>")
    assert text == "one two three"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [("bold", 0, 7), ("italic", 4, 3), ("underline", 8, 5)]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.text(st.sampled_from("<>/&;=\"' abi#x1👋"), max_size=40))
def test_whatever_is_sent_parses_or_is_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as refusal:
        told = refusal.description
    else:
        told = ""
        assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= utf16(text) for e in entities)
    assert told == "" or told.startswith("Bad Request: can't parse entities: ")


def test_trimming_moves_and_cuts_entities() -> None:
    assert trim("  a b \n", [{"type": "bold", "offset": 4, "length": 3}]) == ("a b", [{"type": "bold", "offset": 2, "length": 1}])
    # what is marked at the start stays, space and all
    assert trim(" a", [{"type": "code", "offset": 0, "length": 2}]) == (" a", [{"type": "code", "offset": 0, "length": 2}])
    assert trim(" \n ", []) == ("", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("see a/b and 1/2", []),
        ("https://a.org/x?y=1.", [("url", "https://a.org/x?y=1")]),
        ("write a.b@c.org", [("email", "a.b@c.org")]),
        ("@someone #topic", [("mention", "@someone"), ("hashtag", "#topic")]),
    ],
)
def test_what_telegram_finds_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in find_entities(text, [])] == found


def test_nothing_is_found_in_code() -> None:
    assert find_entities("/start", [{"type": "code", "offset": 0, "length": 6}]) == []
