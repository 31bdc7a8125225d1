"""How a student who is deciding asks: by state, by level of school, by major, for the next rung, over the saved jobs.

Owns the order of the patterns, which are data (deciding.toml). Knows no catalog: what they name is looked up by whoever answers.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal[
    "major_jobs",
    "major_for",
    "level",
    "way_up",
    "job_place",
    "state",
    "state_field",
    "state_best",
    "between",
    "share",
    "questions",
    "grade",
    "needs",
]


@dataclass(frozen=True)
class Ask:
    kind: Kind
    about: str = ""
    other: str = ""
    level: str = ""
    """A step of Education, or "x" for some years of work."""


@dataclass(frozen=True)
class _Table:
    pattern: dict[str, re.Pattern[str]]
    levels: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _table() -> _Table:
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    levels = [(re.compile(raw["level_asked"].replace("WORDS", level["words"])), level["step"]) for level in raw["level"]]
    return _Table({name: re.compile(pattern) for name, pattern in raw["pattern"].items()}, tuple(levels))


def read(text: str, state: bool) -> Ask | None:
    """What a normalised text asks, its place already taken out; ``state``: whether there was one."""
    pattern = _table().pattern
    if pattern["grade"].match(text):
        return Ask("grade", text)
    if pattern["share"].search(text):
        return Ask("share")
    if pattern["questions"].search(text) and pattern["over_list"].search(text):
        return Ask("questions")
    if (match := pattern["between"].search(text)) and "difference" not in text:
        return Ask("between", match["a"] or match["a2"], match["b"] or match["b2"])
    if match := pattern["major_for"].search(text):
        return Ask("major_for", match["about"] or match["about2"])
    for asked, level in _table().levels:
        if pattern["be_one"].search(text):
            break
        if (match := asked.search(text)) and (match["about"] or match["about2"] or pattern["can"].search(text)):
            return Ask("level", match["about"] or match["about2"] or "", level=level)
    if ask := _major(text):
        return ask
    if pattern["way_up"].search(text):
        return Ask("way_up", " ".join(pattern["way_words"].sub(" ", pattern["way_up"].sub(" ", text)).split()))
    if (match := pattern["needs"].match(text)) and not pattern["no_subject"].search(match["about"] or match["about2"]):
        who = match["other"] or match["other2"] or ""
        return Ask("needs", match["about"] or match["about2"], "" if pattern["nobody"].match(who) else who)
    return _place(text, state)


def _major(text: str) -> Ask | None:
    pattern = _table().pattern
    if pattern["refused"].search(text):
        return None
    for name in ("with_major", "major_in", "bare_major"):
        match = pattern[name].search(text)
        about = match["about"].strip() if match else ""
        if about and not pattern["no_major"].match(about) and not (name == "bare_major" and pattern["asked"].search(about)):
            return Ask("major_jobs", about)
    return None


def _place(text: str, state: bool) -> Ask | None:
    pattern = _table().pattern
    if state and (pattern["clusters"].search(text) or pattern["state_jobs"].match(text)):
        return Ask("state")
    if state and (match := pattern["state_best"].match(text)):
        return Ask("state_best", match["about"])
    if state and (match := pattern["state_field"].match(text)):
        return Ask("state_field", match["about"])
    if (pattern["many"].search(text) and state) or pattern["where"].search(text):
        about = " ".join(pattern["where_words"].sub(" ", text).split())
        return Ask("job_place", about) if about else None
    if pattern["many"].search(text) and pattern["here"].search(text):
        return Ask("job_place")
    return None
