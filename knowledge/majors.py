"""What college major a student means, however typed: "psycology degree", "pre med", "poli sci".

Owns matching over CIP titles and their everyday names. Knows no occupation's words and no student.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.catalog import Catalog
from knowledge.models import Education, Group, Major, Occupation
from knowledge.selection import openings
from knowledge.spelling import sound
from knowledge.tables import split
from knowledge.text import normalise, stem

SURE, LIKELY = 0.72, 0.55
_WHOLE = 0.8
"""From here on a text names one major, whatever "and" it holds."""
_ALIAS_BONUS, _NO_JOBS, _HEDGED = 0.08, 0.15, 0.04
_ABOUT = frozenset(
    """degree degrees major majors majored majoring minor minors bachelor bachelors associate associates master masters
    phd doctorate ba bs bsc ms aa as in of the a an and for with my current or to undergrad undergraduate college
    university school study studying studies program course concentration emphasis double dual diploma certificate""".split()  # noqa: SIM905
)
_HEDGES = frozenset(
    stem(word)
    for word in """general other technology technician and or of the studies science sciences arts services management
    administration related programs""".split()  # noqa: SIM905
)
_PARTS = re.compile(r"\s+(?:and|with|or|minor|/)\s+|[/,;+&]")
_RESIDENCY = ("60.", "61.")
"""Training after a doctorate: nobody majors in it."""


@dataclass(frozen=True)
class MajorMatch:
    major: Major
    score: float
    """1 for a name as it stands; below LIKELY a guess."""
    said: str


@dataclass(frozen=True)
class _Name:
    """One way to call a major."""

    cip: str
    words: tuple[str, ...]
    alias: bool


class Majors:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.leads = _leads(catalog)
        self.exact: dict[frozenset[str], str] = {}
        self.names: list[_Name] = []
        with (catalog.folder / "vocabulary" / "majors.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for phrase in split(row["phrases"]):
                    self._add(split(row["cips"])[0], phrase, alias=True)
        for cip, major in catalog.majors.items():
            if not cip.startswith(_RESIDENCY):
                for title in dict.fromkeys((major.title, major.title.partition(",")[0])):
                    self._add(cip, title, alias=False)
        counts = Counter(word for name in self.names for word in set(name.words))
        self.rarity = {word: (0.35 if word in _HEDGES else 1.0) * math.log(1 + len(self.names) / count) for word, count in counts.items()}
        self.holders: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for word in set(name.words):
                self.holders[word].append(place)
        self._words = list(self.rarity)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_sound[sound(word)].append(word)

    def _add(self, cip: str, title: str, *, alias: bool) -> None:
        if cip not in self.catalog.majors:
            return
        words = _words(title)
        if words:
            self.names.append(_Name(cip, words, alias))
            self.exact.setdefault(frozenset(words), cip)

    def find(self, text: str, top: int = 3) -> list[MajorMatch]:
        """Majors that a text names, best first; two halves ("biology and chemistry") are looked up apart where the whole is none."""
        whole = self._find(text, top)
        parts = [part for part in _PARTS.split(text.lower()) if _words(part)]
        if (whole and whole[0].score >= _WHOLE) or len(parts) < 2:
            return whole
        halves = [found[0] for part in parts if (found := self._find(part, 1)) and found[0].score >= LIKELY]
        if halves and (not whole or halves[0].score > whole[0].score):
            return list({match.major.cip: match for match in (*halves, *whole)}.values())[:top]
        return whole

    def _find(self, text: str, top: int) -> list[MajorMatch]:
        words = _words(text)
        if not words:
            return []
        if cip := self.exact.get(frozenset(words)):
            first = MajorMatch(self.catalog.majors[cip], 1.0, text)
            return [first, *(m for m in self._scored(words, top + 1, text) if m.major.cip != cip)][:top]
        return self._scored(words, top, text)

    def _scored(self, words: tuple[str, ...], top: int, text: str) -> list[MajorMatch]:
        near = [self._near(word) for word in words]
        weight = [max((self.rarity[w] for w in options), default=4.0) for options in near]
        total = sum(weight)
        candidates = {place for options in near for word in options for place in self.holders[word]}
        best: dict[str, float] = {}
        for place in candidates:
            name = self.names[place]
            score = self._score(name, near, weight, total)
            best[name.cip] = max(best.get(name.cip, 0.0), score)
        order = sorted(best, key=lambda cip: (-round(best[cip], 4), -self.leads.get(cip, 0), cip))
        return [MajorMatch(self.catalog.majors[cip], min(0.99, best[cip]), text) for cip in order[:top]]

    def _score(self, name: _Name, near: list[dict[str, float]], weight: list[float], total: float) -> float:
        got = explained = 0.0
        used: dict[str, float] = {}
        for options, share in zip(near, weight, strict=True):
            word = max((w for w in name.words if w in options), key=lambda w: options[w], default=None)
            if word is not None:
                got += share * options[word]
                used[word] = max(used.get(word, 0.0), options[word])
        everything = sum(self.rarity[word] for word in set(name.words))
        explained = sum(self.rarity[word] * likeness for word, likeness in used.items())
        score = 0.62 * got / total + 0.38 * explained / everything
        score += _ALIAS_BONUS if name.alias else 0.0
        score -= 0.0 if self.leads.get(name.cip) else _NO_JOBS
        title = self.catalog.majors[name.cip].title
        return score - (_HEDGED if title.endswith("Other") else 0.0)

    @lru_cache(maxsize=4096)  # noqa: B019 -- one Majors lives as long as the process
    def _near(self, word: str) -> dict[str, float]:
        """Words of major names that a typed word may stand for, with how alike they are."""
        if word in self.rarity:
            return {word: 1.0, **{other: 0.92 for other in self._words if other != word and _kin(word, other)}}
        found: dict[str, float] = {}
        if len(word) >= 4:
            for other, likeness, _ in process.extract(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=0.66, limit=6):
                if len(other) > 3:
                    found[other] = likeness
            for other in self._by_sound.get(sound(word), ())[:6] if len(word) > 4 else ():
                if len(other) > 3 and abs(len(other) - len(word)) < 4:
                    found[other] = max(found.get(other, 0.0), 0.85)
        if len(word) >= 3:
            for other in self._words:
                if other.startswith(word) or (len(other) >= 6 and word.startswith(other)):
                    found[other] = max(found.get(other, 0.0), 0.88)
        return found

    def jobs(self, cip: str) -> list[Occupation]:
        """Occupations a major leads to; those for which few other majors do so stand higher."""
        majors = {o.code: max(1, len(self.catalog.majors_for(o.code))) for o in self.catalog.occupations_for_major(cip)}
        found = [self.catalog.occupations[code] for code in majors]

        def order(occupation: Occupation) -> tuple[bool, bool, float, str]:
            # a job that many majors lead to says little about this one
            own = occupation.group is Group.DETAILED and not (occupation.outlook and occupation.outlook.broader_group)
            likely = math.log10(openings(occupation) + 10) - 1.5 * math.log10(majors[occupation.code])
            return not own, not _taught(occupation), -likely, occupation.code

        return sorted(found, key=order)

    def for_occupation(self, code: str) -> list[Major]:
        """Majors for an occupation, those nearest to its name and leading to few others first; graduate and "Other" ones last."""
        title = {
            stem(word)
            for name in (self.catalog.occupations[code].title, self.catalog.occupations[code].name)
            for word in normalise(name).split()
        }

        def order(major: Major) -> tuple[bool, float, str]:
            shared = {word for word in _words(major.title) if word not in _HEDGES and any(_alike(word, other) for other in title)}
            late = major.cip.startswith(_RESIDENCY) or major.title.endswith("Other")
            return (
                late,
                math.log(1 + self.leads.get(major.cip, 0)) - 2.5 * len(shared) - (0.5 if major.title.endswith("General") else 0),
                major.cip,
            )

        return sorted(self.catalog.majors_for(code), key=order)


_loaded: list[tuple[Catalog, Majors]] = []


def majors_of(catalog: Catalog) -> Majors:
    """One matcher a catalog, made when first asked for."""
    for known, majors in _loaded:
        if known is catalog:
            return majors
    majors = Majors(catalog)
    _loaded[:] = [(catalog, majors)]
    return majors


def _kin(one: str, other: str) -> bool:
    """Designer and design, chemist and chemistry, bio and biology."""
    short, long = sorted((one, other), key=len)
    if one == short and len(one) in (3, 4) and len(other) >= len(one) + 3:
        return other.startswith(one)
    return len(short) >= 5 and len(long) - len(short) <= 3 and long.startswith(short)


def _alike(one: str, other: str) -> bool:
    """Of one root: actuary and actuarial, nurse and nursing."""
    return one == other or (len(one) > 4 and len(other) > 4 and one[:5] == other[:5])


def _leads(catalog: Catalog) -> dict[str, int]:
    """Major -> how many occupations it leads to."""
    return Counter(major.cip for code in catalog.occupations if code.endswith(".00") for major in catalog.majors_for(code))


def _taught(occupation: Occupation) -> bool:
    """Whether the work asks for college, and is not teaching the subject there."""
    preparation = occupation.preparation
    return bool(preparation and preparation.education >= Education.CERTIFICATE and not occupation.code.startswith("25-1"))


def _words(text: str) -> tuple[str, ...]:
    words: Iterable[str] = normalise(text).split()
    kept = [stem(word) for word in words if word not in _ABOUT]
    return tuple(dict.fromkeys(kept))
