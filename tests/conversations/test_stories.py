"""Questions wrapped in a story: the clause that asks is heard, and is about what the story named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.requests import Intent
from conversations.understanding import naming_of, understand
from conversations.understanding.clauses import LONG, MOST, clauses

NURSE, PLUMBER, WELDER, BARBER, ELECTRICIAN = "29-1141.00", "47-2152.00", "51-4121.00", "39-5011.00", "47-2111.00"


@pytest.mark.parametrize(
    ("text", "intent", "first"),
    [
        ("my cousin is a welder and bought a truck at 22, so how much do they even make", Intent.PAY, WELDER),
        ("the plumber came at 6am to save our basement. how long is the school for that", Intent.EDUCATION_NEEDED, PLUMBER),
        ("my doctor said eat more greens lol. anyway what does a barber do all day", Intent.DESCRIBE_OCCUPATION, BARBER),
        ("i fainted in the er once and the nurse was so calm. are they still gonna need nurses in ten years", Intent.OUTLOOK, NURSE),
    ],
)
def test_a_story_that_asks_about_a_job(engine: Engine, text: str, intent: Intent, first: str) -> None:
    request = understand(text, None, engine.catalog, engine.matcher)
    assert (request.intent, request.occupations[0]) == (intent, first)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("my aunt does hair at her house, could i make a living doing that in ohio", "39-5012.00"),
        ("my grandpa had a bakery and i kinda wanna do that, is there money in it", "51-3011.00"),
        ("i bake cakes for everybodys birthdays, can u make a decent living off that", "51-3011.00"),
        ("can you make a good living in trucking", "53-3032.00"),
    ],
)
def test_what_a_story_speaks_of_without_its_name(engine: Engine, text: str, first: str) -> None:
    request = understand(text, None, engine.catalog, engine.matcher)
    assert (request.intent, request.occupations[0]) == (Intent.PAY, first)


def test_limits_stand_anywhere_in_a_story(engine: Engine) -> None:
    text = "four years of college is not happening for us, we cant pay that. which jobs in health science pay over 50k"
    request = understand(text, None, engine.catalog, engine.matcher)
    assert request.intent is Intent.FILTER
    assert (request.filters.clusters, request.filters.pay_min) == (("health-science",), 50_000)
    assert request.filters.education_max is not None


def test_a_story_that_asks_nothing_is_a_wish(engine: Engine) -> None:
    text = "after practice i stay and tape everyones ankles, coach calls me doc, and i honestly like it more than playing"
    request = understand(text, None, engine.catalog, engine.matcher)
    assert request.intent in (Intent.INTEREST, Intent.CLARIFY)
    assert "health-science" in request.clusters[:3]


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("my uncle is a welder and my aunt is a nurse", NURSE),
        ("my teacher said i should look at being an electrician", ELECTRICIAN),
        ("my barber said hi", BARBER),  # who speaks is better than nobody
    ],
)
def test_the_job_a_story_is_about(engine: Engine, story: str, told: str) -> None:
    found = naming_of(engine.matcher).told_of(story)
    assert found
    assert found.occupations[0] == told


@pytest.mark.parametrize("story", ["she handles the paychecks", "that song is shrinking on me", "we had fun"])
def test_words_that_are_nobodys_job_name_none(engine: Engine, story: str) -> None:
    assert naming_of(engine.matcher).told_of(story) is None


@given(st.text(max_size=400))
def test_clauses_are_parts_of_a_long_text(text: str) -> None:
    parts = clauses(text)
    assert len(parts) <= MOST
    assert not parts or len(text.split()) >= LONG
    assert all(part.strip() and set(part.split()) for part in parts)


def test_a_short_text_is_one() -> None:
    assert clauses("how much do nurses make, roughly?") == []
    assert clauses("my sister cuts hair at home for the whole block. is that legal or does she need papers") == [
        "my sister cuts hair at home for the whole block",
        "is that legal or does she need papers",
    ]
