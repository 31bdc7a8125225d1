"""What the rest of a question names, looked up in the catalog.

Owns the step from words to codes and ids. Knows no intent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conversations.requests import Using
from knowledge.catalog import Catalog
from knowledge.lexicon import windows
from knowledge.matching import Matcher
from knowledge.phrases import key_of
from knowledge.ranking import Ranking
from knowledge.text import FILLER, stem
from knowledge.topics import Topic, Topics

TOP = 12
NAMED, LIKELY = 0.7, 0.45
_LONGEST = 6
_SPEAKER = re.compile(r"\b(?:my|our|the|his|her|this|that) ((?:\w+ )?\w+) (?:said|says|say|told|tells|thinks|goes|keeps|swears|asked)\b")


@dataclass(frozen=True)
class Named:
    """Occupations for some words, best first, and how surely they are meant."""

    said: str
    ranking: Ranking
    occupations: tuple[str, ...]
    clusters: tuple[str, ...]
    sure: bool
    likely: bool

    @property
    def because(self) -> str | None:
        """The reason in the student's terms."""
        for candidate in (*self.ranking.occupations[:1], *self.ranking.clusters[:1]):
            if candidate.reason and candidate.reason.lower() != self.said:
                return candidate.reason
        return None


class Naming:
    def __init__(self, catalog: Catalog, matcher: Matcher) -> None:
        self.catalog = catalog
        self.matcher = matcher
        self.topics = Topics(catalog, matcher.lexicon, matcher.words, catalog.folder)

    def occupation(self, text: str) -> Named | None:
        """Occupations for a text; None where it holds no word to go by."""
        ranking = self.matcher.rank(text)
        if not ranking.occupations:
            return None
        codes = tuple(candidate.id for candidate in ranking.occupations[:TOP])
        clusters = self.catalog.occupations[codes[0]].clusters
        rest = tuple(candidate.id for candidate in ranking.clusters)
        ordered = tuple(dict.fromkeys((*clusters, *rest)))
        likely = ranking.named >= LIKELY or ranking.covered >= LIKELY or ranking.nearness >= 0.55
        return Named(text, ranking, codes, ordered, ranking.named >= NAMED, likely)

    def subject(self, text: str, rest: str) -> Named | None:
        """The occupation a question is about: a name in what is left of it, what is left, a name among its words, what is likely."""
        left = self.occupation(rest) if rest else None
        if left and left.sure:
            # "idea of plumber" is as sure, but nearer to a plumber's helper than the name in it.
            inner = () if self.is_name(rest) else filter(self._spoken, self.names_within(rest))
            return self._first_sure(inner) or left
        return self._first_sure(self.names_within(text)) or (left if left and left.likely else None)

    def wider(self, text: str, rest: str) -> Named | None:
        """The name in a text of which ``rest`` is a part: "school counselor" where "school" was taken for a word that asks."""
        words = set(rest.split())
        return self._first_sure(name for name in self.names_within(text) if words < set(name.split()))

    def told_of(self, story: str) -> Named | None:
        """The occupation that a story named last, if not only to say who told it: what a question that names none is about."""
        names = [name for name in self.names_within(story) if self._spoken(name)]
        speaking = {match[1].split()[-1] for match in _SPEAKER.finditer(story)}
        return self._first_sure(sorted(names, key=lambda name: (name.split()[-1] in speaking, -story.rfind(name))))

    def _first_sure(self, names: Iterable[str]) -> Named | None:
        return next((found for name in names if (found := self.occupation(name)) and found.sure), None)

    def _spoken(self, name: str) -> bool:
        """Whether a name is just what somebody calls an occupation, no other form of it: nobody is "shrinking" or "cooked"."""
        if len(name.split()) > 1:
            return True
        entries = self.matcher.phrases.exact.get(key_of(name), ())
        called = {entry.said.lower() for entry in entries if entry.kind in ("name", "said", "title")}
        return len(name) > 2 and not called.isdisjoint((name, f"{name}s", name.removesuffix("s"), name.removesuffix("es")))

    def names_within(self, text: str) -> list[str]:
        """Runs of words that are an occupation's name, the longest first, each word once."""
        words = text.split()
        taken: set[int] = set()
        found: list[str] = []
        for start, end in windows(words, _LONGEST):
            run = words[start:end]
            if taken.isdisjoint(range(start, end)) and run[0] not in FILLER and run[-1] not in FILLER and self.is_name(" ".join(run)):
                taken.update(range(start, end))
                found.append(" ".join(run))
        return found

    def is_name(self, text: str) -> bool:
        """Whether a text is an occupation's name; one word alone must be one that students use for it."""
        words = text.split()
        entries = self.matcher.phrases.exact.get(key_of(text), ())
        if any(entry.kind in ("name", "said", "title") for entry in entries):
            return True
        return len(words) > 1 and bool(self.matcher.lexicon.titles.get(" ".join(map(stem, words))))

    def place(self, text: str) -> tuple[str | None, str | None]:
        """Cluster and pathway a text names and nothing else."""
        found = self.topics.place(text)
        if found is None:
            return None, None
        if found in self.catalog.clusters:
            return found, None
        return self.catalog.pathways[found].cluster, found

    def using(self, text: str, asked: str = "") -> tuple[Using, ...]:
        """Technologies, skills and knowledge a text names; several where it is a list. ``asked`` is the whole utterance."""
        if topic := self.topics.topic(text, asked):
            return (_using(topic, text),)
        parts = self.topics.within(text, asked)
        return tuple(_using(topic, topic.said) for topic in parts[:3])

    def told_topics(self, text: str) -> tuple[Using, ...]:
        """Technologies, skills and knowledge among a text's words."""
        return tuple(_using(topic, topic.said) for topic in self.topics.within(text, text)[:3])


def _using(topic: Topic, said: str) -> Using:
    return Using(topic.kind, topic.names[0], said)
