"""Wording: a reply's key and values -> text in fragments. Every sentence a student reads stands in the .toml files here.

A template may use ``**bold**`` and ``__italic__`` and fields with a format: ``{pay:money}``. A line whose fields are all
empty is left out, so that one template serves rich and poor data. Values are literal: what a student typed is never markup.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from conversations.messages import Phrase

_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_TRAILING = re.compile(r" +\n")
_STYLE = re.compile(r"(\*\*|__)")


class Style(Enum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"


class Fragment(NamedTuple):
    text: str
    style: Style = Style.PLAIN


Text = tuple[Fragment, ...]


_STYLES = {"**": Style.BOLD, "__": Style.ITALIC}


class WordingError(KeyError):
    """A key or field that the wording lacks: a defect of ours, found by the tests."""


def _money(value: float) -> str:
    return f"${value:,.0f}"


def _signed_percent(value: float) -> str:
    return f"{abs(value):g}%"


def _plural(forms: str) -> Callable[[float], str]:
    one, many = forms.split("|")
    return lambda value: one if value == 1 else many


_FORMATS: dict[str, Callable[[Any], str]] = {
    "": str,
    "money": _money,
    "hourly": lambda value: f"${value:,.2f}",
    "count": lambda value: f"{value:,}",
    "percent": _signed_percent,
    "capital": lambda value: value[:1].upper() + value[1:],
    "lower": lambda value: value[:1].lower() + value[1:],
}


_SEPARATORS = {"lines": "\n", "numbered": "\n", "paragraphs": "\n\n", "comma": ", ", "semicolon": "; "}


def _formatter(spec: str) -> Callable[[Any], str]:
    return _plural(spec.removeprefix("plural ")) if spec.startswith("plural ") else _FORMATS[spec]


class _Field(NamedTuple):
    name: str
    spec: str


class _Line(NamedTuple):
    """A line of a template; None where a part has the style of what is around the phrase."""

    names: tuple[str, ...]
    parts: tuple[tuple[Style | None, str | _Field], ...]


def _parsed(template: str) -> tuple[_Line | None, ...]:
    """None for blank lines."""
    return tuple(_line(line) if line.strip() else None for line in template.strip("\n").split("\n"))


def _line(line: str) -> _Line:
    parts: list[tuple[Style | None, str | _Field]] = []
    style: Style | None = None
    for part in _STYLE.split(line):
        if part in _STYLES:
            style = None if style is _STYLES[part] else _STYLES[part]
            continue
        position = 0
        for match in _FIELD.finditer(part):
            parts += [(style, part[position : match.start()]), (style, _Field(match[1], match[2] or ""))]
            position = match.end()
        parts.append((style, part[position:]))
    return _Line(tuple(name for name, _ in _FIELD.findall(line)), tuple(parts))


class Wording:
    """All templates of one language."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self.templates = templates
        # Most of what is composed are labels that never change.
        self._read: dict[str, tuple[_Line | None, ...]] = {}
        self._fixed: dict[str, Text] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.templates

    def compose(self, phrase: Phrase) -> Text:
        """Merge neighbours of one style and trim the ends."""
        if phrase.values:
            return _merged(self._lines(phrase, Style.PLAIN))
        text = self._fixed.get(phrase.key)
        if text is None:
            text = self._fixed[phrase.key] = _merged(self._lines(phrase, Style.PLAIN))
        return text

    def plain(self, phrase: Phrase) -> str:
        return "".join(fragment.text for fragment in self.compose(phrase))

    def _template(self, key: str) -> tuple[_Line | None, ...]:
        lines = self._read.get(key)
        if lines is None:
            if key not in self.templates:
                raise WordingError(f"no wording for {key!r}")
            lines = self._read[key] = _parsed(self.templates[key])
        return lines

    def _lines(self, phrase: Phrase, style: Style) -> Iterable[Fragment]:
        first, blank = True, False
        for line in self._template(phrase.key):
            if line is None:
                blank = True
                continue
            if line.names and not any(_present(phrase.values.get(name)) for name in line.names):
                continue
            if not first:
                yield Fragment("\n\n" if blank else "\n", style)
            first, blank = False, False
            for inner, part in line.parts:
                if isinstance(part, str):
                    yield Fragment(part, inner or style)
                else:
                    yield from self._value(phrase, part.name, part.spec, inner or style)

    def _value(self, phrase: Phrase, name: str, spec: str, style: Style) -> Iterable[Fragment]:
        if name not in phrase.values:
            raise WordingError(f"{phrase.key!r} needs a value for {{{name}}}")
        value = phrase.values[name]
        if not _present(value):
            return
        if isinstance(value, Phrase):
            yield from self._lines(value, style)
        elif isinstance(value, (list, tuple)):
            yield from self._list(value, spec, style)
        else:
            yield Fragment(_formatter(spec)(value), style)

    def _list(self, values: Iterable[Any], spec: str, style: Style) -> Iterable[Fragment]:
        """``lines`` (with bullets), ``numbered``, ``paragraphs``, ``comma``, ``semicolon``; else "a, b and c", or with ``or``."""
        items = [value for value in values if _present(value)]
        for index, value in enumerate(items):
            if index:
                separator = _SEPARATORS.get(spec)
                last = index == len(items) - 1
                yield Fragment(separator or ((" or " if spec == "or" else " and ") if last else ", "), style)
            if spec == "lines":
                yield Fragment("• ", style)
            elif spec == "numbered":
                yield Fragment(f"{index + 1}. ", style)
            if isinstance(value, Phrase):
                yield from self._lines(value, style)
            else:
                yield Fragment(str(value), style)


def _merged(parts: Iterable[Fragment]) -> Text:
    fragments: list[Fragment] = []
    for text, style in parts:
        if fragments and fragments[-1].style is style:
            fragments[-1] = Fragment(fragments[-1].text + text, style)
        elif text:
            fragments.append(Fragment(text, style))
    if fragments:
        fragments[0] = fragments[0]._replace(text=fragments[0].text.lstrip("\n"))
        fragments[-1] = fragments[-1]._replace(text=fragments[-1].text.rstrip())
    return tuple(Fragment(_TRAILING.sub("\n", fragment.text), fragment.style) for fragment in fragments if fragment.text)


def _present(value: Any) -> bool:
    return value is not None and value != "" and value != () and value != []


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield prefix + name, value
        else:
            yield from _flatten(value, f"{prefix}{name}.")


LANGUAGES = ("en",)


@cache
def wording(language: str = "en") -> Wording:
    """Every .toml file of a language's folder; a language we lack reads English."""
    folder = Path(__file__).parent / (language if language in LANGUAGES else "en")
    templates: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        templates.update(_flatten(tomllib.loads(path.read_text(encoding="utf-8")), f"{path.stem}."))
    return Wording(templates)
