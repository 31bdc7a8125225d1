"""Texts that only make sense after the turn before."""

from __future__ import annotations

import pytest

from conversations.engine import Engine
from conversations.requests import Intent, Request
from conversations.session import Topic
from conversations.understanding import understand

NURSE, LPN, NP, ELECTRICIAN = "29-1141.00", "29-2061.00", "29-1171.00", "47-2111.00"
PAY = Topic(intent="pay", occupations=(NURSE, LPN, NP), clusters=("health-science",))


def after(engine: Engine, text: str, topic: Topic = PAY) -> Request:
    return understand(text, topic, engine.catalog, engine.matcher)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what about pay?", Intent.PAY),
        ("does it pay well", Intent.PAY),
        ("do i need college", Intent.EDUCATION_NEEDED),
        ("how long does it take", Intent.EDUCATION_NEEDED),
        ("is it growing", Intent.OUTLOOK),
        ("how do i become one", Intent.HOW_TO_BECOME),
        ("license?", Intent.LICENCE_OR_CERTIFICATION),
        ("which cluster is that", Intent.WHICH_CLUSTER),
        ("what classes should i take", Intent.PLAN_OF_STUDY),
        ("so what classes should i take next yr", Intent.PLAN_OF_STUDY),
        ("which electives should i sign up for this semester", Intent.PLAN_OF_STUDY),
        ("tell me more", Intent.DESCRIBE_OCCUPATION),
        ("similar jobs", Intent.SIMILAR_JOBS),
        ("compare them", Intent.COMPARE),
    ],
)
def test_asks_of_what_was_shown(engine: Engine, text: str, intent: Intent) -> None:
    request = after(engine, text)
    assert (request.intent, request.occupations[0], request.follow_up) == (intent, NURSE, True)


@pytest.mark.parametrize(
    ("text", "code"), [("the second one", LPN), ("number 3", NP), ("the last one pls", NP), ("2", LPN), ("the first one", NURSE)]
)
def test_picks_by_its_place(engine: Engine, text: str, code: str) -> None:
    assert after(engine, text).occupations[0] == code


def test_a_state_alone_asks_the_same_there(engine: Engine) -> None:
    request = after(engine, "and in texas")
    assert (request.intent, request.state, request.occupations[0]) == (Intent.PAY, "Texas", NURSE)


def test_another_occupation_is_asked_the_same(engine: Engine) -> None:
    request = after(engine, "and electricians?")
    assert (request.intent, request.occupations[0]) == (Intent.PAY, ELECTRICIAN)


def test_more_is_the_next_page(engine: Engine) -> None:
    assert after(engine, "more").page == 1


def test_the_other_kind_offers_what_was_not_taken(engine: Engine) -> None:
    request = after(engine, "no the other kind")
    assert request.intent is Intent.CLARIFY
    assert [sense.id for sense in request.senses] == [LPN, NP]


def test_less_school_looks_for_nearby_jobs(engine: Engine) -> None:
    request = after(engine, "anything with less school")
    assert (request.intent, request.less_school) == (Intent.SIMILAR_JOBS, True)


@pytest.mark.parametrize("text", ["i like dogs", "how much do welders make", "vet tech"])
def test_a_new_subject_leaves_the_old_one(engine: Engine, text: str) -> None:
    assert not after(engine, text).follow_up


@pytest.mark.parametrize(
    ("text", "other", "asks_pay"),
    [
        ("compare it to electrician", ELECTRICIAN, False),
        ("which is easier, that or being an electrician", ELECTRICIAN, False),
        ("is an electrician better than that", ELECTRICIAN, False),
        ("does it make more than an electrician", ELECTRICIAN, True),
    ],
)
def test_what_was_talked_of_is_put_beside_another(engine: Engine, text: str, other: str, asks_pay: bool) -> None:
    request = after(engine, text)
    assert (request.intent, request.occupations[:2], request.compared) == (Intent.COMPARE, (NURSE, other), 2)
    assert request.more_pay is asks_pay


@pytest.mark.parametrize("text", ["is it in texas or florida", "is it more of a desk job than people think", "that or nothing"])
def test_no_second_occupation_is_made_up(engine: Engine, text: str) -> None:
    assert after(engine, text).intent is not Intent.COMPARE


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("save electrician", "save"),
        ("put electrician on my list", "save"),
        ("bookmark electrician", "save"),
        ("unsave electrician", "remove"),
    ],
)
def test_saving_by_name(engine: Engine, text: str, action: str) -> None:
    request = after(engine, text)
    assert (request.intent, request.action, request.occupations[0]) == (Intent.MY_LIST, action, ELECTRICIAN)


@pytest.mark.parametrize(("text", "action"), [("add it to my list", "save"), ("take it off my list", "remove"), ("save dat 1", "save")])
def test_saving_what_was_shown(engine: Engine, text: str, action: str) -> None:
    request = after(engine, text)
    assert (request.intent, request.action) == (Intent.MY_LIST, action)


@pytest.mark.parametrize("text", ["save lives", "save money", "save the turtles"])
def test_what_is_no_occupation_is_not_saved(engine: Engine, text: str) -> None:
    assert after(engine, text).intent is not Intent.MY_LIST


@pytest.mark.parametrize(
    ("text", "line"),
    [("lol", "remark"), ("thats a long time", "remark"), ("oops my bad", "sorry"), ("gtg", "bye"), ("goodnight bot", "bye")],
)
def test_said_in_passing(engine: Engine, text: str, line: str) -> None:
    request = after(engine, text)
    assert (request.intent, request.small_talk) == (Intent.FALLBACK, line)
