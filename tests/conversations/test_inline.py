"""What is offered for words typed after the bot's name in any chat, and what a share button takes there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.inline import MOST, SUPPORT
from conversations.messages import Choice, Chose, Command, Message, Phrase, Reply
from conversations.session import Session
from conversations.wording import wording

NOW = datetime(2026, 9, 1, tzinfo=UTC)
NURSE = "29-1141.00"


def titles(engine: Engine, query: str) -> list[str]:
    return [wording().plain(card.title) for card in engine.inline(query).cards]


def shown(engine: Engine, message: Message, session: Session | None = None) -> Reply:
    return engine.advance(session or Session(), message, NOW).replies[-1]


def share_of(reply: Reply) -> Choice:
    (found,) = [one for row in reply.choices for one in row if one.share is not None]
    return found


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("nurse", "Registered nurse"),
        ("Registered Nurse", "Registered nurse"),
        ("vet", "Veterinarian"),
        ("docter", "Family doctor"),
        ("jobs with animals", "Animal caretaker"),
        ("finance", "Finance"),
        ("STEM", "Science, Technology, Engineering & Mathematics"),
        ("elec", "Electrician"),
    ],
)
def test_the_best_comes_first(engine: Engine, query: str, first: str) -> None:
    assert titles(engine, query)[0] == first


def test_a_field_comes_with_the_jobs_that_hire_most_in_it(engine: Engine) -> None:
    field, *jobs = engine.inline("finance").cards
    assert field.id == "c:finance"
    members = {f"o:{one.code}" for one in engine.catalog.members("finance")}
    assert {one.id for one in jobs} <= members


@pytest.mark.parametrize("query", ["xyzzy", "hello", "a"])
def test_what_names_nothing_gets_a_button_alone(engine: Engine, query: str) -> None:
    answer = engine.inline(query)
    assert (answer.cards, answer.button) == ((), Phrase("inline.button.none"))
    assert answer.lasting


@pytest.mark.parametrize("query", ["", "  ", "?!", "🙂"])
def test_nothing_typed_gets_a_few_of_different_fields(engine: Engine, query: str) -> None:
    answer = engine.inline(query)
    fields = [engine.catalog.occupations[one.id.removeprefix("o:")].clusters[0] for one in answer.cards]
    assert 3 < len(fields) == len(set(fields))
    assert answer.button == Phrase("inline.button.ask")


@pytest.mark.parametrize("query", ["i want to die", "nurse i want to kill myself", "my dad hits me"])
def test_distress_gets_no_card_but_the_way_to_help(engine: Engine, query: str) -> None:
    answer = engine.inline(query)
    assert answer.cards == ()
    assert "988" in wording().plain(answer.button)
    assert (answer.start, answer.lasting) == (SUPPORT, False)


def test_the_way_to_help_shows_the_contacts_and_keeps_nothing(engine: Engine) -> None:
    turn = engine.advance(Session(), Command("start", SUPPORT), NOW)
    assert "741741" in wording().plain(turn.replies[0].phrase)
    assert turn.session == Session()


@pytest.mark.parametrize("query", ["", "nurse", "finance", "teach", "it"])
def test_a_link_opens_the_same_card_in_the_bot(engine: Engine, query: str) -> None:
    for card in engine.inline(query).cards:
        assert len(card.id.encode()) <= 64
        assert len(card.link) <= 64
        assert shown(engine, Command("start", card.link)).phrase == card.text == shown(engine, Chose(card.id)).phrase


def test_the_line_under_a_name_is_pay_and_schooling_with_their_sources(engine: Engine) -> None:
    line = wording().plain(engine.inline("registered nurse").cards[0].description)
    facts, source = line.split("\n")
    assert facts.startswith("$")
    assert facts.endswith(", bachelor's")
    assert source.startswith("Source: BLS pay, ")


def test_a_figure_of_a_wider_group_says_so(engine: Engine) -> None:
    wider = next(one for one in engine.catalog.occupations.values() if one.pay and one.pay.broader_group)
    line = wording().plain(engine.inline(wider.name).cards[0].description)
    assert "* for a wider group of jobs" in line


def test_what_a_card_shares_is_found_first_where_it_is_shared(engine: Engine) -> None:
    missed = [o.name for o in engine.catalog.occupations.values() if engine.inline(o.name).cards[0].id != f"o:{o.code}"]
    missed += [c.title for c in engine.catalog.clusters.values() if engine.inline(c.title).cards[0].id != f"c:{c.id}"]
    assert missed == []


@pytest.mark.parametrize("id", [f"o:{NURSE}", "c:finance"])
def test_a_card_shares_its_name_and_nothing_of_the_student(engine: Engine, id: str) -> None:
    known = Session(state="Texas", shortlist=(NURSE,), welcomed=True)
    choice = share_of(shown(engine, Chose(id), known))
    assert choice == share_of(shown(engine, Chose(id)))
    assert choice.id == id
    assert choice.share in ("Registered nurse", "Finance")


@given(st.text(max_size=300))
def test_any_text_gets_a_bounded_answer(engine: Engine, query: str) -> None:
    answer = engine.inline(query)
    ids = [one.id for one in answer.cards]
    assert len(ids) == len(set(ids)) <= MOST
    assert 0 < len(wording().plain(answer.button)) <= 64
