"""Fits knowledge/data/sayings.npz to what is said of occupations and fields (data/sayings/) and to the vocabulary's phrases.

    python -m knowledge.build.sayings

Needs the fit extra: scikit-learn. The same lines give the same bytes on the same releases.
"""

from __future__ import annotations

import csv
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import phrase_files
from knowledge.build.index import bm25, packed, postings
from knowledge.catalog import Catalog
from knowledge.lexicon import Floats, Lexicon
from knowledge.meaning import Meaning
from knowledge.sayings import ARTIFACT, BUCKETS, features, meant, telling
from knowledge.tables import DATA, split
from knowledge.text import normalise, readings

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SECOND = 0.5
"""Weight of a line for the second cluster it may point to."""
OF_FIELDS, OF_VOCABULARY = 3.0, 2.0
"""Weights of what is said of a whole field, and of the vocabulary's phrases, beside what is said of one occupation."""
STRENGTH = 3.0
"""Inverse of the ridge."""
STEPS = 300
DIMENSIONS, RATE, BATCH, EPOCHS = 64, 4e-3, 256, 6
"""Of the model of occupations: between words and occupations, how fast it learns, from how many lines at a time, how often."""


@dataclass(frozen=True)
class Line:
    """What is said, and the clusters and occupations it points to, best first."""

    text: str
    clusters: tuple[str, ...]
    codes: tuple[str, ...] = ()
    kind: str | None = None
    """name, work or like, of what is said of one occupation; none of what is said of several."""
    weight: float = 1.0


def files(folder: Path = DATA) -> list[Path]:
    return sorted((folder / "sayings").glob("*.csv"))


def read_lines(catalog: Catalog, folder: Path = DATA) -> Iterator[Line]:
    """sayings/occupations*.csv: code, kind, text; sayings/fields*.csv: clusters, text; sayings/phrases*.csv: both, with several codes."""
    for path in files(folder):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                codes = split(row.get("code") or row.get("codes") or "")
                clusters = split(row.get("clusters") or "") or clusters_of(catalog, codes)
                weight = 1.0 if row.get("code") else OF_VOCABULARY if codes else OF_FIELDS
                yield Line(row["text"], clusters, codes, row.get("kind") or None, weight)


def clusters_of(catalog: Catalog, codes: Sequence[str]) -> tuple[str, ...]:
    """All of one occupation, the first of each of several."""
    if len(codes) == 1:
        return catalog.occupations[codes[0]].clusters
    return tuple(dict.fromkeys(cluster for code in codes for cluster in catalog.occupations[code].clusters[:1]))


def of_vocabulary(catalog: Catalog, folder: Path = DATA) -> Iterator[Line]:
    for entry in phrase_files.read_vocabulary(folder):
        codes = entry.occupations[:2]
        yield Line(entry.said, entry.clusters or clusters_of(catalog, codes), codes, weight=OF_VOCABULARY)


def of_titles(catalog: Catalog) -> Iterator[Line]:
    for code, occupation in catalog.occupations.items():
        for name in readings(occupation.title):
            yield Line(name, occupation.clusters, (code,))


def digest(folder: Path = DATA) -> bytes:
    """Of all that is fitted to: tells whether the artifact is of the lines as they are."""
    total = blake2b(digest_size=16)
    for path in (*files(folder), *phrase_files.vocabulary(folder)):
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.digest()


