"""From an entry job to the next rungs, and which jobs start at which level of school. Knows no student and no wording."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.catalog import Catalog
from knowledge.models import Education, Experience, Occupation, Training
from knowledge.selection import by_openings, openings

YEARS: dict[Education, int] = {
    Education.NONE: 0,
    Education.HIGH_SCHOOL: 0,
    Education.SOME_COLLEGE: 1,
    Education.CERTIFICATE: 1,
    Education.ASSOCIATE: 2,
    Education.BACHELOR: 4,
    Education.MASTER: 6,
    Education.DOCTORAL: 8,
}
"""Full-time years after high school that each step usually takes."""
RUNGS = 3
_MOST_YEARS = 4
"""A longer way is no next step."""
_PROFESSIONAL = 4
_FAR = 12
_SUPERVISED = "33"
"""From this SOC group on, the minor group 1 holds the supervisors of the rest."""
_MANAGERS = "11-"
_LED = ("13-", "15-", "17-", "19-")
"""Business, computing, engineering and science: the next step is often to lead those who do the work."""
_LEAST_GAIN = 1.05


@dataclass(frozen=True)
class Rung:
    """One step up: what it pays more a year and the years of school it takes beyond the rung below."""

    occupation: Occupation
    gain: int
    years: int
    same_pathway: bool
    related: bool
    """Whether O*NET relates the two; else the step is to supervisor of the same kind of work."""


def rise(occupation: Occupation) -> tuple[int, int]:
    """How much preparation an occupation takes: job zone, then schooling."""
    school = occupation.preparation.education if occupation.preparation else 0
    return occupation.job_zone or 0, int(school)


def next_rungs(catalog: Catalog, code: str, seen: Iterable[str] = ()) -> list[Rung]:
    """Related occupations of the same pathway (else field) that take more preparation and pay more, the likeliest step first.

    Where O*NET relates none: its related managers, whatever their field, or the supervisors of its kind of work in its own.
    """
    start, passed = catalog.occupations[code], {code, *seen}
    related = _steps(start, enumerate(catalog.related(code)), passed, kin=True)
    if related:
        return related
    if code.startswith(_LED):
        # The clusters put most managers into Business, whatever they manage.
        managers = [(place, other) for place, other in enumerate(catalog.related(code)) if other.code.startswith(_MANAGERS)]
        return _steps(start, managers, passed, kin=True, anywhere=True)
    if code[:2] < _SUPERVISED:
        return []
    members = dict.fromkeys(o.code for id in start.clusters for o in catalog.members(id) if o.code.startswith(f"{code[:2]}-1"))
    return _steps(start, ((_FAR, catalog.occupations[other]) for other in members), passed, kin=False)


def _steps(
    start: Occupation, others: Iterable[tuple[int, Occupation]], passed: set[str], *, kin: bool, anywhere: bool = False
) -> list[Rung]:
    found = []
    for place, other in others:
        rung = _step(start, other, kin, anywhere) if other.code not in passed else None
        if rung is not None and rung.years <= _MOST_YEARS:
            found.append((_cost(rung, place), rung))
    return [rung for _, rung in sorted(found, key=lambda pair: (pair[0], pair[1].occupation.code))]


def _step(start: Occupation, other: Occupation, kin: bool, anywhere: bool) -> Rung | None:
    """``other`` as a step up from ``start``; None where it is none: less preparation, another field, hardly more pay."""
    before, after = start.preparation, other.preparation
    low, high = start.pay and start.pay.yearly, other.pay and other.pay.yearly
    if not (before and after and low and high) or after.training is Training.RESIDENCY or other.catch_all:
        return None
    zone, school = (a - b for a, b in zip(rise(other), rise(start), strict=True))
    if not (anywhere or set(start.clusters) & set(other.clusters)) or high < low * _LEAST_GAIN or zone < 0 or school < 0:
        return None
    if (zone, school) == (0, 0) and not (after.experience is not Experience.NONE and before.experience is Experience.NONE):
        return None
    years = YEARS[after.education] - YEARS[before.education]
    if after.education is Education.DOCTORAL and before.education < Education.DOCTORAL:
        years = max(years, _PROFESSIONAL)
    return Rung(other, high - low, max(0, years), bool(set(start.pathways) & set(other.pathways)), kin)


def _cost(rung: Rung, place: int) -> float:
    """Far kin, more school and few openings make a step less likely."""
    own = 0.0 if rung.occupation.code.endswith(".00") else 1.5
    return place * 0.08 + rung.years * 0.5 + (0 if rung.same_pathway else 1.5) + own - 0.8 * math.log10(openings(rung.occupation) + 10)


def ladder(catalog: Catalog, code: str) -> list[Rung]:
    """The way up from an occupation, one rung after the other."""
    rungs: list[Rung] = []
    seen = [code]
    while len(rungs) < RUNGS and (options := next_rungs(catalog, seen[-1], seen)):
        rungs.append(options[0])
        seen.append(options[0].occupation.code)
    return rungs


def starts_at(occupations: Iterable[Occupation], level: Education) -> list[Occupation]:
    """Those whose typical entry education is ``level``, most openings first; those that ask for related work first stand last."""
    found = [o for o in occupations if o.preparation and o.preparation.education == level]
    return sorted(by_openings(found), key=lambda o: o.preparation is not None and o.preparation.experience is not Experience.NONE)


def after_experience(occupations: Iterable[Occupation]) -> list[Occupation]:
    """Those that ask for some years of related work first."""
    return by_openings(o for o in occupations if o.preparation and o.preparation.experience is not Experience.NONE)


def levels(occupations: Iterable[Occupation]) -> list[tuple[Education, list[Occupation]]]:
    """Each level of school that jobs start at, from the lowest, with its jobs."""
    members = list(occupations)
    return [(level, found) for level in Education if (found := starts_at(members, level))]
