"""The items of the quiz: 48 markers, eight a letter, and activities of each cluster. Knows no answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.models import LETTERS, Letter
from knowledge.tables import CatalogError, Reader

PER_LETTER = 8
LEAST, MOST = 1, 5
"""Answers run from "hate it" to "love it"."""
NEUTRAL = 3


@dataclass(frozen=True)
class Item:
    id: str
    text: str
    letter: Letter | None = None
    cluster: str | None = None


@dataclass(frozen=True)
class ItemBank:
    items: Mapping[str, Item]
    alike: frozenset[frozenset[str]]

    @property
    def markers(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.letter)

    def of_cluster(self, cluster: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items.values() if item.cluster == cluster)

    def too_alike(self, id: str, asked: frozenset[str]) -> bool:
        return any(frozenset((id, other)) in self.alike for other in asked)


def load_items(reader: Reader) -> ItemBank:
    """Read the bank; raises CatalogError with every problem found."""
    table = reader.toml("quiz/items.toml")
    markers = [Item(id, text, letter=Letter(letter)) for letter, texts in table.get("markers", {}).items() for id, text in texts.items()]
    own = [Item(id, text, cluster=cluster) for cluster, texts in table.get("clusters", {}).items() for id, text in texts.items()]
    if [item.id for item in markers] != list(MARKERS):
        reader.problem("quiz/items.toml", "markers", f"the markers must be {MARKERS[0]} to {MARKERS[-1]}, in order")
    pairs = frozenset(frozenset(pair) for pair in table.get("alike", {}).get("pairs", []))
    bank = ItemBank({item.id: item for item in (*markers, *own)}, pairs)
    if len(bank.items) != len(markers) + len(own):
        reader.problem("quiz/items.toml", "*", "an id stands twice")
    for unknown in {id for pair in pairs for id in pair} - bank.items.keys():
        reader.problem("quiz/items.toml", "alike", f"no item {unknown!r}")
    if reader.problems:
        raise CatalogError(reader.problems)
    return bank


MARKERS = tuple(f"{letter}{number}" for letter in LETTERS for number in range(1, PER_LETTER + 1))
"""Ids of the markers, which are also the columns of a file of answers."""
