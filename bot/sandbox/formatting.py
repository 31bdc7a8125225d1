"""What became of a text on its way in: parse mode or given entities, trimming, links and commands found in it.

Owns the road from request parameters to stored text. Must not know which message it is for.
"""

import json
import re
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.entities import TAGS, Entity, parse_html, sort_entities, utf16
from bot.sandbox.errors import bad_request

KINDS = {*TAGS.values(), "expandable_blockquote", "text_mention"}
# found by Telegram itself, so what a bot says of them is ignored
FOUND = {
    "bot_command": re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "url": re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]"),
    "mention": re.compile(r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{2,31}\b"),
    "hashtag": re.compile(r"(?<![\w#&/])#[^\W\d]\w*"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
}


def read_text(arguments: Arguments, name: str, entities: str) -> tuple[str, list[Entity]]:
    """The text as Telegram keeps it; an empty one comes back empty."""
    source = arguments.text(name)
    if not source:
        return "", []
    mode = arguments.text("parse_mode").lower()
    if mode == "html":
        text, found = parse_html(source)
    elif mode in ("markdown", "markdownv2"):
        raise bad_request(f"parse_mode {mode} is not spoken by this stand-in, send HTML")
    elif mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    else:
        text, found = source, _given(arguments.text(entities), source)
    text, found = trim(text, found)
    return text, sort_entities(found + find_entities(text, found))


def _given(encoded: str, text: str) -> list[Entity]:
    if not encoded:
        return []
    try:
        given = json.loads(encoded)
    except ValueError:
        return []  # Telegram ignores what it cannot read here
    if not isinstance(given, list):
        return []
    return [entity for entity in (_entity(value, utf16(text)) for value in given) if entity]


def _entity(value: Any, length: int) -> Entity | None:
    if not isinstance(value, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    for field in ("offset", "length", "type"):
        if field not in value:
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{field}\"")
    if value["type"] in FOUND or value["type"] in ("cashtag", "phone_number"):
        return None
    if value["type"] not in KINDS:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    if value["offset"] < 0 or value["length"] <= 0 or value["offset"] + value["length"] > length:
        return None
    return dict(value)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Space at the end goes, at the start as far as no entity begins in it."""
    text = text.replace("\r", "")
    kept = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(kept))
    leading = min(len(kept) - len(kept.lstrip()), first)
    kept = kept[leading:]
    end = utf16(kept)
    moved = [{**entity, "offset": entity["offset"] - leading} for entity in entities]
    cut = [{**entity, "length": min(entity["length"], end - entity["offset"])} for entity in moved]
    return kept, [entity for entity in cut if entity["length"] > 0]


def find_entities(text: str, taken: list[Entity]) -> list[Entity]:
    """Commands, links, mentions and hashtags, where no code or link already is."""
    blocked = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in ("code", "pre", "text_link", "text_mention")]
    found: list[Entity] = []
    for kind in ("url", "email", "bot_command", "mention", "hashtag"):
        for match in FOUND[kind].finditer(text):
            offset, length = utf16(text[: match.start()]), utf16(match.group())
            if all(offset + length <= begin or offset >= end for begin, end in blocked):
                found.append({"type": kind, "offset": offset, "length": length})
                blocked.append((offset, offset + length))
    return found
