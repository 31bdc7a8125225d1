"""The quiz as a whole: the next item after some answers, and what the answers say. Knows no session.

Everything is a function of the answers given; nothing is kept between two calls.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from knowledge.catalog import Catalog
from knowledge.interests.appeal import appeal
from knowledge.interests.items import MARKERS, PER_LETTER, ItemBank, load_items
from knowledge.interests.matching import Match, Profiles, as_occupation, rank_clusters
from knowledge.interests.measurement import Answers, Array, Belief, Parameters, believe, letter_order
from knowledge.interests.order import CLUSTER_ITEMS, FEWEST, MOST_ITEMS, SETTLED, SHORT, best_cluster_item, best_marker, open_places
from knowledge.models import LETTERS, Letter
from knowledge.tables import Reader

FULL = tuple(f"{letter}{number}" for number in range(1, PER_LETTER + 1) for letter in LETTERS)
"""All markers, the letters in turn."""
# What was still to come on average, measured on calibration rows: markers in all, and from the ninth on how many
# more for each doubling of what is open, fewer the later it is.
_MARKERS_IN_ALL = 17
_MORE, _MORE_A_DOUBLING, _LESS_AN_ITEM = 11.3, 3.2, 0.53
_AVERAGE_CLUSTER_ITEMS = 5


class Mode(StrEnum):
    ADAPTIVE = "adaptive"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, eq=False)
class Outcome:
    """What the answers say: six scores (1 to 5) with their deviation, and every cluster, best first."""

    answers: Answers
    belief: Belief
    matches: Array
    """Each cluster's match by the six scores alone, in the catalog's order."""
    clusters: tuple[Match, ...]
    flat: bool
    """No letter stands out, so that no ranking means anything."""

    @property
    def scores(self) -> Mapping[Letter, float]:
        return {letter: float(score) for letter, score in zip(LETTERS, self.belief.scores, strict=True)}

    @property
    def spread(self) -> Mapping[Letter, float]:
        return {letter: float(spread) for letter, spread in zip(LETTERS, self.belief.spread, strict=True)}

    @property
    def order(self) -> tuple[Letter, ...]:
        return letter_order(self.belief.scores)

    @property
    def holland_code(self) -> str:
        return "".join(self.order[:3])


class Quiz:
    def __init__(self, bank: ItemBank, parameters: Parameters, profiles: Profiles, measured: Mapping[str, Any] | None = None) -> None:
        self.bank = bank
        self.parameters = parameters
        self.profiles = profiles
        self.measured = measured or {}
        """Figures of quiz-eval, as recorded."""

    @classmethod
    def load(cls, catalog: Catalog) -> Quiz:
        folder = catalog.folder
        measured = json.loads((folder / "quiz" / "measured.json").read_text(encoding="utf-8"))
        return cls(load_items(Reader(folder)), Parameters.read(folder / "quiz" / "parameters.json"), Profiles(catalog), measured)

    @cached_property
    def _markers(self) -> frozenset[str]:
        return frozenset(MARKERS)

    def next_item(self, answers: Answers, mode: Mode = Mode.ADAPTIVE) -> str | None:
        """None when enough is known. Cluster items follow once the markers are done."""
        if mode is Mode.FULL:
            return next((id for id in FULL if id not in answers), None) or self._next_cluster_item(answers)
        marker = self.next_marker(answers, SHORT if mode is Mode.SHORT else None)
        if marker or mode is Mode.SHORT:
            return marker
        return self._next_cluster_item(answers)

    def next_marker(self, answers: Answers, length: int | None = None) -> str | None:
        """``length``: exactly so many; None: until the ranking is settled."""
        given = {id: answers[id] for id in answers if id in self._markers}
        if len(given) >= (length or MOST_ITEMS) or len(given) < len(answers):
            return None
        marker, open_ = best_marker(self.parameters, self.profiles, self.bank, given)
        if length is None and len(given) >= FEWEST and open_ < SETTLED:
            return None
        return marker

    def _next_cluster_item(self, answers: Answers) -> str | None:
        asked = sum(id not in self._markers for id in answers)
        return best_cluster_item(self.parameters, self.profiles, self.bank, answers) if asked < CLUSTER_ITEMS else None

    def left(self, answers: Answers, mode: Mode = Mode.ADAPTIVE) -> int:
        """About how many items are still to come."""
        given = {id: answers[id] for id in answers if id in self._markers}
        own = len(answers) - len(given)
        if mode is Mode.SHORT:
            return max(SHORT - len(given), 0)
        if mode is Mode.FULL and len(given) < len(MARKERS):
            return len(MARKERS) - len(given) + _AVERAGE_CLUSTER_ITEMS
        if own or self.next_marker(answers) is None:
            return max(_AVERAGE_CLUSTER_ITEMS - own, 1)
        if len(given) < FEWEST:
            return _MARKERS_IN_ALL - len(given) + _AVERAGE_CLUSTER_ITEMS
        ratio = open_places(self.parameters, self.profiles, given) / SETTLED
        more = round(_MORE + _MORE_A_DOUBLING * math.log2(max(ratio, 1.0)) - _LESS_AN_ITEM * len(given))
        return min(max(more, 1), MOST_ITEMS - len(given)) + _AVERAGE_CLUSTER_ITEMS

    def appeal(self, matches: Array, answers: Answers) -> Array:
        return appeal(self.bank, self.profiles.clusters, matches, answers)

    def outcome(self, answers: Answers) -> Outcome:
        belief = believe(self.parameters, answers)
        matches = self.profiles.cluster_matches(belief.scores)
        total = matches + self.appeal(matches, answers)
        flat = float(belief.scores.max() - belief.scores.min()) < _FLAT
        return Outcome(answers, belief, matches, rank_clusters(self.profiles.clusters, total), flat)

    def occupations(self, outcome: Outcome) -> tuple[Match, ...]:
        """All with a profile, best first."""
        return self.profiles.occupations(as_occupation(outcome.belief.scores))


_FLAT = 0.35
