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

from knowledge.tables import DATA

Floats = NDArray[np.float32]


def _lines(array: NDArray[Any]) -> list[str]:
    return array.tobytes().decode().split("\n")


@dataclass(frozen=True)
class Postings:
    """Words -> occupations, with a weight each."""

    rows: dict[str, int]
    starts: list[int]
    places: NDArray[np.intp]
    weights: Floats
    peaks: Floats
    """The largest weight of each word: how much it can say at most."""

    @classmethod
    def read(cls, arrays: Any, name: str) -> Postings:
        words = _lines(arrays[f"{name}_words"])
        starts = arrays[f"{name}_starts"]
        weights = arrays[f"{name}_weights"].astype(np.float32) * arrays[f"{name}_scale"][0]
        return cls(
            rows={word: row for row, word in enumerate(words)},
            starts=starts.tolist(),
            places=arrays[f"{name}_places"].astype(np.intp),
            weights=weights,
            peaks=np.maximum.reduceat(weights, starts[:-1].astype(np.intp)),
        )

    def score(self, words: Iterable[tuple[str, float]], size: int) -> tuple[Floats, float]:
        """Weighted sums by occupation, and the most that the words could have reached."""
        total = np.zeros(size, np.float32)
        most = 0.0
        for word, share in words:
            row = self.rows.get(word)
            if row is None:
                continue
            part = slice(self.starts[row], self.starts[row + 1])
            total[self.places[part]] += share * self.weights[part]
            most += share * float(self.peaks[row])
        return total, most

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

    rows: dict[str, int]
    starts: list[int]
    numbers: list[int]
    names: list[str]
    users: list[int]

    def get(self, key: str) -> tuple[str, ...]:
        row = self.rows.get(key)
        return () if row is None else tuple(self.names[number] for number in self.numbers[self.starts[row] : self.starts[row + 1]])

    @classmethod
    def read(cls, arrays: Any) -> Technologies:
        return cls(
            rows={key: row for row, key in enumerate(_lines(arrays["technology_keys"]))},
            starts=arrays["technology_starts"].tolist(),
            numbers=arrays["technology_rows"].tolist(),
            names=_lines(arrays["technology_names"]),
            users=arrays["technology_users"].tolist(),
        )


@dataclass(frozen=True)
class Lexicon:
    codes: tuple[str, ...]
    names: Postings
    work: Postings
    titles: Titles
    technologies: Technologies
    surfaces: dict[str, int]
    """Words as publishers write them -> how often, on a scale to 255."""
    sounds: dict[str, str]

    @classmethod
    def load(cls, folder: Path = DATA) -> Lexicon:
        with np.load(folder / "index.npz", allow_pickle=False) as arrays:
            words = _lines(arrays["surface_words"])
            return cls(
                codes=tuple(_lines(arrays["codes"])),
                names=Postings.read(arrays, "name"),
                work=Postings.read(arrays, "work"),
                titles=Titles.read(arrays),
                technologies=Technologies.read(arrays),
                surfaces=dict(zip(words, arrays["surface_counts"].tolist(), strict=True)),
                sounds=dict(zip(words, _lines(arrays["surface_sounds"]), strict=True)),
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
