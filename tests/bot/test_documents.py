"""The plan's page and its calendar file."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import escaped, folded, make, printable
from conversations.engine import Engine
from conversations.messages import Chose, Command, Phrase, Said, Sheet
from conversations.transcript import Player

CAPTION = Phrase("plan.pdf")
NOW = datetime(2026, 9, 1, 15, tzinfo=UTC)


def page(years: list[dict[str, Any]]) -> Sheet:
    data = {
        "title": "My plan: Chef",
        "subtitle": "Restaurants",
        "years": years,
        "late": "Too late for this.",
        "ask_title": "Ask",
        "ask": ["Why?"],
        "footer": "A sample.",
        "more": "and more",
    }
    return Sheet("plan", "my-plan.pdf", data, CAPTION)


def lines(count: int, text: str = "A course of some length that may wrap around the box") -> list[dict[str, Any]]:
    return [{"text": f"{text} {place}", "done": place % 2 == 0, "day": "May 12, 2027" if place == 1 else None} for place in range(count)]


def content(pdf: bytes) -> str:
    stream = re.search(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    assert stream
    return zlib.decompress(
        a85decode(stream[1].strip(), adobe=False) if b"~>" not in stream[1] else a85decode(b"<~" + stream[1].strip(), adobe=True)
    ).decode("latin-1")


@pytest.mark.parametrize("count", [0, 1, 8, 40, 300])
def test_one_page_however_much_stands_on_it(count: int) -> None:
    sheet = page([{"title": f"Year {year}", "lines": lines(count)} for year in range(1, 7)])
    pdf = make(sheet)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert make(sheet) == pdf
    drawn = [float(y) for y in re.findall(r"1 0 0 1 [\d.]+ (-?[\d.]+) Tm", content(pdf))]
    assert drawn
    assert min(drawn) > 15
    assert max(drawn) < 780


def test_it_says_that_there_is_more() -> None:
    assert "and more" in content(make(page([{"title": "Year", "lines": lines(300)}])))


def test_black_on_white_only() -> None:
    """No colour and no grey: each "rg" or "g" of the page sets black."""
    drawn = content(make(page([{"title": "Year", "lines": lines(5)}])))
    assert set(re.findall(r"([\d.]+(?: [\d.]+ [\d.]+)?) (?:rg|RG|g|G)\b", drawn)) <= {"0", "0 0 0"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café “au lait” – yes", 'Café "au lait" - yes'),
        ("naïve ½", "naïve ½"),
        ("Łódź", "?ódz"),
        ("welding 🔥", "welding"),
        ("数学", "??"),
        ("line\nbreak", "line break"),
    ],
)
def test_what_the_fonts_lack_becomes_its_like(text: str, plain: str) -> None:
    assert printable(text) == plain


@settings(max_examples=40)
@given(st.lists(st.text(max_size=100), max_size=12))
def test_a_page_of_any_words(words: list[str]) -> None:
    make(page([{"title": "Year", "lines": [{"text": text, "done": False, "day": None} for text in words]}]))


# Calendar


def calendar(*events: tuple[str, str, str]) -> Sheet:
    rows = [{"id": id, "start": start, "end": "2099-01-01", "title": title, "note": "From; your, plan"} for id, start, title in events]
    return Sheet("calendar", "my-plan.ics", {"name": "My plan", "events": rows, "stamp": "20260901T150000Z"}, CAPTION)


@given(st.text(max_size=150), st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 1, 1)))
def test_another_reader_finds_what_was_written(title: str, day: date) -> None:
    title = "".join(character if character >= " " or character == "\n" else " " for character in title.replace("\r\n", "\n"))
    content = make(calendar(("art-i", day.isoformat(), title)))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert event.decoded("DTSTART") == day
    assert str(event["UID"]) == f"art-i-{day:%Y%m%d}@signpost"


def test_no_line_of_a_students_own_gets_into_the_calendar() -> None:
    assert escaped("a\r\nEND:VEVENT;b,c\\") == "a\\nEND:VEVENT\\;b\\,c\\\\"
    assert list(folded(["x" * 80])) == ["x" * 75 + "\r\n " + "x" * 5 + "\r\n"]


# From a conversation


def test_a_students_plan_becomes_both(engine: Engine) -> None:
    player = Player(engine, NOW)
    for message in (Command("plan", "chef"), Said("11"), Chose("my:t:baking-pastry"), Said("may 12"), Chose("my:d:culinary-arts-i")):
        player.play(message)
    pdf, calendar = (player.play(Chose(id)).replies[0].document for id in ("my:pdf", "my:ics"))
    assert isinstance(pdf, Sheet)
    assert isinstance(calendar, Sheet)
    drawn = content(make(pdf))
    for words in ("My plan: Chef", "11th grade", "Culinary Arts I", "May 12, 2027", "own catalog decides"):
        assert words in drawn, words
    (event,) = icalendar.Calendar.from_ical(make(calendar)).walk("VEVENT")
    assert (str(event["SUMMARY"]), event.decoded("DTSTART")) == ("Course: Baking & Pastry", date(2027, 5, 12))
