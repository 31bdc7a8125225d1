"""Which kind of thing a text says: a question of some kind, a bare wish or title, not ours, or a call for help.

A linear model over words, pairs, pieces of words, the text's meaning, what the rules read and what matching found; fitted by
fit.py on the lines in lines/. Owns the features. Must not know what is done about a kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from conversations.requests import Intent
from knowledge.meaning import mapped
from knowledge.text import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.meaning import Meaning
    from knowledge.ranking import Ranking

ARTIFACT = Path(__file__).parent / "weights.npz"
BUCKETS = 1 << 16
"""Features share rows by their hash: few of them matter."""
PIECES = 0.7
"""Weight of pieces of words beside whole words."""

_INTENTS = {intent: place for place, intent in enumerate(Intent)}
_MATCHED = 9

_WORD = re.compile(r"[a-z0-9$]+|[^\s\w]")


def words_of(text: str) -> list[str]:
    return _WORD.findall(plain(text).replace("'", ""))


def _grams(words: Sequence[str]) -> Iterator[str]:
    """One to three words, with the ends of the text, and two around a third."""
    padded = ("^", *words, "$")
    for size in (1, 2, 3):
        for start in range(len(padded) - size + 1):
            yield " ".join(padded[start : start + size])
    for start in range(len(padded) - 2):
        yield f"{padded[start]} _ {padded[start + 2]}"


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                yield f"#{padded[start : start + size]}"


def features(words: Sequence[str]) -> tuple[list[int], list[float]]:
    """Rows of the weights and how much of each; the words count one in all, the pieces `PIECES`."""
    rows: list[int] = []
    amounts: list[float] = []
    for grams, weight in ((set(_grams(words)), 1.0), (set(_pieces(words)), PIECES)):
        if grams:  # sorted, as sums of floats differ by their order and a set's differs from run to run
            rows += [crc32(gram.encode()) % BUCKETS for gram in sorted(grams)]
            amounts += [weight / len(grams) ** 0.5] * len(grams)
    return rows, amounts


def dense_size(meaning: Meaning) -> int:
    return meaning.dimensions + len(_INTENTS) + _MATCHED


@dataclass(frozen=True)
class Evidence:
    """A text as the model sees it."""

    words: tuple[str, ...]
    ruled: Intent
    """What the rules make of it."""
    ranking: Ranking | None
    """What matching finds in it; None where it is empty."""

    def dense(self, meaning: Meaning) -> NDArray[np.float32]:
        ruled = np.zeros(len(_INTENTS), np.float32)
        ruled[_INTENTS[self.ruled]] = 1
        return np.concatenate((meaning.embed(self.words), ruled, self._matched()))

    def _matched(self) -> NDArray[np.float32]:
        ranking = self.ranking
        if ranking is None or not ranking.occupations:
            return np.array([0.0] * (_MATCHED - 1) + [1.0], np.float32)
        unknown = len(ranking.query.unknown) / max(1, len(ranking.query.words))
        shares = (ranking.named, ranking.covered, ranking.spoken, ranking.nearness, min(1.0, ranking.lexical / 5))
        return np.array((*shares, ranking.confidence, min(1.0, ranking.title / 2), unknown, 0.0), np.float32)


class Kinds:
    def __init__(self, meaning: Meaning, names: tuple[str, ...], weights: NDArray[np.int8], scales: NDArray[np.float32]) -> None:
        """``weights``: a row a bucket, a row a dense feature, and one for the bias; a column a kind, each with its scale."""
        if weights.shape != (BUCKETS + dense_size(meaning) + 1, len(names)) or scales.shape != (len(names),):
            raise ValueError(f"weights {weights.shape}, scales {scales.shape}, {len(names)} kinds: fit them anew")
        self.kinds = tuple(map(Intent, names))
        self._meaning, self._weights, self._scales = meaning, weights, scales
        self._dense = weights[BUCKETS:].astype(np.float32)

    @classmethod
    def load(cls, meaning: Meaning, path: Path | None = None) -> Kinds:
        with np.load(path or ARTIFACT, allow_pickle=False) as arrays:
            names = tuple(arrays["names"].tobytes().decode().split("\n"))
            return cls(meaning, names, mapped(path or ARTIFACT, "weights"), arrays["scales"])

    def of(self, evidence: Evidence) -> dict[Intent, float]:
        """How likely each kind is, 0 to 1; each is judged apart, so that none or several may be likely."""
        rows, amounts = features(evidence.words)
        total = np.array(amounts, np.float32) @ self._weights[rows].astype(np.float32)
        total += np.append(evidence.dense(self._meaning), np.float32(1)) @ self._dense
        likely = 1 / (1 + np.exp(-total * self._scales))
        return dict(zip(self.kinds, likely.tolist(), strict=True))
