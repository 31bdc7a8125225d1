"""Wishes read piece by piece, held over turns, and carried by ids that work for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine, reply_text
from conversations.flows.constraints import held
from conversations.flows.narrowing import narrow_id, parse_narrow
from conversations.messages import Chose, Command, Said
from conversations.session import Session, restore, store
from conversations.steps import Context
from conversations.understanding import naming_of
from conversations.understanding.constraints import Parsed, read
from knowledge.narrowing import Constraint, merge
from knowledge.work_settings import Settings

NOW = datetime(2026, 9, 1, tzinfo=UTC)

READ = [
    ("no college, over 50k, growing, not in an office, in health", "edu_max:3n pay_min:50000 growth:4.5 set:not_office in:health-science"),
    ("in health, not in an office, growing, over 50k, no college", "in:health-science set:not_office growth:4.5 pay_min:50000 edu_max:3n"),
    ("actually 40k", "pay_min:40000"),
    ("make it 60", "pay_min:60000"),
    ("under 80k", "pay_max:80000"),
    ("$25 an hour", "pay_min:52000"),
    ("not over 100k", "pay_max:100000"),
    ("or in education", "in:+education-training"),
    ("not in health", "not_in:health-science"),
    ("in IT or finance", "in:information-technology|finance"),
    ("only jobs in arts and communications", "in:arts-av-communications"),
    ("associates is fine", "edu_max:4"),
    ("bachelors ok", "edu_max:5"),
    ("college is fine", "edu_max:5"),
    ("high school diploma only", "edu_max:1"),
    ("with my hands", "set:hands"),
    ("no blood", "set:no_blood"),
    ("no math", "set:no_math"),
    ("what about with people?", "set:people"),
    ("i don't want to be stuck behind a desk all day", "set:not_office"),
    ("i want to work outdoors and make at least 45k", "set:outdoors pay_min:45000"),
    ("bright outlook", "bright:"),
    ("in texas", "state:Texas"),
    ("python", "use:technology:Python"),
    ("no spanish", "avoid:knowledge:Foreign Language"),
    ("not a vet n no college", "edu_max:3n avoid:activity:vet"),
    ("something with animals", "use:activity:animals"),
    ("how much do nurses make", ""),
    ("nurse", ""),
]


def parse(engine: Engine, text: str) -> Parsed:
    return read(text, naming_of(engine.matcher), Settings.load(engine.catalog.folder))


@pytest.mark.parametrize(("text", "expected"), READ)
def test_read(engine: Engine, text: str, expected: str) -> None:
    found = [f"{one.kind}:{one.value}" for one in parse(engine, text).add]
    assert " ".join(found) == expected


TAKEN_BACK = [
    ("forget the pay", "pay_min"),
    ("any pay", "pay_max"),
    ("i dont care about growth", "growth"),
    ("take off the school limit", "edu_max"),
]


@pytest.mark.parametrize(("text", "kind"), TAKEN_BACK)
def test_taken_back(engine: Engine, text: str, kind: str) -> None:
    found = parse(engine, text)
    assert kind in found.drop
    assert not found.add


@pytest.mark.parametrize(
    ("text", "id"), [("work from home", "remote"), ("low stress", "stress"), ("no nights", "hours"), ("good benefits", "benefits")]
)
def test_what_no_table_can_tell(engine: Engine, text: str, id: str) -> None:
    assert parse(engine, text).unknown == (id,)


def constraints() -> st.SearchStrategy[tuple[Constraint, ...]]:
    kinds = {
        "edu_max": ["0", "1", "3", "3n", "4", "5"],
        "pay_min": ["30000", "50000", "123456"],
        "pay_max": ["90000"],
        "growth": ["4.5", "12", "0.1"],
        "bright": [""],
        "in": ["health-science", "finance|stem"],
        "not_in": ["marketing"],
        "set": ["not_office", "hands", "no_blood"],
        "state": ["Texas", "District of Columbia"],
        "use": ["technology:Python", "skill:Mathematics", "activity:animals"],
        "avoid": ["knowledge:Foreign Language"],
    }
    one = st.sampled_from([Constraint(kind, value) for kind, values in kinds.items() for value in values])  # type: ignore[arg-type]
    return st.lists(one, min_size=1, max_size=6).map(lambda said: merge((), said))


@given(wishes=constraints(), order=st.sampled_from(["", "p", "g"]))
def test_an_id_holds_the_whole_query(engine: Engine, wishes: tuple[Constraint, ...], order: str) -> None:
    context = Context(Session(), engine.catalog, engine.matcher, NOW)
    id = narrow_id(context, wishes, order)
    assert len(f"{id}:99".encode()) <= 64
    assert parse_narrow(context, id.removeprefix("n:")) == (wishes, order)


def test_a_cut_id_still_fits_and_opens(engine: Engine) -> None:
    context = Context(Session(), engine.catalog, engine.matcher, NOW)
    many = tuple(Constraint("use", f"activity:{word * 3}") for word in ("animals and plants ", "cooking for people ", "very long words "))
    id = narrow_id(context, many)
    assert len(f"{id}:99".encode()) <= 64
    assert engine.advance(Session(), Chose(id), NOW).replies


def test_kept_for_weeks_and_gone_on_from(engine: Engine) -> None:
    session = engine.advance(Session(), Said("no college, over 50k"), NOW).session
    session = engine.advance(session, Command("cancel"), NOW).session
    session = engine.advance(restore(store(session)), Command("filter"), NOW).session
    assert [one.kind for one in held(session)] == ["edu_max", "pay_min"]
    session = engine.advance(session, Said("in health"), NOW).session
    assert [one.kind for one in held(session)] == ["edu_max", "pay_min", "in"]


def test_a_question_in_between_changes_nothing(engine: Engine) -> None:
    session = engine.advance(Session(), Said("no college, over 50k"), NOW).session
    before = held(session)
    turn = engine.advance(session, Said("how much do nurses make in texas"), NOW)
    assert turn.reading is not None
    assert turn.reading.intent == "pay"
    assert held(turn.session) == before
    assert held(engine.advance(turn.session, Said("actually 40k"), NOW).session)[1].value == "40000"


def test_order_is_asked_for_and_kept(engine: Engine) -> None:
    session = engine.advance(Session(), Said("no college, over 50k"), NOW).session
    turn = engine.advance(session, Said("which of these pay the most"), NOW)
    pays = [engine.catalog.occupations[code].pay for code in turn.session.topic.occupations] if turn.session.topic else []
    assert [pay.yearly for pay in pays if pay] == sorted((pay.yearly or 0 for pay in pays if pay), reverse=True)
    turn = engine.advance(turn.session, Said("in health"), NOW)
    assert turn.session.topic is not None
    assert (turn.session.topic.query or "").endswith(".op")


def test_a_finished_quiz_ranks(engine: Engine) -> None:
    likes = {"I": 5, "R": 5, "A": 1, "S": 1, "E": 1, "C": 3}
    answers = [[f"{letter}{number}", like] for number in range(1, 5) for letter, like in likes.items()]
    session = Session(records={"quiz": {"mode": "full", "date": "2026-08-01", "zone": 5, "answers": answers}})
    plain = engine.advance(Session(), Said("jobs over 60k, bachelors is ok"), NOW)
    turn = engine.advance(session, Said("jobs over 60k, bachelors is ok"), NOW)
    assert "Closest to your quiz first" in reply_text(turn.replies[0])
    assert turn.session.topic is not None
    assert plain.session.topic is not None
    assert turn.session.topic.occupations != plain.session.topic.occupations
    first = engine.catalog.occupations[turn.session.topic.occupations[0]].interests
    assert first is not None
    assert set(first.holland_code[:2]) & {"I", "R"}


def test_fields_side_by_side(engine: Engine) -> None:
    session = Session()
    for text in ("no college, over 50k", "in construction", "or in manufacturing"):
        session = engine.advance(session, Said(text), NOW).session
    assert held(session)[-1] == Constraint("in", "architecture-construction|manufacturing")


def test_nothing_left_says_what_to_relax(engine: Engine) -> None:
    turn = engine.advance(Session(), Said("no college, over 200k, in education"), NOW)
    assert turn.replies[0].phrase.key == "constraints.none_left"
    assert turn.replies[0].phrase.values["relax"] is not None


@given(text=st.text(max_size=80))
def test_any_text_is_read(engine: Engine, text: str) -> None:
    parse(engine, text)
