"""A plan of study: from a pathway, a goal and the grade a student is in, what to take in which year.

Owns where each line goes and what no longer fits. Names are the catalog's; the lines a student sees are worded elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.catalog import Catalog
from knowledge.framework import slug
from knowledge.ladder import next_rungs
from knowledge.majors import majors_of
from knowledge.models import Credential, CredentialKind, CredentialStatus, Education, Experience, Occupation, Pathway, Training
from knowledge.selection import by_openings
from knowledge.text import normalise, stems

MIDDLE, FIRST, LAST, AFTER = 8, 9, 12, 13
"""Grades; 13 stands for the time after high school."""
A_YEAR = 2
"""Pathway courses that fit in a school year beside the core subjects."""
_CREDENTIALS_LAST_YEAR = 2
_ID = 40
_MAJORS = 3
_STEP_YEARS = 2
"""More school than that is no step up but another start."""

# What a credential's note says when it has to wait, or when it need not.
_LATER = re.compile(
    r"\b(?:college|degree|years of (?:work|field)|some years|work time|needs work|work in the field|(?:must be|at|be|age) (?:18|21)|"
    r"on the job|comes? after high school|not a first step|after you are hired|working mechanics|your employer|already do|diploma or GED|"
    r"years? program|dispatch centers|paralegal training|many hours of training|building code|differ by state)",
    re.IGNORECASE,
)
_SOONER = re.compile(r"\b(?:in high school|high schools?|students|must be 1[67]|at 15|while in school)\b", re.IGNORECASE)
_NEEDLESS = re.compile(r"\b(?:do not|no) need[^.]*", re.IGNORECASE)
_COMMON = frozenset(("a", "an", "the", "of", "or", "and", "to", "in", "for", "worker", "manager", "technician", "specialist", "assistant"))
_IN_SCHOOL = {CredentialKind.CERTIFICATION, CredentialKind.CERTIFICATE}


class Kind(StrEnum):
    CORE = "core"
    COURSE = "course"
    ELECTIVE = "elective"
    CREDENTIAL = "credential"
    WORK = "work"
    AFTER = "after"
    OWN = "own"
    """What the student put in."""


@dataclass(frozen=True)
class Line:
    """``key`` says how it is worded; ``names`` are what the catalog calls the things in it."""

    id: str
    grade: int
    kind: Kind
    key: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    pathway: str
    goal: str | None
    """Code of the occupation it leads to, where the student named one."""
    grade: int
    """The grade it starts in."""
    lines: tuple[Line, ...]
    missed: tuple[str, ...] = field(default=())
    """Courses of the pathway that no longer fit before graduation."""

    def of(self, grade: int) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.grade == grade)

    @property
    def grades(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(line.grade for line in self.lines))


def make(catalog: Catalog, pathway: str, goal: str | None, grade: int) -> Plan:
    path = catalog.pathways[pathway]
    occupation = catalog.occupations[goal] if goal else None
    courses, missed = _courses(path, grade)
    lines = [*courses, *_electives(path, grade, courses), *_credentials(catalog, path, occupation, grade)]
    for year in range(grade, LAST + 1):
        lines += [Line(f"core-{year}", year, Kind.CORE, f"core_{year}"), Line(f"work-{year}", year, Kind.WORK, f"work_{year}")]
    lines += _after(catalog, path, occupation, grade)
    lines.sort(key=lambda line: (line.grade, *_place(line)))
    return Plan(pathway, goal, grade, tuple(lines), missed)


def _place(line: Line) -> tuple[int, int]:
    """Within a year by kind; after school the way to the goal, its credentials, then the steps up."""
    if line.grade == AFTER:
        return (2 if line.key.endswith("rung") else 1 if line.kind is Kind.CREDENTIAL else 0, 0)
    return (list(Kind).index(line.kind), 0)


def _named(name: str, grade: int, kind: Kind, key: str) -> Line:
    return Line(slug(name)[:_ID].rstrip("-"), grade, kind, key, (name,))


def _courses(path: Pathway, grade: int) -> tuple[list[Line], tuple[str, ...]]:
    """Each course in its usual year or the first later one with room, in the pathway's order."""
    usual = [(name, "introductory", FIRST + min(place, 1)) for place, name in enumerate(path.introductory)]
    usual += [(name, "concentrator", FIRST + 1 + min(place, 1)) for place, name in enumerate(path.concentrator)]
    usual += [(name, "capstone", LAST) for name in path.capstone]
    lines: list[Line] = []
    missed: list[str] = []
    earliest = max(grade, FIRST)
    for name, level, year in usual:
        year = max(year, earliest)
        while year <= LAST and sum(line.grade == year for line in lines) >= A_YEAR:
            year += 1
        if year > LAST:
            missed.append(name)
            continue
        lines.append(_named(name, year, Kind.COURSE, level))
        earliest = year
    return lines, tuple(missed)


def _electives(path: Pathway, grade: int, courses: list[Line]) -> list[Line]:
    """One where the year is least full, the earlier year first."""
    years = range(max(grade, FIRST), LAST + 1)
    taken = {year: sum(line.grade == year for line in courses) for year in years}
    known = {*path.introductory, *path.concentrator, *path.capstone}
    lines: list[Line] = []
    for name in path.electives:
        if not taken or name in known or len(lines) >= 2 * len(taken):
            continue
        year = min(taken, key=lambda one: (taken[one], one))
        taken[year] += 1
        lines.append(_named(name, year, Kind.ELECTIVE, "elective"))
    return lines


