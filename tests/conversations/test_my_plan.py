"""A student's plan over time: what is kept, late taps, grades as typed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine, reply_text
from conversations.flows.plan import read_grade
from conversations.messages import Chose, Command, Message, Said
from conversations.plans import LONGEST, MOST_OWN
from conversations.session import Session, store
from conversations.transcript import Player

NOW = datetime(2026, 9, 1, 15, tzinfo=UTC)


def played(engine: Engine, *messages: Message) -> Player:
    player = Player(engine, NOW)
    for message in messages:
        player.play(message)
    return player


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("11", 11), ("11th grade", 11), ("im a junior", 11), ("freshman", 9), ("a sophomore", 10), ("7th", 8), ("senior year", 12),
        ("i graduated", 13), ("in college", 13), ("grade 9", 9), ("eighth", 8), ("99", None), ("hello", None), ("2", None),
    ],
)  # fmt: skip
def test_grades_as_typed(text: str, grade: int | None) -> None:
    assert read_grade(text) == grade


def test_the_record_is_small_and_holds_no_line_of_the_catalog(engine: Engine) -> None:
    session = played(engine, Command("plan", "nurse"), Said("9")).session
    record = json.loads(store(session))["records"]["plan"]
    assert record == {
        "goal": "29-1141.00", "path": "h5", "grade": 9, "since": 2026, "done": [], "off": [], "own": [], "edits": {}, "dates": {}
    }  # fmt: skip
    assert session.flow is None


@pytest.mark.parametrize(
    "id", ["my", "my:y:11", "my:pdf", "my:ics", "my:q", "my:goal", "my:grade", "my:d:art-i", "my:zzz:1", "my:y:x", "my:n:zz", "my:n:"]
)
def test_a_tap_without_a_plan_asks_what_it_is_for(engine: Engine, id: str) -> None:
    turn = engine.advance(Session(), Chose(id), NOW)
    assert turn.replies[0].phrase.key == "plan.which"
    assert (turn.session.flow, turn.session.step) == ("plan", "goal")


@pytest.mark.parametrize("id", ["my:d:not-there", "my:e:not-there", "my:t:not-there", "my:y:7", "my:a:77", "my:what", "my:what:11"])
def test_a_tap_of_another_year_shows_the_plan(engine: Engine, id: str) -> None:
    player = played(engine, Command("plan", "nurse"), Said("9"))
    turn = player.play(Chose(id))
    assert turn.replies[-1].phrase.key == "plan.plan"


def test_a_record_that_names_what_is_gone_begins_anew(engine: Engine) -> None:
    session = played(engine, Command("plan", "nurse"), Said("9")).session
    for change in ({"path": "z9"}, {"goal": "00-0000.00"}):
        broken = session.but(records={"plan": {**session.records["plan"], **change}})  # type: ignore[dict-item]
        assert engine.advance(broken, Command("plan"), NOW).replies[0].phrase.key == "plan.which"


def test_own_lines_are_few_and_short(engine: Engine) -> None:
    player = played(engine, Command("plan", "nurse"), Said("9"))
    for _ in range(MOST_OWN):
        player.play(Chose("my:a:9"))
        player.play(Said("long " * 60))
    record = player.session.records["plan"]
    assert isinstance(record, dict)
    assert all(len(words) <= LONGEST for _, _, words in record["own"])  # type: ignore[union-attr, misc]
    labels = [choice.label.key for row in player.play(Chose("my:y:9")).replies[0].choices for choice in row]
    assert "plan.button.add" not in labels


SAID = (
    "my", "my:y:9", "my:d:chemistry", "my:x:chemistry", "my:b:chemistry", "my:t:chemistry", "my:c:chemistry", "my:e:psychology", "my:a:10",
    "my:goal", "my:grade", "may 12", "robotics club", "welder", "yes", "no", "10", "/back",
)  # fmt: skip


@given(st.lists(st.sampled_from(SAID), max_size=8))
def test_no_order_of_taps_and_words_breaks_it(engine: Engine, said: list[str]) -> None:
    player = played(engine, Command("plan", "nurse"), Said("9"))
    for text in said:
        message: Message = Chose(text) if text.startswith("my") else Command("back") if text == "/back" else Said(text)
        turn = player.play(message)
        assert turn.replies
        assert all(reply_text(reply) for reply in turn.replies)
        assert all(len(choice.id.encode()) <= 64 for reply in turn.replies for row in reply.choices for choice in row)
