"""What sets things apart: skills, school, pay, growth and interests of two to four occupations or groups of them.

Every figure is that of one occupation of the catalog or a count of its occupations, never a mean. Knows no wording.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.catalog import Catalog
from knowledge.interests.matching import shape
from knowledge.interests.measurement import Array
from knowledge.models import Education, Letter, Occupation
from knowledge.selection import by_pay

_TOP, _SHOWN = 10, 4
_OWN, _APART = 3.0, 0.4
"""A skill sets one apart where it matters at all and clearly more than to the others."""
_BIG = {"school": 4.0, "pay": 1.0, "growth": 15.0, "interests": 1.2, "degrees": 0.6, "bright": 0.5}
"""How large a difference in each respect weighs the same."""
_LITTLE = 0.25
FEW = 4
"""Groups with fewer occupations are told by their names, not by shares."""

Members = tuple[Occupation, ...]


@dataclass(frozen=True)
class Contrast:
    """Names of skills and kinds of knowledge."""

    shared: tuple[str, ...]
    own: tuple[tuple[str, ...], ...]
    """Of each in turn, what it leans on more than the others."""
    unrated: tuple[int, ...] = ()
    """Those (by place) for which O*NET rates no skills."""


def contrast(catalog: Catalog, groups: Sequence[Members]) -> Contrast:
    skills = [_means(catalog, "skills", group) for group in groups]
    known = [_means(catalog, "knowledge", group) for group in groups]
    tops = [_best(table) for table in skills]
    shared = tuple(name for name in tops[0] if all(name in top for top in tops))[:_SHOWN]
    both = [{**one, **other} for one, other in zip(skills, known, strict=True)]
    own = tuple(_stands_out(both, place, set(shared)) for place in range(len(groups)))
    return Contrast(shared, own, tuple(place for place, table in enumerate(skills) if not table))


def _best(table: dict[str, float]) -> list[str]:
    return sorted(table, key=lambda name: (-round(table[name], 4), name))[:_TOP]


def _means(catalog: Catalog, table: str, group: Members) -> dict[str, float]:
    rows = [catalog.skills(o.code) if table == "skills" else catalog.knowledge(o.code) for o in group]
    rows = [row for row in rows if row]
    totals: dict[str, float] = {}
    for row in rows:
        for item in row:
            totals[item.name] = totals.get(item.name, 0.0) + item.importance / len(rows)
    return totals


def _stands_out(tables: Sequence[dict[str, float]], place: int, shared: set[str]) -> tuple[str, ...]:
    others = [table for index, table in enumerate(tables) if index != place and table]
    if not others:
        return ()
    more = {name: value - max(other.get(name, 0.0) for other in others) for name, value in tables[place].items()}
    names = [name for name in more if more[name] >= _APART and tables[place][name] >= _OWN and name not in shared]
    return tuple(sorted(names, key=lambda name: (-round(more[name], 4), name))[: _SHOWN - 1])


def spread(group: Members) -> tuple[Occupation, Occupation, Occupation] | None:
    """The occupations a quarter, half and three quarters of the way up by pay; None where fewer than four have a figure of their own."""
    paid = [o for o in reversed(by_pay(group)) if o.pay and o.pay.yearly and not o.pay.broader_group]
    if len(paid) < FEW:
        return None
    return paid[len(paid) // 4], paid[(len(paid) - 1) // 2], paid[(3 * len(paid)) // 4]


def without_degree(group: Members) -> list[Occupation]:
    """Those that people enter without a college degree."""
    return [o for o in group if o.preparation and o.preparation.education < Education.ASSOCIATE]


def bright(group: Members) -> list[Occupation]:
    return [o for o in group if o.outlook and o.outlook.bright]


def letters(group: Members) -> tuple[Letter, ...]:
    """The two interests that stand out in a group."""
    scores = [o.interests.scores for o in group if o.interests]
    if not scores:
        return ()
    mean = np.array(scores).mean(axis=0)
    order = np.argsort(-np.round(mean, 6), kind="stable")[:2]
    return tuple(tuple(Letter)[int(place)] for place in order)


def _profile(group: Members) -> Array | None:
    scores = [o.interests.scores for o in group if o.interests]
    mean: Array | None = np.array(scores).mean(axis=0) if scores else None
    return mean


@dataclass(frozen=True)
class Difference:
    """Where they differ most, and which two (by place) lie furthest apart: the one with more first."""

    respect: str
    more: int
    less: int


def difference(groups: Sequence[Members]) -> Difference | None:
    """None where nothing sets them apart."""
    single = all(len(group) == 1 for group in groups)
    measures = _single(groups) if single else _many(groups)
    found = []
    for respect, values in measures.items():
        known = [(value, place) for place, value in enumerate(values) if value is not None]
        if len(known) < len(groups):
            continue
        most, least = max(known, key=lambda pair: (pair[0], -pair[1])), min(known)
        found.append(((most[0] - least[0]) / _BIG[respect], Difference(respect, most[1], least[1])))
    apart = _interests(groups)
    if apart:
        found.append(apart)
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _LITTLE else None


def _single(groups: Sequence[Members]) -> dict[str, list[float | None]]:
    ones = [group[0] for group in groups]
    return {
        "school": [float(o.preparation.education) if o.preparation else None for o in ones],
        "pay": [math.log2(o.pay.yearly) if o.pay and o.pay.yearly else None for o in ones],
        "growth": [o.outlook.growth if o.outlook else None for o in ones],
    }


def _many(groups: Sequence[Members]) -> dict[str, list[float | None]]:
    if any(len(group) < FEW for group in groups):
        return {}  # a share of two is no share
    middles = [spread(group) for group in groups]
    return {
        "degrees": [1 - len(without_degree(group)) / len(group) if group else None for group in groups],
        "pay": [math.log2(middle[1].pay.yearly) if middle and middle[1].pay and middle[1].pay.yearly else None for middle in middles],
        "bright": [len(bright(group)) / len(group) if group else None for group in groups],
    }


def _interests(groups: Sequence[Members]) -> tuple[float, Difference] | None:
    profiles = [_profile(group) for group in groups]
    if any(profile is None for profile in profiles):
        return None
    shapes = [shape(profile) for profile in profiles if profile is not None]
    pairs = [(1 - float(shapes[a] @ shapes[b]), a, b) for a in range(len(shapes)) for b in range(a + 1, len(shapes))]
    far, one, other = max(pairs, key=lambda pair: (round(pair[0], 6), -pair[1], -pair[2]))
    return far / _BIG["interests"], Difference("interests", one, other)
