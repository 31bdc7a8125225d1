"""Fits how sure matching may be: a logistic regression on its own features, written to knowledge/data/weights.toml.

    python -m knowledge.build.calibrate --data FOLDER

FOLDER holds interests.jsonl. Students say what no list holds, so half of the handwritten phrases are hidden at a time:
otherwise the fit would only learn that listed phrases are right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from knowledge.catalog import Catalog
from knowledge.lexicon import Lexicon
from knowledge.matching import Matcher
from knowledge.meaning import ARTIFACT, Meaning
from knowledge.phrase_files import own_entries, read_vocabulary
from knowledge.phrases import Entry, Phrases
from knowledge.ranking import features
from knowledge.sayings import Sayings
from knowledge.tables import DATA
from knowledge.weights import Weights
from knowledge.words import Words

FOLDS = 4
RIDGE = 1.0
STEPS = 50


def hidden(entry: Entry, fold: int) -> bool:
    return entry.kind == "interest" and crc32(f"{fold}:{entry.said}".encode()) % 2 == 0


def matchers(catalog: Catalog) -> Iterator[Matcher]:
    meaning = Meaning.load() if ARTIFACT.exists() else None
    lexicon, words, sayings = Lexicon.load(), Words.load(), Sayings.load()
    entries = [*read_vocabulary(), *own_entries(catalog)]
    for fold in range(FOLDS):
        phrases = Phrases.of(entry for entry in entries if not hidden(entry, fold))
        yield Matcher(catalog, lexicon, meaning, phrases, Weights(), words, sayings)


def samples(catalog: Catalog, rows: Sequence[dict[str, Any]]) -> tuple[list[tuple[float, ...]], list[float]]:
    seen: list[tuple[float, ...]] = []
    right: list[float] = []
    for matcher in matchers(catalog):
        for row in rows:
            ranking = matcher.rank(row["text"])
            if ranking.clusters:
                seen.append(features(ranking))
                right.append(float(ranking.clusters[0].id in row["clusters"]))
    return seen, right


def fit(seen: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Newton's method with a small ridge."""
    x, y = np.array(seen), np.array(right)
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - RIDGE * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 4) for weight in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of interests.jsonl")
    rows = [
        json.loads(line) for line in (parser.parse_args().data / "interests.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    # A text that is not ours has no right cluster: it teaches when to refuse.
    judged = [row for row in rows if row["kind"] in ("interest", "ambiguous", "out_of_scope")]
    weights = fit(*samples(Catalog.load(), judged))
    (DATA / "weights.toml").write_text(f"# Written by knowledge.build.calibrate.\nconfidence = {weights}\n", encoding="utf-8")
    print("confidence =", weights)


if __name__ == "__main__":
    main()
