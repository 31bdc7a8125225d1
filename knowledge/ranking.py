"""What matching finds: candidates, with all the evidence for them, and what to make of it.

Owns the types. Knows no way to find anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.phrases import Found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An occupation's code or a cluster's id."""

    id: str
    score: float
    probability: float
    reason: str | None = None


@dataclass(frozen=True)
class Query:
    """An utterance as matching reads it."""

    text: str
    words: tuple[str, ...]
    """Words after spelling, filler included."""
    stems: tuple[str, ...]
    content: tuple[str, ...]
    mended: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    """Content words that no list knows."""


@dataclass(frozen=True)
class Ranking:
    """All evidence for one utterance, before anyone decides what to do with it."""

    query: Query
    occupations: tuple[Candidate, ...] = ()
    clusters: tuple[Candidate, ...] = ()
    found: tuple[Found, ...] = ()
    covered: float = 0.0
    """Share of the content words (by rarity) that phrases or titles explain."""
    title: float = 0.0
    """Strength of the best title that the whole text is; 0 where it is none."""
    named: float = 0.0
    """How much of the text is the name of an occupation, 0 to 1."""
    spoken: float = 0.0
    """How much of the text a handwritten phrase explains, 0 to 1."""
    nearness: float = 0.0
    """Best cosine of the meaning."""
    lexical: float = 0.0
    confidence: float = 0.0
    """Calibrated probability that the first cluster is one the student would accept."""


def features(ranking: Ranking) -> tuple[float, ...]:
    """What confidence is judged by."""
    first, second = ranking.clusters[0], ranking.clusters[1]
    return (1.0, min(3.0, first.score - second.score), min(3.0, first.score), ranking.spoken, ranking.named, ranking.nearness)


@dataclass(frozen=True)
class Matched:
    ranking: Ranking


@dataclass(frozen=True)
class Ambiguous:
    """Two to four clusters are about as likely."""

    ranking: Ranking
    choices: tuple[Candidate, ...]


@dataclass(frozen=True)
class Unmatched:
    ranking: Ranking


Match = Matched | Ambiguous | Unmatched
