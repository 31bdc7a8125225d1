"""Fits weights.npz to the lines in lines/.

    python -m conversations.understanding.kinds.fit

A line is a text, the kind it is, and the kinds it may be taken for as well. What the model makes of lines kept from it says
tests/benchmarks/kinds.py. Needs the fit extra: scikit-learn.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from conversations.requests import Intent
from conversations.understanding.kinds import ARTIFACT, BUCKETS, Evidence, features
from conversations.understanding.reader import Reader
from knowledge.catalog import Catalog
from knowledge.matching import Matcher
from knowledge.phrase_files import read_vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from knowledge.meaning import Meaning

LINES = Path(__file__).parent / "lines"
CALM = "calm"
"""Of lines that sound alarming and are not: whatever else they are, no call for help."""
VOCABULARY = 6
"""One phrase in so many is a line as well."""
STRENGTH = 30.0
"""Inverse of the ridge."""


@dataclass(frozen=True)
class Line:
    text: str
    kind: str
    also: frozenset[str]
    """Kinds that would not be wrong: they neither ask for them nor speak against them."""


def read_lines() -> dict[str, list[Line]]:
    """By name of their file."""
    lines = {}
    for path in sorted(LINES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            lines[path.stem] = [Line(row["text"], row["kind"], frozenset(row["also"].split())) for row in csv.DictReader(file)]
    return lines


def vocabulary() -> list[Line]:
    """Some of the phrases that matching knows, as bare wishes and titles, lest their words be taken for small talk."""
    kinds = {"interest": Intent.INTEREST, "title": Intent.TITLE}
    bare = frozenset(kinds.values())
    entries = sorted({(entry.said, kinds[entry.kind]) for entry in read_vocabulary() if entry.kind in kinds})
    return [Line(said, kind, bare - {kind}) for said, kind in entries if crc32(said.encode()) % VOCABULARY == 0]


def digest() -> bytes:
    """Of all lines: tells whether the weights were fitted to them as they are."""
    total = blake2b(digest_size=16)
    for path in sorted(LINES.glob("*.csv")):
        total.update(path.read_bytes())
    return total.digest()


def matrix(seen: list[Evidence], meaning: Meaning) -> csr_matrix:
    from scipy.sparse import csr_matrix, hstack

    rows: list[int] = []
    columns: list[int] = []
    amounts: list[float] = []
    for number, evidence in enumerate(seen):
        found, weights = features(evidence.words)
        rows += [number] * len(found)
        columns += found
        amounts += weights
    sparse = csr_matrix((np.array(amounts), (rows, columns)), shape=(len(seen), BUCKETS))
    dense = np.array([evidence.dense(meaning) for evidence in seen])
    return hstack([sparse, csr_matrix(dense)]).tocsr()


def wanted(line: Line, kind: str) -> int:
    """1 where the line is of the kind, 0 where not, -1 where it says nothing about it."""
    if line.kind == kind:
        return 1
    unknown = line.kind == CALM and kind != Intent.SUPPORT
    return -1 if unknown or kind in line.also else 0


def fit(lines: list[Line], seen: list[Evidence], meaning: Meaning) -> tuple[tuple[str, ...], NDArray[np.int8], NDArray[np.float32]]:
    """Names of the kinds, their weights and scales, as `Kinds` takes them; ``seen`` is what the lines look like."""
    from sklearn.linear_model import LogisticRegression

    kinds = sorted({line.kind for line in lines} - {CALM})
    everything = matrix(seen, meaning)
    columns, scales = [], []
    for kind in kinds:
        answers = np.array([wanted(line, kind) for line in lines])
        known = answers >= 0
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=0)
        model.fit(everything[known], answers[known])
        weights = np.append(model.coef_[0], model.intercept_[0])
        scale = np.abs(weights).max() / 127
        columns.append(np.rint(weights / scale).astype(np.int8))
        scales.append(scale)
    return tuple(kinds), np.stack(columns, axis=1), np.array(scales, np.float32)


def main() -> None:
    lines = [line for of_file in read_lines().values() for line in of_file] + vocabulary()
    catalog = Catalog.load()
    matcher = Matcher.load(catalog)
    assert matcher.meaning
    reader = Reader(catalog, matcher)
    kinds, weights, scales = fit(lines, [reader.evidence(line.text) for line in lines], matcher.meaning)
    names = np.frombuffer("\n".join(kinds).encode(), np.uint8)
    np.savez(ARTIFACT, names=names, weights=weights, scales=scales, lines=np.frombuffer(digest(), np.uint8))


if __name__ == "__main__":
    main()
