"""What a text names besides occupations: clusters, pathways, technologies, skills, knowledge, majors.

Owns exact look-ups by alias. Knows no ranking.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from knowledge.catalog import Catalog
from knowledge.lexicon import Lexicon
from knowledge.phrases import content
from knowledge.tables import DATA, split
from knowledge.text import FILLER, normalise, stem, tokens, wordset
from knowledge.words import Words

Key = frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    kind: Literal["technology", "skill", "knowledge"]
    names: tuple[str, ...]
    """Names in the catalog, the most used first."""
    said: str


# How students and schools shorten the words of a field's name.
_FULL = {
    "comms": "communications", "comm": "communications", "gov": "government", "govt": "government", "admin": "administration",
    "mgmt": "management", "ed": "education", "edu": "education", "tech": "technology", "ag": "agriculture", "arch": "architecture",
    "sci": "science", "transpo": "transportation", "logistic": "logistics", "manu": "manufacturing", "mfg": "manufacturing",
}  # fmt: skip


def _key(text: str) -> Key:
    return frozenset(content([stem(word) for word in normalise(text).split()]))


def _written(text: str) -> str:
    return " ".join(_FULL.get(word, word) for word in normalise(text).split())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


# What tells that "lead", "first" or "r" is meant as the software of that name.
_BEFORE = (
    r"\b(?:use|uses|using|used|software|programs?|apps?|knows?|knowing|learn|learning|learned|code|coding|programming|written)"
    r"(?: (?:in|with|to use|how to use|like|called|the|microsoft|ms|\w+ (?:and|or)))*"
)
_AFTER = r"(?:software|programs?|programming|apps?|language|coding|code|certified|skills)\b"
_LETTERS = 2
_TRADE = "business"
"""It ends the names of trades ("the music business") and is a field only by itself or after these."""
_BEFORE_TRADE = FILLER | wordset("under cluster small own")


class Topics:
    def __init__(self, catalog: Catalog, lexicon: Lexicon, special: Words, folder: Path = DATA) -> None:
        self.catalog = catalog
        self.technologies = lexicon.technologies
        self.surfaces = lexicon.surfaces
        self.special = special
        self.places: dict[str, str] = {}
        self.places_by_key: dict[Key, str] = {}
        self.topics: dict[str, Topic] = {}
        self.topics_by_key: dict[Key, Topic] = {}
        for row in _rows(folder / "vocabulary" / "clusters.csv"):
            for said in split(row["said"]):
                self._place(said, row["id"])
        self.names = {normalise(name) for c in catalog.clusters.values() for name in (c.title, c.short)}
        self.names |= {normalise(p.title) for p in catalog.pathways.values()}
        for title, id in [(c.title, c.id) for c in catalog.clusters.values()] + [(p.title, p.id) for p in catalog.pathways.values()]:
            self._place(title, id)
        for row in _rows(folder / "vocabulary" / "topics.csv"):
            for said in split(row["said"]):
                topic = Topic(row["kind"], split(row["names"]), said)  # type: ignore[arg-type]
                self.topics.setdefault(normalise(said), topic)
                self.topics_by_key.setdefault(_key(said), topic)

    def _place(self, said: str, id: str) -> None:
        self.places.setdefault(normalise(said), id)
        key = _key(_written(said))
        # One filler word ("it") means a cluster only when it is all that was said.
        if key - FILLER:
            self.places_by_key.setdefault(key, id)

    def place(self, text: str) -> str | None:
        """The cluster or pathway a text names and nothing else."""
        plain = normalise(text)
        if found := self.places.get(plain):
            return found
        key = _key(_written(text)) - {"field", "industry", "sector", "cluster", "pathway", "career"}
        return self.places_by_key.get(frozenset(key)) if key else None

    def named(self, text: str) -> bool:
        """Whether a text is the name of a cluster or pathway as its card writes it."""
        return normalise(text) in self.names

    def topic(self, text: str, asked: str = "") -> Topic | None:
        """The technology, skill or knowledge a text names and nothing else; ``asked`` is the utterance it is part of."""
        plain = normalise(text)
        asked = asked or plain
        found = self.topics.get(plain)
        if found and (len(plain) > 1 or asked == f"{plain} jobs" or self._meant(plain, asked)):
            return found
        if found := self.technology(plain, asked):
            return found
        bare = " ".join(word for word in plain.split() if word not in FILLER)
        if not bare:
            return None
        return self.topics.get(bare) or self.technology(bare, asked) or self.topics_by_key.get(_key(text))

    def technology(self, plain: str, asked: str) -> Topic | None:
        names = self.technologies.get(plain)
        return Topic("technology", names[:1], plain) if names and (not self._everyday(plain) or self._meant(plain, asked)) else None

    def _everyday(self, plain: str) -> bool:
        """Whether a technology's name is a word people use for something else."""
        if plain in self.special.software or " " in plain:
            return False
        return len(plain) <= _LETTERS or plain in FILLER or plain in self.surfaces or plain in self.special.everyday

    @staticmethod
    def _meant(plain: str, asked: str) -> bool:
        if asked == plain:
            return True
        name = re.escape(plain)
        return bool(re.search(rf"{_BEFORE} {name}(?:$| )|(?:^| ){name} {_AFTER}", asked))

    def within(self, text: str, asked: str = "") -> list[Topic]:
        """Topics among a text's words, longest first, each word once."""
        words = tokens(text)
        asked = asked or " ".join(words)
        found: list[Topic] = []
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 4), start, -1):
                part = " ".join(words[start:end])
                topic = self.topics.get(part) or (self.technology(part, asked) if part not in FILLER else None)
                if topic and topic.kind == "technology" and self._everyday(part) and not self._meant(part, asked):
                    topic = None
                if topic:
                    found.append(topic)
                    start = end - 1
                    break
            start += 1
        return found

    def place_within(self, text: str) -> str | None:
        """The longest cluster or pathway name among a text's words."""
        words = tokens(text)
        for size in range(min(7, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if size == 1 and (part[0] in FILLER or (part[0] == _TRADE and start and words[start - 1] not in _BEFORE_TRADE)):
                    continue
                if found := self.places.get(" ".join(part)):
                    return found
        return None

    @cached_property
    def majors(self) -> dict[Key, str]:
        """Major titles without their hedges ("General", "Other") -> CIP code."""
        found: dict[Key, str] = {}
        for cip, major in sorted(self.catalog.majors.items()):
            title = major.title.split(",")[0].split("/")[0]
            found.setdefault(_key(title), cip)
        return found

    def major(self, text: str) -> str | None:
        return self.majors.get(_key(text))
