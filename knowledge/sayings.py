"""What students say of occupations and fields, thousands of lines written for it: where a text points that no phrase holds.

Owns the evidence made by knowledge.build.sayings: the weight of each word for each occupation, the mean meaning of what is said
for each, and two linear models, of clusters and of occupations. Knows no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.compact import Texts
from knowledge.lexicon import Floats, Postings
from knowledge.meaning import mapped
from knowledge.phrases import FILLER_STEMS
from knowledge.tables import DATA
from knowledge.text import stem, wordset

ARTIFACT = "sayings.npz"
BUCKETS = 1 << 16
"""Features share rows by their hash: few of them matter."""
PIECES = 0.5
"""Weight of pieces of words beside whole words."""
_PIECE_SIZES = (4, 5)
_SPANISH = wordset("a al con de del el en es estoy la las lo los mas mi muy no o para pero por que se ser si soy su un una y yo")
"""Small words of the sayings that mix languages: each stands in so few that it would seem to tell a lot."""


def telling(words: Sequence[str]) -> list[str]:
    """Stems without filler; all of them where nothing else is left."""
    stems = [stem(word) for word in words]
    return [word for word in stems if word not in FILLER_STEMS and word not in _SPANISH] or stems


def meant(words: Sequence[str]) -> list[str]:
    """Words without filler, as meaning takes them; all of them where nothing else is left."""
    return [word for word in words if word not in FILLER_STEMS] or list(words)


def _grams(stems: Sequence[str]) -> Iterator[str]:
    yield from stems
    for one, two in pairwise(stems):
        yield f"{one} {two}"


def _pieces(stems: Sequence[str]) -> Iterator[str]:
    for word in stems:
        padded = f"<{word}>"
        for size in _PIECE_SIZES:
            for start in range(len(padded) - size + 1):
                yield f"#{padded[start : start + size]}"


def features(stems: Sequence[str]) -> tuple[list[int], list[float]]:
    """Rows of the model and how much of each; the words count one in all, the pieces `PIECES`."""
    rows: list[int] = []
    amounts: list[float] = []
    for grams, weight in ((set(_grams(stems)), 1.0), (set(_pieces(stems)), PIECES)):
        if grams:  # sorted, as sums of floats differ by their order and a set's differs from run to run
            rows += [crc32(gram.encode()) % BUCKETS for gram in sorted(grams)]
            amounts += [weight / len(grams) ** 0.5] * len(grams)
    return rows, amounts


@dataclass(frozen=True)
class Linear:
    """A linear map of a text's `features` and meaning."""

    weights: NDArray[np.int8]
    """A row a bucket; left on disk but for the rows that are asked for."""
    scales: Floats
    """Of each column."""
    dense: Floats
    """A row a dimension of the meaning, and one for the bias."""

    @classmethod
    def read(cls, path: Path, arrays: Any, name: str) -> Linear:
        return cls(mapped(path, f"{name}_weights"), arrays[f"{name}_scales"], arrays[f"{name}_dense"].astype(np.float32))

    def of(self, rows: Sequence[int], amounts: Sequence[float], vector: Floats) -> Floats:
        total: Floats = (np.array(amounts, np.float32) @ self.weights[rows].astype(np.float32)) * self.scales
        total += vector @ self.dense[:-1] + self.dense[-1]
        return total


def likelihoods(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    likely: Floats = powers / powers.sum()
    return likely


@dataclass(frozen=True)
class Sayings:
    words: Postings
    means: Floats
    """Unit vector of what is said for each occupation, in the order of the lexicon's codes."""
    ids: tuple[str, ...]
    """Clusters, a column of their model each."""
    of_clusters: Linear
    inner: Linear
    """What occupations are told by: fastText's shape, few dimensions between words and a thousand occupations."""
    of_occupations: Floats
    """A row an occupation, in the order of the lexicon's codes; a column a dimension of `inner`, and one for the bias."""

    @classmethod
    def load(cls, folder: Path = DATA) -> Sayings:
        with np.load(folder / ARTIFACT, allow_pickle=False) as arrays:
            return cls(
                words=Postings.read(arrays, "said"),
                means=arrays["means"].astype(np.float32),
                ids=tuple(Texts(arrays["ids"])),
                of_clusters=Linear.read(folder / ARTIFACT, arrays, "clusters"),
                inner=Linear.read(folder / ARTIFACT, arrays, "inner"),
                of_occupations=arrays["occupations"].astype(np.float32),
            )

    def said(self, shares: Iterable[tuple[str, float]]) -> Floats:
        """Weighted sums by occupation of the words that are said for it."""
        return self.words.score(shares, len(self.means))

    def near(self, vector: Floats) -> Floats:
        """Cosine of a unit vector to what is said for each occupation."""
        near: Floats = self.means @ vector
        return near

    def clusters(self, rows: Sequence[int], amounts: Sequence[float], vector: Floats) -> list[float]:
        """How likely each cluster of `ids` is, one in all, by a text's `features` and its meaning."""
        return likelihoods(self.of_clusters.of(rows, amounts, vector)).tolist()  # type: ignore[no-any-return]

    def occupations(self, rows: Sequence[int], amounts: Sequence[float], vector: Floats) -> Floats:
        """How likely each occupation is, one in all, by the same."""
        inner = self.inner.of(rows, amounts, vector)
        return likelihoods(self.of_occupations[:, :-1] @ inner + self.of_occupations[:, -1])
