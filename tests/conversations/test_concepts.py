"""Ideas: each has a short text with an example and somewhere to go."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.answers.concepts import NEXT, concept, key_of
from conversations.engine import Engine
from conversations.messages import Chose
from conversations.session import Session
from conversations.steps import Context
from conversations.understanding.cues import cues
from conversations.wording import wording

IDS = sorted(one.id for one in cues().concepts)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
LONGEST = 600


def test_all_that_can_be_asked_about_is_there() -> None:
    assert sorted(NEXT) == IDS


@pytest.mark.parametrize("id", IDS)
def test_a_text_with_an_example_a_label_and_a_way_on(engine: Engine, id: str) -> None:
    text = wording().templates[f"concept.{key_of(id)}"]
    assert "Example" in text
    assert len(text) <= LONGEST
    assert len(wording().templates[f"concept.button.{key_of(id)}"]) <= 26
    reply = concept(Context(Session(), engine.catalog, engine.matcher, NOW), id)
    assert reply.choices
    for row in reply.choices:
        for choice in row:
            turn = engine.advance(Session(), Chose(choice.id), NOW)
            assert turn.replies[0].phrase.key != "talk.unknown_button", choice.id


def test_what_is_no_idea_shows_help(engine: Engine) -> None:
    assert concept(Context(Session(), engine.catalog, engine.matcher, NOW), "nothing").phrase.key == "menu.help"
