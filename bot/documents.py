"""A plan as a one-page PDF and its dates as a calendar file. Owns paper, fonts and RFC 5545; knows no meaning.

What stands on the page comes with the sheet, in words. ReportLab is loaded when a PDF is asked for. The calendar is
written by hand: eight properties of one kind of event are less than a library's way to say them.
"""

from __future__ import annotations

import io
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conversations.messages import Sheet

WIDTH, HEIGHT = 612.0, 792.0
"""US Letter in points."""
_MARGIN, _GAP, _PAD = 40.0, 12.0, 7.0
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
"""Of the text, largest first: the first that fits the page is taken."""
_LEADING = 1.25
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"

_SAME = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u2022": "-",
    }
)


def make(sheet: Sheet) -> bytes:
    """The sheet as a file's bytes, the same each time."""
    return _pdf(sheet.data) if sheet.kind == "plan" else _calendar(sheet.data)


def printable(text: str) -> str:
    """In the characters that the standard fonts have; what has no likeness among them becomes a question mark."""
    kept = []
    for character in " ".join(text.translate(_SAME).split()):
        if _has(character):
            kept.append(character)
            continue
        plain = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
        kept.append(
            plain if plain and all(map(_has, plain)) else "" if unicodedata.category(character) in ("So", "Mn", "Cf", "Sk") else "?"
        )
    return " ".join("".join(kept).split())


def _has(character: str) -> bool:
    return " " <= character <= "~" or "\u00a1" <= character <= "\u00ff"


# The page


class _Page:
    """Boxes in two columns at one size of text; ``pen`` None only measures."""

    def __init__(self, size: float, pen: Any = None) -> None:
        from reportlab.lib.utils import simpleSplit

        self._split = simpleSplit
        self.size, self.pen = size, pen
        self.leading = size * _LEADING
        self.column = (WIDTH - 2 * _MARGIN - _GAP) / 2

    def wrapped(self, text: str, room: float, font: str = _PLAIN) -> list[str]:
        return list(self._split(printable(text), font, self.size, room))

    def text(self, x: float, y: float, words: str, font: str = _PLAIN, size: float | None = None) -> None:
        if self.pen:
            self.pen.setFont(font, size or self.size)
            self.pen.drawString(x, y, words)

    def box(self, x: float, top: float, width: float, title: str, lines: Sequence[Mapping[str, Any]], *, tick: bool = True) -> float:
        """Draws one box; returns how high it is."""
        indent = self.size * 1.5 if tick else 0
        head = self.leading + _PAD
        y = top - head - self.size - 2
        rows = [(line, self.wrapped(_worded(line), width - 2 * _PAD - indent)) for line in lines]
        height = head + sum(len(row) * self.leading + 2 for _, row in rows) + _PAD
        if self.pen:
            self._frame(x, top, width, height, head)
            self.text(x + _PAD, top - head + _PAD / 2 + 1, printable(title), _BOLD)
        for line, row in rows:
            if tick and self.pen:
                self._tick(x + _PAD, y, bool(line.get("done")))
            for words in row:
                self.text(x + _PAD + indent, y, words)
                y -= self.leading
            y -= 2
        return height

    def _frame(self, x: float, top: float, width: float, height: float, head: float) -> None:
        # no grey anywhere: a printer without it would break the letters up
        self.pen.setLineWidth(0.8)
        self.pen.line(x, top - head, x + width, top - head)
        self.pen.rect(x, top - height, width, height)

    def _tick(self, x: float, y: float, done: bool) -> None:
        side = self.size * 0.8
        self.pen.rect(x, y - 0.5, side, side)
        if done:
            self.pen.setLineWidth(1.2)
            self.pen.line(x + 1.5, y + 1, x + side - 1.5, y + side - 2)
            self.pen.line(x + 1.5, y + side - 2, x + side - 1.5, y + 1)
            self.pen.setLineWidth(0.8)


def _worded(line: Mapping[str, Any]) -> str:
    return f"{line['text']} ({line['day']})" if line.get("day") else str(line["text"])


def _layout(page: _Page, data: Mapping[str, Any]) -> float:
    """Draws or measures all of it; returns where it ends, below zero where it does not fit."""
    y = HEIGHT - _MARGIN - 18
    page.text(_MARGIN, y, printable(data["title"]), _BOLD, 18)
    page.text(_MARGIN, y - 16, printable(data["subtitle"]), _PLAIN, 11)
    tops = [y - 30, y - 30]
    for year in data["years"]:
        side = 0 if tops[0] >= tops[1] else 1
        tops[side] -= page.box(_MARGIN + side * (page.column + _GAP), tops[side], page.column, year["title"], year["lines"]) + _GAP
    y = min(tops)
    full = WIDTH - 2 * _MARGIN
    y -= page.box(_MARGIN, y, full, data["ask_title"], [{"text": question} for question in data["ask"]]) + _GAP
    for text in (data.get("late"), data["footer"]):
        for words in page.wrapped(text, full) if text else ():
            y -= page.leading
            page.text(_MARGIN, y, words)
        y -= 4
    return y - _MARGIN / 2


def _pdf(data: Mapping[str, Any]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    shown = data
    size = next((size for size in _SIZES if _layout(_Page(size), data) >= 0), None)
    if size is None:  # a student's own lines can be many: each year shows what fits and says that there is more
        size = _SIZES[-1]
        counts = range(1, max(len(year["lines"]) for year in data["years"]))
        shown = _cut(data, bisect(counts, False, key=lambda most: _layout(_Page(_SIZES[-1]), _cut(data, most)) < 0) or 1)
    out = io.BytesIO()
    pen = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, lang="en-US")
    pen.setTitle(printable(data["title"]))
    pen.setAuthor("Signpost")
    _layout(_Page(size, pen), shown)
    pen.showPage()
    pen.save()
    return out.getvalue()


def _cut(data: Mapping[str, Any], most: int) -> Mapping[str, Any]:
    more = {"text": data["more"]}
    years = [{**year, "lines": year["lines"] if len(year["lines"]) <= most else [*year["lines"][:most], more]} for year in data["years"]]
    return {**data, "years": years}


# The calendar


def _calendar(data: Mapping[str, Any]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Signpost//Plan of study//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(data['name'])}")
    for event in data["events"]:
        day = event["start"].replace("-", "")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event['id']}-{day}@signpost",
            f"DTSTAMP:{data['stamp']}",
            f"DTSTART;VALUE=DATE:{day}",
            f"DTEND;VALUE=DATE:{event['end'].replace('-', '')}",
            f"SUMMARY:{escaped(event['title'])}",
            f"DESCRIPTION:{escaped(event['note'])}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(lines)).encode()


def escaped(text: str) -> str:
    """A text value: no line of its own may begin inside it."""
    plain = "".join(character if character >= " " or character == "\n" else " " for character in text.replace("\r\n", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(lines: Iterable[str]) -> Iterable[str]:
    """At most 75 bytes a line, cut between characters; what follows a cut begins with a space."""
    for line in lines:
        begun, used = [], 0
        for character in line:
            length = len(character.encode())
            if used + length > 75:
                begun.append("\r\n ")
                used = 1
            begun.append(character)
            used += length
        yield "".join(begun) + "\r\n"
