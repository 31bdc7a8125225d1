"""Normalising, tokens and stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import normalise, readings, stem, stems


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("C++ & c# w/ .NET", "c++ and c# with dotnet"),
        ("guitar n singing w/o kids", "guitar and singing without kids"),
        ("helping kids learn 2 read", "helping kids learn to read"),
        ("heyyyy", "heyy"),
        ("U.S. army", "us army"),
        ("jobs w c++", "jobs with c++"),
        ("A&P mechanic", "anp mechanic"),
        ("quinceañeras", "quinceaneras"),
        ("don\u2019t", "dont"),
        ("pays 70k+", "pays 70k"),
        ("zero\u200bwidth", "zerowidth"),
        ("\uff28\uff45\uff4c\uff4c\uff4f", "hello"),
    ],
)
def test_normalise(text: str, plain: str) -> None:
    assert normalise(text) == plain


@pytest.mark.parametrize(
    "forms",
    [
        ("bake", "bakes", "baking", "baked"),
        ("nurse", "nurses", "nursing"),
        ("fix", "fixing", "fixes"),
        ("run", "running", "runs"),
        ("manage", "managing", "manages"),
        ("policy", "policies"),
        ("movie", "movies"),
        ("coach", "coaches", "coaching"),
        ("rn", "rns"),
    ],
)
def test_inflections_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("car", "care"), ("animal", "animation"), ("engine", "engineer"), ("paint", "painter"), ("new", "news")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_title_with_letters_is_two_names() -> None:
    assert readings("Registered Nurse (RN)") == ("registered nurse", "rn")


@given(st.text(max_size=700))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert once == " ".join(once.split())
    assert len(stems(text)) == len(once.split())
