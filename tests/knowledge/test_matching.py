"""Ranking, reasons and the index."""

from __future__ import annotations

import pytest

from conversations.engine import Engine
from knowledge.matching import Matcher
from knowledge.phrases import entry, key_of
from knowledge.ranking import Ambiguous, Matched, Unmatched
from knowledge.tables import DATA


def test_every_match_says_why(engine: Engine) -> None:
    ranking = engine.matcher.rank("making beats on fl studio")
    assert ranking.clusters[0].id == "arts-av-communications"
    assert ranking.clusters[0].reason


def test_match_is_one_of_three(engine: Engine) -> None:
    assert isinstance(engine.matcher.match("registered nurse"), Matched)
    assert isinstance(engine.matcher.match("xkqzv blorptz"), Unmatched)
    assert isinstance(engine.matcher.match("helping kids"), Matched | Ambiguous)


def test_probabilities_are_probabilities(engine: Engine) -> None:
    ranking = engine.matcher.rank("i like drawing and cars")
    assert 0 <= ranking.confidence <= 1
    assert sum(candidate.probability for candidate in ranking.clusters) == pytest.approx(1, abs=1e-3)


def test_a_phrase_wins_over_its_words(engine: Engine) -> None:
    assert engine.matcher.rank("stock boy").occupations[0].id == "53-7065.00"
    assert "hospitality-tourism" in [c.id for c in engine.matcher.rank("taco truck").clusters[:1]]


def test_saying_no_is_part_of_a_phrase() -> None:
    assert key_of("no talking to people") != key_of("talking to people")


def test_order_counts_where_a_small_word_binds() -> None:
    assert entry("said", "running for office").fixed  # type: ignore[union-attr]
    assert not entry("said", "fixing cars").fixed  # type: ignore[union-attr]


def test_matching_works_without_meaning(engine: Engine) -> None:
    plain = engine.matcher
    bare = Matcher(
        engine.catalog,
        plain.lexicon,
        None,
        plain.phrases,
        plain.weights,
        plain.words,
    )
    assert bare.rank("electrician").occupations[0].id == "47-2111.00"


def test_the_index_is_small() -> None:
    assert (DATA / "index.npz").stat().st_size <= 16 * 1024 * 1024
