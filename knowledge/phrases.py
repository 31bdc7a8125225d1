"""Handwritten phrases: what students say, and which clusters and occupations it points to.

Held as arrays; an Entry is made only for a phrase that is looked at. Knows no file and no score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple, get_args

from knowledge.compact import Array, Rows, Runs, Texts, numbers, packed, starts
from knowledge.spelling import sound
from knowledge.tables import split
from knowledge.text import FILLER, normalise, stem, wordset

Kind = Literal["name", "said", "title", "interest", "cluster", "pathway"]
Key = tuple[str, ...]
Arrays = Mapping[str, Array]


class Entry(NamedTuple):
    """One phrase. ``key`` holds its stems without filler."""

    kind: Kind
    said: str
    key: Key
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


def key_of(phrase: str) -> Key:
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


_KINDS: tuple[Kind, ...] = get_args(Kind)
_FACT = "\x1f"
"""Stands between the facts that phrases of one row share."""


def _facts(one: Entry) -> str:
    return _FACT.join(("|".join(one.clusters), "|".join(one.occupations), one.source, one.means))


def _also(one: Entry) -> str:
    return " ".join(sorted(one.also))


def _shared(lines: Sequence[str]) -> tuple[Array, Array]:
    """Lines of which many are alike: each one once, and which of them stands where."""
    place = {line: number for number, line in enumerate(dict.fromkeys(lines))}
    return packed(place), numbers(place[line] for line in lines)


def compiled(entries: Iterable[Entry]) -> dict[str, Array]:
    """Entries as the arrays that Phrases answers from. Keys keep the order in which they come first."""
    by_key: dict[Key, list[Entry]] = defaultdict(list)
    for one in entries:
        by_key[one.key].append(one)
    seen = Counter(word for key in by_key for word in set(key))
    words = sorted(seen)
    row = {word: number for number, word in enumerate(words)}
    rarest: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(by_key):
        rarest[min(key, key=lambda word: (seen[word], word))].append(number)
    flat = [one for of_key in by_key.values() for one in of_key]
    facts, facts_of = _shared([_facts(one) for one in flat])
    also, also_of = _shared([_also(one) for one in flat])
    written = sorted({word for of_key in by_key.values() for word in normalise(of_key[0].said).split()})
    written = [word for word in written if len(word) > 2 and word.isalpha() and word.isascii()]
    return {
        "words": packed(words),
        "key_words": numbers(row[word] for key in by_key for word in key),
        "key_starts": starts(map(len, by_key)),
        "rarest_keys": numbers(number for word in words for number in rarest.get(word, ())),
        "rarest_starts": starts(len(rarest.get(word, ())) for word in words),
        "entry_starts": starts(map(len, by_key.values())),
        "kinds": numbers(_KINDS.index(one.kind) for one in flat),
        "fixed": numbers(one.fixed for one in flat),
        "said": packed(one.said for one in flat),
        "facts": facts,
        "facts_of": facts_of,
        "also": also,
        "also_of": also_of,
        "written": packed(written),
        "written_sounds": packed(map(sound, written)),
    }


class Exact(Mapping[Key, tuple[Entry, ...]]):
    """Key -> its entries, made when they are asked for."""

    def __init__(self, arrays: Arrays) -> None:
        self.words = Rows(arrays["words"])
        self.keys_with = Runs(arrays["rarest_keys"], arrays["rarest_starts"])
        """Row of a word -> the keys of which it is the rarest word."""
        self.rows_of = Runs(arrays["key_words"], arrays["key_starts"])
        self._starts = arrays["entry_starts"].data
        self._kinds = arrays["kinds"].tobytes()
        self._fixed = arrays["fixed"].tobytes()
        self._said = Texts(arrays["said"])
        self._facts = Texts(arrays["facts"])
        self._facts_of = arrays["facts_of"].data
        self._also = [frozenset(line.split()) for line in Texts(arrays["also"])]
        self._also_of = arrays["also_of"].data
        self.entries = lru_cache(maxsize=512)(self._entries)

    def __len__(self) -> int:
        return len(self.rows_of)

    def __iter__(self) -> Iterator[Key]:
        return map(self._key, range(len(self)))

    def __getitem__(self, key: Key) -> tuple[Entry, ...]:
        rows = [row for word in key if (row := self.words.get(word)) is not None]
        if len(rows) == len(key):
            for row in set(rows):
                for number in self.keys_with[row]:
                    if self.rows_of[number] == rows:
                        return self.entries(number)
        raise KeyError(key)

    def _key(self, number: int) -> Key:
        return tuple(self.words[row] for row in self.rows_of[number])

    def _entries(self, number: int) -> tuple[Entry, ...]:
        key = self._key(number)
        return tuple(self._entry(place, key) for place in range(self._starts[number], self._starts[number + 1]))

    def _entry(self, place: int, key: Key) -> Entry:
        clusters, occupations, source, means = self._facts[self._facts_of[place]].split(_FACT)
        also, fixed = self._also[self._also_of[place]], bool(self._fixed[place])
        return Entry(_KINDS[self._kinds[place]], self._said[place], key, split(clusters), split(occupations), source, means, also, fixed)


class Phrases:
    def __init__(self, arrays: Arrays) -> None:
        self.exact = Exact(arrays)
        self.words = self.exact.words
        self.written, self.written_sounds = Texts(arrays["written"]), Texts(arrays["written_sounds"])
        """Words as phrases write them, for spelling, and how they sound."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Phrases:
        return cls(compiled(entries))

    def find(self, stems: Sequence[str]) -> list[Found]:
        """Every phrase whose words all occur; a phrase inside a longer one is left out."""
        said: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(stems):
            said[word].append(position)
        where = {row: positions for word, positions in said.items() if (row := self.words.get(word)) is not None}
        # "at" and "it" are trades only where nothing else is said.
        apart = set() if FILLER_STEMS.issuperset(said) else {row for row in where if self.words[row] in FILLER_STEMS}
        found: list[Found] = []
        for row in where:
            for number in self.exact.keys_with[row]:
                key = self.exact.rows_of[number]
                if not where.keys() >= set(key) or (len(key) == 1 and row in apart):
                    continue
                positions = _together(key, where)
                for one in self.exact.entries(number):
                    if quality := _quality(one, positions, stems):
                        missing = sum(1 for also in one.also if also not in said)
                        found.append(Found(one, positions, quality * ALSO**missing))
        return _longest(found)


def _together(key: Sequence[int], where: Mapping[int, list[int]]) -> tuple[int, ...]:
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
