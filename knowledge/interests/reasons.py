"""Why a cluster came out as it did: which answers raised or lowered it, and which single change would turn it.

An answer's part is what the match would lose had it been neutral, everything else the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.interests.items import LEAST, MOST, NEUTRAL
from knowledge.interests.measurement import DECIMALS, Array
from knowledge.interests.quiz import Outcome, Quiz

SHOWN = 3
_MATTERS = 0.005
"""A smaller change of the match is no reason."""


@dataclass(frozen=True)
class Reason:
    item: str
    answer: int
    part: float
    """What the answer added to the match; negative where it spoke against."""


@dataclass(frozen=True)
class Turning:
    """One other answer, with which ``cluster`` would come into the top three and ``instead_of`` fall out."""

    item: str
    answer: int
    cluster: str
    instead_of: str


def reasons(quiz: Quiz, outcome: Outcome, cluster: str) -> tuple[list[Reason], list[Reason]]:
    """What raised a cluster most (three) and what lowered it most (two), each with a clear part."""
    place = quiz.profiles.clusters.index(cluster)
    now = _totals(quiz, outcome)[place]
    found = []
    for id, answer in sorted(outcome.answers.items()):
        if answer != NEUTRAL:
            without = _totals(quiz, quiz.outcome({**outcome.answers, id: NEUTRAL}))[place]
            found.append(Reason(id, answer, round(float(now - without), DECIMALS)))
    raised = sorted((r for r in found if r.part > _MATTERS), key=lambda r: (-r.part, r.item))
    lowered = sorted((r for r in found if r.part < -_MATTERS), key=lambda r: (r.part, r.item))
    return raised[:SHOWN], lowered[: SHOWN - 1]


def _totals(quiz: Quiz, outcome: Outcome) -> Array:
    values = {match.id: match.match for match in outcome.clusters}
    return np.array([values[cluster] for cluster in quiz.profiles.clusters])


def turning(quiz: Quiz, outcome: Outcome, cluster: str) -> Turning | None:
    """The smallest change of one answer that takes a top cluster out of the top three, or brings another in."""
    top = [match.id for match in outcome.clusters[:SHOWN]]
    inside = cluster in top
    changes = [
        (abs(other - answer), id, other)
        for id, answer in sorted(outcome.answers.items())
        for other in range(LEAST, MOST + 1)
        if other != answer
    ]
    for _, id, other in sorted(changes):
        after = [match.id for match in quiz.outcome({**outcome.answers, id: other}).clusters[:SHOWN]]
        if (cluster in after) != inside:
            return Turning(id, other, _only(after, top) if inside else cluster, cluster if inside else _only(top, after))
    return None


def _only(here: Sequence[str], there: Sequence[str]) -> str:
    return next(id for id in here if id not in there)
