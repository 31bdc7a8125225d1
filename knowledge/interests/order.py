"""Which item comes next and when enough is known. A pure function of the answers.

An interest item is worth how much it narrows the gaps the ranking turns on: first letter against the others, the
top three against the rest, the third cluster against the fourth; gaps that are already clear count for little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from knowledge.interests.appeal import appeal, doubt
from knowledge.interests.items import MARKERS, ItemBank
from knowledge.interests.matching import Profiles, shape
from knowledge.interests.measurement import AVERAGE, DECIMALS, INDEX, Answers, Array, Belief, Parameters, believe

FEWEST, MOST_ITEMS, SHORT = 9, 24, 12
CLUSTER_ITEMS = 6
TOP = 3

# Weights of the three kinds of gap, how fast a clear gap stops counting, how many clusters stand at the cut-off, the
# expected number of wrong places at which to stop. Some 60 settings were compared, by fitting on one part of the
# calibration rows and playing on another; the point at which to stop was then set so that the held-out rows, too,
# take 17 items or fewer on average.
_WEIGHTS = {"first": 1.0, "third": 0.5, "cluster": 0.3}
_LOSSES = {"first": 1.0, "third": 0.4, "cluster": 0.33}
_CLEAR = 0.7
_PROFILE = 0.25
"""Weight of the shape of the whole profile besides the gaps."""
_AT_CUT = 2
SETTLED = 0.495
_CLUSTER_OPEN = 0.03
_SAME_CLUSTER = 2


_SHAPE: Array = AVERAGE - AVERAGE.mean(axis=0)


@dataclass(frozen=True, eq=False)
class Gaps:
    """Differences the ranking turns on: what they are of the 48 answers, how wide, what an error in each costs."""

    of: Array
    wide: Array
    weight: Array
    loss: Array


@cache
def _letter_pairs() -> tuple[Array, Array, Array]:
    """Contrasts of letters by rank: first against each other one, each of the top three against each of the rest."""
    pairs = [(0, other, "first") for other in range(1, 6)] + [(top, low, "third") for top in range(TOP) for low in range(TOP, 6)]
    eye = np.eye(6)
    contrasts = np.array([eye[high] - eye[low] for high, low, _ in pairs])
    weights, losses = (np.array([table[kind] for _, _, kind in pairs]) for table in (_WEIGHTS, _LOSSES))
    return contrasts, weights, losses


def gaps(profiles: Profiles, scores: Array) -> Gaps:
    contrasts, weights, losses = _letter_pairs()
    order = np.argsort(-np.round(scores, DECIMALS), kind="stable")
    letters = np.zeros_like(contrasts)
    letters[:, order] = contrasts
    clusters = _cluster_gradients(profiles, scores)
    of = np.vstack([letters, clusters[0]])
    count = len(clusters[1])
    return Gaps(
        of @ AVERAGE,
        np.concatenate([letters @ scores, clusters[1]]),
        np.concatenate([weights, np.full(count, _WEIGHTS["cluster"])]),
        np.concatenate([losses, np.full(count, _LOSSES["cluster"])]),
    )


def _cluster_gradients(profiles: Profiles, scores: Array) -> tuple[Array, Array]:
    """Gaps between the top clusters and those next in line, linear in the six scores around these."""
    direction = shape(scores)
    length = max(float(np.linalg.norm(scores - scores.mean())), 1e-6)
    near = profiles.directions(direction)
    matches = near @ direction
    gradients = (near - matches[:, None] * direction) / length
    order = np.argsort(-np.round(matches, DECIMALS), kind="stable")
    top, rest = order[:TOP], order[TOP : TOP + _AT_CUT]
    of = (gradients[top][:, None, :] - gradients[rest][None]).reshape(-1, len(scores))
    return of, (matches[top][:, None] - matches[rest][None]).ravel()


def _variances(belief: Belief, gap: Gaps) -> tuple[Array, Array]:
    """Covariance of each gap with each answer, and the gaps' own variances."""
    shared = gap.of @ belief.covariance
    return shared, np.maximum(np.einsum("ij,ij->i", shared, gap.of), 1e-9)


@cache
def _tail() -> Array:
    return np.array([0.5 * math.erfc(step / 100 / math.sqrt(2)) for step in range(601)])


def _wrong(z: Array) -> Array:
    """Chance that a gap z deviations wide has the other sign."""
    tail: Array = _tail()[np.minimum(np.abs(z) * 100, 600).astype(int)]
    return tail


def open_places(parameters: Parameters, profiles: Profiles, answers: Answers) -> float:
    """How much of the ranking may still turn: expected wrong places, weighted."""
    belief = believe(parameters, answers)
    gap = gaps(profiles, AVERAGE @ belief.mean)
    _, variance = _variances(belief, gap)
    return round(float(gap.loss @ _wrong(gap.wide / np.sqrt(variance))), DECIMALS)


def best_marker(parameters: Parameters, profiles: Profiles, bank: ItemBank, answers: Answers) -> tuple[str, float]:
    """The marker that says most about what is open, and how open the ranking is."""
    belief = believe(parameters, answers)
    gap = gaps(profiles, AVERAGE @ belief.mean)
    shared, variance = _variances(belief, gap)
    z = gap.wide / np.sqrt(variance)
    shape_shared = _SHAPE @ belief.covariance
    shape_open = max(float(np.einsum("ij,ij->", shape_shared, _SHAPE)), 1e-9)
    worth = (gap.weight * np.exp(-_CLEAR * z * z) / variance) @ shared**2 + _PROFILE * (shape_shared**2).sum(axis=0) / shape_open
    worth /= np.maximum(belief.covariance.diagonal(), 1e-6)
    worth = np.round(worth, DECIMALS)
    asked = frozenset(answers)
    for place in (INDEX[id] for id in MARKERS if id in asked or bank.too_alike(id, asked)):
        worth[place] = -1
    return MARKERS[int(np.argmax(worth))], round(float(gap.loss @ _wrong(z)), DECIMALS)


def best_cluster_item(parameters: Parameters, profiles: Profiles, bank: ItemBank, answers: Answers) -> str | None:
    """An activity of the cluster whose place in the top three is least certain; None when no place is."""
    belief = believe(parameters, answers)
    matches = profiles.cluster_matches(belief.scores)
    matches = matches + appeal(bank, profiles.clusters, matches, answers)
    open_still = doubt(bank, profiles.clusters, answers)
    ranked = np.sort(matches)[::-1]
    third, fourth = ranked[TOP - 1], ranked[TOP]
    distance = np.where(matches >= third, matches - fourth, third - matches)
    worth = np.round(_wrong(distance / open_still) * open_still, DECIMALS)
    for place in np.argsort(-worth, kind="stable"):
        if worth[place] < _CLUSTER_OPEN:
            return None
        items = [item.id for item in bank.of_cluster(profiles.clusters[place])]
        left = [id for id in items if id not in answers]
        if left and len(items) - len(left) < _SAME_CLUSTER:
            return left[0]
    return None
