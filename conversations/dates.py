"""A day as a student types it: "May 12", "5/12", "2027-05-12", "in 2 weeks", "next friday". Knows no clock: today is passed in."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2, "few": 3}
_YEARS_AHEAD = 10

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_SLASH = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\b")
_MONTH_FIRST = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? +(\d{1,2})(?:st|nd|rd|th)?\b(?:,? +(\d{4}))?")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? +(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,? +(\d{4}))?")
_MONTH_ALONE = re.compile(r"\b(january|february|march|april|may|june|july|august|september|october|november|december)\b(?:,? +(\d{4}))?")
_LATER = re.compile(r"\b(?:in|after) +(?:a )?(\d+|a|an|one|two|three|four|five|six|couple|few)(?: of)? +(day|week|month|year)s?\b")
_NEXT = re.compile(r"\bnext +(week|month|year)\b")
_WEEKDAY = re.compile(r"\b(?:(next) +)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")


def read_date(text: str, today: date) -> date | None:
    """The day meant, today or later; None where the text names none that is."""
    said = " ".join(text.lower().split())
    found = _fixed(said, today) or _relative(said, today)
    return found if found and today <= found <= today.replace(year=today.year + _YEARS_AHEAD, day=min(today.day, 28)) else None


def _fixed(said: str, today: date) -> date | None:
    if match := _ISO.search(said):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASH.search(said):
        return _coming(int(match[1]), int(match[2]), match[3], today)
    if match := _MONTH_FIRST.search(said):
        return _coming(MONTHS.index(match[1]) + 1, int(match[2]), match[3], today)
    if match := _DAY_FIRST.search(said):
        return _coming(MONTHS.index(match[2]) + 1, int(match[1]), match[3], today)
    if match := _MONTH_ALONE.search(said):
        return _coming(MONTHS.index(match[1][:3]) + 1, 1, match[2], today)
    return None


def _relative(said: str, today: date) -> date | None:
    if re.search(r"\btoday\b", said):
        return today
    if re.search(r"\btom+or+ow\b", said):
        return today + timedelta(days=1)
    if match := _LATER.search(said):
        count = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]]
        return later(today, match[2], count) if count < 1000 else None
    if match := _NEXT.search(said):
        return later(today, match[1], 1)
    if match := _WEEKDAY.search(said):
        ahead = (_DAYS.index(match[2]) - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead + (7 if match[1] and ahead < 3 else 0))
    return None


def later(today: date, unit: str, count: int) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.month - 1 + count * (12 if unit == "year" else 1)
    return date(today.year + months // 12, months % 12 + 1, min(today.day, 28))


def _coming(month: int, day: int, year: str | None, today: date) -> date | None:
    """Without a year the next such day."""
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = _made(today.year, month, day)
    return this if this is None or this >= today else _made(today.year + 1, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shown(day: date) -> str:
    """As a student in the US reads it."""
    return f"{MONTHS[day.month - 1].capitalize()} {day.day}, {day.year}"
