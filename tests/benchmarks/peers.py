"""Other ways to match text, in the same run: plain BM25, fuzzy titles, SQLite's full text search, and this one with parts left out."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

import bm25s
from rapidfuzz import fuzz, process, utils

from knowledge.catalog import Catalog
from knowledge.lexicon import Lexicon
from knowledge.matching import Matcher
from knowledge.meaning import ARTIFACT, Meaning
from knowledge.phrase_files import own_entries, read_vocabulary
from knowledge.phrases import Phrases
from knowledge.text import stems
from knowledge.weights import Weights
from knowledge.words import Words

TOP = 50
Row = dict[str, Any]
Ranker = Callable[[str], list[str]]
"""Text -> codes of occupations, best first."""


def documents(catalog: Catalog) -> list[str]:
    return [f"{o.title} {o.name} {o.sentence} {' '.join(catalog.alternate_titles(code))}" for code, o in catalog.occupations.items()]


def bm25(catalog: Catalog) -> Ranker:
    codes = list(catalog.occupations)
    index = bm25s.BM25()
    index.index([stems(text) for text in documents(catalog)], show_progress=False)

    def rank(text: str) -> list[str]:
        places, scores = index.retrieve([stems(text)], k=TOP, show_progress=False)
        return [codes[place] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return rank


def full_text(catalog: Catalog) -> Ranker:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table t using fts5(code unindexed, body, tokenize='porter')")
    base.executemany("insert into t values (?, ?)", zip(catalog.occupations, documents(catalog), strict=True))

    def rank(text: str) -> list[str]:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(stems(text)))
        return [row[0] for row in base.execute("select code from t where t match ? order by rank limit ?", (query, TOP))] if query else []

    return rank


def fuzzy_titles(catalog: Catalog) -> Ranker:
    names = [(name, code) for code, o in catalog.occupations.items() for name in (o.title, *catalog.alternate_titles(code))]
    titles = [utils.default_process(name) for name, _ in names]

    def rank(text: str) -> list[str]:
        found = process.extract(utils.default_process(text), titles, scorer=fuzz.WRatio, processor=None, limit=TOP)
        return list(dict.fromkeys(names[place][1] for _, _, place in found))

    return rank


def ours(catalog: Catalog, *, meaning: bool = True, vocabulary: bool = True) -> Matcher:
    vectors = Meaning.load() if meaning and ARTIFACT.exists() else None
    entries = [*(read_vocabulary() if vocabulary else ()), *own_entries(catalog)]
    return Matcher(catalog, Lexicon.load(), vectors, Phrases.of(entries), Weights.load(), Words.load())


def clusters_of(catalog: Catalog, codes: Sequence[str]) -> list[str]:
    """Clusters by the sum of their occupations' reciprocal ranks."""
    sums: dict[str, float] = {}
    for place, code in enumerate(codes):
        for cluster in catalog.occupations[code].clusters:
            sums[cluster] = sums.get(cluster, 0.0) + 1 / (place + 1)
    return sorted(sums, key=lambda cluster: -sums[cluster])


def measure(name: str, rows: Sequence[Row], rank: Callable[[str], tuple[list[str], list[str]]]) -> None:
    hits = {"i1": 0, "i3": 0, "t1": 0, "t3": 0, "t5": 0, "a": 0}
    seen = {"interest": 0, "title": 0, "ambiguous": 0}
    times = []
    for row in rows:
        if row["kind"] not in seen:
            continue
        seen[row["kind"]] += 1
        start = time.perf_counter()
        codes, clusters = rank(row["text"])
        times.append((time.perf_counter() - start) * 1000)
        if row["kind"] == "title":
            for k in (1, 3, 5):
                hits[f"t{k}"] += bool(set(row["occupations"]) & set(codes[:k]))
        elif row["kind"] == "interest":
            hits["i1"] += clusters[:1] != [] and clusters[0] in row["clusters"]
            hits["i3"] += bool(set(row["clusters"]) & set(clusters[:3]))
        else:
            hits["a"] += len(set(row["clusters"]) & set(clusters[:4])) >= 2

    def share(key: str, of: str) -> str:
        return f"{100 * hits[key] / seen[of]:.1f}" if seen[of] else "-"

    interest = f"{share('i1', 'interest')} / {share('i3', 'interest')}"
    title = " / ".join(share(f"t{k}", "title") for k in (1, 3, 5))
    print(f"{name:34}{interest:>16}{title:>22}{share('a', 'ambiguous'):>11}{sorted(times)[len(times) // 2]:>9.2f}")


def compare(rows: Sequence[Row], catalog: Catalog) -> None:
    print(f"\n{'':34}{'interest 1 / 3':>16}{'title 1 / 3 / 5':>22}{'ambiguous':>11}{'ms p50':>9}")

    def matching(matcher: Matcher) -> Callable[[str], tuple[list[str], list[str]]]:
        def rank(text: str) -> tuple[list[str], list[str]]:
            ranking = matcher.rank(text)
            return [c.id for c in ranking.occupations], [c.id for c in ranking.clusters]

        return rank

    def folded(ranker: Ranker) -> Callable[[str], tuple[list[str], list[str]]]:
        def rank(text: str) -> tuple[list[str], list[str]]:
            codes = ranker(text)
            return codes, clusters_of(catalog, codes)

        return rank

    measure("matching", rows, matching(ours(catalog)))
    measure("matching, no meaning", rows, matching(ours(catalog, meaning=False)))
    measure("matching, no students' vocabulary", rows, matching(ours(catalog, vocabulary=False)))
    measure("BM25 (bm25s) over documents", rows, folded(bm25(catalog)))
    measure("SQLite FTS5, porter", rows, folded(full_text(catalog)))
    measure("rapidfuzz WRatio over titles", rows, folded(fuzzy_titles(catalog)))
