"""The model that tells kinds of text: fitted to the lines as they are, sane for any text, and beside the rules, not instead."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.requests import Intent
from conversations.session import Topic
from conversations.understanding import alarming, understand
from conversations.understanding.kinds import ARTIFACT, Kinds, words_of
from conversations.understanding.kinds.fit import CALM, digest, read_lines
from conversations.understanding.reader import Reader

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Reader:
    assert engine.matcher.meaning
    return Reader(engine.catalog, engine.matcher, Kinds.load(engine.matcher.meaning))


def test_the_weights_were_fitted_to_the_lines_as_they_are() -> None:
    with np.load(ARTIFACT) as arrays:
        assert arrays["lines"].tobytes() == digest(), "run: make kinds"


def test_every_line_is_of_a_kind_that_is_read() -> None:
    lines = [line for of_file in read_lines().values() for line in of_file]
    kinds = {line.kind for line in lines}
    assert kinds - {CALM} <= set(Intent)
    assert {Intent.SUPPORT, Intent.FALLBACK, Intent.INTEREST, Intent.TITLE, Intent.PAY} <= kinds
    assert all(line.text.strip() and line.also <= set(Intent) for line in lines)


def test_what_is_held_out_was_not_learnt() -> None:
    """Writers apart write the same short lines now and then ("mailman", "quiz me"): a figure on those would flatter."""
    learnt = {" ".join(words_of(line.text)) for of_file in read_lines().values() for line in of_file}
    for path in (*sorted(BENCHMARKS.glob("*/*.jsonl")), BENCHMARKS / "paraphrases.jsonl"):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        assert texts
        assert [text for text in texts if " ".join(words_of(text)) in learnt] == [], path.name


@given(st.text(max_size=300))
def test_any_text_has_likelihoods(reader: Reader, text: str) -> None:
    likely = reader.likely(text)
    assert set(likely) == set(reader.kinds.kinds if reader.kinds else ())
    assert all(0 <= value <= 1 for value in likely.values())


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("need to know how long school is for a pharmacist", Intent.EDUCATION_NEEDED),
        ("so a plumber brings home how much exactly", Intent.PAY),
        ("paralegal or court reporter, cant pick, help me see both", Intent.COMPARE),
        ("which bucket does a chef belong to", Intent.WHICH_CLUSTER),
        ("let me take that test thing with the letters", Intent.START_QUIZ),
        ("could you remind my sister about dinner", Intent.FALLBACK),
        ("how tall is lebron", Intent.FALLBACK),
    ],
)
def test_wordings_that_no_rule_foresaw(engine: Engine, text: str, intent: Intent) -> None:
    request = understand(text, None, engine.catalog, engine.matcher)
    assert intent in (request.intent, *({Intent.HOW_TO_BECOME} if request.intent is Intent.EDUCATION_NEEDED else ()))


def test_a_question_without_a_subject_is_about_the_one_before(engine: Engine) -> None:
    topic = Topic(intent="describe_occupation", occupations=("29-1141.00",))
    request = understand("so is that good money or nah", topic, engine.catalog, engine.matcher)
    assert (request.intent, request.occupations, request.follow_up) == (Intent.PAY, ("29-1141.00",), True)


@pytest.mark.parametrize(
    "text", ["my stepdad keeps hurting me and nobody believes it", "jobs for people who dont want to be alive anymore"]
)
def test_danger_is_heard_in_words_of_ones_own(engine: Engine, text: str) -> None:
    assert alarming(text, engine.matcher)


def test_rules_alone_still_answer(engine: Engine) -> None:
    alone = Reader(engine.catalog, engine.matcher)
    assert alone.read("how much do nurses make", None).intent is Intent.PAY
    assert alone.alarming("i want to die")
