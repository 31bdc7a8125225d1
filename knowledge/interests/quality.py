"""Whether answers can mean anything: all the same, a pattern, or faster than anyone reads. Knows no person and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

ENOUGH = 9
_SAME_SHARE = 0.95
_FAST_SHARE = 0.6
_PERIODS = (2, 3)


class Careless(StrEnum):
    SAME = "same"
    PATTERN = "pattern"
    FAST = "fast"


def careless(answers: Sequence[int], seconds: Sequence[int]) -> Careless | None:
    """``seconds``: whole seconds each answer took, in the same order; a gap of 0 is under a second."""
    if len(answers) < ENOUGH:
        return None
    most = max(answers.count(answer) for answer in set(answers))
    if most >= _SAME_SHARE * len(answers):
        return Careless.SAME
    if any(list(answers[period:]) == list(answers[:-period]) for period in _PERIODS):
        return Careless.PATTERN
    if sum(gap < 1 for gap in seconds) >= _FAST_SHARE * len(answers):
        return Careless.FAST
    return None
