"""An utterance as matching reads it: words, mended where no list knows them.

Owns which words are known. Knows no score.
"""

from __future__ import annotations

from knowledge.lexicon import Lexicon
from knowledge.meaning import Meaning
from knowledge.phrases import FILLER_STEMS, Phrases, content
from knowledge.ranking import Query
from knowledge.sayings import Sayings
from knowledge.spelling import Spelling
from knowledge.text import normalise, stem
from knowledge.words import Words

SURE_SPELLING = 0.72
"""Likeness from which a word is taken for a misspelt one before it is taken for two."""

PHRASED = 90
"""How common a word is at least that stands in a phrase."""


class Queries:
    def __init__(self, lexicon: Lexicon, phrases: Phrases, meaning: Meaning | None, words: Words, sayings: Sayings | None = None) -> None:
        self.lexicon = lexicon
        self.phrases = phrases
        self.meaning = meaning
        self.words = words
        self.sayings = sayings
        self.spelling = self._spelling()

    def _spelling(self) -> Spelling:
        words = dict(zip(self.lexicon.surfaces, self.lexicon.commonness, strict=True))
        sounds = dict(zip(words, self.lexicon.sounds, strict=True))
        for word, heard in zip(self.phrases.written, self.phrases.written_sounds, strict=True):
            words[word] = max(words.get(word, 0), PHRASED)
            sounds.setdefault(word, heard)
        return Spelling(words, sounds)

    def known(self, word: str) -> bool:
        base = stem(word)
        return (
            base in FILLER_STEMS
            or word in self.words.known
            or word in self.spelling.words
            or base in self.phrases.words
            or self.lexicon.known(base)
            or (self.sayings is not None and base in self.sayings.words.rows)
            or (self.meaning is not None and self.meaning.known(word))
        )

    def read(self, text: str) -> Query:
        words: list[str] = []
        mended: list[tuple[str, str]] = []
        unknown: list[str] = []
        for typed in normalise(text).split():
            word = self.words.misspelt.get(typed, typed)
            if word != typed:
                mended.append((typed, word))
            if self.known(word) or word.isdigit():
                if (
                    words
                    and words[-1] not in FILLER_STEMS
                    and word not in FILLER_STEMS
                    and (whole := self.spelling.joined(words[-1], word))
                ):
                    mended.append((f"{words[-1]} {word}", whole))
                    words[-1] = whole
                else:
                    words.append(word)
                continue
            other, likeness = self.spelling.mend(word)
            parts = self.spelling.parted(word) if likeness < SURE_SPELLING else None
            if parts:
                words += parts
                mended.append((word, " ".join(parts)))
            elif other:
                words.append(other)
                mended.append((word, other))
            else:
                words.append(word)
                unknown.append(word)
        stems = tuple(map(stem, words))
        return Query(text, tuple(words), stems, content(stems), tuple(mended), tuple(unknown))
