"""Fragments of a text -> HTML in portions that Telegram takes.

Owns escaping and splitting. Must not know what a text says or which method sends it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from conversations.wording import Fragment, Style

_TAGS = {Style.BOLD: ("<b>", "</b>"), Style.ITALIC: ("<i>", "</i>"), Style.PLAIN: ("", "")}

_BREAKS = ("\n\n", "\n", ". ", " ")
"""Where a long text is cut, best first."""


def units(text: str) -> int:
    """Telegram counts UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_html(fragments: Iterable[Fragment]) -> str:
    parts = []
    for text, style in fragments:
        opening, closing = _TAGS[style]
        parts.append(f"{opening}{html.escape(text, quote=False)}{closing}")
    return "".join(parts)


def portions(fragments: Sequence[Fragment], limit: int) -> list[tuple[Fragment, ...]]:
    """Cut at paragraphs, lines, sentences or words; a styled run that is cut goes on in its style. None is blank."""
    rest = tuple(fragment for fragment in fragments if fragment.text)
    done: list[tuple[Fragment, ...]] = []
    while rest:
        text = "".join(fragment.text for fragment in rest)
        cut = _cut(text, limit)
        portion, rest = _divide(rest, cut)
        portion = _strip(portion)
        if portion:
            done.append(portion)
    return done


def _cut(text: str, limit: int) -> int:
    """How many characters go first."""
    if units(text) <= limit:
        return len(text)
    end, used = 0, 0
    for end, character in enumerate(text):  # noqa: B007
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            break
    for mark in _BREAKS:
        position = text.rfind(mark, 0, end)
        # A cut near the start would make a tiny message.
        if position > end // 2:
            return position + len(mark)
    return end


def _divide(fragments: Sequence[Fragment], cut: int) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]]:
    first: list[Fragment] = []
    for index, fragment in enumerate(fragments):
        size = len(fragment.text)
        if cut < size:
            rest = (fragment._replace(text=fragment.text[cut:]), *fragments[index + 1 :])
            return ((*first, fragment._replace(text=fragment.text[:cut])) if cut else tuple(first)), rest
        first.append(fragment)
        cut -= size
    return tuple(first), ()


def _strip(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Telegram trims the ends of a message, and refuses one that is blank."""
    kept = list(fragments)
    while kept and not (text := kept[0].text.lstrip()):
        kept.pop(0)
    if kept:
        kept[0] = kept[0]._replace(text=text)
    while kept and not (text := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=text)
    return tuple(kept)