class Fit:
    def __init__(self, catalog: Catalog, folder: Path = DATA) -> None:
        self.lexicon, self.meaning = Lexicon.load(folder), Meaning.load(folder / "meaning.npz")
        self.place = {code: place for place, code in enumerate(self.lexicon.codes)}
        self.ids = tuple(catalog.clusters)

    def vector(self, line: Line) -> Floats:
        return self.meaning.embed(meant(normalise(line.text).split()))

    def postings(self, lines: list[Line]) -> dict[str, Any]:
        bags: list[Counter[str]] = [Counter() for _ in self.place]
        for line in lines:
            for code in line.codes[:1] if line.kind else ():
                bags[self.place[code]].update(telling(normalise(line.text).split()))
        return postings("said", bm25(bags))

    def means(self, lines: list[Line]) -> Floats:
        total = np.zeros((len(self.place), self.meaning.dimensions), np.float32)
        for line in lines:
            for code in line.codes[:1] if line.kind else ():
                total[self.place[code]] += self.vector(line)
        unit: Floats = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
        return unit

    def matrix(self, lines: list[Line]) -> csr_matrix:
        from scipy.sparse import csr_matrix, hstack

        columns: list[int] = []
        amounts: list[float] = []
        ends = [0]
        for line in lines:
            rows, weights = features(telling(normalise(line.text).split()))
            columns += rows
            amounts += weights
            ends.append(len(columns))
        sparse = csr_matrix((np.array(amounts), columns, ends), shape=(len(lines), BUCKETS))
        return hstack([sparse, csr_matrix(np.array([self.vector(line) for line in lines]))]).tocsr()

    def clusters(self, lines: list[Line]) -> dict[str, Any]:
        """A softmax over the clusters; a line of two is an example of both."""
        from scipy.sparse import vstack
        from sklearn.linear_model import LogisticRegression

        column = {cluster: place for place, cluster in enumerate(self.ids)}
        lines = [line for line in lines if line.clusters]
        seconds = [number for number, line in enumerate(lines) if len(line.clusters) > 1]
        seen = self.matrix(lines)
        answers = [column[line.clusters[0]] for line in lines] + [column[lines[number].clusters[1]] for number in seconds]
        weights = [line.weight for line in lines] + [SECOND * lines[number].weight for number in seconds]
        fitted = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(vstack([seen, seen[seconds]]).tocsr(), answers, weights)
        return {"ids": packed(self.ids), **linear("clusters", fitted.coef_.T, fitted.intercept_)}

    def occupations(self, lines: list[Line]) -> dict[str, Any]:
        """A softmax over the occupations by way of few dimensions; a line of two is half an example of each."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPClassifier

        examples = [(number, self.place[code]) for number, line in enumerate(lines) for code in line.codes]
        numbers = [number for number, _ in examples]
        weights = np.array([1 / len(lines[number].codes) for number in numbers], np.float32)
        model = MLPClassifier(
            (DIMENSIONS,), activation="identity", learning_rate_init=RATE, batch_size=BATCH, max_iter=EPOCHS, random_state=1
        )
        with warnings.catch_warnings():
            # It is stopped early on purpose: later it knows the lines by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(self.matrix(lines)[numbers].astype(np.float32), [place for _, place in examples], sample_weight=weights)
        inner, outer = model.coefs_
        if list(model.classes_) != list(range(len(self.place))):
            raise ValueError("an occupation of which nothing is said cannot be told")
        occupations = np.hstack([outer.T, model.intercepts_[1][:, None]])
        return {"occupations": occupations.astype(np.float16), **linear("inner", inner, model.intercepts_[0])}


def linear(name: str, coefficients: Floats, bias: Floats) -> dict[str, Any]:
    """As `Linear` reads it, from a row a feature."""
    scales = (np.abs(coefficients[:BUCKETS]).max(axis=0) / 127).astype(np.float32)
    return {
        f"{name}_weights": np.rint(coefficients[:BUCKETS] / scales).astype(np.int8),
        f"{name}_scales": scales,
        f"{name}_dense": np.vstack([coefficients[BUCKETS:], bias]).astype(np.float32),
    }


def fit(catalog: Catalog, folder: Path = DATA) -> dict[str, Any]:
    said, vocabulary = list(read_lines(catalog, folder)), list(of_vocabulary(catalog, folder))
    work = Fit(catalog, folder)
    return {
        **work.postings(said),
        "means": work.means(said).astype(np.float16),
        **work.clusters([*said, *vocabulary]),
        **work.occupations([*said, *vocabulary, *of_titles(catalog)]),
        "digest": np.frombuffer(digest(folder), np.uint8),
    }


def main() -> None:
    arrays = fit(Catalog.load())
    # Not compressed: the weights are left on disk and read row by row.
    np.savez(DATA / ARTIFACT, allow_pickle=False, **arrays)
    print(f"{DATA / ARTIFACT}: {(DATA / ARTIFACT).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
