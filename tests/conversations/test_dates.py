"""Days as students type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dates import read_date, shown

TODAY = date(2026, 9, 1)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("may 12", date(2027, 5, 12)),
        ("May 12th", date(2027, 5, 12)),
        ("12 may", date(2027, 5, 12)),
        ("the 3rd of october", date(2026, 10, 3)),
        ("sept 30", date(2026, 9, 30)),
        ("december 2027", date(2027, 12, 1)),
        ("5/12", date(2027, 5, 12)),
        ("5/12/2028", date(2028, 5, 12)),
        ("11/2/26", date(2026, 11, 2)),
        ("2027-01-15", date(2027, 1, 15)),
        ("today", TODAY),
        ("tmrw or tomorrow", date(2026, 9, 2)),
        ("in 2 weeks", date(2026, 9, 15)),
        ("in a month", date(2026, 10, 1)),
        ("next month", date(2026, 10, 1)),
        ("friday", date(2026, 9, 4)),
        ("tuesday", date(2026, 9, 8)),
        ("feb 29 2028", date(2028, 2, 29)),
    ],
)
def test_is_read(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "last year", "2020-01-01", "13/45", "feb 30", "99999 weeks", "in 9999 weeks", "5/12/1999", "9999-12-31"]
)
def test_is_no_day_from_today_on(text: str) -> None:
    assert read_date(text, TODAY) is None


@given(st.text(max_size=30), st.dates(min_value=date(2024, 1, 1), max_value=date(2040, 12, 31)))
def test_anything_typed_on_any_day_is_read_or_not(text: str, today: date) -> None:
    found = read_date(text, today)
    assert found is None or found >= today


@given(st.dates(min_value=TODAY, max_value=date(2035, 12, 31)))
def test_what_is_shown_is_read_back(day: date) -> None:
    assert read_date(shown(day), TODAY) == day
