"""Side by side: what the quiz adds, charts, buttons that last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.pictures import draw
from conversations.engine import Engine, reply_text
from conversations.messages import Chose, Command, Reply
from conversations.session import Session
from knowledge.interests.measurement import INDEX

NOW = datetime(2026, 9, 1, tzinfo=UTC)
NURSE, CHEF, ACTOR, LEGISLATOR = "29-1141.00", "35-1011.00", "27-2011.00", "11-1031.00"


def shown(engine: Engine, id: str, session: Session | None = None) -> Reply:
    return engine.advance(session or Session(), Chose(id), NOW).replies[0]


@pytest.fixture(scope="module")
def quizzed() -> Session:
    """Loves helping, dislikes the rest."""
    answers = [[item, 5 if item.startswith("S") else 2] for item in sorted(INDEX)]
    return Session(records={"quiz": {"mode": "full", "date": "2026-09-01", "zone": 5, "answers": answers}})


def test_the_quiz_adds_how_each_fits(engine: Engine, quizzed: Session) -> None:
    reply = shown(engine, f"cmp:{NURSE},{CHEF}", quizzed)
    assert "You, by the quiz: " in reply_text(reply)
    assert "Take the quiz" not in reply_text(reply)
    fields = reply_text(shown(engine, "cmp:h,f", quizzed))
    assert fields.count("You, by the quiz: ") == 2
    assert "its closest job" in fields


def test_without_a_quiz_it_says_what_one_would_add(engine: Engine) -> None:
    assert "Take the quiz, and I'll show" in reply_text(shown(engine, f"cmp:{NURSE},{CHEF}"))


@pytest.mark.parametrize("id", [f"cmp:{NURSE},{CHEF}", "cmp:a,b,c,d", "cmp:f1,f2", "cmp:h2,h3,h4"])
def test_its_chart_can_be_drawn_and_says_the_same_in_words(engine: Engine, id: str) -> None:
    picture = shown(engine, id).picture
    assert picture
    assert draw(picture).startswith(b"\x89PNG")
    assert len(picture.data["occupations"]) == id.count(",") + 1


@pytest.mark.parametrize("id", [f"cmp:{ACTOR},{NURSE}", f"cmp:{LEGISLATOR},{ACTOR}", "cmp:c1,g1"])
def test_no_chart_where_fewer_than_two_have_a_yearly_figure(engine: Engine, id: str) -> None:
    reply = shown(engine, id)
    assert reply.picture is None
    assert reply.phrase.key == "compare.table"


@pytest.mark.parametrize("id", [f"cmp:{NURSE}", "cmp:", "cmp:zz,99", f"cmp:{NURSE},a", f"cmp:{NURSE},{NURSE}"])
def test_a_button_that_compares_nothing_says_so(engine: Engine, id: str) -> None:
    assert shown(engine, id).phrase.key == "talk.unknown_button"


@pytest.mark.parametrize("id", ["cw:", "cw:zz", f"cw:{NURSE}", f"cw:{NURSE},{CHEF},{ACTOR}", f"cw:{NURSE},a", "cw:a,b,c,d", "cw:k1"])
def test_a_compare_button_asks_with_what(engine: Engine, id: str) -> None:
    turn = engine.advance(Session(), Chose(id), NOW)
    assert turn.session.flow == "compare"
    assert turn.replies[-1].phrase.key in ("compare.which", "compare.which_other")
    assert all(len(choice.id.encode()) <= 64 for row in turn.replies[-1].choices for choice in row)


def test_every_pair_of_neighbouring_occupations_can_be_compared(engine: Engine) -> None:
    codes = sorted(engine.catalog.occupations)
    for one, other in zip(codes[::9], codes[5::9], strict=False):
        assert len(reply_text(shown(engine, f"cmp:{one},{other}"))) < 4096


def test_four_are_the_most(engine: Engine) -> None:
    turn = engine.advance(Session(), Command("compare", "nurse, chef, welder, plumber and actor"), NOW)
    assert turn.replies[0].phrase.key == "compare.enough"
    assert len([choice for row in turn.replies[-1].choices for choice in row if choice.id.startswith("o:")]) == 4
