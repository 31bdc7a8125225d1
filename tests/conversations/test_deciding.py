"""Questions about place, school level, majors, rungs and the saved jobs: what is asked, and that the usual questions stay so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.engine import Engine, reply_text
from conversations.messages import Chose, Said
from conversations.session import Session
from conversations.understanding import entities
from conversations.understanding.deciding import read
from conversations.views import VIEWS
from knowledge.text import normalise

NOW = datetime(2026, 9, 1, tzinfo=UTC)

ASKED = [
    ("what can i do with a psycology degree", "major_jobs", "psycology"),
    ("acounting major", "major_jobs", "acounting"),
    ("im majoring in econ what can i do", "major_jobs", "econ"),
    ("jobs for history majors", "major_jobs", "history"),
    ("what should I major in to be an actuary", "major_for", "actuary"),
    ("best major for nursing", "major_for", "nursing"),
    ("what can i do with a high school diploma", "level", ""),
    ("what can i do with an associate degree in IT", "level", "it"),
    ("what can i do with some experience in IT", "level", "it"),
    ("how do i move up from cashier", "way_up", "cashier"),
    ("career ladder in construction", "way_up", "construction"),
    ("how many welders are there in texas", "job_place", "welders"),
    ("where do most dental hygienists work", "job_place", "dental hygienists"),
    ("clusters in virginia", "state", ""),
    ("jobs in wyoming", "state", ""),
    ("highest paid jobs in ohio", "state_best", ""),
    ("health jobs in connecticut", "state_field", "health"),
    ("something between art and biology", "between", "art"),
    ("a job that combines music and computers", "between", "music"),
    ("what do my saved jobs have in common", "share", ""),
    ("keep my options open", "share", ""),
    ("what questions should i ask someone who does this", "questions", ""),
]
NOT_ASKED = [
    "how much do nurses make",
    "what degree do i need for nursing",
    "is a college degree worth it",
    "how do i become a nurse without a degree",
    "difference between a bachelors degree and a masters degree",
    "what is an associates degree",
    "do nurses need a degree",
    "occupational therapist what degree",
    "torn between nursing and teaching",
    "what jobs use python",
    "vet tech",
]


def ask(text: str) -> object:
    state, rest = entities.state(text, normalise(text))
    return read(rest, bool(state))


@pytest.mark.parametrize(("text", "kind", "about"), ASKED)
def test_asked(text: str, kind: str, about: str) -> None:
    state, rest = entities.state(text, normalise(text))
    found = read(rest, bool(state))
    assert found is not None
    assert (found.kind, found.about) == (kind, about)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_left_to_the_usual_way(text: str) -> None:
    assert ask(text) is None


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("ld:31-1131.00", "The way up from Nursing assistant"),
        ("mo:15-2011.00", "Majors for Actuary"),
        ("mj:42.0101", "Psychology, General"),
        ("pl:51-4121.00:TX", "Welder in Texas"),
        ("pc:health-science:CT", "Health Science in Connecticut"),
        ("st:VA", "17 clusters"),
        ("hs::OH:1", "Page 2"),
        ("lv:4:information-technology", "associate's degree"),
        ("lv:x:information-technology", "years of related work"),
        ("lp:construction", "by school level"),
        ("n:e3n.p50000:1", "Page 2"),
    ],
)  # fmt: skip
def test_choices_open_for_ever(engine: Engine, id: str, words: str) -> None:
    turn = engine.advance(Session(), Chose(id), NOW)
    assert words in reply_text(turn.replies[0])


@pytest.mark.parametrize(
    "id",
    [
        "ld:nothing",
        "mo:",
        "mj:99.9999",
        "pl:x:TX",
        "pc:finance:ZZ",
        "st:ZZ",
        "hs:x:TX",
        "lv:9:finance",
        "lv:4:nowhere",
        "lp:nowhere",
        "n:zzz",
    ],
)
def test_a_choice_that_names_nothing(engine: Engine, id: str) -> None:
    assert engine.advance(Session(), Chose(id), NOW).replies


def test_every_reply_offers_choices_that_open(engine: Engine) -> None:
    """Two taps deep from the answers of this module, nothing leads nowhere."""
    todo = [reply for text, _, _ in ASKED for reply in engine.advance(Session(state="Ohio"), Said(text), NOW).replies]
    seen: set[str] = set()
    for reply in todo:
        for item in (item for row in reply.choices for item in row):
            kind = item.id.partition(":")[0]
            assert len(item.id.encode()) <= 64
            if kind in VIEWS and item.id not in seen:
                seen.add(item.id)
                opened = engine.advance(Session(state="Ohio"), Chose(item.id), NOW)
                assert "doesn't lead anywhere" not in reply_text(opened.replies[0]), item.id


def test_no_reply_is_longer_than_a_message(engine: Engine) -> None:
    for text, _, _ in ASKED:
        for reply in engine.advance(Session(), Said(text), NOW).replies:
            assert len(reply_text(reply)) <= 4096, text
