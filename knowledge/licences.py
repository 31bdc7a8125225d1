"""Occupations that the law usually lets nobody work in without a license, registration or certification.

Owns the table licences.csv, the project's own summary. Knows no state's rules and no wording.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.catalog import Catalog
from knowledge.models import Occupation
from knowledge.tables import split

NOTE = 140
"""Letters a note may have."""
_PART = ("Many ", "Some ", "Only ")
"""How a note begins where not all states ask, or not for all of the work."""
_PLACE = re.compile(r"\b(?:states?|city|cities|county)\b")


@dataclass(frozen=True)
class Licence:
    name: str
    issuer: str
    """In plain words, as after "from": "your state's board of nursing"."""
    note: str
    """What it takes, in a sentence."""

    @property
    def usual(self) -> bool:
        """Whether most states, or the nation, ask it of nearly all who do the work."""
        return not self.note.startswith(_PART)

    @property
    def federal(self) -> bool:
        """Whether the same rule holds in every state."""
        return not _PLACE.search(f"{self.issuer} {self.note}")


@lru_cache(maxsize=4)
def _table(folder: Path) -> dict[str, Licence]:
    with (folder / "licences.csv").open(encoding="utf-8", newline="") as file:
        rows = [(Licence(row["credential"], row["issuer"], row["note"]), split(row["codes"])) for row in csv.DictReader(file)]
    return {code: licence for licence, codes in rows for code in codes}


def licence_of(catalog: Catalog, code: str) -> Licence | None:
    """None is no proof that none is needed."""
    return _table(catalog.folder).get(code)


def licensed(catalog: Catalog, place: str | None = None) -> list[Occupation]:
    """Occupations of a cluster or pathway, or of all, that the table holds."""
    members = catalog.members(place) if place else catalog.occupations.values()
    return [occupation for occupation in members if licence_of(catalog, occupation.code)]
