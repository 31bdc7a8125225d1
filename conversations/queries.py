"""Ids of list choices: a whole query in at most 64 bytes, so that "More" works for ever and no query is stored.

``j:finance:2`` is page 2 of the jobs in Finance; ``f:e3.n.p50000.cf:0`` the jobs without college over $50,000 in Finance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from knowledge.catalog import Catalog
from knowledge.framework import CLUSTERS, slug
from knowledge.models import Education
from knowledge.selection import Filters, Using

LIMIT = 64
_PAGE_ROOM = 4
_CLUSTER_LETTERS = dict(zip("abcdefghijklmnop", CLUSTERS, strict=True))
_LETTER_OF = {cluster: letter for letter, cluster in _CLUSTER_LETTERS.items()}
_KINDS: dict[str, Literal["technology", "skill", "knowledge", "activity"]] = {
    "t": "technology",
    "s": "skill",
    "k": "knowledge",
    "a": "activity",
}
_KIND_LETTER = {kind: letter for letter, kind in _KINDS.items()}


def fit(id: str, room: int = LIMIT - _PAGE_ROOM) -> str:
    """Cut to the bytes a button may carry; a name cut short is found again by its beginning."""
    return id.encode()[:room].decode("ascii", "ignore").rstrip("-")


def using_id(thing: Using) -> str:
    return fit(f"u:{_KIND_LETTER[thing.kind]}:{_name_slug(thing.name)}")


def parse_using(catalog: Catalog, kind: str, name: str) -> Using | None:
    if kind == "a":
        words = name.replace("-", " ")
        return Using("activity", words, words)
    found = find_name(names_of(catalog, kind), name)
    return Using(_KINDS[kind], found, found) if found else None


def names_of(catalog: Catalog, kind: str) -> Iterable[str]:
    if kind == "t":
        return catalog.technology_names
    return catalog.rated_names("skills" if kind == "s" else "knowledge")


def _name_slug(name: str) -> str:
    return slug(name.replace("+", " plus ").replace("#", " sharp "))


def find_name(names: Iterable[str], cut: str) -> str | None:
    """The first name, in order, whose id is ``cut`` or begins with it."""
    beginning: str | None = None
    for name in names:
        id = _name_slug(name)
        if id == cut:
            return name
        if beginning is None and len(cut) > 8 and id.startswith(cut):
            beginning = name
    return beginning


def filter_id(filters: Filters, order: str = "") -> str:
    """``order``: p best paid first, g fastest growing first, else most openings first."""
    parts: list[str] = []
    if filters.education_max is not None:
        parts.append(f"e{filters.education_max}")
    if filters.education_min is not None:
        parts.append(f"E{filters.education_min}")
    if not filters.some_college:
        parts.append("n")
    if filters.pay_min is not None:
        parts.append(f"p{filters.pay_min}")
    if filters.pay_max is not None:
        parts.append(f"P{filters.pay_max}")
    if filters.growth_min is not None:
        parts.append(f"g{round(filters.growth_min * 10)}")
    if filters.bright:
        parts.append("b")
    parts += [f"c{_LETTER_OF[cluster]}" for cluster in filters.clusters]
    parts += [f"x{_LETTER_OF[cluster]}" for cluster in filters.not_clusters]
    if order:
        parts.append(f"o{order}")
    things = [("u", thing) for thing in filters.using[:1]] + [("v", thing) for thing in filters.avoid[:1]]
    for letter, thing in things:
        room = max(0, LIMIT - _PAGE_ROOM - len("f:" + ".".join(parts)) - 4)
        parts.append(letter + _KIND_LETTER[thing.kind] + fit(_name_slug(thing.name), room))
    return "f:" + ".".join(parts)


def parse_filters(catalog: Catalog, text: str) -> tuple[Filters, str]:
    """The constraints and the order; a part of no known form is left out."""
    filters, order = Filters(), ""
    for part in filter(None, text.split(".")):
        kind, value = part[0], part[1:]
        if kind == "o":
            order = value
        else:
            filters = _with_part(catalog, filters, kind, value)
    return filters, order


def _with_part(catalog: Catalog, filters: Filters, kind: str, value: str) -> Filters:
    if kind in "eEpP" and value.isdigit():
        number = int(value)
        return {
            "e": replace(filters, education_max=min(number, Education.DOCTORAL)),
            "E": replace(filters, education_min=min(number, Education.DOCTORAL)),
            "p": replace(filters, pay_min=number),
            "P": replace(filters, pay_max=number),
        }[kind]
    if kind == "g" and value.lstrip("-").isdigit():
        return replace(filters, growth_min=int(value) / 10)
    if kind == "n":
        return replace(filters, some_college=False)
    if kind == "b":
        return replace(filters, bright=True)
    if kind == "c" and value in _CLUSTER_LETTERS:
        return replace(filters, clusters=(*filters.clusters, _CLUSTER_LETTERS[value]))
    if kind == "x" and value in _CLUSTER_LETTERS:
        return replace(filters, not_clusters=(*filters.not_clusters, _CLUSTER_LETTERS[value]))
    if kind in "uv" and value[:1] in _KINDS and (thing := parse_using(catalog, value[0], value[1:])):
        return replace(filters, using=(thing,)) if kind == "u" else replace(filters, avoid=(thing,))
    return filters
