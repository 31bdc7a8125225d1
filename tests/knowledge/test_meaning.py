from __future__ import annotations

import numpy as np
import pytest

from knowledge.meaning import Meaning, weighted_rows

ROOFERS = "47-2181.00"


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning.load()


def best(meaning: Meaning, phrase: str, count: int = 5) -> list[str]:
    cosines = meaning.occupations(meaning.embed(phrase.split()))
    return [meaning.codes[i] for i in np.argsort(-cosines)[:count]]


def test_every_occupation_has_a_unit_vector(meaning: Meaning) -> None:
    assert len(meaning.codes) == 1016
    assert list(meaning.codes) == sorted(set(meaning.codes))
    probe = np.eye(meaning.dimensions, dtype=np.float32)
    columns = np.array([meaning.occupations(axis) for axis in probe])
    assert columns.shape == (meaning.dimensions, 1016)
    assert np.linalg.norm(columns, axis=0) == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("doctor", "physicians", "roofers"),
        ("dog", "veterinarian", "accountant"),
        ("lawyer", "attorney", "welder"),
        ("github", "programmer", "midwife"),
        ("boss", "supervisor", "dentists"),
    ],
)
def test_a_word_is_nearer_to_what_it_means(meaning: Meaning, word: str, near: str, far: str) -> None:
    assert meaning.similarity([word], [near]) > meaning.similarity([word], [far])


@pytest.mark.parametrize(
    ("phrase", "family"),
    [
        ("taking care of sick animals", "29-1131"),
        ("teaching little kids", "25-20"),
        ("github everyday", "15-"),
        ("putting out fires", "33-20"),
    ],
)
def test_a_phrase_no_title_contains_finds_its_occupation(meaning: Meaning, phrase: str, family: str) -> None:
    assert any(code.startswith(family) for code in best(meaning, phrase))


def test_roofers_are_not_what_a_doctor_is(meaning: Meaning) -> None:
    cosines = dict(zip(meaning.codes, meaning.occupations(meaning.embed(["doctor"])), strict=True))
    assert cosines["29-1216.00"] > cosines[ROOFERS] + 0.2


def test_a_misspelt_word_is_unknown_yet_near_what_was_meant(meaning: Meaning) -> None:
    assert not meaning.known("veternarian")
    assert np.linalg.norm(meaning.embed(["veternarian"])) == pytest.approx(1, abs=1e-5)
    assert meaning.similarity(["veternarian"], ["veterinarian"]) > meaning.similarity(["veternarian"], ["accountant"])


@pytest.mark.parametrize("word", ["zxqv", "q", "日本語", "c++#", "x" * 4000])
def test_any_word_at_all_has_a_unit_vector(meaning: Meaning, word: str) -> None:
    assert np.linalg.norm(meaning.embed([word])) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("tokens", [[], [""], ["", ""]])
def test_nothing_said_is_the_zero_vector(meaning: Meaning, tokens: list[str]) -> None:
    vector = meaning.embed(tokens)
    assert vector.shape == (meaning.dimensions,)
    assert not vector.any()
    assert not meaning.occupations(vector).any()


def test_the_same_words_give_the_same_bytes_from_a_second_load(meaning: Meaning) -> None:
    tokens = ["i", "like", "fixing", "old", "motorcycles"]
    assert Meaning.load().embed(tokens).tobytes() == meaning.embed(tokens).tobytes()


def test_a_pair_of_words_adds_its_own_row() -> None:
    terms = {"real": 0, "estate": 1, "real estate": 2}
    assert weighted_rows(["real", "estate"], terms) == ([0, 1, 2], [1.0, 1.0, 1.0])
    assert weighted_rows(["estate", "real"], terms) == ([1, 0], [1.0, 1.0])


def test_an_unknown_word_parts_a_pair_and_weighs_one_word() -> None:
    terms = {"real": 0, "estate": 1, "real estate": 2}
    rows, weights = weighted_rows(["real", "zzz", "estate"], terms)
    assert 2 not in rows
    assert sum(weights) == pytest.approx(3)


def test_vectors_that_do_not_line_up_are_refused() -> None:
    with pytest.raises(ValueError, match="rows"):
        Meaning({"a": 0}, np.zeros((3, 2), np.int8), np.ones(3, np.float32), (), np.zeros((0, 2), np.float32))
