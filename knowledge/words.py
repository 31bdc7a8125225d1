"""Words that matching treats apart: the setting a student speaks from, and words that are no typos."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from knowledge.tables import DATA
from knowledge.text import stem

_TEACHING = frozenset(
    map(stem, ("teach", "teacher", "professor", "prof", "college", "university", "lecturer", "instructor", "faculty", "education", "tutor"))
)


@dataclass(frozen=True)
class Words:
    setting: frozenset[str]
    """Stems that count little beside others."""
    known: frozenset[str]
    roles: frozenset[str]
    """Stems of verbs that decide over their objects."""
    misspelt: dict[str, str]
    software: frozenset[str] = frozenset()
    """Names of technologies that mean nothing else."""
    everyday: frozenset[str] = frozenset()
    """Names of technologies that mean something else as well."""
    teaching: frozenset[str] = _TEACHING

    @classmethod
    def load(cls, folder: Path = DATA) -> Words:
        table = tomllib.loads((folder / "vocabulary" / "words.toml").read_text(encoding="utf-8"))
        return cls(
            frozenset(map(stem, table["setting"].split())),
            frozenset(table["known"].split()),
            frozenset(map(stem, table["roles"].split())),
            table["misspelt"],
            frozenset(table["software"].split()),
            frozenset(table["everyday"].split()),
        )
