"""What several occupations share, and what lies between two interests. Knows no student and no wording."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev

from knowledge.catalog import Catalog
from knowledge.majors import majors_of
from knowledge.models import CredentialStatus

_TOP_SKILLS = 10
_LINKS = 2
_STANDS_OUT = 0.3
"""Deviations above the mean from which both ends of a link are said to share a skill."""
_LONGEST = 6


@dataclass(frozen=True)
class Served:
    """One course, credential or major and which of the occupations it serves."""

    name: str
    codes: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True)
class Common:
    courses: tuple[Served, ...]
    credentials: tuple[Served, ...]
    majors: tuple[Served, ...]
    skills: tuple[Served, ...]
    letters: tuple[str, ...]
    """Interests among the top letters of every one that has a profile."""
    clusters: tuple[Served, ...]


def common(catalog: Catalog, codes: Sequence[str], most: int = 3) -> Common:
    letters = [set(o.interests.holland_code) for code in codes if (o := catalog.occupations[code]).interests]
    return Common(
        courses=_served(codes, lambda code: _courses(catalog, code), most),
        credentials=_served(codes, lambda code: _credentials(catalog, code), most),
        majors=_majors(catalog, codes, most),
        skills=_served(codes, lambda code: [skill.name for skill in catalog.skills(code)[:_TOP_SKILLS]], most + 1),
        letters=tuple(letter for letter in "RIASEC" if letters and all(letter in held for held in letters)),
        clusters=_served(codes, lambda code: catalog.occupations[code].clusters, most),
    )


def _served(codes: Sequence[str], names: Callable[[str], Iterable[str]], most: int) -> tuple[Served, ...]:
    """Names that serve two or more, those that serve the most first, then as they come."""
    holders: dict[str, list[str]] = {}
    for code in codes:
        for name in dict.fromkeys(names(code)):
            holders.setdefault(name, []).append(code)
    shared = [Served(name, tuple(held)) for name, held in holders.items() if len(held) > 1]
    return tuple(sorted(shared, key=lambda one: -len(one.codes))[:most])


def _courses(catalog: Catalog, code: str) -> list[str]:
    paths = [catalog.pathways[id] for id in catalog.occupations[code].pathways]
    return [course for path in paths for part in (path.concentrator, path.introductory, path.electives) for course in part]


def _credentials(catalog: Catalog, code: str) -> list[str]:
    paths = [catalog.pathways[id] for id in catalog.occupations[code].pathways]
    active = {c.name for path in paths for c in catalog.clusters[path.cluster].credentials if c.status is CredentialStatus.ACTIVE}
    return [name for path in paths for name in path.credentials if name in active]


def _majors(catalog: Catalog, codes: Sequence[str], most: int) -> tuple[Served, ...]:
    """Majors that serve the most; among equals those that lead to fewer other jobs fit better."""
    leads = majors_of(catalog).leads
    holders: dict[str, list[str]] = {}
    for code in codes:
        for major in majors_of(catalog).for_occupation(code):
            holders.setdefault(major.cip, []).append(code)
    shared = [cip for cip, held in holders.items() if len(held) > 1]
    order = sorted(shared, key=lambda cip: (-len(holders[cip]), catalog.majors[cip].title.endswith("Other"), leads.get(cip, 0), cip))
    return tuple(Served(catalog.majors[cip].title, tuple(holders[cip]), cip) for cip in order[:most])


# Between two interests


@dataclass(frozen=True)
class Link:
    """Two related occupations and what both need more than most do."""

    code: str
    next: str
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    middle: tuple[str, ...]
    """Occupations near to both, the most even first."""
    chain: tuple[Link, ...]


_standing: list[tuple[Catalog, dict[str, dict[str, float]]]] = []


def standing(catalog: Catalog) -> dict[str, dict[str, float]]:
    """For each skill and knowledge how far each occupation stands above the mean, in deviations; worked out once a catalog."""
    for known, table in _standing:
        if known is catalog:
            return table
    table = {}
    for kind in ("skills", "knowledge"):
        for name in catalog.rated_names(kind):
            ratings = catalog.importance(kind, name)
            mean, deviation = fmean(ratings.values()), pstdev(ratings.values()) or 1.0
            table[name] = {code: (value - mean) / deviation for code, value in ratings.items()}
    _standing[:] = [(catalog, table)]
    return table


def shared_by(catalog: Catalog, one: str, other: str) -> tuple[str, ...]:
    """What both need more than most occupations do, the strongest first."""
    table = standing(catalog)
    both = {name: min(held[one], held[other]) for name, held in table.items() if one in held and other in held}
    names = sorted((name for name in both if both[name] >= _STANDS_OUT), key=lambda name: (-both[name], name))
    return tuple(names[:_LINKS])


def between(catalog: Catalog, first: Mapping[str, float], second: Mapping[str, float], most: int = 4) -> Between:
    """``first`` and ``second``: occupations near to each interest, with how near (1 at most)."""
    even = {code: min(first[code], second[code]) for code in first.keys() & second.keys()}
    middle = tuple(sorted(even, key=lambda code: (-round(even[code], 4), code))[:most])
    starts = sorted(first, key=lambda code: (-first[code], code))[:_LONGEST]
    ends = sorted(second, key=lambda code: (-second[code], code))[:_LONGEST]
    via = middle[:1] if middle and even[middle[0]] > 0 else ()
    path = _path(catalog, starts, ends, via)
    links = (Link(a, b, shared_by(catalog, a, b)) for a, b in pairwise(path))
    return Between(middle, tuple(links))


def _path(catalog: Catalog, starts: Sequence[str], ends: Sequence[str], via: Sequence[str]) -> list[str]:
    """From a start through the middle one to an end, along related occupations; straight where the middle has no way."""
    if via and via[0] not in starts and via[0] not in ends:
        there, on = _shortest(catalog, starts, via), _shortest(catalog, via, ends)
        if there and on and len(there) + len(on) <= _LONGEST + 1 and not set(there) & set(on[1:]):
            return [*there, *on[1:]]
    path = _shortest(catalog, starts, [end for end in ends if end not in starts])
    return path if len(path) <= _LONGEST else []


def _shortest(catalog: Catalog, starts: Sequence[str], ends: Sequence[str]) -> list[str]:
    goal = set(ends)
    before: dict[str, str | None] = dict.fromkeys(starts)
    queue = deque(starts)
    while queue:
        code = queue.popleft()
        if code in goal:
            path = [code]
            while (last := before[path[0]]) is not None:
                path.insert(0, last)
            return path
        for other in catalog.related(code):
            if other.code not in before:
                before[other.code] = code
                queue.append(other.code)
    return []