def in_school(credential: Credential) -> bool:
    """Whether a high school student can usually earn it, as far as its note says."""
    note = _NEEDLESS.sub("", credential.note)
    sooner = bool(_SOONER.search(note)) and not re.search("after high school", note, re.IGNORECASE)
    if credential.kind not in _IN_SCHOOL:
        return sooner and credential.kind is CredentialKind.LICENCE
    return sooner or not _LATER.search(note)


def leads_to(credential: Credential, goal: Occupation, path: Pathway) -> bool:
    """Whether one that waits until after school is on the way to the goal: a pathway's others are for its other occupations."""
    if credential.kind is CredentialKind.APPRENTICESHIP and goal.preparation:
        return goal.preparation.training is Training.APPRENTICESHIP
    if credential.kind is CredentialKind.DEGREE:
        return False  # the way to the goal says which
    short = re.search(r"\(([A-Z-]+)\)", credential.name)
    if short and any(re.search(rf"\b{short[1]}\b", course) for course in path.capstone):
        return True  # the pathway's courses train for it by name
    return bool(_key_words(goal.name) & _key_words(f"{credential.name} {credential.note}"))


def _key_words(text: str) -> set[str]:
    return set(stems(" ".join(word for word in normalise(text).split() if word not in _COMMON)))


def _credentials(catalog: Catalog, path: Pathway, goal: Occupation | None, grade: int) -> list[Line]:
    known = {one.name: one for one in catalog.clusters[path.cluster].credentials}
    active = [known[name] for name in path.credentials if known[name].status is CredentialStatus.ACTIVE]
    active = [one for one in active if goal is None or in_school(one) or leads_to(one, goal, path)]
    lines: list[Line] = []
    early = [one for one in active if in_school(one)]
    for place, one in enumerate(early):
        year = LAST - 1 if place == 0 and grade < LAST else LAST if place <= _CREDENTIALS_LAST_YEAR else AFTER
        key = "credential" if grade <= LAST and year <= LAST else f"later_{one.kind}"
        lines.append(_named(one.name, year if grade <= LAST else AFTER, Kind.CREDENTIAL, key))
    return lines + [_named(one.name, AFTER, Kind.CREDENTIAL, f"later_{one.kind}") for one in active if one not in early]


def _after(catalog: Catalog, path: Pathway, goal: Occupation | None, grade: int) -> list[Line]:
    """The way from graduation to the goal and the rungs after it."""
    lines: list[Line] = []

    def add(key: str, *names: str) -> None:
        lines.append(Line(f"after-{len(lines) + 1}", AFTER, Kind.AFTER, key, names))

    if grade >= LAST:
        add("look_now")
    preparation = goal.preparation if goal else None
    if goal and preparation:
        school, names = preparation.education, [goal.name]
        if preparation.training is Training.APPRENTICESHIP:
            add("apprenticeship", *names)
        elif school >= Education.ASSOCIATE:
            majors = [major.title for major in majors_of(catalog).for_occupation(goal.code)[:_MAJORS]]
            add(f"school_{school.name.lower()}", *names)
            if majors:
                add("majors", *majors)
        else:
            add(f"school_{school.name.lower()}", *names)
        if preparation.experience is not Experience.NONE:
            add(f"experience_{preparation.experience.name.lower()}")
        if preparation.training is Training.RESIDENCY:
            add("residency", *names)
    else:
        add("way", path.after)
    for place, occupation in enumerate(rungs(catalog, path, goal)):
        add("rung" if goal or place else "first_rung", occupation.name)
    return lines


def rungs(catalog: Catalog, path: Pathway, goal: Occupation | None) -> list[Occupation]:
    """A job to begin with (where none was named) and up to two steps up from it."""
    start = goal or first_job(catalog, path)
    if start is None:
        return []
    found = [] if goal else [start]
    seen = {start.code}
    while len(found) < 2:
        steps = [step for step in next_rungs(catalog, (found[-1] if found else start).code, seen) if step.years <= _STEP_YEARS]
        if not steps:
            break
        found.append(steps[0].occupation)
        seen.add(found[-1].code)
    return found


def first_job(catalog: Catalog, path: Pathway) -> Occupation | None:
    """The one with the most openings among those of the pathway that take the least school."""
    members = [o for o in catalog.members(path.id) if o.preparation and o.outlook]
    least = min((o.preparation.education for o in members if o.preparation), default=None)
    entry = [o for o in members if o.preparation and least is not None and o.preparation.education <= max(least, Education.HIGH_SCHOOL)]
    return by_openings(entry)[0] if entry else None


@dataclass(frozen=True)
class Carried:
    """What a change of goal keeps: by id, in the order of the old plan."""

    kept: tuple[Line, ...]
    """Stands in both plans."""
    extra: tuple[Line, ...]
    """Done already, and not in the new plan: it still counts."""
    new: tuple[Line, ...]
    """Courses and credentials that come in."""


_CARRY = (Kind.COURSE, Kind.ELECTIVE, Kind.CREDENTIAL)


def carried(before: Plan, after: Plan, done: Iterable[str]) -> Carried:
    wanted = {line.id for line in after.lines}
    had = {line.id for line in before.lines}
    finished = set(done)
    ours = [line for line in before.lines if line.kind in _CARRY]
    return Carried(
        tuple(line for line in ours if line.id in wanted),
        tuple(line for line in ours if line.id not in wanted and line.id in finished),
        tuple(line for line in after.lines if line.kind in _CARRY and line.id not in had),
    )
