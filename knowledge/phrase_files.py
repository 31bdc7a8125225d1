"""Where the phrases come from: the vocabulary's files and the catalog's own names, or both compiled beforehand.

The compiled file carries a digest of all it was made from; a new alias makes it stale and works at once. Knows no text of a student.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from knowledge.catalog import Catalog
from knowledge.compact import Array
from knowledge.phrases import Entry, Kind, Phrases, compiled, entry
from knowledge.tables import DATA, split

ARTIFACT = "phrases.npz"
_MADE_BY = ("compact", "phrase_files", "phrases", "spelling", "text")
"""Modules that decide what stands in the compiled file."""


def vocabulary(folder: Path = DATA) -> list[Path]:
    return [path for path in sorted((folder / "vocabulary").glob("*.csv")) if path.name.startswith(("titles", "interests", "subjects"))]


def read_vocabulary(folder: Path = DATA) -> Iterator[Entry]:
    """vocabulary/interests*.csv and titles*.csv: phrases, clusters, occupations, source, means."""
    for path in vocabulary(folder):
        kind: Kind = "title" if path.name.startswith("titles") else "interest"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for phrase in split(row["phrases"]):
                    facts = {
                        "clusters": split(row["clusters"]),
                        "occupations": split(row["occupations"]),
                        "source": row["source"],
                        "means": row["means"],
                    }
                    if one := entry(kind, phrase, **facts):
                        yield one


class _Names(NamedTuple):
    """All that the catalog's own phrases are made of."""

    said: list[tuple[str, tuple[str, ...]]]
    """Code, and what people call it."""
    occupations: list[tuple[str, str, str]]
    """Code, name, title."""
    clusters: list[tuple[str, str, str]]
    """Id, title, short title."""
    pathways: list[tuple[str, str, tuple[str, ...]]]
    """Cluster, title, largest occupations."""


def _names(catalog: Catalog) -> _Names:
    return _Names(
        [(code, phrases) for code, phrases in catalog.said_as.items() if code in catalog.occupations],
        [(o.code, o.name, o.title) for o in catalog.occupations.values()],
        [(c.id, c.title, c.short) for c in catalog.clusters.values()],
        [(p.cluster, p.title, p.occupations[:3]) for p in catalog.pathways.values()],
    )


def own_entries(catalog: Catalog) -> list[Entry]:
    """Names, everyday names, clusters and pathways of the catalog as phrases."""
    names = _names(catalog)
    entries: list[Entry | None] = []
    shared: dict[str, list[str]] = defaultdict(list)
    for code, phrases in names.said:
        for phrase in phrases:
            shared[phrase].append(code)
    entries += [entry("said", phrase, occupations=tuple(dict.fromkeys(codes)), source="said") for phrase, codes in shared.items()]
    for code, *both in names.occupations:
        entries += [entry("name", name, occupations=(code,), source="name") for name in dict.fromkeys(name.lower() for name in both)]
    for id, title, short in names.clusters:
        entries += [entry("cluster", name, clusters=(id,), source="cluster", means=title) for name in dict.fromkeys((title, short))]
    for cluster, title, codes in names.pathways:
        entries.append(entry("pathway", title, clusters=(cluster,), occupations=codes, source="pathway", means=title))
    return [one for one in entries if one]


def digest(catalog: Catalog, folder: Path = DATA) -> Array:
    """Changes with every file, fact and line of code that the compiled phrases come from."""
    code = (Path(__file__).with_name(f"{name}.py") for name in _MADE_BY)
    hashed = blake2b(repr(_names(catalog)).encode())
    for path in (*code, *vocabulary(folder)):
        hashed.update(path.name.encode())
        if path.exists():
            # The same on a checkout that ends its lines the Windows way.
            hashed.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return np.frombuffer(hashed.digest(), np.uint8)


def _stored(path: Path, wanted: Array) -> dict[str, Array] | None:
    """The compiled arrays; None where there are none, or those of other sources."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays) if np.array_equal(arrays["digest"], wanted) else None
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return None


def load(catalog: Catalog, folder: Path = DATA) -> Phrases:
    arrays = _stored(folder / ARTIFACT, digest(catalog, folder))
    return Phrases(arrays) if arrays else Phrases.of([*read_vocabulary(folder), *own_entries(catalog)])


def write(catalog: Catalog, folder: Path = DATA) -> Path:
    arrays = compiled([*read_vocabulary(folder), *own_entries(catalog)])
    # Plain, as it is opened at every start; and so that its bytes hang on no version of a compressor.
    np.savez(folder / ARTIFACT, allow_pickle=False, digest=digest(catalog, folder), **arrays)
    return folder / ARTIFACT
