"""Text with markup -> plain text and entities, with Telegram's words for what does not parse.

Owns the HTML parse mode, tag by tag, and how Telegram trims a text. Must not know messages or limits.
Offsets count UTF-16 units, as Telegram's do; byte offsets in errors count UTF-8.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
SPACE = " \t\r\n\v\f\0"
NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
# A link Telegram would not follow is dropped, its text stays.
LINK = re.compile(r"(?:https?://)?[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?$|(?:tg|mailto|tel):\S+$|https?://localhost\S*$", re.IGNORECASE)


def utf16(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def refuse(reason: str) -> Exception:
    return bad_request(f"Can't parse entities: {reason}")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    expandable: bool
    at_unit: int
    at_character: int


class HtmlParser:
    """One pass over the text; a tag that does not belong ends it with Telegram's error."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out: list[str] = []
        self._units = 0
        self._stack: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            character = self._source[self._at]
            if character == "&" and (reference := REFERENCE.match(self._source, self._at)) and (decoded := _decode(reference)):
                self._emit(decoded)
                self._at = reference.end()
            elif character != "<":
                self._emit(character)
                self._at += 1
            elif self._source.startswith("</", self._at):
                self._close()
            else:
                self._open()
        if self._stack:
            raise refuse(f'Can\'t find end tag corresponding to start tag "{self._stack[-1].tag}"')
        return "".join(self._out), sort_entities(self.entities)

    def _emit(self, text: str) -> None:
        self._out.append(text)
        self._units += utf16(text)

    def _byte(self, character: int) -> int:
        return len(self._source[:character].encode())

    def _until(self, start: int, stops: str) -> int:
        while start < len(self._source) and self._source[start] not in stops:
            start += 1
        return start

    def _skip_space(self, start: int) -> int:
        while start < len(self._source) and self._source[start] in SPACE:
            start += 1
        return start

    def _open(self) -> None:
        begin = self._at
        end = self._until(begin + 1, SPACE + ">")
        if end >= len(self._source):
            raise refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = self._source[begin + 1 : end].lower()
        if tag not in TAGS:
            raise refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument, expandable = "", False
        while (end := self._skip_space(end)) < len(self._source) and self._source[end] != ">":
            name, value, end = self._attribute(tag, begin, end)
            argument = _argument(tag, name, value) or argument
            expandable = expandable or (tag == "blockquote" and name == "expandable")
        if end >= len(self._source):
            raise refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag == "span" and argument != "spoiler":
            raise refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self._stack.append(_Open(tag, argument, expandable, self._units, len(self._out)))
        self._at = end + 1

    def _attribute(self, tag: str, begin: int, start: int) -> tuple[str, str, int]:
        end = self._until(start, SPACE + "=>" if tag == "blockquote" else SPACE + "=")
        name = self._source[start:end]
        if not name:
            raise refuse(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        end = self._skip_space(end)
        if self._source[end : end + 1] != "=":
            if tag == "blockquote" and name == "expandable":
                return name, "", end
            raise refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self._byte(begin)}')
        end = self._skip_space(end + 1)
        if end >= len(self._source):
            raise refuse(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        quote = self._source[end]
        if quote not in "'\"":
            token = NAME_TOKEN.match(self._source, end)
            after = token.end() if token else end
            if self._source[after : after + 1] not in (*SPACE, ">"):
                raise refuse(f"Unexpected end of name token at byte offset {self._byte(end)}")
            return name, self._source[end:after].lower(), after
        close = self._source.find(quote, end + 1)
        if close < 0:
            raise refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return name, REFERENCE.sub(lambda found: _decode(found) or found.group(), self._source[end + 1 : close]), close + 1

    def _close(self) -> None:
        begin = self._at
        if not self._stack:
            raise refuse(f"Unexpected end tag at byte offset {self._byte(begin)}")
        end = self._until(begin + 2, SPACE + ">")
        found = self._source[begin + 2 : end].lower()
        end = self._skip_space(end)
        if self._source[end : end + 1] != ">":
            raise refuse(f"Unclosed end tag at byte offset {self._byte(begin)}")
        opened = self._stack.pop()
        if found and found != opened.tag:
            offset = self._byte(begin)
            raise refuse(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{found}>"')
        if self._units > opened.at_unit:
            self._add(opened)
        self._at = end + 1

    def _add(self, opened: _Open) -> None:
        kind = TAGS[opened.tag]
        if kind == "blockquote" and opened.expandable:
            kind = "expandable_blockquote"
        entity: Entity = {"type": kind, "offset": opened.at_unit, "length": self._units - opened.at_unit}
        if kind == "text_link":
            url = opened.argument or "".join(self._out[opened.at_character :])
            if not LINK.match(url):
                return
            entity["url"] = url if "://" in url or url.startswith(("tg:", "mailto:", "tel:")) else f"http://{url}/"
        elif kind == "custom_emoji":
            if not opened.argument.isdigit() or int(opened.argument) == 0:
                raise refuse("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif kind in ("code", "pre") and self._merge_pre(kind, entity, opened.argument):
            return
        self.entities.append(entity)

    def _merge_pre(self, kind: str, entity: Entity, language: str) -> bool:
        """<pre><code class="language-…"> is one block with a language, in either nesting."""
        if kind == "code" and language:
            entity["_language"] = language
        last = self.entities[-1] if self.entities else None
        if last is None or (last["offset"], last["length"]) != (entity["offset"], entity["length"]):
            return False
        if kind == "pre" and last["type"] == "code" and "_language" in last:
            last.update(type="pre", language=last["_language"])
            return True
        if kind == "code" and last["type"] == "pre" and language:
            last["language"] = language
            return True
        return False


def _decode(reference: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return None if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return ""


def sort_entities(entities: list[Entity]) -> list[Entity]:
    plain = [{key: value for key, value in entity.items() if key != "_language"} for entity in entities]
    return sorted(plain, key=lambda entity: (entity["offset"], -entity["length"]))


def parse_html(source: str) -> tuple[str, list[Entity]]:
    return HtmlParser(source).parse()
