"""Licenses as answers: of one occupation, and which of a field need one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conversations.engine import Engine
from conversations.messages import Chose, Reply, Said
from conversations.requests import Intent
from conversations.session import Session
from conversations.transcript import reply_lines
from conversations.understanding import understand

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def said(engine: Engine, text: str, session: Session | None = None) -> Reply:
    return engine.advance(session or Session(), Said(text), NOW).replies[-1]


def text_of(reply: Reply) -> str:
    return "\n".join(reply_lines(reply))


@pytest.mark.parametrize(
    ("text", "cluster"),
    [
        ("which jobs in health need a license", "health-science"),
        ("what health careers require a license", "health-science"),
        ("what careers in construction need a license", "architecture-construction"),
        ("do i need a license for transportation jobs", "transportation-distribution-logistics"),
        ("licensed jobs in human services", "human-services"),
        ("which health science jobs require certification", "health-science"),
        ("do health jobs need a certification", "health-science"),
        ("do you need a license to work in law enforcement", "law-public-safety-corrections-security"),
    ],
)
def test_a_field_is_asked_about(engine: Engine, text: str, cluster: str) -> None:
    request = understand(text, None, engine.catalog, engine.matcher)
    assert (request.intent, request.clusters, request.occupations) == (Intent.LICENCE_OR_CERTIFICATION, (cluster,), ())
    assert "Jobs that need a license: " in text_of(said(engine, text))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("do i need a license to be a plumber", "Usually yes: Plumber or pipefitter license"),
        ("do you need a license to be a massage therapist", "Usually yes: Massage therapy license, from your state's massage board"),
        ("what license does a school bus driver need", "Usually yes: Commercial driver's license (CDL), school bus"),
        ("do accountants need a license", "It depends: Certified public accountant (CPA) license"),
        ("do i need a license to be an airline pilot", "a federal rule, which holds in every state"),
        ("do i need a license to be a graphic designer", "My list names no license for this job"),
    ],
)
def test_one_occupation(engine: Engine, text: str, answer: str) -> None:
    shown = text_of(said(engine, text))
    assert answer in shown
    assert "Signpost's own summary from 2026" in shown
    assert "careeronestop.org" in shown


def test_after_an_occupation_all_jobs_are_asked_about(engine: Engine) -> None:
    session = engine.advance(Session(), Said("do i need a license to be a barber"), NOW).session
    assert "in any field" in text_of(said(engine, "what jobs need a license", session))
    assert "Usually yes: Barber license" in text_of(said(engine, "do i need a license in Texas", session))
    assert "Registered nurse license" in text_of(said(engine, "do i need a license to be a nurse in Ohio", session))


def test_every_list_is_shown_again_by_its_id(engine: Engine) -> None:
    places = ["", *engine.catalog.clusters, *engine.catalog.pathways]
    for place in places:
        reply = engine.advance(Session(), Chose(f"li:{place}"), NOW).replies[-1]
        shown = text_of(reply)
        assert "need a license" in shown or "needs a license" in shown, place
        assert len(shown) <= 4096
        for item in (item for row in reply.choices for item in row):
            assert len(item.id.encode()) <= 64
            if item.id.startswith("li:"):
                assert "Page 2 of" in text_of(engine.advance(Session(), Chose(item.id), NOW).replies[-1])
    assert engine.advance(Session(), Chose("li:nowhere"), NOW).replies


def test_more_goes_on_from_the_page_shown(engine: Engine) -> None:
    session = engine.advance(Session(), Said("which jobs in health need a license"), NOW).session
    turn = engine.advance(session, Said("more"), NOW)
    assert "Page 2 of" in text_of(turn.replies[-1])
    turn = engine.advance(session, Chose("li:health-science:2"), NOW)
    assert "Page 4 of" in text_of(said(engine, "more", turn.session))
