"""Where and how people work, as far as the catalog can tell: stand-ins from interests, skills, knowledge and kinds of work.

Owns the rules of vocabulary/settings.toml. Knows no student.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.catalog import Catalog
from knowledge.models import Letter, Occupation
from knowledge.tables import DATA


@dataclass(frozen=True)
class Setting:
    id: str
    letter: str
    match: re.Pattern[str]
    keeps: bool
    """Whether what the rules describe is kept or left out."""
    rules: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Unknown:
    """A wish that no table here can judge."""

    id: str
    match: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class Settings:
    known: Mapping[str, Setting]
    unknown: tuple[Unknown, ...]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, folder: Path = DATA) -> Settings:
        table = tomllib.loads((folder / "vocabulary" / "settings.toml").read_text(encoding="utf-8"))
        known = [Setting(s["id"], s["letter"], re.compile(s["match"]), s["keeps"], tuple(s["rules"])) for s in table["setting"]]
        return cls({s.id: s for s in known}, tuple(Unknown(u["id"], re.compile(u["match"])) for u in table["unknown"]))

    def without(self, text: str) -> str:
        """Normalised text without the wishes about where and how to work."""
        for match in (*(known.match for known in self.known.values()), *(unknown.match for unknown in self.unknown)):
            text = match.sub(" ", text)
        return " ".join(text.split())

    def by_letter(self, letter: str) -> str | None:
        return next((s.id for s in self.known.values() if s.letter == letter), None)

    def test(self, catalog: Catalog, id: str) -> Callable[[Occupation], bool]:
        """Occupations without a profile meet no wish that keeps, and are left out by none that leaves out."""
        setting = self.known[id]
        ratings = {
            (table, name): catalog.importance("skills" if table == "skill" else "knowledge", name)
            for rule in setting.rules
            for key, limits in rule.items()
            if (table := key.partition("_")[0]) in ("skill", "knowledge")
            for name in limits
        }
        return lambda o: any(_meets(o, rule, ratings) for rule in setting.rules) == setting.keeps


def _meets(occupation: Occupation, rule: Mapping[str, Any], ratings: Mapping[tuple[str, str], Mapping[str, float]]) -> bool:
    for key, limits in rule.items():
        if key == "soc":
            if not occupation.code.startswith(tuple(limits)):
                return False
            continue
        table, _, bound = key.partition("_")
        for name, limit in limits.items():
            if table == "interest":
                score = occupation.interests.score(Letter(name)) if occupation.interests else None
            else:
                score = ratings[table, name].get(occupation.code)
            if score is None or (score < limit if bound == "min" else score > limit):
                return False
    return True
