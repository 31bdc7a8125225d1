"""From some of the 48 answers to all six scores and how sure they are. Knows no cluster and no order of asking.

The 48 answers are treated as multivariate normal and conditioned on those given. The scores are the means that
the full 48 would give, so that a short quiz aims at what a long one would say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.interests.items import LEAST, MARKERS, MOST, PER_LETTER
from knowledge.models import LETTERS, Letter

Array = NDArray[np.float64]
Answers = Mapping[str, int]

AVERAGE: Array = np.kron(np.eye(len(LETTERS)), np.full((1, PER_LETTER), 1 / PER_LETTER))
"""From 48 answers to six means."""
INDEX = {id: place for place, id in enumerate(MARKERS)}
DECIMALS = 6
"""Scores are rounded here before they are compared, so that every machine ranks alike."""


@dataclass(frozen=True, eq=False)
class Parameters:
    """Mean and covariance of the 48 answers, estimated by `quiz_fit`; ``raw`` holds the rest of the file."""

    mean: Array
    covariance: Array
    raw: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Parameters:
        raw = json.loads(path.read_text(encoding="utf-8"))
        size = len(MARKERS)
        covariance = np.zeros((size, size))
        covariance[np.triu_indices(size)] = [number for row in raw["covariance"] for number in row]
        covariance = covariance + np.triu(covariance, 1).T
        return cls(np.array(raw["mean"]), covariance, raw)

    @cached_property
    def prior(self) -> Belief:
        return Belief(self.mean, self.covariance)


@dataclass(frozen=True, eq=False)
class Belief:
    """What is expected of all 48 answers, given some."""

    mean: Array
    covariance: Array

    @cached_property
    def scores(self) -> Array:
        """Six scores, 1 to 5."""
        scores: Array = np.round((AVERAGE @ self.mean).clip(float(LEAST), float(MOST)), DECIMALS)
        return scores

    @cached_property
    def spread(self) -> Array:
        """Standard deviation of each score around what the full 48 would give."""
        variance = np.einsum("ij,jk,ik->i", AVERAGE, self.covariance, AVERAGE)
        spread: Array = np.round(np.sqrt(np.maximum(variance, 0)), DECIMALS)
        return spread


def believe(parameters: Parameters, answers: Answers) -> Belief:
    """Conditions in the items' own order, so that the order of answering changes no bit of the result."""
    places = sorted(INDEX[id] for id in answers if id in INDEX)
    if not places:
        return parameters.prior
    given = np.array([answers[MARKERS[place]] for place in places], dtype=float)
    known = parameters.covariance[places]
    weights = np.linalg.solve(known[:, places], known)
    mean = parameters.mean + (given - parameters.mean[places]) @ weights
    covariance = parameters.covariance - known.T @ weights
    # an answer given is known exactly, whatever rounding says
    mean[places] = given
    covariance[places, :] = 0
    covariance[:, places] = 0
    return Belief(mean, covariance)


def letter_order(scores: Array) -> tuple[Letter, ...]:
    """Letters from the highest score down; ties in Holland's order."""
    return tuple(LETTERS[place] for place in np.argsort(-np.round(scores, DECIMALS), kind="stable"))
