"""What the words of the publishers weigh: the index made by knowledge.build.index.

Owns postings, the table of titles and the words as written. Knows no student's vocabulary and no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Titles:
    """A title as stems -> the occupations that bear it, strongest kind first."""

    rows: dict[str, int]
    starts: list[int]
    places: list[int]
    kinds: list[int]

    def get(self, key: str) -> list[tuple[int, int]]:
        row = self.rows.get(key)
        if row is None:
            return []
        part = slice(self.starts[row], self.starts[row + 1])
        return list(zip(self.places[part], self.kinds[part], strict=True))


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
            keys = _lines(arrays["title_keys"])
            titles = Titles(
                rows={key: row for row, key in enumerate(keys)},
                starts=arrays["title_starts"].tolist(),
                places=arrays["title_places"].tolist(),
                kinds=arrays["title_kinds"].tolist(),
            )
            words = _lines(arrays["surface_words"])
            return cls(
                codes=tuple(_lines(arrays["codes"])),
                names=Postings.read(arrays, "name"),
                work=Postings.read(arrays, "work"),
                titles=titles,
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
