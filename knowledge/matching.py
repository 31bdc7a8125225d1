"""Text -> occupations and clusters, ranked, each with a probability and a reason in the student's terms.

Owns how evidence adds up. Knows no session, no wording and no intent.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge import phrase_files
from knowledge.catalog import Catalog
from knowledge.lexicon import Floats, Lexicon, windows
from knowledge.meaning import Meaning
from knowledge.phrases import FILLER_STEMS, Found, Phrases, folded
from knowledge.query import Queries
from knowledge.ranking import Ambiguous, Candidate, Match, Matched, Query, Ranking, Unmatched, features
from knowledge.sayings import ARTIFACT as SAID
from knowledge.sayings import Sayings, meant, telling
from knowledge.sayings import features as grams
from knowledge.tables import DATA
from knowledge.weights import Weights
from knowledge.words import Words


@dataclass
class _Evidence:
    """What speaks for what, gathered while a text is read."""

    occupations: Floats
    clusters: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    likely: dict[str, float] = field(default_factory=dict)
    """How likely each cluster is by what students say; empty where nothing is known of it."""
    reasons: dict[str, str] = field(default_factory=dict)


class Matcher:
    def __init__(
        self,
        catalog: Catalog,
        lexicon: Lexicon,
        meaning: Meaning | None,
        phrases: Phrases,
        weights: Weights,
        words: Words,
        sayings: Sayings | None = None,
    ) -> None:
        self.catalog = catalog
        self.lexicon = lexicon
        self.meaning = meaning
        self.weights = weights
        self.words = words
        self.phrases = phrases
        self.sayings = sayings if meaning else None
        self.codes = lexicon.codes
        self.place = {code: place for place, code in enumerate(self.codes)}
        self._order = [self.place[code] for code in meaning.codes] if meaning else []
        self._prior = self._sizes()
        self._professors = np.array([code.startswith("25-1") for code in self.codes])
        self._clusters_of = tuple(catalog.occupations[code].clusters for code in self.codes)
        self.queries = Queries(lexicon, self.phrases, meaning, words, self.sayings)

    @classmethod
    def load(cls, catalog: Catalog, folder: Path = DATA) -> Matcher:
        meaning = Meaning.load(folder / "meaning.npz") if (folder / "meaning.npz").exists() else None
        return cls(
            catalog,
            Lexicon.load(folder),
            meaning,
            phrase_files.load(catalog, folder),
            Weights.load(folder),
            Words.load(folder),
            Sayings.load(folder) if meaning and (folder / SAID).exists() else None,
        )

    def _sizes(self) -> Floats:
        sizes = []
        alike = Counter(code[:7] for code in self.codes)
        for code in self.codes:
            outlook = self.catalog.occupations[code].outlook
            # A part of a group shows the whole group's employment.
            share = 1 if code.endswith(".00") else 4 * alike[code[:7]]
            sizes.append((outlook.employment if outlook else 5000) / share)
        return np.log10(np.maximum(np.array(sizes, np.float32), 100)) - 4

    def read(self, text: str) -> Query:
        return self.queries.read(text)

    # Scoring

    def rank(self, text: str | Query, top: int = 24) -> Ranking:
        query = self.queries.read(text) if isinstance(text, str) else text
        if not query.stems:
            return Ranking(query)
        return self._rank(query, top)

    @lru_cache(maxsize=256)  # noqa: B019 -- one Matcher lives as long as the process
    def _rank(self, query: Query, top: int) -> Ranking:
        w = self.weights
        evidence = _Evidence(np.zeros(len(self.codes), np.float32))
        rarity = {word: self._rarity(word) for word in query.content}
        total = sum(rarity.values()) or 1.0
        shares = [(word, rarity[word] / total) for word in query.content]
        names = self.lexicon.names.score(shares, len(self.codes))
        work = self.lexicon.work.score(shares, len(self.codes))
        peak = float(names.max(initial=0)), float(work.max(initial=0))
        lexical = w.names * names / w.name_peak + w.work * work / w.work_peak
        nearness = 0.0
        vector = self._vector(query)
        if vector is not None and (nearness := float((cosines := self._cosines(vector)).max(initial=0))) > 0:
            lexical = lexical + w.meaning * np.clip(cosines / nearness, 0, 1) ** 3 * min(1.0, nearness / w.cosine_full)
        evidence.occupations += lexical
        found = self.phrases.find(folded(query.words))
        covered = self._phrases(query, found, rarity, total, evidence)
        title = self._titles(query, rarity, total, evidence)
        named = max((self._share(query, one, rarity, total) for one in found if one.entry.kind in ("name", "said", "title")), default=0.0)
        named = max(named, min(1.0, title / 1.5))
        whole = max((self._share(query, one, rarity, total) for one in found if one.quality == 1), default=0.0)
        self._sayings(query, vector, shares, max(w.named * named, w.phrased * whole), evidence)
        evidence.occupations += w.size * self._prior
        if not self.words.teaching.intersection(query.stems):
            # A subject's name matches its professors best; a student who names it likes the subject.
            evidence.occupations[self._professors] *= w.professor
        occupations = self._occupations(evidence, top)
        clusters = self._clusters(evidence)
        ranking = Ranking(
            query,
            occupations,
            clusters,
            tuple(found),
            max(covered, min(1.0, title)),
            title,
            named,
            covered,
            nearness,
            max(peak),
        )
        score = sum(weight * value for weight, value in zip(w.confidence, features(ranking), strict=True))
        return replace(ranking, confidence=1 / (1 + math.exp(-score)))

    @staticmethod
    def _share(query: Query, one: Found, rarity: dict[str, float], total: float) -> float:
        words = {query.stems[place] for place in one.positions}
        # Sorted, here and below: sums of floats differ by their order, and a set's differs from run to run.
        return one.quality * min(1.0, sum(rarity.get(word, 0.0) for word in sorted(words)) / total)

    def _vector(self, query: Query) -> Floats | None:
        """What the text means; None where no word has a meaning (letters alone resemble anything)."""
        words = meant(query.words)
        if self.meaning is None or not any(self.meaning.known(word) for word in words):
            return None
        return self.meaning.embed(words)

    def _cosines(self, vector: Floats) -> Floats:
        """Nearness in meaning by occupation."""
        assert self.meaning
        cosines = np.zeros(len(self.codes), np.float32)
        cosines[self._order] = self.meaning.occupations(vector)
        return cosines

    def _sayings(self, query: Query, vector: Floats | None, shares: list[tuple[str, float]], decided: float, evidence: _Evidence) -> None:
        """What is said around an occupation names its neighbours too: it counts the less, the more a name has ``decided``."""
        if self.sayings is None or vector is None:
            return
        w = self.weights
        said = w.said * self.sayings.said(shares) / w.said_peak + w.said_near * np.clip(self.sayings.near(vector), 0, 1) ** 3
        seen = grams(telling(query.words))
        guessed = w.guess * np.sqrt(self.sayings.occupations(*seen, vector))
        evidence.occupations += (said + guessed) * (1 - decided)
        evidence.likely = dict(zip(self.sayings.ids, self.sayings.clusters(*seen, vector), strict=True))

    def _rarity(self, word: str) -> float:
        if word in self.words.setting:
            return 0.15
        if self.lexicon.known(word) or word in self.phrases.words:
            return self.lexicon.rarity(word)
        return 0.1 if word in self.words.known else self.weights.unlisted

    def _phrases(self, query: Query, found: list[Found], rarity: dict[str, float], total: float, evidence: _Evidence) -> float:
        w = self.weights
        explained: set[int] = set()
        role = {query.content[0]} & self.words.roles
        specific = any(not self.words.setting.issuperset(one.entry.key) for one in found)
        for one in found:
            phrase = one.entry
            words = {query.stems[place] for place in one.positions}
            share = sum(rarity.get(word, 0.1) for word in sorted(words)) / total
            strength = one.quality * min(1.0, share) ** w.share_power * w.kind[phrase.kind]
            if len(words) > 1:
                strength *= w.longer
            elif specific and words <= self.words.setting:
                strength *= w.setting
            explained.update(one.positions)
            reason = phrase.means or phrase.said
            for rank, code in enumerate(phrase.occupations):
                place = self.place.get(code)
                if place is not None:
                    evidence.occupations[place] += strength * w.rank_decay**rank
                    evidence.reasons.setdefault(code, reason)
            decided = strength * w.role if words == role else strength
            for rank, cluster in enumerate(phrase.clusters):
                evidence.clusters[cluster] += decided * w.cluster_decay**rank
                evidence.reasons.setdefault(cluster, reason)
        words = {query.stems[place] for place in explained}
        return min(1.0, sum(rarity.get(word, 0.0) for word in sorted(words)) / total)

    def _titles(self, query: Query, rarity: dict[str, float], total: float, evidence: _Evidence) -> float:
        """Publishers' titles among the words; the longest first, each word once."""
        w = self.weights
        stems = list(query.stems)
        best = 0.0
        used: set[int] = set()
        for start, end in windows(stems, 6):
            part = stems[start:end]
            if used.intersection(range(start, end)) or part[0] in FILLER_STEMS or part[-1] in FILLER_STEMS:
                continue
            bearers = self.lexicon.titles.get(" ".join(part))
            if not bearers:
                continue
            used.update(range(start, end))
            share = sum(rarity.get(word, 0.0) for word in sorted(set(part))) / total
            crowd = len(bearers) ** w.crowd
            for place, kind in bearers:
                strength = w.title_kind[kind] / (crowd if kind < 4 else 1.0)
                evidence.occupations[place] += w.title * strength * min(1.0, share) ** w.share_power
                if share > 0.99:
                    best = max(best, strength)
        return best

    # Folding

    def _occupations(self, evidence: _Evidence, top: int) -> tuple[Candidate, ...]:
        scores = evidence.occupations
        order = np.argpartition(-scores, top)[:top]
        order = order[np.lexsort((order, -scores[order]))]
        weights = np.exp(self.weights.sharpness * (scores - scores[order[0]]))
        chance = weights / weights.sum()
        return tuple(
            Candidate(self.codes[place], float(scores[place]), float(chance[place]), evidence.reasons.get(self.codes[place]))
            for place in order.tolist()
        )

    def _clusters(self, evidence: _Evidence) -> tuple[Candidate, ...]:
        w = self.weights
        scores = evidence.occupations
        chance = np.exp(w.fold_sharpness * (scores - scores.max()))
        chance /= chance.sum()
        folded: dict[str, float] = dict.fromkeys(self.catalog.clusters, 0.0)
        for place in np.argsort(-chance)[: w.fold_depth].tolist():
            clusters = self._clusters_of[place]
            for rank, cluster in enumerate(clusters):
                folded[cluster] += float(chance[place]) * (1.0 if rank == 0 else w.second_cluster)
        total = {
            cluster: w.fold * folded[cluster]
            + w.direct * evidence.clusters.get(cluster, 0.0)
            + w.likely * evidence.likely.get(cluster, 0.0)
            for cluster in folded
        }
        ranked = sorted(total, key=lambda cluster: (-total[cluster], cluster))
        powers = np.exp(w.cluster_sharpness * (np.array([total[c] for c in ranked]) - total[ranked[0]]))
        powers /= powers.sum()
        return tuple(Candidate(c, total[c], float(p), evidence.reasons.get(c)) for c, p in zip(ranked, powers.tolist(), strict=True))

    # Deciding

    def match(self, text: str) -> Match:
        w = self.weights
        ranking = self.rank(text)
        if not ranking.occupations or ranking.confidence < w.refuse:
            return Unmatched(ranking)
        close = tuple(c for c in ranking.clusters[:4] if c.probability >= w.close)
        if len(close) > 1 and ranking.confidence < w.ask:
            return Ambiguous(ranking, close)
        return Matched(ranking)
