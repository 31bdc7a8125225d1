"""What a text names besides occupations: clusters, pathways, technologies, skills, knowledge, majors.

Owns exact look-ups by alias. Knows no ranking.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from knowledge.catalog import Catalog
from knowledge.lexicon import Lexicon
from knowledge.phrases import content
from knowledge.tables import DATA, split
from knowledge.text import FILLER, normalise, stem, tokens

Key = frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    kind: Literal["technology", "skill", "knowledge"]
    names: tuple[str, ...]
    """Names in the catalog, the most used first."""
    said: str


def _key(text: str) -> Key:
    return frozenset(content([stem(word) for word in normalise(text).split()]))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


class Topics:
    def __init__(self, catalog: Catalog, lexicon: Lexicon, folder: Path = DATA) -> None:
        self.catalog = catalog
        self.technologies = lexicon.technologies
        self.places: dict[str, str] = {}
        self.places_by_key: dict[Key, str] = {}
        self.topics: dict[str, Topic] = {}
        self.topics_by_key: dict[Key, Topic] = {}
        for row in _rows(folder / "vocabulary" / "clusters.csv"):
            for said in split(row["said"]):
                self._place(said, row["id"])
        for title, id in [(c.title, c.id) for c in catalog.clusters.values()] + [(p.title, p.id) for p in catalog.pathways.values()]:
            self._place(title, id)
        for row in _rows(folder / "vocabulary" / "topics.csv"):
            for said in split(row["said"]):
                topic = Topic(row["kind"], split(row["names"]), said)  # type: ignore[arg-type]
                self.topics.setdefault(normalise(said), topic)
                self.topics_by_key.setdefault(_key(said), topic)

    def _place(self, said: str, id: str) -> None:
        self.places.setdefault(normalise(said), id)
        key = _key(said)
        # One filler word ("it") means a cluster only when it is all that was said.
        if key - FILLER:
            self.places_by_key.setdefault(key, id)

    def place(self, text: str) -> str | None:
        """The cluster or pathway a text names and nothing else."""
        plain = normalise(text)
        if found := self.places.get(plain):
            return found
        key = _key(text) - {"field", "industry", "sector", "cluster", "pathway", "career"}
        return self.places_by_key.get(frozenset(key)) if key else None

    def topic(self, text: str) -> Topic | None:
        """The technology, skill or knowledge a text names and nothing else."""
        plain = normalise(text)
        if found := self.topics.get(plain) or self.technology(plain):
            return found
        bare = " ".join(word for word in plain.split() if word not in FILLER)
        return self.topics.get(bare) or (self.technology(bare) if bare else None) or self.topics_by_key.get(_key(text))

    def technology(self, plain: str) -> Topic | None:
        names = self.technologies.get(plain)
        return Topic("technology", names[:1], plain) if names else None

    def within(self, text: str) -> list[Topic]:
        """Topics among a text's words, longest first, each word once."""
        words = tokens(text)
        found: list[tuple[int, Topic]] = []
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + 4), start, -1):
                part = " ".join(words[start:end])
                topic = self.topics.get(part) or (self.technology(part) if part not in FILLER else None)
                if topic:
                    found.append((start, topic))
                    start = end - 1
                    break
            start += 1
        return [topic for _, topic in found]

    def place_within(self, text: str) -> str | None:
        """The longest cluster or pathway name among a text's words."""
        words = tokens(text)
        for size in range(min(7, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                if size == 1 and part[0] in FILLER:
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
