"""What students type, read as the engine reads it: the deciding questions before the usual ones. One case an utterance.

asked_whole.jsonl holds everyday words that are also names of software, cues in chat spelling, jobs named beside a condition, bare
fields, and what is not ours.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.answers.advise import servable
from conversations.engine import Engine
from conversations.messages import Said
from conversations.requests import Intent
from conversations.session import Session, Topic
from conversations.steps import Reading
from conversations.understanding import naming_of, understand
from conversations.understanding.shorthand import written_out
from tests.conversations.test_understanding import Case, cases

NOW = datetime(2026, 9, 1, tzinfo=UTC)
NURSE, PILOT, PARAMEDIC = "29-1141.00", "53-2011.00", "29-2043.00"


def told(engine: Engine, *lines: str) -> Reading:
    """How the last of some lines is read."""
    session = Session()
    for line in lines:
        turn = engine.advance(session, Said(line), NOW)
        session = turn.session
    assert turn.reading is not None
    return turn.reading


@pytest.mark.parametrize("case", cases("asked_whole"))
def test_whole_line(engine: Engine, case: Case) -> None:
    reading = told(engine, case["text"])
    assert reading.intent in case["intents"]
    if "occupations" in case:
        assert case["occupations"][0] in reading.occupations[:3]
    if "clusters" in case:
        assert reading.clusters[0] in case["clusters"]


@pytest.mark.parametrize(
    ("text", "asked", "names"),
    [
        ("game designer", "game designer salary", []),
        ("lead", "jobs where i lead", ["Management of Personnel Resources"]),
        ("walking a route", "walking a route", []),
        ("r", "jobs using r", ["R"]),
        ("r", "what is r", []),
        ("word and excel", "jobs using word and excel", ["Microsoft Word", "Microsoft Excel"]),
        ("epic", "jobs that use epic", ["Epic Systems"]),
        ("first house", "first house", []),
        ("java", "java jobs", ["Oracle Java"]),
        ("illustrator", "illustrator", ["Adobe Illustrator"]),
    ],
)
def test_an_everyday_word_is_software_only_where_its_use_is_spoken_of(engine: Engine, text: str, asked: str, names: list[str]) -> None:
    assert [use.name for use in naming_of(engine.matcher).using(text, asked)] == names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wat r they paid", "what are they paid"),
        ("what jobs r in demand rn", "what jobs are in demand right now"),
        ("R programming jobs", "R programming jobs"),
        ("rn salary", "rn salary"),
        ("how do i become a rn", "how do i become a rn"),
        ("highest payin jobs", "highest paying jobs"),
        ("jobs outta highschool", "jobs out of high school"),
        ("mechanical eng", "mechanical engineer"),
        ("make-up artist", "makeup artist"),
        ("how to make up my mind", "how to make up my mind"),
        ("vice principle", "vice principal"),
        ("first principle", "first principle"),
        ("r u there", "are u there"),
    ],
)
def test_shorthand_is_written_out(typed: str, meant: str) -> None:
    assert written_out(typed) == meant
    assert written_out(meant) == meant


@pytest.mark.parametrize(
    "text", ["the second one", "more", "what about pay", "is it growing", "compare them", "number 3", "and the outlook?"]
)
def test_nothing_before_it_is_said_to_go_with_nothing(engine: Engine, text: str) -> None:
    request = understand(text, None, engine.catalog, engine.matcher)
    served = servable(request)
    assert (served.intent, served.follow_up, served.near_miss) == (Intent.FALLBACK, True, False)


@pytest.mark.parametrize("text", ["game designer salary", "are nurses in demand", "electrician", "what does a chef do", "nurse vs doctor"])
def test_open_constraints_take_no_question(engine: Engine, text: str) -> None:
    assert told(engine, "no college over 50k", text).intent is not Intent.FILTER


@pytest.mark.parametrize("text", ["actually 40k", "not healthcare", "no office", "in construction", "forget the money"])
def test_open_constraints_take_constraints(engine: Engine, text: str) -> None:
    session = engine.advance(Session(), Said("no college over 50k"), NOW).session
    turn = engine.advance(session, Said(text), NOW)
    assert turn.session.records != session.records


def test_a_full_question_leaves_the_topic(engine: Engine) -> None:
    assert told(engine, "nurse pay", "can u show me jobs in california that pay 100k").intent == Intent.FILTER


def test_a_question_back_keeps_what_was_asked(engine: Engine) -> None:
    assert understand("what jobs use networking", None, engine.catalog, engine.matcher).asked is Intent.JOBS_USING
    assert told(engine, "what jobs use networking").intent == Intent.JOBS_USING


@pytest.mark.parametrize("text", ["compare them", "which one pays more"])
def test_two_cards_are_compared(engine: Engine, text: str) -> None:
    reading = told(engine, "nurse", "paramedic", text)
    assert reading.intent == Intent.COMPARE
    assert set(reading.occupations[:2]) == {NURSE, PARAMEDIC}


def test_the_other_kind_of_pilot(engine: Engine) -> None:
    reading = told(engine, "can i be a pilot without college", "no the other kind")
    assert PILOT not in reading.occupations[:1]
    assert reading.occupations


def test_a_name_of_a_field_is_its_card_and_keeps_the_ranking(engine: Engine) -> None:
    request = understand("information technology", Topic(intent="pay"), engine.catalog, engine.matcher)
    assert (request.intent, request.clusters[0]) == (Intent.DESCRIBE_CLUSTER, "information-technology")
    assert len(request.clusters) > 1
    assert request.occupations
