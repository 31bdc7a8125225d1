"""Mending words: by keyboard, by sound, joined and split."""

from __future__ import annotations

import pytest

from conversations.engine import Engine


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("electrition", "electrician"),
        ("veternarian", "veterinarian"),
        ("fotographer", "photographer"),
        ("fysicist", "physicist"),
        ("accountent", "accountant"),
        ("nusre", "nurse"),
        ("machinest", "machinist"),
        ("busdriver", "bus driver"),
        ("leader ship", "leadership"),
        ("buisness", "business"),
        ("hygenist", "hygienist"),
        ("soljer", "soldier"),
    ],
)
def test_mends(engine: Engine, typed: str, meant: str) -> None:
    assert " ".join(engine.matcher.read(typed).words) == meant


@pytest.mark.parametrize("word", ["florida", "outlook", "else", "como", "vet", "cna", "doordash", "roblox", "zumba", "anime", "pto"])
def test_leaves_known_and_short_words_alone(engine: Engine, word: str) -> None:
    assert engine.matcher.read(word).mended == ()


@pytest.mark.parametrize("word", ["xkqzv", "zzzzzzzz", "qwrtpsdfg"])
def test_a_word_near_nothing_stays(engine: Engine, word: str) -> None:
    assert engine.matcher.read(word).unknown == engine.matcher.read(word).words
