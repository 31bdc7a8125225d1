"""Mends words that no list knows: typos by keyboard, by sound, joined and split words.

Owns the words that may be typed. Knows no meaning. Words under four letters are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 4, 24
NEAR_ENOUGH = 0.55
COMMON = 50
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, frozenset[str]]:
    """Each key -> the keys around it."""
    places = {key: (x, y) for y, row in enumerate(_KEYS) for x, key in enumerate(row)}
    return {
        key: frozenset(other for other, (i, j) in places.items() if other != key and abs(i - x) <= 1 and abs(j - y) <= 1)
        for key, (x, y) in places.items()
    }


_NEAR = _neighbours()
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:ps|pn)", lambda m: m[0][1]),
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"ph", "f"),
        (r"gh(?=t)", ""),
        (r"ght", "t"),
        (r"tch", "ch"),
        (r"sch", "sk"),
        (r"ck", "k"),
        (r"ch(?=[rlm])|^ch(?=em|ao|oi?r)", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"q[u]?", "k"),
        (r"c(?!h)", "k"),
        (r"x", "ks"),
        (r"dge?", "j"),
        (r"g(?=[eiy])", "j"),
        (r"[ts]i(?=o|a)", "sh"),
        (r"z", "s"),
        (r"y", "i"),
        (r"w", "u"),
        (r"h(?![a-z])|(?<![csp])h", ""),
    )
]
_VOWELS = re.compile(r"(?<!^)[aeiou]+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20000)
def sound(word: str) -> str:
    """Consonants as they sound; vowels only at the start."""
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))


class Spelling:
    def __init__(self, words: Mapping[str, int], sounds: Mapping[str, str]) -> None:
        """``words`` are what a typo may stand for, with how common each is (0 to 255), and how each sounds."""
        self.words = words
        self.by_start: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= SHORTEST:
                self.by_start[word[0]].append(word)
        self._written = [word for words_of_letter in self.by_start.values() for word in words_of_letter]
        # Sorted checksums of the sounds: nearly every word has a sound of its own, and a dict of lists would take 3 MB.
        sums = np.fromiter((crc32(sounds[word].encode()) for word in self._written), np.uint32, len(self._written))
        order = np.argsort(sums, kind="stable")
        self._sums, self._order = sums[order].data, order.astype(np.uint32).data

    def _sounding(self, heard: str) -> Iterator[str]:
        checksum = crc32(heard.encode())
        for place in range(bisect_left(self._sums, checksum), bisect_right(self._sums, checksum)):
            yield self._written[self._order[place]]

    @lru_cache(maxsize=4096)  # noqa: B019 -- one Spelling lives as long as the process
    def mend(self, word: str) -> tuple[str | None, float]:
        """The word meant and how like it is; None where none is near enough."""
        if len(word) < SHORTEST or not word.isalpha() or not word.isascii() or len(word) > LONGEST:
            return None, 0.0
        limit = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        starts = dict.fromkeys((word[0], word[1]))
        near: dict[str, float] = {}
        for start in starts:
            for other, distance, _ in process.extract(
                word, self.by_start.get(start, ()), scorer=OSA.distance, score_cutoff=limit, limit=12
            ):
                near[other] = distance
        alike = sound(word)
        for other in self._sounding(alike):
            if (distance := OSA.distance(word, other)) <= limit + 1:
                near[other] = float(distance)
        best: str | None = None
        score = NEAR_ENOUGH
        for other, gap in near.items():
            value = self._likeness(word, other, gap, alike == sound(other))
            if value > score:
                best, score = other, value
        return best, score if best else 0.0

    def _likeness(self, word: str, other: str, distance: float, alike: bool) -> float:
        cost = distance
        if distance == 1 and len(word) == len(other):
            place = next((i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b), 0)
            # A slip to the next key or two letters swapped is likelier than another letter.
            cost -= 0.35 if other[place] in _NEAR.get(word[place], frozenset()) or sorted(word) == sorted(other) else 0
        if alike:
            cost *= 0.5
        elif word[0] != other[0]:
            cost += 0.7
        if word[-1] == other[-1]:
            cost -= 0.1
        return 1 - 2.2 * cost / max(len(word), len(other)) + self.words[other] / 255 * 0.12

    def parted(self, word: str) -> tuple[str, str] | None:
        """Two words typed as one."""
        if len(word) < 7 or not word.isalpha():
            return None
        best, score = None, COMMON
        for cut in range(3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if left in self.words and right in self.words:
                value = min(self.words[left], self.words[right])
                if value > score:
                    best, score = (left, right), value
        return best

    def joined(self, left: str, right: str) -> str | None:
        """One word typed as two."""
        whole = left + right
        return whole if len(whole) >= 7 and self.words.get(whole, 0) > 20 else None
