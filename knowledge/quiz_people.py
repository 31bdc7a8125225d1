"""Simulated students for `quiz-eval`: true interests behind the 48 markers, and students of an occupation.

Assumptions, not findings: see `activities`. Every draw comes from a generator the caller seeds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.interests.items import LEAST, MARKERS, MOST, NEUTRAL, PER_LETTER, ItemBank
from knowledge.interests.matching import Profiles
from knowledge.interests.measurement import AVERAGE, Array, Parameters

# An answer to a cluster's activity, in standard deviations: how much comes from the six letters, how much from a
# liking for that field, how much higher that liking is in students of the field, and the deviation in points.
FROM_LETTERS, FROM_FIELD, LIKING, POINTS = 0.45, 0.5, 1.2, 1.2
_MATCH_DEVIATION = 0.5


def steps(values: Array) -> Array:
    """To whole answers, 1 to 5."""
    return np.clip(np.round(values), LEAST, MOST)


@cache
def _normal_below() -> tuple[Array, Array]:
    points = np.linspace(-6, 6, 1201)
    return points, np.array([0.5 * math.erfc(-point / math.sqrt(2)) for point in points])


def _below(values: Array) -> Array:
    found: Array = np.interp(values, *_normal_below())
    return found


def true_interests(parameters: Parameters, count: int, draw: np.random.Generator) -> tuple[Array, Array]:
    """Answers of people whose interests are known, and these: what their mean answer to each letter tends to."""
    ordinal = parameters.raw["ordinal"]
    thresholds, loadings, between = (np.array(ordinal[name]) for name in ("thresholds", "loadings", "between"))
    factors = draw.multivariate_normal(np.zeros(len(between)), between, size=count)
    signal = np.repeat(factors, PER_LETTER, axis=1) * loadings
    noise = np.sqrt(1 - loadings**2)
    shown = signal + draw.standard_normal(signal.shape) * noise
    answers = LEAST + (shown[:, :, None] > thresholds[None]).sum(axis=2).astype(float)
    expected = LEAST + _below((signal[:, :, None] - thresholds[None]) / noise[:, None]).sum(axis=2)
    return answers, expected @ AVERAGE.T


def answers_of(parameters: Parameters, scores: Array, draw: np.random.Generator) -> Array:
    """48 answers of a person whose six means are these, as the answers of others vary around such means."""
    covariance = parameters.covariance
    spread = AVERAGE @ covariance @ AVERAGE.T
    weights = np.linalg.solve(spread, AVERAGE @ covariance)
    mean = parameters.mean + (scores - AVERAGE @ parameters.mean) @ weights
    rest = covariance - (covariance @ AVERAGE.T) @ weights
    return steps(draw.multivariate_normal(mean, (rest + rest.T) / 2, method="eigh"))


@dataclass(frozen=True)
class Student:
    """One whose interests are those of an occupation."""

    cluster: int
    occupation: int
    answers: Mapping[str, int]
    """To every item, as if all were asked."""


def student(
    parameters: Parameters, profiles: Profiles, bank: ItemBank, place: tuple[int, int], draw: np.random.Generator, liking: float = LIKING
) -> Student:
    """``place``: cluster and occupation; ``liking``: how much higher the liking for a field is in its students."""
    cluster, occupation = place
    scores = LEAST + (profiles.scores[occupation] - 1) * (MOST - LEAST) / 6
    markers = answers_of(parameters, scores, draw)
    answers = {id: int(answer) for id, answer in zip(MARKERS, markers, strict=True)}
    matches = profiles.cluster_matches(scores, leave_out=occupation) / _MATCH_DEVIATION
    answers.update(activities(profiles, bank, occupation, matches, draw, liking))
    return Student(cluster, occupation, answers)


def activities(
    profiles: Profiles, bank: ItemBank, occupation: int, matches: Array, draw: np.random.Generator, liking: float
) -> dict[str, int]:
    """Answers to clusters' activities. No data on them exists yet, so this is assumed: a liking for each field of its
    own, one deviation wide and ``liking`` higher in the fields of the student's occupation, shows in its activities."""
    rest = math.sqrt(1 - FROM_LETTERS**2 - FROM_FIELD**2)
    found = {}
    for place, cluster in enumerate(profiles.clusters):
        own = occupation in profiles.members[place]
        field = draw.standard_normal() + (liking if own else 0.0)
        for item in bank.of_cluster(cluster):
            value = FROM_LETTERS * matches[place] + FROM_FIELD * field + rest * draw.standard_normal()
            found[item.id] = int(steps(np.array(NEUTRAL + POINTS * value)))
    return found
