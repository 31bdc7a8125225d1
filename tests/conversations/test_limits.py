"""Pay, schooling and growth in many wordings, and what only sounds like them."""

from __future__ import annotations

import pytest

from conversations.requests import Filters
from conversations.understanding import entities
from conversations.understanding.shorthand import written_out
from knowledge.text import normalise

PAY = [
    ("between 40k and 60k", 40_000, 60_000),
    ("45 to 70 thousand a year", 45_000, 70_000),
    ("pays $3,000 a month", 36_000, None),
    ("makes 4000 month", 48_000, None),
    ("seventy thousand or more", 70_000, None),
    ("pays more than fifty five", 55_000, None),
    ("no degree, 45 or better", 45_000, None),
    ("clearing 80k", 80_000, None),
    ("make 100k plus", 100_000, None),
    ("20 la hora", 41_600, None),
    ("under 30k", None, 30_000),
    ("i have 2 dogs and 3 cats", None, None),
    ("twenty people in my class", None, None),
]


@pytest.mark.parametrize(("text", "low", "high"), PAY)
def test_pay(text: str, low: int | None, high: int | None) -> None:
    assert entities.money(text)[:2] == (low, high)


SCHOOL = [
    ("only 2 years of school", 4),
    ("under 2 years of college", 3),
    ("nothing longer than a year of classes", 3),
    ("less than four years of school", 4),
    ("i never finished high school", 0),
    ("all i have is a ged", 1),
    ("all u got is a 2 year degree", 4),
    ("only need to finish high school", 1),
    ("zero training needed", 1),
    ("little schooling", 3),
    ("quick to train for", 3),
    ("without graduate school", 5),
    ("i love school", None),
    ("short story writing class", None),
]


@pytest.mark.parametrize(("text", "highest"), SCHOOL)
def test_schooling(text: str, highest: int | None) -> None:
    assert entities.schooling(normalise(written_out(text)), Filters())[0].education_max == highest


GROWTH = [
    ("jobs that are blowing up right now", entities.FAST_GROWTH),
    ("careers taking off", entities.FAST_GROWTH),
    ("what field is growing quickest", entities.FASTEST_GROWTH),
    ("blowing up the fastest", entities.FASTEST_GROWTH),
    ("something steady", entities.NO_LOSS),
    ("that isnt dying", entities.NO_LOSS),
    ("robots cant take it", entities.NO_LOSS),
    ("jobs blowing up buildings", None),
    ("steady hands", None),
    ("secure networks", None),
]


@pytest.mark.parametrize(("text", "least"), GROWTH)
def test_growth(text: str, least: float | None) -> None:
    assert entities.growth(normalise(text), text, Filters())[0].growth_min == least


@pytest.mark.parametrize("text", ["decent cash", "above the median", "real money", "pays ok money", "over average pay"])
def test_good_pay(text: str) -> None:
    assert entities.good_pay(normalise(text), Filters())[0].pay_min == entities.GOOD_PAY


@pytest.mark.parametrize("text", ["median", "a real job", "big dogs", "money"])
def test_what_is_no_wish_for_good_pay(text: str) -> None:
    assert entities.good_pay(normalise(text), Filters())[0].pay_min is None
