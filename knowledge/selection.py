"""Which occupations meet constraints, and in what order. Knows no student and no wording."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.catalog import Catalog
from knowledge.models import Education, Occupation

MIDDLE_PAY = 50_980
"""US dollars a year: the median of all occupations (BLS OEWS, May 2025)."""
# Importance (1 to 5) from which a skill or a knowledge counts as used in an occupation.
_USED_SKILL = 3.5
_USED_KNOWLEDGE = 3.5
# O*NET rates a few areas low for nearly everyone; what stands out there starts lower.
_USED_RARE = {"Foreign Language": 2.4, "History and Archeology": 3.0, "Fine Arts": 3.0, "Philosophy and Theology": 3.0, "Programming": 3.0}


@dataclass(frozen=True)
class Using:
    """What a job should use. ``kind`` says which table of the catalog answers."""

    kind: Literal["technology", "skill", "knowledge", "activity"]
    name: str
    """A technology's, skill's or knowledge's name in the catalog; for an activity the student's own words, cleaned."""
    said: str
    """What the student typed for it."""


@dataclass(frozen=True)
class Filters:
    """Constraints, all of which must hold."""

    education_max: int | None = None
    """Highest step of Education allowed."""
    education_min: int | None = None
    some_college: bool = True
    """Whether "some college, no degree" counts as allowed: "no college" excludes it, "no degree" does not."""
    pay_min: int | None = None
    """US dollars a year."""
    pay_max: int | None = None
    growth_min: float | None = None
    """Per cent over the projection's decade."""
    bright: bool = False
    clusters: tuple[str, ...] = ()
    not_clusters: tuple[str, ...] = ()
    using: tuple[Using, ...] = ()
    avoid: tuple[Using, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Filters()


def fits_education(occupation: Occupation, filters: Filters) -> bool:
    if filters.education_max is None and filters.education_min is None:
        return True
    if occupation.preparation is None:
        return False
    education = occupation.preparation.education
    if education is Education.SOME_COLLEGE and not filters.some_college:
        return False
    low = filters.education_min if filters.education_min is not None else Education.NONE
    high = filters.education_max if filters.education_max is not None else Education.DOCTORAL
    return low <= education <= high


def fits_pay(occupation: Occupation, filters: Filters) -> bool:
    if filters.pay_min is None and filters.pay_max is None:
        return True
    pay = occupation.pay.yearly if occupation.pay else None
    if pay is None:
        return False
    return (filters.pay_min or 0) <= pay <= (filters.pay_max or math.inf)


def fits_outlook(occupation: Occupation, filters: Filters) -> bool:
    if filters.growth_min is None and not filters.bright:
        return True
    outlook = occupation.outlook
    if outlook is None:
        return False
    return outlook.growth >= (filters.growth_min if filters.growth_min is not None else -math.inf) and (
        outlook.bright or not filters.bright
    )


def fits_clusters(occupation: Occupation, filters: Filters) -> bool:
    inside = not filters.clusters or bool(set(filters.clusters) & set(occupation.clusters))
    return inside and not set(filters.not_clusters) & set(occupation.clusters)


def select(catalog: Catalog, filters: Filters, doing: Sequence[str] = ()) -> list[Occupation]:
    """Occupations that meet every constraint; ``doing`` ranks those of an activity constraint (codes, best first)."""
    pool: Iterable[Occupation] = catalog.occupations.values()
    for thing in filters.using:
        used = set(doing) if thing.kind == "activity" else {o.code for o in using(catalog, thing)}
        pool = [o for o in pool if o.code in used]
    for thing in filters.avoid:
        used = {o.code for o in using(catalog, thing)}
        pool = [o for o in pool if o.code not in used]
    tests = (fits_education, fits_pay, fits_outlook, fits_clusters)
    return [o for o in pool if all(test(o, filters) for test in tests)]


# A broader group's count belongs to several occupations; a fifth is about one's own part.
_OWN_PART = 5


def size(occupation: Occupation) -> float:
    """People in the occupation, for ranking only."""
    outlook = occupation.outlook
    return outlook.employment / (_OWN_PART if outlook.broader_group else 1) if outlook else 0


def openings(occupation: Occupation) -> float:
    """Annual openings, for ranking only."""
    outlook = occupation.outlook
    return outlook.annual_openings / (_OWN_PART if outlook.broader_group else 1) if outlook else 0


def by_pay(occupations: Iterable[Occupation]) -> list[Occupation]:
    """Best paid first; those without a yearly figure last."""
    return sorted(occupations, key=lambda o: (-(o.pay.yearly or 0) if o.pay else 0, o.code))


def by_growth(occupations: Iterable[Occupation]) -> list[Occupation]:
    return sorted(occupations, key=lambda o: (-(o.outlook.growth if o.outlook else -math.inf), o.code))


def by_openings(occupations: Iterable[Occupation]) -> list[Occupation]:
    """Where the most people are hired first: what a student is likeliest to meet."""
    return sorted(occupations, key=lambda o: (-openings(o), o.code))


def using(catalog: Catalog, thing: Using) -> list[Occupation]:
    """Occupations that use a technology, skill or knowledge, those that lean on it most first."""
    if thing.kind == "technology":
        return _using_technology(catalog, thing.name)
    if thing.kind in ("skill", "knowledge"):
        return _using_rated(catalog, thing)
    return []


def _using_technology(catalog: Catalog, name: str) -> list[Occupation]:
    ranks = catalog.technology_users(name)

    def order(occupation: Occupation) -> tuple[int, float, str]:
        return (ranks[occupation.code], -size(occupation), occupation.code)

    return sorted((catalog.occupations[code] for code in ranks), key=order)


def _using_rated(catalog: Catalog, thing: Using) -> list[Occupation]:
    table = "skills" if thing.kind == "skill" else "knowledge"
    floor = _USED_RARE.get(thing.name, _USED_SKILL if thing.kind == "skill" else _USED_KNOWLEDGE)
    ratings = catalog.importance(table, thing.name)
    used = [catalog.occupations[code] for code, importance in ratings.items() if importance >= floor]
    # importance decides; among near equals the larger occupation is the likelier to be met
    return sorted(used, key=lambda o: (-(ratings[o.code] + 0.1 * math.log10(size(o) + 10)), o.code))


def less_school(catalog: Catalog, code: str, others: Iterable[Occupation]) -> list[Occupation]:
    """Those of ``others`` that ask for less schooling than ``code``."""
    preparation = catalog.occupations[code].preparation
    if preparation is None:
        return []
    return [o for o in others if o.preparation and o.preparation.education < preparation.education]
