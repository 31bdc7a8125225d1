"""Fits weights.npz to the lines in lines/.

    python -m conversations.understanding.kinds.fit

A line is a text, the kind it is, and the kinds it may be taken for as well. The clauses of long lines are lines of their own, as
a reader takes a story apart: where the line asks, that is the clause a first fit takes for its question.
What the model makes of lines kept from it says tests/benchmarks/kinds.py. Needs the fit extra: scikit-learn.
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
from conversations.understanding.clauses import clauses
from conversations.understanding.kinds import ARTIFACT, BUCKETS, Evidence, features
from conversations.understanding.reader import UNASKING, WRAPPED, Reader
from knowledge.build import sayings
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
VOCABULARY, SAYINGS = 6, 8
"""One phrase, and one saying, in so many is a line as well."""
STRENGTH = 30.0
"""Inverse of the ridge."""
OF_CLAUSE = 0.7
"""Weight of a clause beside a line."""
CALL = 3.0
"""Weight of a call for help: missing one is the worst mistake."""
LAST = 1.0
"""What speaks for a line's last clause as the one that asks, in logits."""


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


def vocabulary(catalog: Catalog) -> list[Line]:
    """Some of what matching knows, as bare wishes and titles, lest its words be taken for small talk."""
    kinds = {"interest": Intent.INTEREST, "title": Intent.TITLE}
    bare = frozenset(kinds.values())
    entries = {(entry.said, kinds[entry.kind], VOCABULARY) for entry in read_vocabulary() if entry.kind in kinds}
    entries |= {(line.text, Intent.TITLE if line.kind == "name" else Intent.INTEREST, SAYINGS) for line in sayings.read_lines(catalog)}
    return [Line(said, kind, bare - {kind}) for said, kind, share in sorted(entries) if crc32(said.encode()) % share == 0]


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


@dataclass(frozen=True)
class Seen:
    """Lines as the model sees them, whole and in clauses."""

    lines: list[Line]
    whole: csr_matrix
    of_line: list[int]
    """The line that each clause is of."""
    clauses: csr_matrix

    def only(self, numbers: list[int]) -> Seen:
        """Of some of the lines."""
        place = {number: place for place, number in enumerate(numbers)}
        parts = [part for part, number in enumerate(self.of_line) if number in place]
        of_line = [place[self.of_line[part]] for part in parts]
        return Seen([self.lines[number] for number in numbers], self.whole[numbers], of_line, self.clauses[parts])


def see(lines: list[Line], reader: Reader) -> Seen:
    meaning = reader.naming.matcher.meaning
    assert meaning
    parts = [(number, clause) for number, line in enumerate(lines) for clause in clauses(line.text)]
    return Seen(
        lines,
        matrix([reader.evidence(line.text) for line in lines], meaning),
        [number for number, _ in parts],
        matrix([reader.evidence(clause, of_clause=True) for _, clause in parts], meaning),
    )


def fit(seen: Seen) -> tuple[tuple[str, ...], NDArray[np.int8], NDArray[np.float32]]:
    """Names of the kinds, their weights and scales, as `Kinds` takes them."""
    from scipy.sparse import vstack

    kinds = sorted({line.kind for line in seen.lines} - {CALM})
    chosen = _telling(seen, {kind: _model(kind, seen.lines, seen.whole) for kind in kinds if kind in WRAPPED})
    lines = [*seen.lines, *(seen.lines[seen.of_line[place]] for place in chosen)]
    everything = vstack([seen.whole, seen.clauses[chosen]]).tocsr()
    importance = np.array([1.0] * len(seen.lines) + [OF_CLAUSE] * len(chosen))
    calls = np.array([line.kind == Intent.SUPPORT for line in lines])
    columns, scales = [], []
    for kind in kinds:
        weights = _model(kind, lines, everything, np.where(calls, CALL, 1.0) * importance if kind == Intent.SUPPORT else importance)
        scale = np.abs(weights).max() / 127
        columns.append(np.rint(weights / scale).astype(np.int8))
        scales.append(scale)
    return tuple(kinds), np.stack(columns, axis=1), np.array(scales, np.float32)


def _model(kind: str, lines: list[Line], seen: csr_matrix, importance: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """A weight a feature and, last, the bias."""
    from sklearn.linear_model import LogisticRegression

    answers = np.array([wanted(line, kind) for line in lines])
    known = answers >= 0
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(seen[known], answers[known], importance[known] if importance is not None else None)
    return np.append(model.coef_[0], model.intercept_[0])


def _telling(seen: Seen, models: dict[str, NDArray[np.float64]]) -> list[int]:
    """Clauses that are of their line's kind: the one that asks, or all of a line that asks nothing."""
    of_line: dict[int, list[int]] = {}
    for place, number in enumerate(seen.of_line):
        of_line.setdefault(number, []).append(place)
    logits = {kind: seen.clauses @ weights[:-1] for kind, weights in models.items()}
    chosen: list[int] = []
    for number, places in of_line.items():
        kind = seen.lines[number].kind
        if kind in UNASKING:
            chosen += places
        elif kind in logits:
            chosen.append(max(places, key=lambda place: (logits[kind][place] + LAST * (place == places[-1]), place)))
    return chosen


def main() -> None:
    catalog = Catalog.load()
    lines = [line for of_file in read_lines().values() for line in of_file] + vocabulary(catalog)
    matcher = Matcher.load(catalog)
    reader = Reader(catalog, matcher)
    kinds, weights, scales = fit(see(lines, reader))
    names = np.frombuffer("\n".join(kinds).encode(), np.uint8)
    np.savez(ARTIFACT, names=names, weights=weights, scales=scales, lines=np.frombuffer(digest(), np.uint8))


if __name__ == "__main__":
    main()
