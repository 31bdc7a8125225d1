"""From six scores to clusters and occupations. Knows profiles, not where the scores come from.

A match is Pearson's correlation over the six scores. A cluster's is the mean over the fifth of its occupations
that match best: clusters are broad, and nobody fits the average of a nurse and a lab worker.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.catalog import Catalog
from knowledge.interests.items import LEAST, MOST
from knowledge.interests.measurement import DECIMALS, Array

_SHARE, _FEWEST = 0.2, 3

# Correlations over six scores that are significant at .05 and .10, one-sided, as in O*NET's Interest Profiler.
BEST, GREAT = 0.729, 0.608


class Fit(StrEnum):
    BEST = "best"
    GREAT = "great"
    GOOD = "good"


def fit_of(match: float) -> Fit | None:
    """None for a negative match, which is not shown."""
    if match <= 0:
        return None
    return Fit.BEST if match >= BEST else Fit.GREAT if match >= GREAT else Fit.GOOD


@dataclass(frozen=True)
class Match:
    """``id`` is an occupation's code or a cluster's id."""

    id: str
    match: float

    @property
    def fit(self) -> Fit | None:
        return fit_of(self.match)


def shape(scores: Array) -> Array:
    """Scores as a direction: centred, of length one (zero for a flat profile). The product of two is Pearson's r."""
    centred = scores - scores.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(centred, axis=-1, keepdims=True)
    shaped: Array = centred / np.where(length < 1e-6, np.inf, length)
    return shaped


def as_occupation(scores: Array) -> Array:
    """A student's scores, 1 to 5, on the occupations' 1 to 7."""
    return 1 + (scores - LEAST) * (6 / (MOST - LEAST))


class Profiles:
    """The catalog's interest profiles as arrays."""

    def __init__(self, catalog: Catalog) -> None:
        rated = sorted((o for o in catalog.occupations.values() if o.interests), key=lambda o: o.code)
        self.codes = tuple(o.code for o in rated)
        self.scores: Array = np.array([o.interests.scores for o in rated if o.interests])
        self.shapes = shape(self.scores)
        self.clusters = tuple(catalog.clusters)
        self.members = tuple(np.flatnonzero([cluster in o.clusters for o in rated]) for cluster in self.clusters)
        self._counted = tuple(max(_FEWEST, math.ceil(_SHARE * len(members))) for members in self.members)

    def directions(self, direction: Array, leave_out: int | None = None) -> Array:
        """For each cluster the mean shape of its occupations that match best: the match and, locally, its gradient."""
        matches = np.round(self.shapes @ direction, DECIMALS)
        if leave_out is not None:
            matches[leave_out] = -2
        counted = zip(self.members, self._counted, strict=True)
        best = [members[np.argsort(-matches[members], kind="stable")[:count]] for members, count in counted]
        return np.array([self.shapes[places].mean(axis=0) for places in best])

    def cluster_matches(self, scores: Array, leave_out: int | None = None) -> Array:
        """In the catalog's order of clusters. ``leave_out``: an occupation whose own profile must not count."""
        direction = shape(scores)
        return np.round(self.directions(direction, leave_out) @ direction, DECIMALS)

    def occupations(self, scores: Sequence[float] | Array) -> tuple[Match, ...]:
        """All, best first, for scores of 1 to 7 (`as_occupation`). Equal matches: the nearer profile, then the code."""
        wanted = np.asarray(scores, dtype=float)
        matches = np.round(self.shapes @ shape(wanted), DECIMALS)
        apart = np.round(np.abs(self.scores - wanted).sum(axis=1), DECIMALS)
        order = np.lexsort((np.arange(len(matches)), apart, -matches))
        return tuple(Match(self.codes[place], float(matches[place])) for place in order)


def rank_clusters(clusters: Sequence[str], values: Array) -> tuple[Match, ...]:
    """Best first; ties in the framework's order."""
    return tuple(Match(clusters[place], float(values[place])) for place in np.argsort(-np.round(values, DECIMALS), kind="stable"))
