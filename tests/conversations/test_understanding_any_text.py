"""Whatever is typed is read: nothing raises, nothing is named that the catalog lacks. The full run: python -m tests.benchmarks.fuzz."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.engine import Engine
from conversations.requests import Request
from conversations.understanding import understand
from tests.benchmarks.fuzz import PIECES, TOPIC, echoed, texts, wrong

BOUNDED = 3000


def read(engine: Engine, text: str) -> Request:
    assert isinstance(understand(text, TOPIC, engine.catalog, engine.matcher), Request)
    return understand(text, None, engine.catalog, engine.matcher)


@given(st.text(max_size=4096))
@settings(max_examples=300, deadline=None)
def test_any_text(engine: Engine, text: str) -> None:
    read(engine, text)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_mix_of_what_means_something(engine: Engine, pieces: list[str]) -> None:
    assert wrong(engine, read(engine, " ".join(pieces)[:4096])) is None


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_adversarial_texts(engine: Engine, seed: int) -> None:
    for number, text in enumerate(texts(BOUNDED // 3, seed)):
        assert wrong(engine, read(engine, text)) is None, text
        assert number % 100 or echoed(engine, text) is None, text


@pytest.mark.parametrize("digits", [1, 9, 10, 40, 400, 4096])
def test_a_number_of_any_length_is_read(engine: Engine, digits: int) -> None:
    read(engine, "jobs that pay $" + "9" * digits)
    read(engine, "1" + ",000" * (digits // 4) + "k")
