"""Handwritten phrases: what students say, and which clusters and occupations it points to.

Loaded from the text files at run time, so that a new alias works at once. Knows no score.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

from knowledge.catalog import Catalog
from knowledge.tables import DATA, split
from knowledge.text import FILLER, normalise, stem, wordset

Kind = Literal["name", "said", "title", "interest", "cluster", "pathway"]


class Entry(NamedTuple):
    """One phrase. ``key`` holds its stems without filler."""

    kind: Kind
    said: str
    key: tuple[str, ...]
    clusters: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    source: str = ""
    means: str = ""
    also: frozenset[str] = frozenset()
    """Stems of the phrase's weaker words ("people", "class"), whose absence counts a little."""
    fixed: bool = False
    """Whether the order of words carries the meaning ("running for office")."""


class Found(NamedTuple):
    """A phrase seen in an utterance, at these positions; ``quality`` is 1 where its words stand together in order."""

    entry: Entry
    positions: tuple[int, ...]
    quality: float


def content(stems: Sequence[str]) -> tuple[str, ...]:
    """Stems without filler; all of them where nothing else is left."""
    kept = tuple(s for s in stems if s not in FILLER_STEMS)
    return kept or tuple(stems)


ALSO = 0.8
FILLER_STEMS = frozenset(map(stem, FILLER)) | FILLER


NOT = "~not"
_NONE: frozenset[str] = frozenset()
NEGATIONS = wordset("no not dont doesnt didnt never without hate cant isnt arent wont nobody none")
_BINDING = wordset("for of to in on at from")
_FUNCTION = wordset(
    """
    a an the of in on at to for with and or by from as is are be am been being was were it its this that these those i im ive id me my
    mine we our you u your they them their he she his her who which what when where how why do does did can could would should will
    just so very really too also
    """
)


def folded(words: Sequence[str]) -> list[str]:
    """Stems, with every way of saying no as one."""
    return [NOT if word in NEGATIONS else stem(word) for word in words]


def key_of(phrase: str) -> tuple[str, ...]:
    return content(folded(normalise(phrase).split()))


def entry(kind: Kind, phrase: str, **facts: Any) -> Entry | None:
    """An entry for a phrase as written; None where it holds no word."""
    words = normalise(phrase).split()
    stems = folded(words)
    key = content(stems)
    if not key:
        return None
    also = _NONE  # shared: most phrases have none, and an empty set of its own each would take 5 MB
    if len(key) < len(words):
        weaker = (s for word, s in zip(words, stems, strict=True) if s not in key and s != NOT and word not in _FUNCTION)
        also = frozenset(weaker) or _NONE
    fixed = len(words) > 2 and not _BINDING.isdisjoint(words[1:-1])
    return Entry(kind, phrase, key, also=also, fixed=fixed, **facts)


class Phrases:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self.exact: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for entry in entries:
            self.exact[entry.key].append(entry)
        self.words: set[str] = {word for key in self.exact for word in key}
        seen: dict[str, int] = defaultdict(int)
        for key in self.exact:
            for word in set(key):
                seen[word] += 1
        self.by_rarest: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for key in self.exact:
            self.by_rarest[min(key, key=lambda word: (seen[word], word))].append(key)

    def find(self, stems: Sequence[str]) -> list[Found]:
        """Every phrase whose words all occur; a phrase inside a longer one is left out."""
        where: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(stems):
            where[word].append(position)
        found: list[Found] = []
        only_filler = FILLER_STEMS.issuperset(where)
        for word in where:
            for key in self.by_rarest.get(word, ()):
                # "at" and "it" are trades only where nothing else is said.
                if len(key) == 1 and key[0] in FILLER_STEMS and not only_filler:
                    continue
                if all(part in where for part in key):
                    positions = _together(key, where)
                    for one in self.exact[key]:
                        if quality := _quality(one, positions, stems):
                            missing = sum(1 for also in one.also if also not in where)
                            found.append(Found(one, positions, quality * ALSO**missing))
        return _longest(found)


def _together(key: tuple[str, ...], where: Mapping[str, list[int]]) -> tuple[int, ...]:
    """Positions of a key's words, each as near as may be to the one before."""
    positions: list[int] = []
    for part in key:
        last = positions[-1] if positions else where[part][0]
        positions.append(min(where[part], key=lambda place: (abs(place - last - 1), place)))
    return tuple(positions)


def _quality(entry: Entry, positions: tuple[int, ...], stems: Sequence[str]) -> float:
    if len(set(positions)) < len(positions):
        return 0.0
    low, high = min(positions), max(positions)
    gaps = sum(1 for place in range(low, high) if place not in positions and stems[place] not in FILLER_STEMS)
    if gaps > 3:
        return 0.0
    ordered = all(a < b for a, b in pairwise(positions))
    return (1.0 if ordered else 0.5 if entry.fixed else 0.9) * 0.8**gaps


def _longest(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: -len(f.positions) * f.quality):
        inside = any(
            len(other.positions) > len(one.positions) and other.quality >= 0.8 and set(one.positions) < set(other.positions)
            for other in kept
        )
        if not inside:
            kept.append(one)
    return kept


def read_vocabulary(folder: Path = DATA) -> Iterator[Entry]:
    """vocabulary/interests*.csv and titles*.csv: phrases, clusters, occupations, source, means."""
    for path in sorted((folder / "vocabulary").glob("*.csv")):
        kind: Kind = "title" if path.name.startswith("titles") else "interest"
        if not path.name.startswith(("titles", "interests", "subjects")):
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for phrase in split(row["phrases"]):
                    facts = {
                        "clusters": split(row["clusters"]),
                        "occupations": split(row["occupations"]),
                        "source": row["source"],
                        "means": row["means"],
                    }
                    if one := entry(kind, phrase, **facts):
                        yield one


def own_entries(catalog: Catalog) -> list[Entry]:
    """Names, everyday names, clusters and pathways of the catalog as phrases."""
    entries: list[Entry | None] = []
    shared: dict[str, list[str]] = defaultdict(list)
    for code, phrases in catalog.said_as.items():
        if code in catalog.occupations:
            for phrase in phrases:
                shared[phrase].append(code)
    entries += [entry("said", phrase, occupations=tuple(dict.fromkeys(codes)), source="said") for phrase, codes in shared.items()]
    for occupation in catalog.occupations.values():
        entries += [
            entry("name", name, occupations=(occupation.code,), source="name")
            for name in dict.fromkeys((occupation.name.lower(), occupation.title.lower()))
        ]
    for cluster in catalog.clusters.values():
        entries += [
            entry("cluster", name, clusters=(cluster.id,), source="cluster", means=cluster.title)
            for name in dict.fromkeys((cluster.title, cluster.short))
        ]
    for pathway in catalog.pathways.values():
        facts = {"clusters": (pathway.cluster,), "occupations": pathway.occupations[:3], "source": "pathway", "means": pathway.title}
        entries.append(entry("pathway", pathway.title, **facts))
    return [one for one in entries if one]
