"""What must hold for any message at any step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from conversations.engine import Engine, commands
from conversations.flows import FLOWS
from conversations.messages import Chose, Command, Expired, Message, Said
from conversations.session import Session, restore, store
from conversations.steps import Turn
from conversations.wording import wording

NOW = datetime(2026, 9, 1, tzinfo=UTC)
HOSTILE = ["", " ", "<b>", "&amp;", "{name}", "**bold**", "__x__", "'; DROP TABLE sessions;--", "o:29-1141.00", "s:settings:state::keep"]
HOSTILE += ["\u202e\u200b", "🙂" * 50, "a" * 4096, "/", "/start " + "x" * 64, "\x00", "%s%d{}", "né" * 9]

texts = st.one_of(st.text(max_size=80), st.sampled_from(HOSTILE))
WORDS = """nurse pay texas college python vet more the second one compare welder or no over 50k save this quiz plan health thanks"""
words = st.sampled_from(WORDS.split())
phrases = st.lists(words, min_size=1, max_size=6).map(" ".join)
names = st.sampled_from([*(name for name, _ in commands()), "start", "menu", "nonsense"])


def messages(offered: tuple[str, ...]) -> st.SearchStrategy[Message]:
    taps = st.sampled_from(offered).map(Chose) if offered else texts.map(Chose)
    return st.one_of(taps, taps, texts.map(Said), phrases.map(Said), st.builds(Command, names, st.just("")), texts.map(Chose))


def check_turn(turn: Turn) -> None:
    assert turn.replies
    assert restore(store(turn.session)) == turn.session
    for reply in turn.replies:
        text = wording().plain(reply.phrase)
        assert text.strip()
        for row in reply.choices:
            assert 1 <= len(row) <= 8
            for item in row:
                assert 0 < len(item.id.encode()) <= 64
                assert wording().plain(item.label).strip()
        assert sum(map(len, reply.choices)) <= 100


def way_on(turn: Turn) -> bool:
    """A choice to tap or, where the bot leaves the student in peace, words that say what to do."""
    if any(reply.choices for reply in turn.replies):
        return True
    keys = {reply.phrase.key for reply in turn.replies}
    return bool(keys & {"support.answer", "privacy.deleted"})


@hypothesis_settings(max_examples=60)
@given(data=st.data())
def test_any_message_at_any_step_is_answered_and_leaves_a_way_on(engine: Engine, data: st.DataObject) -> None:
    session = Session()
    offered: tuple[str, ...] = ()
    now = NOW
    for _ in range(data.draw(st.integers(1, 8))):
        message = data.draw(messages(offered))
        now += timedelta(seconds=3)
        turn = engine.advance(session, message, now)
        check_turn(turn)
        assert way_on(turn)
        session = restore(store(turn.session))
        offered = tuple(item.id for reply in turn.replies for row in reply.choices for item in row)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("flow", [None, *FLOWS])
def test_hostile_text_at_the_first_step_of_every_flow(engine: Engine, flow: str | None, text: str) -> None:
    session = engine.start_flow(Session(), flow, NOW).session if flow else Session()
    check_turn(engine.advance(session, Said(text), NOW))
    check_turn(engine.advance(session, Chose(text), NOW))


def test_the_same_message_gives_the_same_turn(engine: Engine) -> None:
    for message in (Said("jobs with no college over 50k"), Said("vet"), Chose("c:finance"), Command("explore")):
        assert engine.advance(Session(), message, NOW) == engine.advance(Session(), message, NOW)


def test_a_message_too_old_gets_one_sorry(engine: Engine) -> None:
    turn = engine.advance(Session(), Expired(), NOW)
    assert "ask again" in wording().plain(turn.replies[0].phrase)


def test_distress_keeps_nothing(engine: Engine) -> None:
    for session in (Session(), engine.start_flow(Session(), "settings", NOW).session):
        turn = engine.advance(session, Said("i want to kill myself"), NOW)
        assert turn.session == session
        assert len(turn.replies) == 1
        assert "988" in wording().plain(turn.replies[0].phrase)
        assert not turn.replies[0].choices


def test_every_command_of_the_menu_is_answered_by_its_own(engine: Engine) -> None:
    unknown = wording().plain(engine.advance(Session(), Command("nonsense"), NOW).replies[0].phrase)
    for name, description in commands():
        assert 3 <= len(description) <= 60
        turn = engine.advance(Session(), Command(name), NOW)
        check_turn(turn)
        assert wording().plain(turn.replies[0].phrase) != unknown


def test_every_card_and_section_of_every_occupation(engine: Engine) -> None:
    for code in engine.catalog.occupations:
        for section in ("", ":pay", ":school", ":outlook", ":skills", ":similar"):
            turn = engine.advance(Session(state="Alabama"), Chose(f"o:{code}{section}"), NOW)
            check_turn(turn)
            text = wording().plain(turn.replies[0].phrase)
            assert len(text) < 4096
            assert "Source:" in text or "lists no related" in text


def test_every_cluster_and_pathway_view(engine: Engine) -> None:
    ids = [f"{kind}:{id}" for id in engine.catalog.clusters for kind in ("c", "cp", "cl", "cs", "ce", "j")]
    ids += [f"{kind}:{id}" for id in engine.catalog.pathways for kind in ("p", "ps")]
    for id in ids:
        turn = engine.advance(Session(), Chose(id), NOW)
        check_turn(turn)
        assert len(wording().plain(turn.replies[0].phrase)) < 4096
        assert turn.replies[0].phrase.key != "talk.unknown_button"
