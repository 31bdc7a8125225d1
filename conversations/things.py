"""An occupation, a cluster or a pathway by a short id that fits a button, and by what a student types.

``15-1252.00`` is an occupation, ``k`` the eleventh cluster, ``k3`` its third pathway. Knows no wording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from conversations.steps import Context
from conversations.understanding import naming_of
from knowledge.catalog import Catalog
from knowledge.framework import CLUSTERS
from knowledge.text import normalise

Kind = Literal["occupation", "cluster", "pathway"]
_LETTERS = "abcdefghijklmnop"
_ORDER = tuple(CLUSTERS)


@dataclass(frozen=True)
class Thing:
    kind: Kind
    id: str
    """Code, cluster id or pathway id."""


def ref(catalog: Catalog, thing: Thing) -> str:
    if thing.kind == "occupation":
        return thing.id
    if thing.kind == "cluster":
        return _LETTERS[_ORDER.index(thing.id)]
    cluster = catalog.pathways[thing.id].cluster
    return f"{_LETTERS[_ORDER.index(cluster)]}{catalog.clusters[cluster].pathways.index(thing.id) + 1}"


def thing_of(catalog: Catalog, text: str) -> Thing | None:
    """The thing of a short id; None where nothing is called that."""
    if text in catalog.occupations:
        return Thing("occupation", text)
    match = re.fullmatch(r"([a-p])(\d*)", text)
    if match is None:
        return None
    cluster = catalog.clusters[_ORDER[_LETTERS.index(match[1])]]
    if not match[2]:
        return Thing("cluster", cluster.id)
    place = int(match[2]) - 1
    return Thing("pathway", cluster.pathways[place]) if 0 <= place < len(cluster.pathways) else None


def things_of(catalog: Catalog, text: str) -> tuple[Thing, ...]:
    """Of a list with commas; what is not known any more is left out, and so is what stands twice."""
    found = (thing_of(catalog, part) for part in text.split(","))
    return tuple(dict.fromkeys(thing for thing in found if thing))


def name_of(catalog: Catalog, thing: Thing) -> str:
    if thing.kind == "occupation":
        return catalog.occupations[thing.id].name
    return catalog.clusters[thing.id].title if thing.kind == "cluster" else catalog.pathways[thing.id].title


_PLACE_WORDS = re.compile(r"\b(?:the|a|an|career|clusters?|fields?|pathways?|industry|jobs?|in|of)\b")
_ABOUT = re.compile(
    r"^(?:(?:i )?(?:want|wanna|would like|need|like) to (?:be|become|do)|(?:i )?(?:want|need|have)|being|become|maybe|how about|what about|"
    r"(?:compare|add|plan|make)(?: (?:it|me|a|for|plan|with))*)\b"
)


def named(context: Context, text: str) -> tuple[Thing | None, bool]:
    """What a few words name, and whether surely."""
    naming = naming_of(context.matcher)
    words = _ABOUT.sub("", normalise(text)).strip() or normalise(text)
    for form in (words, " ".join(_PLACE_WORDS.sub(" ", words).split())):
        cluster, pathway = naming.place(form) if form else (None, None)
        if cluster:
            return (Thing("pathway", pathway) if pathway else Thing("cluster", cluster)), True
    found = naming.occupation(words)
    if found is None or not found.likely:
        return None, False
    return Thing("occupation", found.occupations[0]), found.sure


_APART = re.compile(r"\s*(?:,|;|/|\n|\+|\b(?:vs|versus|or|against|with)\b\.?)\s*")
_AND = re.compile(r"\s*(?:\band\b|&|\bto\b)\s*")


def all_named(context: Context, text: str) -> tuple[list[Thing], list[str]]:
    """Every thing of a list in words, and the parts that name none."""
    known: list[Thing] = []
    unknown: list[str] = []
    for part in _parts(context, text):
        thing, _ = named(context, part)
        if thing is None:
            unknown.append(part)
        else:
            known.append(thing)
    return list(dict.fromkeys(known)), unknown


def _parts(context: Context, text: str) -> list[str]:
    """Cut at "and" only where it stands in no name and each side names something."""
    found: list[str] = []
    for part in _APART.split(text.lower().strip(" .!?")):
        smaller = [piece for piece in _AND.split(part) if piece.strip(" .")]
        whole, _ = named(context, part)
        apart = len(smaller) > 1 and all(named(context, piece)[0] for piece in smaller)
        found += smaller if apart and (whole is None or whole.kind == "occupation") else [part]
    return [part for part in found if part.strip(" .")]
