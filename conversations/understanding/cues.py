"""Cue patterns and concepts: loads the tables and compiles them once.

Owns the patterns. Knows no catalog.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from conversations.requests import Intent

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Rule:
    intent: Intent
    match: re.Pattern[str]
    action: Literal["view", "save", "remove"]
    small_talk: str | None = None
    """The line that answers it (talk.small.*)."""


@dataclass(frozen=True)
class Cue:
    match: re.Pattern[str]
    strip: tuple[re.Pattern[str], ...]
    extra: dict[str, re.Pattern[str]]

    def rest(self, text: str) -> str:
        """What is asked about: the text without the words that ask."""
        for pattern in self.strip:
            text = pattern.sub(" ", text)
        return " ".join(text.split())


@dataclass(frozen=True)
class Concept:
    id: str
    match: re.Pattern[str] | None
    terms: re.Pattern[str] | None
    named: re.Pattern[str] | None
    """Its terms wherever they stand."""


@dataclass(frozen=True)
class Cues:
    rules: tuple[Rule, ...]
    cue: dict[str, Cue]
    strip: tuple[re.Pattern[str], ...]
    concepts: tuple[Concept, ...]


_ASKS = (
    r"(?:what(?:s| is| are| r| does| do| exactly is)?|whats|wats|wat is|wuts|wtf is|wth is|explain|define|"
    r"definition of|meaning of|tell me (?:more )?(?:about|abt|what)|"
    r"info on|(?:no entiendo )?(?:que|q) (?:es|son|significan?)|significado de|"
    r"how (?:do|does)|describe|teach me about|whats up with|what even (?:is|are)|"
    r"do you know what|wdym by|learn about)"
)


def _concept(table: dict[str, Any]) -> Concept:
    terms = "|".join(table.get("terms", ()))
    asked = (
        rf"^(?:so |ok |and |wait |hey |um |but |can u |can you |could you )*{_ASKS}(?: (?:is|are|a|an|the|these|those|this|"
        rf"el|la|un|una|my|does|do|about|what|they|it|u mean by|you mean by|meant by))*(?: (?:a|an|"
        rf"the))? (?:{terms})(?: (?:mean|means|do|stand for|is|are|work|again|even|exactly|thing|anyway|and how .*|for|"
        rf"actually|meaning|about|tho|in this|here))*$"
    )
    said = (
        rf"^(?:{terms}) (?:mean|means|meaning|definition|explained|wdym(?: by (?:that|it))?|(?:que|q) (?:es|son|significan?)(?: eso)?|"
        rf"what is (?:it|that)|is what|are what|"
        rf"whats that|what does (?:it|that) mean)$"
    )
    return Concept(
        table["id"],
        re.compile(table["match"]) if "match" in table else None,
        re.compile(f"{asked}|{said}|^(?:{terms})$" if table.get("alone") else f"{asked}|{said}") if terms else None,
        re.compile(rf"\b(?:{terms})\b") if terms else None,
    )


@cache
def cues() -> Cues:
    table = tomllib.loads((_HERE / "cues.toml").read_text(encoding="utf-8"))
    concepts = tomllib.loads((_HERE / "concepts.toml").read_text(encoding="utf-8"))["concept"]
    compiled = {
        name: Cue(
            re.compile(cue["match"]),
            # A list of small words must not stop inside the next one ("do" in "does").
            tuple(re.compile(pattern + (r"\b" if pattern.endswith(")*") else "")) for pattern in cue["strip"]),
            {key: re.compile(value) for key, value in cue.items() if key not in ("match", "strip")},
        )
        for name, cue in table["cue"].items()
    }
    return Cues(
        rules=tuple(
            Rule(Intent(rule["intent"]), re.compile(rule["match"]), rule.get("action", "view"), rule.get("small_talk"))
            for rule in table["rule"]
        ),
        cue=compiled,
        strip=tuple(map(re.compile, table["strip"])),
        concepts=tuple(map(_concept, concepts)),
    )


def concept(text: str) -> str | None:
    """Id of the concept a normalised text asks about."""
    for one in cues().concepts:
        if (one.match and one.match.search(text)) or (one.terms and one.terms.search(text)):
            return one.id
    return None


def concept_within(text: str) -> str | None:
    """Id of the concept of which a text holds the longest term, where it is known that it asks about one."""
    found = [(len(match[0]), one.id) for one in cues().concepts if one.named and (match := one.named.search(text))]
    return concept(text) or (max(found)[1] if found else None)


def trimmed(text: str) -> str:
    """Without greeting words at the start and asides anywhere."""
    for _ in range(3):
        before = text
        for pattern in cues().strip:
            text = " ".join(pattern.sub(" ", text).split())
        if text == before:
            break
    return text
