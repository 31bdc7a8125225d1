"""What the words of the publishers weigh: the index made by knowledge.build.index.

Owns postings, the table of titles and the words as written. Knows no student's vocabulary and no score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.compact import Rows, Runs, Texts
from knowledge.tables import DATA

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """Words -> occupations, with a weight each."""

    rows: Rows
    starts: memoryview
    places: NDArray[np.intp]
    weights: Floats

    @classmethod
    def read(cls, arrays: Any, name: str) -> Postings:
        return cls(
            rows=Rows(arrays[f"{name}_words"]),
            starts=memoryview(arrays[f"{name}_starts"]),
            places=arrays[f"{name}_places"].astype(np.intp),
            weights=arrays[f"{name}_weights"].astype(np.float32) * arrays[f"{name}_scale"][0],
        )

    def score(self, words: Iterable[tuple[str, float]], size: int) -> Floats:
        """Weighted sums by occupation."""
        total = np.zeros(size, np.float32)
        for word, share in words:
            row = self.rows.get(word)
            if row is None:
                continue
            part = slice(self.starts[row], self.starts[row + 1])
            total[self.places[part]] += share * self.weights[part]
        return total

    def holders(self, word: str) -> int:
        row = self.rows.get(word)
        return 0 if row is None else self.starts[row + 1] - self.starts[row]


def fingerprint(key: str) -> int:
    """64 bits that stand for a title, the same in every process; the index is built only where no two titles share them."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class Titles:
    """A title as stems -> the occupations that bear it, strongest kind first. Holds fingerprints: the texts would take 7 MB."""

    prints: memoryview
    """Sorted."""
    starts: NDArray[np.uint32]
    places: NDArray[np.uint16]
    kinds: NDArray[np.uint8]

    @classmethod
    def read(cls, arrays: Any) -> Titles:
        return cls(memoryview(arrays["title_prints"]), arrays["title_starts"], arrays["title_places"], arrays["title_kinds"])

    def get(self, key: str) -> list[tuple[int, int]]:
        wanted = fingerprint(key)
        row = bisect_left(self.prints, wanted)
        if row == len(self.prints) or self.prints[row] != wanted:
            return []
        part = slice(self.starts[row], self.starts[row + 1])
        return list(zip(self.places[part].tolist(), self.kinds[part].tolist(), strict=True))


@dataclass(frozen=True)
class Technologies:
    """What people type for a technology -> its names in the catalog, the most used first."""

    rows: Rows
    numbers: Runs
    names: Texts

    def get(self, key: str) -> tuple[str, ...]:
        row = self.rows.get(key)
        return () if row is None else tuple(self.names[number] for number in self.numbers[row])

    @classmethod
    def read(cls, arrays: Any) -> Technologies:
        return cls(
            rows=Rows(arrays["technology_keys"]),
            numbers=Runs(arrays["technology_rows"], arrays["technology_starts"]),
            names=Texts(arrays["technology_names"]),
        )


@dataclass(frozen=True)
class Lexicon:
    codes: tuple[str, ...]
    names: Postings
    work: Postings
    titles: Titles
    technologies: Technologies
    surfaces: Rows
    """Words as publishers write them."""
    commonness: bytes
    """How often each is written, on a scale to 255."""
    sounds: Texts

    @classmethod
    def load(cls, folder: Path = DATA) -> Lexicon:
        with np.load(folder / "index.npz", allow_pickle=False) as arrays:
            return cls(
                codes=tuple(Texts(arrays["codes"])),
                names=Postings.read(arrays, "name"),
                work=Postings.read(arrays, "work"),
                titles=Titles.read(arrays),
                technologies=Technologies.read(arrays),
                surfaces=Rows(arrays["surface_words"]),
                commonness=arrays["surface_counts"].tobytes(),
                sounds=Texts(arrays["surface_sounds"]),
            )

    def known(self, word: str) -> bool:
        return word in self.names.rows or word in self.work.rows

    def rarity(self, word: str) -> float:
        """How much a stem says: 1 for a word of few occupations, near 0.2 for one of most."""
        holders = max(self.names.holders(word) * 3, self.work.holders(word))
        return float(max(0.15, 1 - 0.85 * np.log1p(holders) / np.log1p(len(self.codes) * 2))) if holders else 1.0


def windows(words: list[str], longest: int) -> Iterator[tuple[int, int]]:
    """Runs of words, the longest first."""
    for size in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield start, start + size
