"""One case an utterance. development.jsonl are lines of the development sets that must hold, our_own.jsonl the project's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conversations.engine import Engine
from conversations.requests import Intent, Request
from conversations.understanding import understand

HERE = Path(__file__).parent / "understanding"
Case = dict[str, Any]


def cases(name: str) -> list[Any]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["text"]) for line in lines if line.strip()]


def read(engine: Engine, text: str) -> Request:
    return understand(text, None, engine.catalog, engine.matcher)


def check(case: Case, request: Request) -> None:
    if "intents" in case:
        assert request.intent in case["intents"]
    if "clusters" in case:
        assert request.clusters[0] in case["clusters"]
        assert request.intent not in (Intent.FALLBACK, Intent.SUPPORT)
    if "two_of" in case:
        assert len(set(case["two_of"]) & set(request.clusters[:4])) >= 2
    if "occupations" in case:
        assert request.occupations[0] in case["occupations"]
    if "state" in case:
        assert request.state == case["state"]


@pytest.mark.parametrize("case", cases("development"))
def test_development_line(engine: Engine, case: Case) -> None:
    check(case, read(engine, case["text"]))


@pytest.mark.parametrize("case", cases("our_own"))
def test_own_line(engine: Engine, case: Case) -> None:
    check(case, read(engine, case["text"]))


def test_filters_combine_schooling_pay_and_cluster(engine: Engine) -> None:
    filters = read(engine, "health jobs that pay over $30 an hour with no degree").filters
    assert (filters.education_max, filters.some_college) == (3, True)
    assert filters.pay_min == 62_400
    assert filters.clusters == ("health-science",)


def test_no_college_leaves_out_some_college(engine: Engine) -> None:
    filters = read(engine, "no college jobs over 60k").filters
    assert (filters.education_max, filters.some_college, filters.pay_min) == (3, False, 60_000)


def test_two_technologies_are_two_uses(engine: Engine) -> None:
    assert [use.name for use in read(engine, "git github jobs").using] == ["Git", "GitHub"]


def test_every_sense_carries_its_reason(engine: Engine) -> None:
    request = read(engine, "networking")
    assert request.intent is Intent.CLARIFY
    assert 2 <= len(request.senses) <= 4
    assert all(sense.reason for sense in request.senses)


def test_the_likely_sense_is_answered_and_the_others_offered(engine: Engine) -> None:
    request = read(engine, "doctor")
    assert request.intent is Intent.TITLE
    assert request.senses


@pytest.mark.parametrize("text", ["", " ", "🙂🙂", "\u200b\u200b", "؟", "<b>", "/", "a", "٣", "\n"])
def test_nothing_to_read_is_a_fallback_or_an_answer(engine: Engine, text: str) -> None:
    assert read(engine, text).intent in (Intent.FALLBACK, Intent.INTEREST, Intent.TITLE, Intent.CLARIFY)


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("35 an hour jobs no college", 72_800),
        ("trabajos sin universidad que pagan mas de 50 mil", 50_000),
        ("jobs that make 1 mil a year", 1_000_000),
        ("top 10 jobs in health", None),
    ],
)
def test_money_as_students_write_it(engine: Engine, text: str, pay: int | None) -> None:
    assert read(engine, text).filters.pay_min == pay


def test_that_after_jobs_leans_on_nothing(engine: Engine) -> None:
    assert read(engine, "jobs that need a masters").intent is Intent.FILTER
