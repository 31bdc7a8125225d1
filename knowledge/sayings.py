"""What students say of occupations and fields, thousands of lines written for it: where a text points that no phrase holds.

Owns the evidence made by knowledge.build.sayings: the weight of each word for each occupation, the mean meaning of what is said
for each, and a linear model of clusters. Knows no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
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
class Sayings:
    words: Postings
    means: Floats
    """Unit vector of what is said for each occupation, in the order of the lexicon's codes."""
    ids: tuple[str, ...]
    """Clusters, a column of the model each."""
    weights: NDArray[np.int8]
    """A row a bucket; left on disk but for the rows that are asked for."""
    dense: Floats
    """A row a dimension of the meaning, and one for the bias."""
    scales: Floats

    @classmethod
    def load(cls, folder: Path = DATA) -> Sayings:
        with np.load(folder / ARTIFACT, allow_pickle=False) as arrays:
            return cls(
                words=Postings.read(arrays, "said"),
                means=arrays["means"].astype(np.float32),
                ids=tuple(Texts(arrays["clusters"])),
                weights=mapped(folder / ARTIFACT, "weights"),
                dense=arrays["dense"],
                scales=arrays["scales"],
            )

    def said(self, shares: Iterable[tuple[str, float]]) -> Floats:
        """Weighted sums by occupation of the words that are said for it."""
        return self.words.score(shares, len(self.means))

    def near(self, vector: Floats) -> Floats:
        """Cosine of a unit vector to what is said for each occupation."""
        near: Floats = self.means @ vector
        return near

    def clusters(self, words: Sequence[str], vector: Floats) -> list[float]:
        """How likely each cluster of `ids` is, in one in all."""
        rows, amounts = features(telling(words))
        total = (np.array(amounts, np.float32) @ self.weights[rows].astype(np.float32)) * self.scales
        total += np.append(vector, np.float32(1)) @ self.dense
        powers = np.exp(total - total.max())
        return (powers / powers.sum()).tolist()  # type: ignore[no-any-return]
