"""Charts as PNG. Owns sizes and colours; knows no meaning: what stands in a chart comes with the picture.

Drawn at three times phone width on a light ground of its own, so that dark and light chats show the same. The font is
the one Pillow carries (Aileron, CC0), loaded when a chart is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from conversations.messages import Phrase, Picture
from conversations.wording import wording

WIDTH, MARGIN = 1080, 56
_GROUND, _TEXT, _QUIET = "#F5F6F8", "#18212B", "#55616E"
_TRACK, _STRONG, _MUTED, _MARK = "#DDE2E8", "#1F6FB2", "#8CB4D6", "#D9480F"
_LARGE, _SMALL = 46, 38
_ROW = 138
_BAR = 44
_TOP = 3

Font = ImageFont.FreeTypeFont


def draw(picture: Picture) -> bytes:
    """The picture as PNG bytes."""
    image = _interests(picture.data) if picture.kind == "interests" else _pay(picture.data)
    out = io.BytesIO()
    image.save(out, "PNG")  # optimize=True takes four times as long for a twentieth fewer bytes
    return out.getvalue()


@cache
def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def _words(value: Any) -> str:
    return wording().plain(value) if isinstance(value, Phrase) else str(value)


class _Canvas:
    """An image with what both charts draw."""

    def __init__(self, height: int) -> None:
        self.image = Image.new("RGB", (WIDTH, height), _GROUND)
        self.pen = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, size: int, colour: str = _TEXT, anchor: str = "ls") -> None:
        self.pen.text((x, y), words, font=_font(size), fill=colour, anchor=anchor)

    def bar(self, left: float, y: float, right: float, colour: str) -> None:
        self.pen.rounded_rectangle((left, y, max(right, left + _BAR / 2), y + _BAR), radius=_BAR / 2, fill=colour)

    def fitted(self, words: str, size: int, room: float) -> str:
        """Cut with an ellipsis where it is too long."""
        if self.pen.textlength(words, font=_font(size)) <= room:
            return words
        while words and self.pen.textlength(words + "…", font=_font(size)) > room:
            words = words[:-1]
        return words.rstrip() + "…"


def _interests(data: Mapping[str, Any]) -> Image.Image:
    """One bar a letter, named in words, the value beside the name; the three highest stand out."""
    scores: Sequence[Mapping[str, Any]] = data["scores"]
    least, most = float(data["least"]), float(data["most"])
    canvas = _Canvas(MARGIN + _ROW * len(scores) + MARGIN // 2)
    highest = sorted((float(row["score"]) for row in scores), reverse=True)[min(_TOP, len(scores)) - 1]
    room = WIDTH - 2 * MARGIN
    for place, row in enumerate(scores):
        score, top = float(row["score"]), MARGIN + _ROW * place
        strong = score >= highest
        share = min(max((score - least) / (most - least), 0), 1)
        canvas.text(MARGIN, top + 40, canvas.fitted(_words(row["letter"]), _LARGE, room - 140), _LARGE, _TEXT if strong else _QUIET)
        canvas.text(WIDTH - MARGIN, top + 40, f"{score:.1f}", _LARGE, _TEXT if strong else _QUIET, "rs")
        canvas.bar(MARGIN, top + 58, WIDTH - MARGIN, _TRACK)
        canvas.bar(MARGIN, top + 58, MARGIN + share * room, _STRONG if strong else _MUTED)
    return canvas.image


def _pay(data: Mapping[str, Any]) -> Image.Image:
    """One range an occupation: tenth to ninetieth percentile thin, the middle half thick, the median marked."""
    rows: Sequence[Mapping[str, Any]] = data["occupations"]
    canvas = _Canvas(MARGIN + (_ROW + 20) * len(rows) + 90)
    highest = _round_up(max(float(row.get("p90") or row["high"]) for row in rows))
    room = WIDTH - 2 * MARGIN

    def x(dollars: float) -> float:
        return MARGIN + room * min(dollars / highest, 1)

    for place, row in enumerate(rows):
        top = MARGIN + (_ROW + 20) * place
        canvas.text(MARGIN, top + 40, canvas.fitted(_words(row["name"]), _LARGE, room - 260), _LARGE)
        canvas.text(WIDTH - MARGIN, top + 40, f"${float(row['median']):,.0f}", _LARGE, _MARK, "rs")
        middle = top + 62 + _BAR / 2
        canvas.pen.line((MARGIN, middle, WIDTH - MARGIN, middle), fill=_TRACK, width=6)
        if row.get("p10") and row.get("p90"):
            canvas.pen.line((x(row["p10"]), middle, x(row["p90"]), middle), fill=_MUTED, width=16)
        canvas.bar(x(row["low"]), top + 62, x(row["high"]), _STRONG)
        mark = x(row["median"])
        canvas.pen.rectangle((mark - 6, top + 52, mark + 6, top + 72 + _BAR), fill=_MARK, outline=_GROUND)
    bottom = MARGIN + (_ROW + 20) * len(rows) + 30
    for share, anchor in ((0.0, "ls"), (0.5, "ms"), (1.0, "rs")):
        canvas.text(MARGIN + share * room, bottom + 20, _short(share * highest), _SMALL, _QUIET, anchor)
    return canvas.image


def _round_up(dollars: float) -> float:
    step = 20_000 if dollars <= 200_000 else 50_000
    return max(step, -(-dollars // step) * step)


def _short(dollars: float) -> str:
    return f"${dollars / 1000:,.0f}k" if dollars else "$0"
