"""Careless answers are known from careful ones."""

from __future__ import annotations

import pytest

from knowledge.interests.quality import Careless, careless

CAREFUL = [4, 2, 5, 1, 3, 3, 4, 2, 1, 5, 4, 2]


@pytest.mark.parametrize(
    ("answers", "seconds", "expected"),
    [
        ([4] * 12, 5, Careless.SAME),
        ([1, 5] * 6, 5, Careless.PATTERN),
        ([1, 3, 5] * 4, 5, Careless.PATTERN),
        (CAREFUL, 0, Careless.FAST),
        (CAREFUL, 1, None),
        (CAREFUL, 400, None),
        ([1] * 10 + [5, 1], 5, None),
        ([4] * 5, 0, None),
    ],
    ids=[
        "all the same",
        "two in turn",
        "three in turn",
        "under a second each",
        "quick",
        "with a pause",
        "dislikes nearly all",
        "too few to say",
    ],
)
def test_careless(answers: list[int], seconds: int, expected: Careless | None) -> None:
    assert careless(answers, [seconds] * len(answers)) is expected
