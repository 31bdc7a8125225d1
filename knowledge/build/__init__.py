"""Publishers' releases -> the tables of knowledge/data. The same input gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from knowledge.build import bls, clusters, index, onet


def build(sources: Path, data: Path, *, meaning: bool = False) -> None:
    """Write the tables and the search index; with ``meaning`` the word vectors too (minutes, and the `meaning` extra).

    ``sources`` holds the folders onet-29.3, bls and clusters; ``data`` is the package's data folder or a copy of it.
    """
    tables = data / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    titles = onet.build(sources / "onet-29.3", tables)
    bls.build(sources / "bls", tables)
    clusters.build(sources / "clusters", titles, tables)
    index.build(sources, data)
    if meaning:
        from knowledge.build.meaning import train

        train(sources, data / "meaning.npz")
