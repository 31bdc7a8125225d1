"""Publishers' releases -> the tables of knowledge/data. The same input gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from knowledge.build import bls, clusters, onet


def build(sources: Path, out: Path) -> None:
    """Write every table of facts. ``sources`` holds the folders onet-29.3, bls and clusters."""
    out.mkdir(parents=True, exist_ok=True)
    titles = onet.build(sources / "onet-29.3", out)
    bls.build(sources / "bls", out)
    clusters.build(sources / "clusters", titles, out)
