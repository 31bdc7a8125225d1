"""What a student does not want is told from what they do, and kept out of the answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.messages import Said
from conversations.requests import Intent
from conversations.session import Session
from conversations.understanding import naming_of, understand
from conversations.understanding.refusals import disliked, refusals

NOW = datetime(2026, 9, 1, tzinfo=UTC)

REFUSED = [
    ("animals but not a veterinarian", "animals", (), ("veterinarian",)),
    ("neither lawyer nor doctor", "", (), ("lawyer", "doctor")),
    ("jobs in the arts except actor", "jobs in the arts", (), ("actor",)),
    ("not in health", "", ("health-science",), ()),
    ("work that doesnt involve manufacturing or finance", "work", ("manufacturing", "finance"), ()),
    ("being outside, minus farming", "being outside,", ("agriculture-food-natural-resources",), ()),
    ("no idea what i want", "no idea what i want", (), ()),
    ("dont give up on drawing", "dont give up on drawing", (), ()),
]


@pytest.mark.parametrize(("text", "rest", "clusters", "occupations"), REFUSED)
def test_refusals(engine: Engine, text: str, rest: str, clusters: tuple[str, ...], occupations: tuple[str, ...]) -> None:
    found = refusals(naming_of(engine.matcher), text)
    assert (found.rest, found.clusters, found.occupations) == (rest, clusters, occupations)


def test_a_subject_is_refused_as_knowledge(engine: Engine) -> None:
    found = refusals(naming_of(engine.matcher), "growing and doesnt need chemistry")
    assert [thing.name for thing in found.avoided] == ["Chemistry"]


LEFT_OUT = [
    ("jobs that are growing but not in finance", "finance"),
    ("what pays over 70k and isnt manufacturing", "manufacturing"),
    ("no college but its not hospitality", "hospitality-tourism"),
]


@pytest.mark.parametrize(("text", "cluster"), LEFT_OUT)
def test_a_refused_field_is_not_in_the_list(engine: Engine, text: str, cluster: str) -> None:
    turn = engine.advance(Session(), Said(text), NOW)
    assert turn.reading
    assert turn.reading.intent == Intent.FILTER
    topic = turn.session.topic
    assert topic
    assert topic.occupations
    assert all(cluster not in engine.catalog.occupations[code].clusters for code in topic.occupations)


def test_a_refused_job_is_not_in_the_list(engine: Engine) -> None:
    topic = engine.advance(Session(), Said("what pays 100k and isnt a lawyer or a pilot"), NOW).session.topic
    assert topic
    assert not {"23-1011.00", "53-2011.00"} & set(topic.occupations)


def test_an_activity_holds_no_job_that_is_far_from_it(engine: Engine) -> None:
    topic = engine.advance(Session(), Said("something with dogs and no college"), NOW).session.topic
    assert topic
    assert not {"35-3023.00", "47-2011.00"} & set(topic.occupations)  # "hot dogs", and a boilermaker


def test_a_refused_field_is_no_choice(engine: Engine) -> None:
    request = understand("i wanna work with my hands but not construction", None, engine.catalog, engine.matcher)
    assert request.intent is Intent.CLARIFY
    assert "architecture-construction" not in {sense.id for sense in request.senses}


@given(
    words=st.lists(
        st.sampled_from(["i", "like", "dogs", "cars", "math", "welding", "kids", "the", "a", "and", "with", "jobs", "pay", "nurse"]),
        max_size=10,
    )
)
def test_without_a_refusing_word_nothing_is_refused(engine: Engine, words: list[str]) -> None:
    found = refusals(naming_of(engine.matcher), " ".join(words))
    assert not found
    assert found.rest == " ".join(words)


@given(text=st.text(alphabet="abcdefgh notbuwis", max_size=60))
def test_no_word_is_lost_but_the_refused(engine: Engine, text: str) -> None:
    text = " ".join(text.split())
    found = refusals(naming_of(engine.matcher), text)
    assert set(found.rest.split()) <= set(re.findall(r"\S+", text))
    if not found:
        assert found.rest == text


DISLIKED = ["i hate math", "im bad at drawing", "i dont like kids", "not a fan of science", "i suck at writing", "i cant stand blood"]


@pytest.mark.parametrize("text", DISLIKED)
def test_what_is_disliked_is_left_out_not_offered(engine: Engine, text: str) -> None:
    turn = engine.advance(Session(), Said(text), NOW)
    assert turn.reading
    assert turn.reading.intent == Intent.FILTER
    against = engine.matcher.rank(disliked(text) or "").occupations[:3]
    assert turn.session.topic
    assert not {candidate.id for candidate in against} & set(turn.session.topic.occupations)


@pytest.mark.parametrize(
    "text",
    ["im scared of home", "afraid of him", "scared of my uncle", "i cant handle him", "i hate home", "i dont like living", "i hate food"],
)
def test_what_may_be_a_call_for_help_is_no_wish(text: str) -> None:
    assert disliked(text) is None


@pytest.mark.parametrize("text", ["i hate mondays", "i hate broccoli", "i hate it", "i hate you"])
def test_not_every_dislike_is_of_work(engine: Engine, text: str) -> None:
    assert understand(text, None, engine.catalog, engine.matcher).intent is not Intent.FILTER


def test_a_dislike_of_school_asks_for_less_of_it(engine: Engine) -> None:
    request = understand("i hate school", None, engine.catalog, engine.matcher)
    assert (request.intent, request.filters.some_college) == (Intent.FILTER, False)


def test_who_is_good_at_nothing_is_offered_the_quiz(engine: Engine) -> None:
    for text in ("i suck at everything", "im not good at anything", "no talents"):
        assert understand(text, None, engine.catalog, engine.matcher).intent is Intent.START_QUIZ
